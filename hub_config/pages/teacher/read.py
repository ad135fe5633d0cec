"""Reads what the teacher's pages need from the school's files. Blocks: called in a thread."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from hub_config.pages.sources import Sources
from hub_config.pages.standing import Standing, standing
from hub_config.pages.teacher.model import (
    ClassPage,
    JobView,
    LessonPage,
    MarkRow,
    Remark,
    class_page,
    lesson_page,
    lesson_row,
    mark_rows,
)


@dataclass(frozen=True)
class ClassFacts:
    """One reading of a class: every pupil's standing in every lesson that is built, and the releases."""

    pupils: tuple
    lessons: tuple
    releases: Mapping[str, object]
    standings: Mapping[tuple[str, str], Standing]

    @property
    def names(self) -> dict[str, str]:
        return {pupil.id: pupil.name for pupil in self.pupils}

    def of_lesson(self, lesson: str) -> list[Standing]:
        return [self.standings[pupil.id, lesson] for pupil in self.pupils]


def class_facts(sources: Sources, course: str) -> ClassFacts:
    exchange, scale = sources.exchange, sources.school.marks
    pupils, lessons = sources.pupils(course), sources.lessons()
    releases = {release.assignment: release for release in exchange.releases(course)}
    activity, marks = sources.activity(course), sources.marks(course)
    standings = {}
    for lesson in lessons:
        handed: dict[str, list] = {}
        for submission in exchange.submissions(course, lesson.id):
            handed.setdefault(submission.pupil, []).append(submission)
        for pupil in pupils:
            key = (pupil.id, lesson.id)
            feedback = exchange.feedback_of(course, lesson.id, pupil.id)
            standings[key] = standing(
                pupil.id,
                lesson,
                activity.get(key),
                handed.get(pupil.id, ()),
                marks.get(key),
                feedback.released_at if feedback else None,
                scale,
            )
    return ClassFacts(pupils, lessons, releases, standings)


def job_view(record, names: Mapping[str, str], language: str) -> JobView | None:
    """A job as a page shows it: pupils by name, sentences in the reader's language."""
    if record is None:
        return None
    remarks = tuple(
        Remark(names.get(remark.pupil, remark.pupil), remark.failed, remark.message.get(language, ""))
        for remark in record.remarks
    )
    return JobView(
        kind=record.kind,
        status=record.status,
        done=record.done,
        total=record.total,
        seconds=record.seconds(time.time()),
        current=names.get(record.current, ""),
        remarks=remarks,
        message=record.message.get(language, ""),
        age=int(time.time() - record.ended) if record.ended else 0,
    )


def read_class_page(sources: Sources, course: str, jobs: Mapping[str, object], language: str) -> ClassPage:
    """``jobs``: by lesson id, the job that runs or ran last."""
    facts, now = class_facts(sources, course), datetime.now(UTC)
    return class_page(
        [
            lesson_row(
                lesson,
                facts.releases.get(lesson.id),
                facts.of_lesson(lesson.id),
                facts.names,
                language,
                now,
                job_view(jobs.get(lesson.id), facts.names, language),
            )
            for lesson in facts.lessons
        ]
    )


def read_lesson_page(sources: Sources, course: str, lesson_id: str, job, language: str) -> LessonPage | None:
    """None for a lesson that there is not."""
    facts = class_facts(sources, course)
    lesson = next((lesson for lesson in facts.lessons if lesson.id == lesson_id), None)
    if lesson is None:
        return None
    release, standings = facts.releases.get(lesson_id), facts.of_lesson(lesson_id)
    view = job_view(job, facts.names, language)
    row = lesson_row(lesson, release, standings, facts.names, language, datetime.now(UTC), view)
    return lesson_page(lesson, row, facts.pupils, {one.pupil: one for one in standings}, language)


def read_marks_page(
    sources: Sources, course: str, language: str
) -> tuple[tuple[str, ...], tuple[MarkRow, ...]]:
    """Titles of the released lessons, and every pupil's marks in them."""
    facts = class_facts(sources, course)
    shown = [lesson for lesson in facts.lessons if lesson.id in facts.releases]
    rows = mark_rows(facts.pupils, [lesson.id for lesson in shown], facts.standings)
    return tuple(lesson.title[language] for lesson in shown), rows
