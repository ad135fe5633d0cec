"""Grading one lesson of a class: collect what counts, grade it in parallel, say what came of each pupil.

Law: one pupil's work, whatever it does, changes nothing for another's; a pupil who handed nothing in is not
touched; a work that was graded is graded again only when another submission counts, or when asked to
(``force``).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence

from autograder.course import Course, CourseError
from autograder.course.settings import CELL_SECONDS
from autograder.exchange.records import Submission
from autograder.exchange.store import ExchangeStore
from autograder.grading.alone import alone
from autograder.grading.collect import collect, counting_submissions, is_graded
from autograder.grading.outcome import FAILED, GRADED, UNCHANGED, Outcome, Progress, reason_message
from autograder.grading.processes import Job, run_jobs
from translations import Message

WORK_SECONDS = 180
"""How long one pupil's whole work may take."""


def collect_lesson(
    course: Course, store: ExchangeStore, lesson: str, pupils: Iterable[str] | None = None
) -> tuple[tuple[Submission, bool], ...]:
    """The counting submissions, each now in ``submitted``, with whether it is new there."""
    _require_generated(course, lesson)
    return tuple(
        (submission, collect(course, store, submission))
        for submission in counting_submissions(store, course.id, lesson, pupils)
    )


def grade_lesson(
    course: Course,
    store: ExchangeStore,
    lesson: str,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    *,
    processes: int | None = None,
    pupils: Iterable[str] | None = None,
    force: bool = False,
    work_seconds: float = WORK_SECONDS,
) -> tuple[Outcome, ...]:
    """What came of each pupil who handed ``lesson`` in, in the order of their ids.

    ``on_progress`` is called after each. Raises ``CourseError`` when the lesson was never released from this
    course. Waits while another process grades the same lesson.
    """
    _require_generated(course, lesson)
    with alone(course, lesson) as held:
        collected = [submission for submission, _ in collect_lesson(course, store, lesson, pupils)]
        to_grade = {s.pupil: s for s in collected if force or not is_graded(course, s)}
        jobs = [Job(str(course.root), lesson, pupil) for pupil in to_grade]
        due = _deadline_text(store, course.id, lesson)
        results = run_jobs(jobs, due, processes or os.cpu_count() or 1, work_seconds, held)
        return _outcomes(course, lesson, collected, to_grade, results, on_progress, work_seconds)


def _outcomes(
    course: Course,
    lesson: str,
    collected: Sequence[Submission],
    to_grade: Mapping[str, Submission],
    results: Iterable[Mapping],
    on_progress: Callable[[Progress], None],
    work_seconds: float,
) -> tuple[Outcome, ...]:
    outcomes: dict[str, Outcome] = {}

    def report(outcome: Outcome) -> None:
        outcomes[outcome.pupil] = outcome
        on_progress(Progress(len(outcomes), len(collected), outcome))

    for submission in collected:
        if submission.pupil not in to_grade:
            report(Outcome(submission.pupil, UNCHANGED, late=submission.late))
    for result in results:
        report(_outcome(course, lesson, to_grade[result["pupil"]], result, work_seconds))
    return tuple(outcomes[pupil] for pupil in sorted(outcomes))


def _outcome(
    course: Course, lesson: str, submission: Submission, result: Mapping, work_seconds: float
) -> Outcome:
    seconds = CELL_SECONDS if result["reason"] == "cell-stopped" else int(work_seconds)
    values = {
        "seconds": seconds,
        "log": f"logs/{lesson}/{submission.pupil}.log",
        "count": result.get("count", 0),
    }
    message = reason_message(result["reason"], values) if result["reason"] else None
    status = GRADED if result["graded"] else FAILED
    return Outcome(
        submission.pupil, status, message, result.get("score"), result.get("max_score"), submission.late
    )


def _deadline_text(store: ExchangeStore, course_id: str, lesson: str) -> str | None:
    release = next((r for r in store.releases(course_id) if r.assignment == lesson), None)
    return None if release is None or release.deadline is None else release.deadline.isoformat()


def _require_generated(course: Course, lesson: str) -> None:
    if not course.path("source", ".", lesson).is_dir():
        raise CourseError(
            Message(
                "autograder",
                "The lesson “{lesson}” was never released in the course “{course}”. Release it first.",
                {"lesson": lesson, "course": course.id},
            )
        )
