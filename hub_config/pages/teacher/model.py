"""The class page: each lesson's state, who needs the teacher, what to do next. Pure.

A lesson is *unreleased*, *released*, *graded* (some work is marked) or *returned* (all marked work was given back and
nothing waits). Work *waits* when it was handed in after the last marking. The one action offered first is the next
step of the lesson: release, grade, mark by hand, give feedback.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from hub_config.pages.standing import DONE, Standing

TOLD_FOR = 600
"""Seconds."""

RELEASE, GRADE, MANUAL, FEEDBACK = "release", "grade", "manual", "feedback"


@dataclass(frozen=True)
class Remark:
    """What a job says about one pupil's work, in the teacher's language; ``failed``: nothing came of it."""

    name: str
    failed: bool
    message: str


@dataclass(frozen=True)
class JobView:
    """Work going on or done for one lesson. ``status``: running, done, failed, cancelled or interrupted; ``age``:
    seconds since it ended."""

    kind: str
    status: str
    done: int
    total: int
    seconds: int
    current: str
    remarks: tuple[Remark, ...]
    message: str
    age: int = 0

    @property
    def running(self) -> bool:
        return self.status == "running"

    @property
    def shown(self) -> bool:
        """A job that went well is told for a while only; anything to act on stays until the next job."""
        return bool(self.status != "done" or self.remarks or self.message) or self.age < TOLD_FOR

    @property
    def failures(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.failed)

    @property
    def quarter(self) -> int:
        """0 to 4: how far, in quarters. A screen reader is told of each."""
        return 4 * self.done // self.total if self.total else 0


@dataclass(frozen=True)
class LessonRow:
    """One lesson for one class. Counts are of pupils."""

    id: str
    number: int
    title: str
    minutes: int
    state: str
    released_at: datetime | None
    deadline: datetime | None
    closed: bool
    pupils: int
    opened: int
    checked: int
    handed_in: int
    graded: int
    to_grade: int
    manual: int
    to_return: int
    returned: int
    mean: float | None
    stuck: tuple[str, ...]
    next: str | None
    job: JobView | None = None


@dataclass(frozen=True)
class ClassPage:
    """``suggested``: the lesson to release next, None when all are or one is still under way."""

    rows: tuple[LessonRow, ...]
    suggested: LessonRow | None
    needs: tuple[LessonRow, ...]

    @property
    def nothing_released(self) -> bool:
        return all(row.state == "unreleased" for row in self.rows)


def lesson_state(released: bool, graded: int, to_grade: int, to_return: int, returned: int) -> str:
    if not released:
        return "unreleased"
    if not graded:
        return "released"
    return "returned" if returned and not to_grade and not to_return else "graded"


def next_step(state: str, to_grade: int, manual: int, to_return: int) -> str | None:
    if state == "unreleased":
        return RELEASE
    if to_grade:
        return GRADE
    if manual:
        return MANUAL
    return FEEDBACK if to_return else None


def lesson_row(
    lesson,
    release,
    standings: Sequence[Standing],
    names: Mapping[str, str],
    language: str,
    now: datetime,
    job: JobView | None = None,
) -> LessonRow:
    """``standings``: every pupil of the class in this lesson; ``release``: the exchange's record or None."""
    handed = [standing for standing in standings if standing.hand_in]
    graded = [standing for standing in handed if standing.grade and not standing.awaits_grading]
    to_grade = sum(standing.awaits_grading for standing in handed)
    manual = sum(standing.grade.needs_manual_grade for standing in graded)
    to_return = sum(standing.awaits_feedback for standing in handed)
    returned = sum(standing.feedback_at is not None for standing in standings)
    state = lesson_state(release is not None, len(graded), to_grade, to_return, returned)
    marks = [standing.grade.mark for standing in graded]
    deadline = release.deadline if release else None
    return LessonRow(
        id=lesson.id,
        number=lesson.number,
        title=lesson.title[language],
        minutes=lesson.minutes,
        state=state,
        released_at=release.released_at if release else None,
        deadline=deadline,
        closed=deadline is not None and now > deadline,
        pupils=len(standings),
        opened=sum(standing.started for standing in standings),
        checked=sum(standing.checks > 0 for standing in standings),
        handed_in=len(handed),
        graded=len(graded),
        to_grade=to_grade,
        manual=manual,
        to_return=to_return,
        returned=returned,
        mean=sum(marks) / len(marks) if marks else None,
        stuck=tuple(names[standing.pupil] for standing in standings if standing.stuck),
        next=next_step(state, to_grade, manual, to_return),
        job=job,
    )


def class_page(rows: Sequence[LessonRow]) -> ClassPage:
    """``rows`` in the lessons' order. A lesson needs the teacher when work waits or a pupil seems stuck."""
    ordered = tuple(sorted(rows, key=lambda row: (row.number, row.id)))
    needs = tuple(row for row in ordered if row.stuck or row.next in (GRADE, MANUAL, FEEDBACK))
    suggested = next((row for row in ordered if row.state == "unreleased"), None)
    return ClassPage(ordered, suggested, needs)


@dataclass(frozen=True)
class PupilRow:
    """One pupil in one lesson, as the teacher sees it."""

    id: str
    name: str
    standing: Standing


@dataclass(frozen=True)
class ExerciseColumn:
    """One exercise: how many pupils of the class have it done."""

    title: str
    done: int


@dataclass(frozen=True)
class LessonPage:
    """Who opened, checked and handed in. ``rows`` are sorted as a class list."""

    row: LessonRow
    columns: tuple[ExerciseColumn, ...]
    rows: tuple[PupilRow, ...]


def lesson_page(lesson, row: LessonRow, pupils: Sequence, standings: Mapping[str, Standing], language: str):
    """``pupils``: in the order of the class list."""
    rows = tuple(PupilRow(pupil.id, pupil.name, standings[pupil.id]) for pupil in pupils)
    columns = tuple(
        ExerciseColumn(
            exercise.title[language], sum(line.standing.exercises[place].state == DONE for line in rows)
        )
        for place, exercise in enumerate(lesson.exercises)
    )
    return LessonPage(row, columns, rows)


@dataclass(frozen=True)
class MarkRow:
    """One pupil's marks, a lesson each: None where there is none."""

    id: str
    name: str
    grades: tuple
    mean: float | None


def mark_rows(pupils: Sequence, lessons: Sequence[str], standings: Mapping[tuple[str, str], Standing]):
    """Every pupil's marks in the lessons' order, and their mean over the lessons that are marked."""
    rows = []
    for pupil in pupils:
        grades = tuple(standings[pupil.id, lesson].grade for lesson in lessons)
        marks = [grade.mark for grade in grades if grade]
        rows.append(MarkRow(pupil.id, pupil.name, grades, sum(marks) / len(marks) if marks else None))
    return tuple(rows)
