"""Marks read from gradebooks that nbgrader itself made."""

import hashlib
import os
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from curriculum.progress import ExerciseMark, read_marks
from curriculum.progress.gradebook import _read_only
from curriculum.school import SchoolError

HANDED_IN = datetime(2026, 11, 24, 9, 30)


@pytest.fixture(scope="module")
def ungraded(tmp_path_factory):
    """A course with one lesson of two exercises and a written task, and one pupil who handed it in."""
    path = tmp_path_factory.mktemp("course") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(
            "PATH", str(Path(sys.executable).parent), prepend=os.pathsep
        )  # where nbgrader finds alembic
        with Gradebook(f"sqlite:///{path}", course_id="2026-tcsf-1") as book:
            book.add_assignment("variables")
            book.add_notebook("variables", "variables")
            book.add_grade_cell("ex-1-test", "variables", "variables", max_score=3, cell_type="code")
            book.add_grade_cell("ex-2-test", "variables", "variables", max_score=2, cell_type="code")
            book.add_task_cell("essay", "variables", "variables", max_score=5, cell_type="markdown")
            book.add_student("p23456789a")
            book.add_submission("variables", "p23456789a", timestamp=HANDED_IN)
    return path


@pytest.fixture
def gradebook(ungraded, tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    return Path(shutil.copy(ungraded, folder))


def grade(path, **scores):
    with Gradebook(f"sqlite:///{path}", course_id="2026-tcsf-1") as book:
        for name, values in scores.items():
            found = book.find_grade(name.replace("_", "-"), "variables", "variables", "p23456789a")
            for field, value in values.items():
                setattr(found, field, value)
        book.db.commit()


def test_scores_are_nbgraders_own(gradebook):
    grade(
        gradebook,
        ex_1_test={"auto_score": 1.5, "needs_manual_grade": False},
        ex_2_test={"auto_score": 0.0, "manual_score": 2.0, "extra_credit": 0.5, "needs_manual_grade": False},
        essay={"needs_manual_grade": True},
    )
    (mark,) = read_marks(gradebook)
    with Gradebook(f"sqlite:///{gradebook}") as book:
        submission = book.find_submission("variables", "p23456789a")
        assert (mark.score, mark.max_score) == (submission.score, submission.max_score) == (4.0, 10.0)
        assert mark.needs_manual_grade is submission.needs_manual_grade is True
    assert (mark.pupil, mark.lesson) == ("p23456789a", "variables")
    assert mark.submitted_at == HANDED_IN.replace(tzinfo=UTC)
    assert mark.exercises == (
        ExerciseMark("essay", 0.0, 5.0),
        ExerciseMark("ex-1", 1.5, 3.0),
        ExerciseMark("ex-2", 2.5, 2.0),
    )


def test_a_late_penalty_counts_and_never_below_nothing(gradebook):
    grade(gradebook, ex_1_test={"auto_score": 1.0})
    for penalty, score in ((0.25, 0.75), (9.0, 0.0)):
        with Gradebook(f"sqlite:///{gradebook}") as book:
            book.find_submission_notebook(
                "variables", "variables", "p23456789a"
            ).late_submission_penalty = penalty
            book.db.commit()
        assert read_marks(gradebook)[0].score == score


def test_work_collected_and_not_graded_has_no_mark(gradebook):
    assert read_marks(gradebook) == ()


def test_a_score_of_nothing_is_a_mark(gradebook):
    grade(gradebook, ex_1_test={"auto_score": 0.0})
    assert [mark.score for mark in read_marks(gradebook)] == [0.0]


def test_when_it_was_graded_is_when_the_graded_notebook_was_written(gradebook):
    grade(gradebook, ex_1_test={"auto_score": 1.0})
    assert read_marks(gradebook)[0].graded_at == HANDED_IN.replace(tzinfo=UTC)
    notebook = gradebook.parent / "autograded" / "p23456789a" / "variables" / "variables.ipynb"
    notebook.parent.mkdir(parents=True)
    notebook.write_text("{}")
    os.utime(notebook, (1_800_000_000, 1_800_000_000))
    assert read_marks(gradebook)[0].graded_at == datetime.fromtimestamp(1_800_000_000, UTC)


def test_reading_changes_not_a_byte_and_makes_no_file(gradebook, tmp_path):
    grade(gradebook, ex_1_test={"auto_score": 1.0})
    gradebook.chmod(0o400)
    before = hashlib.sha256(gradebook.read_bytes()).hexdigest()
    assert read_marks(gradebook) == read_marks(f"sqlite:///{gradebook}") != ()
    assert hashlib.sha256(gradebook.read_bytes()).hexdigest() == before
    assert [path.name for path in gradebook.parent.iterdir()] == ["gradebook.db"]
    missing = tmp_path / "none" / "gradebook.db"
    assert read_marks(missing) == ()
    assert not missing.parent.exists()


def test_a_folder_may_have_any_name(gradebook):
    grade(gradebook, ex_1_test={"auto_score": 1.0})
    odd = gradebook.parent.rename(gradebook.parent.with_name("école #1? 100%25&mode=rwc"))
    assert [mark.score for mark in read_marks(odd / "gradebook.db")] == [1.0]


def test_nothing_can_be_written_through_what_reads(gradebook):
    with _read_only(gradebook).connect() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(text("DELETE FROM student"))


def test_reading_waits_for_no_writer(gradebook):
    grade(gradebook, ex_1_test={"auto_score": 1.0})
    with Gradebook(f"sqlite:///{gradebook}") as book:
        book.find_grade("ex-1-test", "variables", "variables", "p23456789a").auto_score = 3.0
        book.db.flush()  # a transaction that has written and is not over
        assert read_marks(gradebook)[0].score == 1.0
        book.db.rollback()


def test_an_empty_database_and_one_that_is_none(tmp_path):
    (tmp_path / "empty.db").touch()
    assert read_marks(tmp_path / "empty.db") == ()
    (tmp_path / "text.db").write_text("these are not the marks you are looking for" * 100)
    with pytest.raises(SchoolError, match=r"text\.db cannot be read"):
        read_marks(tmp_path / "text.db")
