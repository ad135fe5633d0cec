"""Keeps what happened in class: one SQLite file, written by the hub service, read by every page.

Safe for several processes and threads; every call is its own short transaction. Events are added and, when a
pupil is erased, removed; never changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType

from curriculum.events.records import Checked, Event, Opened, Submitted
from curriculum.school.database import Database

VERSION = 1
SCHEMA = """
CREATE TABLE events (
    id INTEGER PRIMARY KEY, course_id TEXT NOT NULL, user_id TEXT NOT NULL, lesson TEXT NOT NULL,
    kind TEXT NOT NULL, at REAL NOT NULL, exercise TEXT, passed INTEGER, total INTEGER, failed TEXT, error TEXT
);
CREATE INDEX events_of_course ON events (course_id, user_id, lesson, exercise);
CREATE INDEX events_in_time ON events (course_id, at);
"""


@dataclass(frozen=True)
class StoredEvent:
    """An event and whose it is."""

    course_id: str
    user_id: str
    event: Event


@dataclass(frozen=True)
class Activity:
    """What one pupil did in one lesson.

    ``opened_at`` is the first time, ``checked_at`` and ``submitted_at`` the last; ``None`` for never.
    ``passed`` has, for each exercise checked, the tests passed and run at its best check.
    """

    opened_at: datetime | None = None
    checked_at: datetime | None = None
    checks: int = 0
    passed: Mapping[str, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    submitted_at: datetime | None = None


class EventStore:
    """``with EventStore.open(path) as events: …``"""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, SCHEMA, VERSION)

    @classmethod
    def open(cls, path: Path) -> EventStore:
        """Opens the store, made empty if there is none. ``SchoolError`` when a newer Barmaja made it."""
        return cls(path)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> EventStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, course_id: str, user_id: str, event: Event) -> None:
        """Records one event; it is on the disk when this returns."""
        values = (course_id, user_id, event.lesson, event.kind, event.at.timestamp())
        if isinstance(event, Checked):
            values += (event.exercise, event.passed, event.total, json.dumps(event.failed), event.error)
        else:
            values += (None,) * 5
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO events (course_id, user_id, lesson, kind, at, exercise, passed, total, failed, error) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )

    def events(
        self, course_id: str, lesson: str | None = None, since: datetime | None = None
    ) -> tuple[StoredEvent, ...]:
        """The events of a course in the order they were added: of one lesson, and after ``since``, if
        given."""
        rows = self._database.read(
            "SELECT course_id, user_id, lesson, kind, at, exercise, passed, total, failed, error FROM events "
            "WHERE course_id = ? AND (? IS NULL OR lesson = ?) AND at > ? ORDER BY id",
            course_id, lesson, lesson, since.timestamp() if since else float("-inf"),
        )  # fmt: skip
        return tuple(_stored(row) for row in rows)

    def summary(self, course_id: str) -> Mapping[tuple[str, str], Activity]:
        """What each pupil did in each lesson of a course, by ``(user id, lesson)``; only where something
        was done."""
        best: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
        for user_id, lesson, exercise, passed, total, _share in self._database.read(
            "SELECT user_id, lesson, exercise, passed, total, max(passed * 1.0 / total) FROM events "
            "WHERE course_id = ? AND kind = 'checked' GROUP BY user_id, lesson, exercise",
            course_id,
        ):
            best.setdefault((user_id, lesson), {})[exercise] = (passed, total)
        rows = self._database.read(
            "SELECT user_id, lesson, min(CASE kind WHEN 'opened' THEN at END), max(CASE kind WHEN 'checked' THEN at END), "
            "sum(kind = 'checked'), max(CASE kind WHEN 'submitted' THEN at END) FROM events "
            "WHERE course_id = ? GROUP BY user_id, lesson",
            course_id,
        )
        return MappingProxyType(
            {
                (user, lesson): Activity(
                    _moment(opened), _moment(checked), checks, MappingProxyType(best.get((user, lesson), {})),
                    _moment(submitted),
                )
                for user, lesson, opened, checked, checks, submitted in rows
            }
        )  # fmt: skip

    def erase(self, user_id: str) -> None:
        """Removes every event of a person."""
        with self._database.writing() as connection:
            connection.execute("DELETE FROM events WHERE user_id = ?", (user_id,))


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _stored(row: tuple) -> StoredEvent:
    course_id, user_id, lesson, kind, at, exercise, passed, total, failed, error = row
    event: Event
    match kind:
        case "opened":
            event = Opened(lesson, _moment(at))
        case "submitted":
            event = Submitted(lesson, _moment(at))
        case _:
            event = Checked(lesson, _moment(at), exercise, passed, total, tuple(json.loads(failed)), error)
    return StoredEvent(course_id, user_id, event)
