"""Grading a class: every kind of work gets what it is worth, and none disturbs another."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import nbformat
import pytest

from autograder.course import CourseError
from autograder.feedback import give_feedback
from autograder.grading import grade_lesson
from autograder.grading.processes import clean_environment
from tests.autograder.conftest import SECRET


def marks(room, pupil: str) -> dict[str, float]:
    with room.course.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook("variables", "variables", pupil)
        return {grade.name: grade.score for grade in submission.grades}


@pytest.mark.parametrize(
    ("pupil", "somme", "age"),
    [
        ("pright", 4, 6),
        ("pwrong", 0, 3),
        ("pempty", 0, 0),
        ("praises", 0, 6),
        ("ploops", 0, 6),
    ],
)
def test_each_exercise_gets_its_own_points(graded_classroom, pupil, somme, age):
    room, outcomes, _ = graded_classroom
    assert marks(room, pupil) == {"somme-test": somme, "age-test": age}
    assert (outcomes[pupil].status, outcomes[pupil].score) == ("graded", somme + age)
    assert outcomes[pupil].max_score == 10


def test_an_endless_loop_is_said_in_both_languages(graded_classroom):
    message = graded_classroom[1]["ploops"].message
    assert "10" in message.text("fr")
    assert message.text("ar") != message.text("fr")


@pytest.mark.parametrize(("pupil", "said"), [("pexits", "Python stopped"), ("pjunk", "cannot be read")])
def test_a_work_that_breaks_gets_no_mark_and_a_sentence(graded_classroom, pupil, said):
    room, outcomes, _ = graded_classroom
    assert (outcomes[pupil].status, outcomes[pupil].score) == ("failed", None)
    assert said in outcomes[pupil].message.text("en")
    assert not room.course.path("autograded", pupil, "variables").exists()


def test_progress_tells_each_pupil_once(graded_classroom):
    _, outcomes, progress = graded_classroom
    assert [step.done for step in progress] == list(range(1, len(outcomes) + 1))
    assert {step.outcome.pupil for step in progress} == set(outcomes)
    assert {step.total for step in progress} == {len(outcomes)}


def test_a_pupils_code_sees_no_token_and_nothing_of_the_school(graded_classroom):
    room, _, _ = graded_classroom
    path = room.course.path("autograded", "pspies", "variables") / "variables.ipynb"
    cell = next(c for c in nbformat.read(path, 4).cells if c.id == "somme-answer")
    shown = cell.outputs[0].text
    assert "HOME" in shown
    for secret in ("a-secret-token", "JUPYTERHUB", "BARMAJA"):
        assert secret not in shown


def test_the_environment_of_grading_is_a_short_list():
    kept = clean_environment(
        {"PATH": "/bin", "LANG": "fr_FR.UTF-8", "JUPYTERHUB_API_TOKEN": "x", "SECRET": "y"}
    )
    assert set(kept) == {"PATH", "LANG"}


def test_the_work_is_graded_as_collected_with_its_timestamp(graded_classroom):
    room, _, _ = graded_classroom
    receipt = room.store.counting(room.course.id, "variables", "pright").receipt
    for step in ("submitted", "autograded"):
        assert (
            room.course.path(step, "pright", "variables") / "timestamp.txt"
        ).read_text() == receipt.timestamp
    with room.course.gradebook() as gradebook:
        timestamp = gradebook.find_submission("variables", "pright").timestamp
    assert timestamp == receipt.received_at.replace(tzinfo=None)


def test_only_a_newer_hand_in_is_graded_again(classroom):
    classroom.hand_in("pnadia", somme="a = 4")
    classroom.hand_in("pyoussef", somme="a = 5")

    def grade(**options):
        outcomes = grade_lesson(classroom.course, classroom.store, "variables", **options)
        return {o.pupil: (o.status, o.score) for o in outcomes}

    assert grade() == {"pnadia": ("graded", 0), "pyoussef": ("graded", 4)}
    classroom.hand_in("pnadia", somme="a = 5")
    assert grade() == {"pnadia": ("graded", 4), "pyoussef": ("unchanged", None)}
    assert grade(pupils=["pyoussef"], force=True) == {"pyoussef": ("graded", 4)}


def test_a_late_work_is_graded_and_marked_late_and_the_gradebook_knows_the_deadline(classroom):
    yesterday = datetime.now(UTC) - timedelta(days=1)
    classroom.store.set_deadline(classroom.course.id, "variables", yesterday)
    classroom.hand_in("pnadia", somme="a = 5")
    (outcome,) = grade_lesson(classroom.course, classroom.store, "variables")
    assert (outcome.late, outcome.score) == (True, 4)
    with classroom.course.gradebook() as gradebook:
        assert gradebook.find_assignment("variables").duedate == yesterday.replace(tzinfo=None)


def test_a_work_over_its_time_is_stopped_and_the_next_one_is_graded(classroom):
    classroom.hand_in("pslow", somme="import time\nfor _ in range(9):\n    time.sleep(9)")
    classroom.hand_in("pxquick", somme="a = 5")
    outcomes = grade_lesson(classroom.course, classroom.store, "variables", work_seconds=6, processes=1)
    assert [(o.pupil, o.status) for o in outcomes] == [("pslow", "failed"), ("pxquick", "graded")]
    assert "6" in outcomes[0].message.text("fr")


def test_a_work_without_the_notebook_says_so(classroom):
    classroom.store.submit(classroom.course.id, "variables", ["pnadia"], {"autre.txt": b"x"})
    (outcome,) = grade_lesson(classroom.course, classroom.store, "variables")
    assert (outcome.status, "not among" in outcome.message.text("en")) == ("failed", True)


def test_nobody_handed_in_means_nothing_happens(classroom):
    assert grade_lesson(classroom.course, classroom.store, "variables") == ()


def test_a_lesson_that_was_never_released_is_refused(classroom):
    with pytest.raises(CourseError, match="boucles"):
        grade_lesson(classroom.course, classroom.store, "boucles")


def test_a_pupil_may_not_send_a_timestamp_of_their_own(classroom):
    files = {
        "variables.ipynb": json.dumps(classroom.released()).encode(),
        "timestamp.txt": b"2020-01-01 00:00:00 UTC",
    }
    receipt = classroom.store.submit(classroom.course.id, "variables", ["pnadia"], files)
    grade_lesson(classroom.course, classroom.store, "variables")
    folder = classroom.course.path("submitted", "pnadia", "variables")
    assert (folder / "timestamp.txt").read_text() == receipt.timestamp


def started_grading(room) -> subprocess.Popen:
    """``barmaja autograde`` as a page starts it: in a process group of its own."""
    code = "from autograder.cli import autograde; autograde()"
    state = room.course.root.parents[1]
    arguments = [room.course.id, room.lesson, "--processes", "1", "--state", str(state), "--progress", "json"]
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def wait_for(path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.05)


def test_a_grading_that_was_broken_off_is_no_grading(classroom):
    classroom.hand_in("pnadia", somme="import time\ntime.sleep(4)\na = 5")
    grading = started_grading(classroom)
    wait_for(classroom.course.path("autograded", "pnadia", "variables") / "variables.ipynb")
    os.killpg(grading.pid, signal.SIGTERM)
    grading.communicate(timeout=60)
    with pytest.raises(CourseError):
        give_feedback(classroom.course, classroom.store, "variables")
    (outcome,) = grade_lesson(classroom.course, classroom.store, "variables")
    assert (outcome.status, outcome.score) == ("graded", 4)


def test_two_gradings_at_once_are_one_after_the_other(classroom):
    classroom.hand_in("pnadia", somme="import time\ntime.sleep(4)\na = 5")
    grading = started_grading(classroom)
    wait_for(classroom.course.path("autograded", "pnadia", "variables") / "variables.ipynb")
    (outcome,) = grade_lesson(classroom.course, classroom.store, "variables")
    assert outcome.status == "unchanged"
    assert marks(classroom, "pnadia")["somme-test"] == 4
    printed, _ = grading.communicate(timeout=60)
    assert json.loads(printed)["status"] == "graded"


def without_tests(room) -> bytes:
    """A right work from which the tests of one exercise were deleted."""
    notebook = nbformat.reads(room.work(somme="a = 5", age=f"b = 10\nc = {SECRET}").decode(), as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id != "age-test"]
    return nbformat.writes(notebook).encode()


def without_metadata(room) -> bytes:
    notebook = room.released()
    for cell in notebook.cells:
        cell.metadata = {}
    return nbformat.writes(notebook).encode()


def without_a_grade_id(room) -> bytes:
    notebook = room.released()
    del notebook.cells[1].metadata["nbgrader"]["grade_id"]
    return nbformat.writes(notebook).encode()


@pytest.mark.parametrize(("spoilt", "score", "count"), [(without_tests, 4, 1), (without_metadata, 0, 2)])
def test_deleted_tests_give_no_points_and_a_sentence(classroom, spoilt, score, count):
    classroom.hand_in("pnadia", content=spoilt(classroom))
    (outcome,) = grade_lesson(classroom.course, classroom.store, "variables")
    assert (outcome.status, outcome.score) == ("graded", score)
    assert f"tests of {count} exercise" in outcome.message.text("en")
    assert None not in marks(classroom, "pnadia").values()


def test_spoilt_cell_metadata_is_said_to_be_that(classroom):
    classroom.hand_in("pnadia", content=without_a_grade_id(classroom))
    (outcome,) = grade_lesson(classroom.course, classroom.store, "variables")
    assert outcome.status == "failed"
    assert "copied or changed" in outcome.message.text("en")
