"""Reads what the pupil's map needs from the school's files. Blocks: called in a thread."""

from __future__ import annotations

from datetime import UTC, datetime

from hub_config.pages.pupil.model import LessonCard, LessonMap, lesson_card, lesson_map
from hub_config.pages.sources import Sources
from hub_config.pages.standing import pupils_own_standing
from hub_config.pages.urls import Urls


def pupil_cards(sources: Sources, urls: Urls, pupil: str, course: str, language: str) -> list[LessonCard]:
    """A card for every lesson released to ``course``. A released lesson that is no longer built has none."""
    school, exchange = sources.school, sources.exchange
    releases = {release.assignment: release for release in exchange.releases(course)}
    activity, marks = sources.activity(course), sources.marks(course)
    now = datetime.now(UTC)
    cards = []
    for lesson in sources.lessons():
        if lesson.id not in releases:
            continue
        feedback = exchange.feedback_of(course, lesson.id, pupil)
        standing = pupils_own_standing(
            pupil,
            lesson,
            activity.get((pupil, lesson.id)),
            exchange.submissions(course, lesson.id, pupil),
            marks.get((pupil, lesson.id)),
            feedback.released_at if feedback else None,
            school.marks,
        )
        deadline = releases[lesson.id].deadline
        href = urls.open_lesson(course, lesson.id)
        cards.append(
            lesson_card(lesson, standing, deadline, language, now, href, urls.feedback(course, lesson.id))
        )
    return cards


def pupil_map(sources: Sources, urls: Urls, pupil: str, course: str, language: str) -> LessonMap:
    return lesson_map(pupil_cards(sources, urls, pupil, course, language))
