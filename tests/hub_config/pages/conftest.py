"""Plain stand-in values for what the pages read: lessons, activity, submissions, marks."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from curriculum.authoring.index import ExerciseInfo, LessonInfo
from curriculum.events import Activity
from curriculum.progress import ExerciseMark, LessonMark
from curriculum.school import MarksScale
from hub_config.pages.standing import standing


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def lesson(
    name: str = "variables", number: int = 2, exercises: tuple[str, ...] = ("age", "prix")
) -> LessonInfo:
    return LessonInfo(
        name,
        number,
        {"fr": f"Leçon {name}", "ar": f"درس {name}"},
        50,
        tuple(ExerciseInfo(e, {"fr": f"Exercice {e}", "ar": f"تمرين {e}"}, 2) for e in exercises),
        2 * len(exercises),
    )


def submission(received: datetime, *, counts: bool = True, late: bool = False) -> SimpleNamespace:
    return SimpleNamespace(receipt=SimpleNamespace(received_at=received), counts=counts, late=late)


def mark(
    scores: dict[str, float], submitted: datetime, graded: datetime, *, manual: bool = False
) -> LessonMark:
    exercises = tuple(ExerciseMark(name, score, 2) for name, score in scores.items())
    total = sum(scores.values())
    return LessonMark("p", "variables", total, 2 * len(scores), manual, submitted, graded, exercises)


@pytest.fixture
def stand():
    """``stand(activity=…, submissions=…, mark=…, feedback_at=…)`` in the lesson ``variables``."""

    def make(
        pupil: str = "p", *, activity: Activity | None = None, submissions=(), mark=None, feedback_at=None
    ):
        return standing(pupil, lesson(), activity, submissions, mark, feedback_at, MarksScale())

    return make
