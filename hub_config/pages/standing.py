"""Where one pupil stands in one lesson: what the pupil's map and the teacher's tables both show. Pure.

Vocabulary: an exercise is *done* (all its visible tests passed once, or full points once marked), *tried* (checked,
or marked below full points) or *new*. A mark is a pupil's only when feedback has been released; a teacher sees it as
soon as the gradebook has it. Times keep the zone they came with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DONE, TRIED, NEW = "done", "tried", "new"

CLOCK_GRAIN = timedelta(milliseconds=1)
"""nbgrader may round the moment that the exchange gave a submission."""

STUCK_AFTER = 4
"""So many checks without passing another exercise mean that a pupil may need the teacher."""


@dataclass(frozen=True)
class ExerciseStanding:
    """One exercise for one pupil; ``score`` is None until the lesson is marked."""

    id: str
    state: str
    score: float | None = None
    max_score: float | None = None


@dataclass(frozen=True)
class HandIn:
    """The submissions of one pupil for one lesson: which one counts, and how many there are."""

    counting_at: datetime
    last_at: datetime
    late: bool
    count: int

    @property
    def last_counts(self) -> bool:
        return self.counting_at == self.last_at


@dataclass(frozen=True)
class Grade:
    """Points as the gradebook has them, and the mark they make on the school's scale."""

    score: float
    max_score: float
    mark: float
    passed: bool
    needs_manual_grade: bool
    graded_at: datetime | None = None
    graded_work_at: datetime | None = None


@dataclass(frozen=True)
class Standing:
    """Everything about one pupil and one lesson. ``feedback_at`` None: nothing was given back yet."""

    pupil: str
    lesson: str
    exercises: tuple[ExerciseStanding, ...]
    opened_at: datetime | None = None
    last_at: datetime | None = None
    checks: int = 0
    hand_in: HandIn | None = None
    grade: Grade | None = None
    feedback_at: datetime | None = None

    @property
    def done(self) -> int:
        return sum(exercise.state == DONE for exercise in self.exercises)

    @property
    def started(self) -> bool:
        return bool(self.opened_at or self.checks or self.hand_in)

    @property
    def awaits_grading(self) -> bool:
        """Handed in, and what counts is not what was marked."""
        if self.hand_in is None:
            return False
        marked = self.grade and self.grade.graded_work_at
        return not marked or self.hand_in.counting_at - marked > CLOCK_GRAIN

    @property
    def awaits_feedback(self) -> bool:
        """Handed in and marked, and not given back since."""
        if self.hand_in is None or self.grade is None or self.awaits_grading:
            return False
        graded_at = self.grade.graded_at
        return self.feedback_at is None or (graded_at is not None and self.feedback_at < graded_at)

    @property
    def stuck(self) -> bool:
        """Checked often, passed little, not handed in: may need help."""
        return not self.hand_in and self.checks >= STUCK_AFTER * (self.done + 1)


def exercise_standings(lesson, activity, grade) -> tuple[ExerciseStanding, ...]:
    """Each exercise of ``lesson`` in its order; marks, where there are any, outrank checks.

    An exercise that is full in the marks is done; one below full is tried, since it was handed in.
    """
    checked: Mapping[str, tuple[int, int]] = activity.passed if activity else {}
    marked = {exercise.id: exercise for exercise in grade.exercises} if grade else {}
    found = []
    for exercise in lesson.exercises:
        passed, total = checked.get(exercise.id, (0, 0))
        mark = marked.get(exercise.id)
        if mark is not None:
            full, tried = mark.score >= mark.max_score, True
        else:
            full = total > 0 and passed >= total
            tried = exercise.id in checked
        state = DONE if full else TRIED if tried else NEW
        found.append(
            ExerciseStanding(
                exercise.id, state, mark.score if mark else None, mark.max_score if mark else None
            )
        )
    return tuple(found)


def hand_in(submissions: Sequence) -> HandIn | None:
    """``submissions``: those of one pupil for one lesson, as the exchange gives them."""
    counted = [submission for submission in submissions if submission.counts]
    if not counted:
        return None
    last = max(submission.receipt.received_at for submission in submissions)
    return HandIn(counted[-1].receipt.received_at, last, counted[-1].late, len(submissions))


def standing(pupil: str, lesson, activity, submissions: Sequence, mark, feedback_at, scale) -> Standing:
    """``activity``: the event store's summary or None; ``mark``: the gradebook's or None; ``scale``: the school's."""
    handed = hand_in(submissions)
    grade = None
    if mark is not None:
        value = scale.mark(mark.score, mark.max_score)
        grade = Grade(
            mark.score,
            mark.max_score,
            value,
            scale.passed(value),
            mark.needs_manual_grade,
            mark.graded_at,
            mark.submitted_at,
        )
    moments = [
        moment
        for moment in (
            activity and activity.opened_at,
            activity and activity.checked_at,
            activity and activity.submitted_at,
            handed and handed.last_at,
        )
        if moment
    ]
    return Standing(
        pupil=pupil,
        lesson=lesson.id,
        exercises=exercise_standings(lesson, activity, mark),
        opened_at=activity.opened_at if activity else None,
        last_at=max(moments, default=None),
        checks=activity.checks if activity else 0,
        hand_in=handed,
        grade=grade,
        feedback_at=feedback_at,
    )


def pupils_own_standing(pupil: str, lesson, activity, submissions, mark, feedback_at, scale) -> Standing:
    """``standing`` as the pupil may see it: without a mark, and states from checks only, until feedback is given."""
    return standing(pupil, lesson, activity, submissions, mark if feedback_at else None, feedback_at, scale)
