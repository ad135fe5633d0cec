"""Where the pages' facts come from: the files of one state folder, read through the packages that own them.

Every method blocks (disk, SQLite), so handlers call them in a thread. Nothing is kept between calls but the school,
which is read again when ``school.toml`` changes, and the lesson index likewise.
"""

from __future__ import annotations

from pathlib import Path

from autograder.exchange import ExchangeStore
from curriculum.authoring import lesson_index
from curriculum.events import EventStore
from curriculum.progress import read_marks
from curriculum.school import Roster, School, read_school
from hub_config.pages.frame import COORDINATOR, COURSE, PUPIL, STRANGER, TEACHER, Visitor
from hub_config.settings import course_of


class Sources:
    """The facts of one school. Safe to use from several threads: each call opens what it needs."""

    def __init__(self, state: Path) -> None:
        self.state = Path(state)
        self.exchange = ExchangeStore(self.state / "exchange")
        self._kept: dict[Path, tuple[int, object]] = {}

    def _fresh(self, path: Path, read):
        """``read()``, done again only when ``path`` has changed."""
        stamp = path.stat().st_mtime_ns if path.exists() else 0
        kept = self._kept.get(path)
        if kept is None or kept[0] != stamp:
            kept = self._kept[path] = (stamp, read())
        return kept[1]

    @property
    def school(self) -> School:
        path = self.state / "school.toml"
        return self._fresh(path, lambda: read_school(path))

    def lessons(self) -> tuple:
        """Every lesson that can be released, in order."""
        folder = self.state / "lessons"
        index = folder / "index.json"
        return self._fresh(index, lambda: tuple(lesson_index(folder)) if index.exists() else ())

    def lesson(self, lesson_id: str):
        return next((lesson for lesson in self.lessons() if lesson.id == lesson_id), None)

    def roster(self) -> Roster:
        return Roster.open(self.state / "roster.sqlite")

    def events(self) -> EventStore:
        return EventStore.open(self.state / "events.sqlite")

    def activity(self, course: str) -> dict:
        """``(pupil, lesson)`` → what happened in class."""
        with self.events() as events:
            return events.summary(course)

    def gradebook(self, course: str) -> Path:
        return self.state / "courses" / course / "gradebook.db"

    def marks(self, course: str) -> dict:
        """``(pupil, lesson)`` → what the gradebook says; empty before the first grading."""
        found = read_marks(self.gradebook(course))
        return {(mark.pupil, mark.lesson): mark for mark in found}

    def pupils(self, course: str) -> tuple:
        with self.roster() as roster:
            return tuple(roster.pupils(course))

    def language(self, user: str) -> str | None:
        with self.roster() as roster:
            return roster.language(user)

    def set_language(self, user: str, language: str) -> None:
        with self.roster() as roster:
            roster.set_language(user, language)

    def visitor(self, user: str) -> Visitor:
        """What the hub user ``user`` is at this school; a stranger when in no list."""
        if course_of(user):
            return Visitor(user, COURSE, user, user)
        school = self.school
        role = school.role(user)
        with self.roster() as roster:
            language = roster.language(user)
            pupil = None if role else roster.pupil(user)
        if pupil:
            section = school.section(pupil.course_id)
            courses = ((section.course_id, section.name),) if section else ()
            return Visitor(user, PUPIL, pupil.name, pupil.name, courses, language)
        if role is None:
            return Visitor(user, STRANGER, user, user)
        name = school.person(user).name
        courses = tuple((section.course_id, section.name) for section in school.sections_of(user))
        role = TEACHER if role == "teacher" else COORDINATOR
        return Visitor(user, role, name.fr, name.ar, courses, language)


class CourseAccess:
    """Who has which part in a course: what the exchange asks."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources

    def role(self, user_name: str, course_id: str) -> str | None:
        """``"pupil"``, ``"teacher"``, ``"course"``, or None for no part at all (a coordinator too)."""
        if self.sources.school.section(course_id) is None:
            return None
        if course_of(user_name) is not None:
            return "course" if course_of(user_name) == course_id else None
        visitor = self.sources.visitor(user_name)
        if visitor.role in (PUPIL, TEACHER) and visitor.has_course(course_id):
            return visitor.role
        return None
