"""Opening a lesson: fetched once, in the pupil's language, never over the pupil's work."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.exchange import ExchangeProblem, NotThere, Unreachable
from hub_config.notebook_ui.opening import in_language, notebook_path, open_lesson
from translations import Message

COURSE, LESSON = "2026-tcsf-1", "variables"
TEXTS = {"fr": "# Ta réponse", "ar": "# اكتب جوابك"}


def answer(**nbgrader) -> nbformat.NotebookNode:
    about = {"role": "answer", "exercise": "somme", "texts": TEXTS}
    return new_code_cell("# Ta réponse", id="somme", metadata={"barmaja": about, "nbgrader": nbgrader})


def notebook(*cells) -> nbformat.NotebookNode:
    return new_notebook(cells=list(cells), metadata={"barmaja": {"lesson": LESSON}})


def released(*cells) -> dict[str, bytes]:
    return {f"{LESSON}.ipynb": nbformat.writes(notebook(*cells)).encode(), "data/prix.csv": b"pain;1.5\n"}


def test_a_starter_is_in_the_language_of_whoever_opens_it():
    cell = answer(solution=True, locked=False)
    assert in_language(notebook(cell), "ar").cells[0].source == "# اكتب جوابك"
    assert in_language(notebook(cell), "fr").cells[0].source == "# Ta réponse"
    assert cell.source == "# Ta réponse", "what was passed in is not changed"


def test_a_cell_that_nbgrader_locks_keeps_its_source():
    own = in_language(notebook(answer(solution=False, locked=True)), "ar")
    assert own.cells[0].source == "# Ta réponse"


def test_a_text_the_lesson_has_in_one_language_only_stays():
    cell = answer(solution=True, locked=False)
    cell.metadata["barmaja"]["texts"] = {"fr": "# Ta réponse"}
    assert in_language(notebook(cell), "ar").cells[0].source == "# Ta réponse"


def test_prose_cannot_be_edited_and_no_cell_of_the_lesson_deleted():
    prose = new_markdown_cell("# Titre", id="t", metadata={"barmaja": {"role": "text"}})
    own = in_language(notebook(prose, answer(solution=True, locked=False)), "fr")
    assert [cell.metadata.get("editable") for cell in own.cells] == [False, None]
    assert [cell.metadata["deletable"] for cell in own.cells] == [False, False]


def test_a_notebook_that_is_no_lesson_of_ours_stays_as_it_is():
    foreign = new_notebook(cells=[new_markdown_cell("x", id="a"), new_code_cell("y", id="b")])
    assert in_language(foreign, "ar") == foreign


def test_the_lesson_lies_where_nbgrader_would_fetch_it(tmp_path: Path):
    opened = open_lesson(
        tmp_path, COURSE, LESSON, "ar", lambda *_: released(answer(solution=True, locked=False))
    )
    assert opened.path == f"{COURSE}/{LESSON}/{LESSON}.ipynb"
    own = nbformat.read(tmp_path / opened.path, 4)
    assert own == opened.fresh
    assert own.cells[0].source == "# اكتب جوابك"
    assert (tmp_path / COURSE / LESSON / "data" / "prix.csv").read_bytes() == b"pain;1.5\n"


def test_opening_again_asks_nobody_and_changes_nothing(tmp_path: Path):
    path = tmp_path / notebook_path(COURSE, LESSON)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"my work, even if it is broken")

    def no_fetch(course: str, lesson: str):
        raise AssertionError("fetched again")

    opened = open_lesson(tmp_path, COURSE, LESSON, "fr", no_fetch)
    assert opened.fresh is None
    assert path.read_bytes() == b"my work, even if it is broken"


def test_a_missing_notebook_comes_back_without_touching_the_other_files(tmp_path: Path):
    data = tmp_path / COURSE / LESSON / "data" / "prix.csv"
    data.parent.mkdir(parents=True)
    data.write_bytes(b"changed by the pupil")
    open_lesson(tmp_path, COURSE, LESSON, "fr", lambda *_: released(answer(solution=True, locked=False)))
    assert data.read_bytes() == b"changed by the pupil"
    assert (tmp_path / notebook_path(COURSE, LESSON)).exists()


@pytest.mark.parametrize("problem", [NotThere, Unreachable])
def test_nothing_is_written_when_the_lesson_cannot_be_had(tmp_path: Path, problem):
    def refused(course: str, lesson: str):
        raise problem(Message("autograder", "no"))

    with pytest.raises(problem):
        open_lesson(tmp_path, COURSE, LESSON, "fr", refused)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("course", "lesson"),
    [("..", "variables"), ("2026-tcsf-1", ".."), ("a/b", "c"), ("2026-tcsf-1", ""), ("x", "a b")],
)
def test_what_is_no_course_or_lesson_id_never_becomes_a_path(tmp_path: Path, course, lesson):
    with pytest.raises(ExchangeProblem):
        notebook_path(course, lesson)
