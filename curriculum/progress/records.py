"""A school's progress: one record for each pupil and lesson, with a pseudonym in the place of the pupil.

Pure. Whoever is in the roster is counted, with or without work; whoever left it is not. Nothing in a record
names a pupil: no id, no code, no name, no birth date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from curriculum.events import Activity
from curriculum.progress.gradebook import LessonMark
from curriculum.school import Bilingual, Pupil, School, pseudonym


@dataclass(frozen=True)
class LessonName:
    """A lesson as tables and charts call it. ``number`` orders the lessons."""

    id: str
    number: int
    title: Bilingual


@dataclass(frozen=True)
class ProgressRecord:
    """One pupil in one lesson of one class. Times are in UTC; ``mark`` is on the school's scale, ``None``
    before the first grading; ``started`` is having opened, checked or handed in."""

    school: str
    school_fr: str
    school_ar: str
    region: str
    province: str
    year: str
    course: str
    class_name: str
    level: str
    lesson: str
    lesson_number: int
    lesson_fr: str
    lesson_ar: str
    pupil: str
    started: bool
    checks: int
    opened_at: datetime | None
    submitted_at: datetime | None
    score: float | None
    max_score: float | None
    mark: float | None
    out_of: float
    passed: bool
    needs_manual_grade: bool


Submission = tuple[str, str, str, datetime]
"""Course id, lesson, pupil id, and when it was received."""


def progress_records(
    school: School,
    pupils: Iterable[Pupil],
    activity: Mapping[str, Mapping[tuple[str, str], Activity]],
    marks: Mapping[str, Iterable[LessonMark]],
    submissions: Iterable[Submission],
    lessons: Sequence[LessonName],
    released: Mapping[str, Iterable[str]],
    key: bytes,
) -> tuple[ProgressRecord, ...]:
    """The records of a school: each pupil of each class, in each lesson of ``lessons`` that the class has
    met.

    ``activity``, ``marks`` and ``released`` are by course id. A class has met a lesson when it was released
    to it or anybody in it did something there; a lesson that is not in ``lessons`` (any more) has its id for
    a title and comes last.
    """
    handed_in: dict[tuple[str, str, str], datetime] = {}
    for course, lesson, pupil, at in submissions:
        place = (course, lesson, pupil)
        handed_in[place] = max(at, handed_in.get(place, at))
    pupils = tuple(pupils)
    records: list[ProgressRecord] = []
    for section in school.sections:
        course = section.course_id
        done = activity.get(course, {})
        graded = {(mark.pupil, mark.lesson): mark for mark in marks.get(course, ())}
        met = {lesson for _, lesson in (*done, *graded)} | {
            lesson for at, lesson, _ in handed_in if at == course
        }
        met |= set(released.get(course, ()))
        for lesson in _named(met, lessons):
            for pupil in pupils:
                if pupil.course_id == course:
                    place = (pupil.id, lesson.id)
                    at = handed_in.get((course, lesson.id, pupil.id))
                    records.append(
                        _record(
                            school,
                            section,
                            lesson,
                            pseudonym(key, pupil.id),
                            done.get(place),
                            graded.get(place),
                            at,
                        )
                    )
    return tuple(records)


def _named(met: set[str], lessons: Sequence[LessonName]) -> list[LessonName]:
    known = {lesson.id: lesson for lesson in lessons}
    last = max((lesson.number for lesson in lessons), default=0) + 1
    names = (known.get(lesson, LessonName(lesson, last, Bilingual(lesson, lesson))) for lesson in met)
    return sorted(names, key=lambda lesson: (lesson.number, lesson.id))


def _record(
    school: School,
    section,
    lesson: LessonName,
    pupil: str,
    activity: Activity | None,
    mark: LessonMark | None,
    handed_in: datetime | None,
) -> ProgressRecord:
    activity = activity or Activity()
    times = [at for at in (handed_in, activity.submitted_at, mark and mark.submitted_at) if at]
    value = None if mark is None else school.marks.mark(mark.score, mark.max_score)
    return ProgressRecord(
        school=school.code,
        school_fr=school.name.fr,
        school_ar=school.name.ar,
        region=school.region.code,
        province=school.province.code,
        year=school.year,
        course=section.course_id,
        class_name=section.name,
        level=section.level,
        lesson=lesson.id,
        lesson_number=lesson.number,
        lesson_fr=lesson.title.fr,
        lesson_ar=lesson.title.ar,
        pupil=pupil,
        started=bool(activity.opened_at or activity.checks or times or mark),
        checks=activity.checks,
        opened_at=activity.opened_at,
        submitted_at=max(times, default=None),
        score=None if mark is None else mark.score,
        max_score=None if mark is None else mark.max_score,
        mark=value,
        out_of=school.marks.out_of,
        passed=value is not None and school.marks.passed(value),
        needs_manual_grade=mark is not None and mark.needs_manual_grade,
    )
