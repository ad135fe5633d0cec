"""The lesson map: what a pupil has to do now, and how each released lesson stands. Pure.

The rule for "now": the first lesson, in their order, that is released, still open and not handed in; when all are
handed in, nothing is left to do but to read the feedback that came last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from hub_config.pages.standing import DONE, Standing


@dataclass(frozen=True)
class ExerciseLine:
    """One exercise on the map; points only when feedback was given."""

    title: str
    state: str
    score: float | None
    max_score: float | None


@dataclass(frozen=True)
class LessonCard:
    """One released lesson. ``step`` is ``"start"``, ``"continue"``, ``"handed-in"``, ``"marked"`` or ``"closed"``."""

    id: str
    number: int
    title: str
    minutes: int
    step: str
    exercises: tuple[ExerciseLine, ...]
    done: int
    deadline: datetime | None
    standing: Standing
    href: str
    feedback_href: str | None
    is_now: bool = False

    @property
    def total(self) -> int:
        return len(self.exercises)

    @property
    def mark(self) -> float | None:
        """The pupil's mark: only once feedback was given."""
        grade = self.standing.grade
        return grade.mark if grade and self.feedback_href else None

    @property
    def passed(self) -> bool:
        return bool(self.standing.grade and self.standing.grade.passed)

    @property
    def open(self) -> bool:
        return self.step != "closed"


@dataclass(frozen=True)
class LessonMap:
    """``now``: the lesson to work on, None when there is none; ``news``: the feedback that came last."""

    cards: tuple[LessonCard, ...]
    now: LessonCard | None
    news: LessonCard | None

    @property
    def all_handed_in(self) -> bool:
        return bool(self.cards) and self.now is None


def step_of(standing: Standing, deadline: datetime | None, now: datetime) -> str:
    if standing.feedback_at:
        return "marked"
    if standing.hand_in:
        return "handed-in"
    if deadline is not None and now > deadline:
        return "closed"
    return "continue" if standing.started else "start"


def lesson_card(
    lesson, standing: Standing, deadline, language: str, now: datetime, href: str, feedback_href: str
) -> LessonCard:
    """The card of a released lesson; ``feedback_href`` is shown only when feedback was given."""
    given = standing.feedback_at is not None
    exercises = tuple(
        ExerciseLine(
            info.title[language],
            exercise.state,
            exercise.score if given else None,
            exercise.max_score if given else None,
        )
        for info, exercise in zip(lesson.exercises, standing.exercises, strict=True)
    )
    return LessonCard(
        id=lesson.id,
        number=lesson.number,
        title=lesson.title[language],
        minutes=lesson.minutes,
        step=step_of(standing, deadline, now),
        exercises=exercises,
        done=sum(line.state == DONE for line in exercises),
        deadline=deadline,
        standing=standing,
        href=href,
        feedback_href=feedback_href if given else None,
    )


def lesson_map(cards: Iterable[LessonCard]) -> LessonMap:
    """``cards`` in the lessons' order, the one to do now marked."""
    ordered = sorted(cards, key=lambda card: (card.number, card.id))
    now = next((card for card in ordered if card.step in ("start", "continue")), None)
    marked = [card for card in ordered if card.feedback_href]
    news = max(marked, key=lambda card: (card.standing.feedback_at, card.number), default=None)
    shown = tuple(replace(card, is_now=card is now) for card in ordered)
    return LessonMap(shown, now, news)
