"""What other parts of Barmaja know about lessons without reading notebooks: ``index.json`` beside the built lessons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from curriculum.authoring.model import Lesson
from curriculum.authoring.notebook import Words, exercise_title, localize
from translations.catalogue import LANGUAGES

INDEX = "index.json"


@dataclass(frozen=True)
class ExerciseInfo:
    id: str
    title: Mapping[str, str]
    points: float


@dataclass(frozen=True)
class LessonInfo:
    """A built lesson: its id is the nbgrader assignment and the notebook's name; titles by language."""

    id: str
    number: int
    title: Mapping[str, str]
    minutes: int
    exercises: tuple[ExerciseInfo, ...]
    max_score: float


def lesson_info(lesson: Lesson, words: Mapping[str, Words]) -> LessonInfo:
    """What the index says about ``lesson``."""
    tongues = {language: localize(lesson, words[language].lessons) for language in LANGUAGES}
    exercises = tuple(
        ExerciseInfo(
            exercise.id,
            {
                k: exercise_title(tongues[k].exercises[n], n + 1, words[k].interface.gettext)
                for k in LANGUAGES
            },
            exercise.points,
        )
        for n, exercise in enumerate(lesson.exercises)
    )
    title = {language: tongues[language].title.text for language in LANGUAGES}
    return LessonInfo(lesson.id, lesson.number, title, lesson.minutes, exercises, lesson.points)


def index_bytes(infos: Iterable[LessonInfo]) -> bytes:
    """The file ``index.json``."""
    lessons = [
        {
            "id": info.id,
            "number": info.number,
            "title": dict(info.title),
            "minutes": info.minutes,
            "max_score": info.max_score,
            "exercises": [{"id": e.id, "title": dict(e.title), "points": e.points} for e in info.exercises],
        }
        for info in infos
    ]
    return (json.dumps({"version": 1, "lessons": lessons}, ensure_ascii=False, indent=1) + "\n").encode()


def lesson_index(built: Path) -> tuple[LessonInfo, ...]:
    """The lessons built into the folder ``built``, in their order; ``()`` before the first build."""
    path = Path(built) / INDEX
    if not path.exists():
        return ()
    return tuple(
        LessonInfo(
            lesson["id"],
            lesson["number"],
            lesson["title"],
            lesson["minutes"],
            tuple(ExerciseInfo(e["id"], e["title"], e["points"]) for e in lesson["exercises"]),
            lesson["max_score"],
        )
        for lesson in json.loads(path.read_bytes())["lessons"]
    )
