"""Releasing a lesson: what pupils get, and what never leaves the school."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from autograder.course import Course, CourseError, Student, release_lesson
from autograder.course.released import leaks, released

SECRET = "7318"  # as in conftest


def test_released_bytes_hold_no_solution_hidden_test_or_wrong_answer(classroom):
    release = classroom.store.released(classroom.course.id, classroom.lesson)
    everything = b"".join(classroom.store.contents(classroom.course.id, release.files).values()).decode()
    for text in (SECRET, "2 + 3", "BEGIN SOLUTION", "BEGIN HIDDEN", "999", "wrong", '"hidden": true'):
        assert text not in everything


def test_answer_cells_hold_their_starter_and_keep_both_languages(classroom):
    answers = [c for c in classroom.released().cells if c.metadata.get("barmaja", {}).get("role") == "answer"]
    assert [cell.source for cell in answers] == ["# Écris ton code ici\n"] * 2
    assert answers[0].metadata.barmaja.texts.ar == "# اكتب برنامجك هنا\n"


def test_visible_tests_stay_and_data_files_come_along(classroom):
    cells = {cell.id: cell for cell in classroom.released().cells}
    assert [test["name"] for test in cells["age-test"].metadata.barmaja.tests] == ["b"]
    files = {f.path for f in classroom.store.released(classroom.course.id, classroom.lesson).files}
    assert files == {"variables.ipynb", "villes.csv"}


def test_releasing_twice_gives_the_same_bytes(classroom, lesson_source):
    before = classroom.store.released(classroom.course.id, classroom.lesson).files
    again = release_lesson(classroom.course, classroom.lesson, lesson_source, classroom.store)
    assert again.files == before


def test_the_gradebook_keeps_the_hidden_tests(classroom):
    with classroom.course.gradebook() as gradebook:
        cell = gradebook.find_source_cell("age-test", "variables", "variables")
        assert SECRET in cell.source


def test_a_lesson_that_does_not_exist_is_refused_with_the_ones_that_do(classroom, lesson_source):
    with pytest.raises(CourseError, match="variables"):
        release_lesson(classroom.course, "boucles", lesson_source.parent / "boucles", classroom.store)


def test_a_broken_lesson_is_refused_and_the_former_release_stays(classroom, tmp_path):
    folder = tmp_path / "broken" / "variables"
    folder.mkdir(parents=True)
    notebook = classroom.released()
    notebook.cells[2].source = "### BEGIN SOLUTION\nx = 1"
    nbformat.write(notebook, folder / "variables.ipynb")
    before = classroom.store.released(classroom.course.id, "variables")
    with pytest.raises(CourseError, match="variables"):
        release_lesson(classroom.course, "variables", folder, classroom.store)
    assert classroom.store.released(classroom.course.id, "variables") == before


def test_a_leak_is_found_wherever_it_stands():
    cell = nbformat.v4.new_code_cell("### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS")
    hidden = nbformat.v4.new_code_cell("", metadata={"barmaja": {"tests": [{"hidden": True}]}})
    assert len(leaks(nbformat.v4.new_notebook(cells=[cell, hidden]))) == 2


def test_the_preprocessor_changes_no_argument_and_nothing_that_is_not_ours():
    theirs = nbformat.v4.new_code_cell("x = 1", metadata={"tags": ["a"]})
    ours = nbformat.v4.new_code_cell(
        "x = 2", metadata={"barmaja": {"role": "answer", "texts": {"ar": "# س"}}}
    )
    notebook = nbformat.v4.new_notebook(cells=[theirs, ours])
    before = json.dumps(notebook)
    assert [cell.source for cell in released(notebook, "fr").cells] == ["x = 1", "# س"]
    assert json.dumps(notebook) == before


def test_ensure_keeps_what_the_operator_wrote(tmp_path):
    course = Course(tmp_path / "2026-tcsf-1").ensure("postgresql://db/barmaja")
    own = course.config_path.read_text() + "c.Execute.timeout = 60\n"
    course.config_path.write_text(own)
    assert Course(course.root).ensure().config_path.read_text() == own
    assert Course(course.root).db_url == "postgresql://db/barmaja"
    assert Course(course.root).config.Execute.timeout == 60


def test_a_course_that_was_never_set_up_says_so(tmp_path):
    with pytest.raises(CourseError, match="2026-tcsf-1"):
        _ = Course(tmp_path / "2026-tcsf-1").db_url


def test_names_registered_reach_the_gradebook(classroom):
    classroom.course.register([Student("pnadia", "Nadia", "El Idrissi"), Student("pyoussef")])
    with classroom.course.gradebook() as gradebook:
        assert gradebook.find_student("pnadia").last_name == "El Idrissi"
        assert gradebook.find_student("pyoussef").first_name is None


def test_nbgraders_own_commands_work_in_the_course_folder(classroom):
    """Generated again by hand, the lesson is the one we released, byte for byte."""
    root = classroom.course.root
    before = (root / "release" / "variables" / "variables.ipynb").read_bytes()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "variables", "--force"]
    subprocess.run(command, cwd=root, env={**os.environ, "PATH": path}, check=True, capture_output=True)
    assert (root / "release" / "variables" / "variables.ipynb").read_bytes() == before
