"""Publishes the school's progress anew and reads the table from all that is published. Blocks: called in a thread."""

from __future__ import annotations

import threading

from curriculum.progress import LessonName, ProgressRow, publish, query
from curriculum.school import Bilingual
from hub_config.pages.sources import Sources

_PUBLISHING = threading.Lock()
"""One reader publishes at a time; the others wait for the fresher file."""


def progress_table(sources: Sources) -> tuple[ProgressRow, ...]:
    """The rows as the school's files tell them now."""
    school, exchange = sources.school, sources.exchange
    courses = [section.course_id for section in school.sections]
    released = {course: [release.assignment for release in exchange.releases(course)] for course in courses}
    submissions = [
        (course, lesson.id, submission.pupil, submission.receipt.received_at)
        for course in courses
        for lesson in sources.lessons()
        for submission in exchange.submissions(course, lesson.id)
        if submission.counts
    ]
    lessons = [
        LessonName(lesson.id, lesson.number, Bilingual(lesson.title["fr"], lesson.title["ar"]))
        for lesson in sources.lessons()
    ]
    gradebooks = {course: sources.gradebook(course) for course in courses}
    with _PUBLISHING:
        file = publish(sources.state, school, gradebooks, submissions, lessons, released)
        return query(file.parent)
