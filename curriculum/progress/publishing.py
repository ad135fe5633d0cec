"""Publishes a school's progress: reads roster, class activity and gradebooks, and writes the school's
Parquet file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from curriculum.events import EventStore
from curriculum.progress.gradebook import read_marks
from curriculum.progress.parquet import write_parquet
from curriculum.progress.records import LessonName, ProgressRecord, Submission, progress_records
from curriculum.school import Roster, School, pseudonym_key
from curriculum.school.state import EVENTS_FILE, PROGRESS_FOLDER, PSEUDONYM_KEY_FILE, ROSTER_FILE

NOTHING: Mapping = MappingProxyType({})


def school_records(
    school: School,
    roster: Roster,
    events: EventStore,
    gradebooks: Mapping[str, Path | str],
    submissions: Iterable[Submission],
    lessons: Sequence[LessonName] = (),
    released: Mapping[str, Iterable[str]] = NOTHING,
    *,
    key: bytes,
) -> tuple[ProgressRecord, ...]:
    """The school's records as its files tell them now. ``gradebooks`` and ``released`` are by course id."""
    courses = [section.course_id for section in school.sections]
    return progress_records(
        school,
        roster.pupils(),
        {course: events.summary(course) for course in courses},
        {course: read_marks(gradebooks[course]) for course in courses if course in gradebooks},
        submissions,
        lessons,
        released,
        key,
    )


def publish(
    state: Path,
    school: School,
    gradebooks: Mapping[str, Path | str],
    submissions: Iterable[Submission] = (),
    lessons: Sequence[LessonName] = (),
    released: Mapping[str, Iterable[str]] = NOTHING,
) -> Path:
    """Writes ``progress/<school code>.parquet`` in the state folder, in one step, and returns it."""
    key = pseudonym_key(state / PSEUDONYM_KEY_FILE)
    with Roster.open(state / ROSTER_FILE) as roster, EventStore.open(state / EVENTS_FILE) as events:
        records = school_records(school, roster, events, gradebooks, submissions, lessons, released, key=key)
    return write_parquet(state / PROGRESS_FOLDER, school.code, records)
