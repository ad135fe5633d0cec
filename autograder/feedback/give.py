"""Giving feedback: nbgrader makes the pages of graded works, the exchange brings them to their pupils."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from autograder.course import Course, CourseError, CourseLog
from autograder.exchange.store import ExchangeStore
from autograder.feedback.document import pages_of
from autograder.grading.alone import is_unfinished
from autograder.grading.collect import recorded_timestamp
from translations import Message


@dataclass(frozen=True)
class FeedbackGiven:
    """``done`` of ``total``; ``message`` says why ``pupil`` got none, None when all went well."""

    done: int
    total: int
    pupil: str
    message: Message | None = None


def graded_pupils(course: Course, lesson: str) -> tuple[str, ...]:
    """Whose work on ``lesson`` was graded, to the end, by id."""
    found = sorted(path.parent.name for path in (course.root / "autograded").glob(f"*/{lesson}"))
    return tuple(pupil for pupil in found if not is_unfinished(course, lesson, pupil))


def give_feedback(
    course: Course,
    store: ExchangeStore,
    lesson: str,
    on_progress: Callable[[FeedbackGiven], None] = lambda given: None,
    *,
    pupils: Iterable[str] | None = None,
) -> tuple[FeedbackGiven, ...]:
    """Every graded pupil of ``lesson`` (of ``pupils``) can read the feedback; one failing does not stop the
    others.

    Raises ``CourseError`` when nobody's work was graded.
    """
    graded = graded_pupils(course, lesson)
    wanted = graded if pupils is None else tuple(pupil for pupil in graded if pupil in set(pupils))
    if not wanted:
        raise CourseError(
            Message(
                "autograder",
                "No work on “{lesson}” is graded yet in the course “{course}”. Grade it first.",
                {"lesson": lesson, "course": course.id},
            )
        )
    given = []
    for done, pupil in enumerate(wanted, start=1):
        given.append(FeedbackGiven(done, len(wanted), pupil, _give(course, store, lesson, pupil)))
        on_progress(given[-1])
    return tuple(given)


def _give(course: Course, store: ExchangeStore, lesson: str, pupil: str) -> Message | None:
    from nbgrader.converters import GenerateFeedback
    from nbgrader.converters.base import NbGraderException

    log = CourseLog(f"feedback {lesson} {pupil}")
    directory = course.directory(assignment_id=lesson, student_id=pupil)
    converter = GenerateFeedback(coursedir=directory, config=course.config, force=True, log=log.logger)
    try:
        converter.start()
    except NbGraderException:
        return Message(
            "autograder",
            "nbgrader could not write the feedback: {details}",
            {"details": log.text[-500:]},
        )
    folder = course.path("feedback", pupil, lesson)
    pages = {path.stem: pages_of(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}
    timestamp = recorded_timestamp(course.path("autograded", pupil, lesson))
    receipts = [s.receipt for s in store.submissions(course.id, lesson, pupil)]
    about = next((receipt.id for receipt in receipts if receipt.timestamp == timestamp), None)
    store.release_feedback(course.id, lesson, pupil, pages, about)
    return None
