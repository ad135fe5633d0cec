"""From the exchange into nbgrader's ``submitted`` folder: the submission that counts of each pupil."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from autograder.course import Course
from autograder.exchange.folders import write_new_folder
from autograder.exchange.records import Submission
from autograder.exchange.store import ExchangeStore
from autograder.grading.alone import is_unfinished

TIMESTAMP = "timestamp.txt"


def counting_submissions(
    store: ExchangeStore, course_id: str, lesson: str, pupils: Iterable[str] | None = None
) -> tuple[Submission, ...]:
    """The submission that counts of each pupil (of ``pupils``, when given) who handed in, by pupil."""
    wanted = None if pupils is None else set(pupils)
    found = [
        submission
        for submission in store.submissions(course_id, lesson)
        if submission.counts and (wanted is None or submission.pupil in wanted)
    ]
    return tuple(sorted(found, key=lambda submission: submission.pupil))


def collect(course: Course, store: ExchangeStore, submission: Submission) -> bool:
    """``submitted/<pupil>/<lesson>`` holds the submission and its timestamp; whether anything was written."""
    receipt = submission.receipt
    folder = course.path("submitted", submission.pupil, receipt.assignment)
    if recorded_timestamp(folder) == receipt.timestamp:
        return False
    files = {
        **{path: c for path, c in store.contents(course.id, submission.files).items() if path != TIMESTAMP},
        TIMESTAMP: receipt.timestamp.encode(),
    }
    write_new_folder(folder, files)
    return True


def is_graded(course: Course, submission: Submission) -> bool:
    """Whether the last automatic grading of this pupil's lesson was of this very submission, and came to its
    end.
    """
    lesson = submission.receipt.assignment
    if is_unfinished(course, lesson, submission.pupil):
        return False
    folder = course.path("autograded", submission.pupil, lesson)
    return recorded_timestamp(folder) == submission.receipt.timestamp and any(folder.glob("*.ipynb"))


def recorded_timestamp(folder: Path) -> str | None:
    """What ``timestamp.txt`` in ``folder`` says, None where there is none."""
    try:
        return (folder / TIMESTAMP).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
