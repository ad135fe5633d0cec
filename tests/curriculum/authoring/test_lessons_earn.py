"""Every lesson through the real nbgrader: the reference earns all, what is released earns none, a known mistake what it must."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat.notebooknode import NotebookNode

from curriculum.authoring import Lesson, files
from curriculum.authoring.building import read_words
from curriculum.authoring.check import check_sources
from curriculum.authoring.notebook import build_notebook
from tests.curriculum.authoring.nbgrader_course import NbgraderCourse, answered

LESSONS = check_sources(files.read_sources(files.LESSONS)).lessons


def pupils(lesson: Lesson) -> Iterator[tuple[str, dict[str, str], dict[str, float]]]:
    """Who hands in what, and the points expected. A pupil who has no more mistakes to make leaves the cell empty."""
    full = {exercise.id: exercise.points for exercise in lesson.exercises}
    yield "reference", {exercise.id: exercise.solution.text for exercise in lesson.exercises}, full
    yield "released", {}, dict.fromkeys(full, 0)
    most = max(len(exercise.wrongs) for exercise in lesson.exercises)
    for n in range(max(most, 1)):
        made = {e.id: e.wrongs[n] if n < len(e.wrongs) else None for e in lesson.exercises}
        yield (
            f"wrong-{n + 1}",
            {name: wrong.code.text if wrong else "" for name, wrong in made.items()},
            {name: wrong.points if wrong else 0 for name, wrong in made.items()},
        )


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_nbgrader_gives_what_the_lesson_says_and_releases_nothing_hidden(
    lesson: Lesson, tmp_path: Path
) -> None:
    course = NbgraderCourse(tmp_path)
    released = course.release(build_notebook(lesson, read_words(files.CATALOGUE)))
    assert_nothing_hidden(released, lesson)
    for pupil, answers, expected in pupils(lesson):
        earned = course.grade(answered(released, answers), pupil)
        shown = course.results(lesson.id, pupil)
        assert earned == expected, (pupil, {name: shown[name]["results"] for name in earned if name in shown})
        assert {name: results["points"] for name, results in shown.items()} == expected


def assert_nothing_hidden(released: NotebookNode, lesson: Lesson) -> None:
    tests = [cell for cell in released.cells if cell.metadata.get("barmaja", {}).get("role") == "tests"]
    assert len(tests) == len(lesson.exercises)
    for cell, exercise in zip(tests, lesson.exercises, strict=True):
        hidden = {test.index for test in exercise.tests if test.hidden}
        assert not hidden & {test["index"] for test in cell.metadata.barmaja.tests}
        assert not any(f"{{'index': {index}," in cell.source for index in hidden)
        assert all(f"{{'index': {test.index}," in cell.source for test in exercise.tests if not test.hidden)
