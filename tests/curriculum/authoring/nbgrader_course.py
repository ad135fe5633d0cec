"""A real nbgrader course in a temporary folder: release a built lesson, hand in answers, grade with nbgrader's own commands."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode

from autograder.course import Course
from curriculum.authoring.notebook import notebook_bytes
from curriculum.learning.marking import RESULTS_TYPE

STUDENT = "p23456789a"


class NbgraderCourse:
    """One course; ``release`` first, then ``grade`` as often as wanted."""

    def __init__(self, root: Path) -> None:
        self.course = Course(root / "2026-tcsf-1").ensure()

    def release(self, notebook: NotebookNode) -> NotebookNode:
        """Generates the assignment; what pupils get."""
        from nbgrader.converters import GenerateAssignment

        name = notebook.metadata.barmaja.lesson
        source = self.course.root / "source" / name / f"{name}.ipynb"
        source.parent.mkdir(parents=True)
        source.write_bytes(notebook_bytes(notebook))
        with self.course.gradebook():  # makes the database
            pass
        self._run(GenerateAssignment, assignment_id=name)
        return nbformat.read(self.course.root / "release" / name / f"{name}.ipynb", as_version=4)

    def grade(self, submitted: NotebookNode, student: str = STUDENT) -> dict[str, float]:
        """Autogrades one pupil's notebook; points by exercise, from the gradebook."""
        from nbgrader.converters import Autograde

        name = submitted.metadata.barmaja.lesson
        path = self.course.root / "submitted" / student / name / f"{name}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(submitted, path)
        with self.course.gradebook() as gradebook:
            gradebook.update_or_create_student(student)
        self._run(Autograde, assignment_id=name, student_id=student)
        with self.course.gradebook() as gradebook:
            grades = gradebook.find_submission_notebook(name, name, student).grades
            return {grade.name.removesuffix("-test"): grade.score for grade in grades}

    def results(self, lesson: str, student: str = STUDENT) -> dict[str, dict]:
        """What the test cells showed, by exercise."""
        path = self.course.root / "autograded" / student / lesson / f"{lesson}.ipynb"
        shown = {}
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", ()):
                if RESULTS_TYPE in output.get("data", {}):
                    shown[output.data[RESULTS_TYPE]["exercise"]] = output.data[RESULTS_TYPE]
        return shown

    def _run(self, converter, **traits: str) -> None:
        directory = self.course.directory(**traits)
        converter(coursedir=directory, config=self.course.config).start()


def answered(released: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """A pupil's copy with ``answers`` by exercise; the others stay as they were."""
    notebook = copy.deepcopy(released)
    for cell in notebook.cells:
        barmaja = cell.metadata.get("barmaja", {})
        if barmaja.get("role") == "answer" and barmaja.exercise in answers:
            cell.source = answers[barmaja.exercise]
    return notebook
