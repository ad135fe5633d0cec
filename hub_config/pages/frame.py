"""What surrounds every page: who is signed in, where they can go, the language, the form token. Pure values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hub_config.pages.render import gettext
from hub_config.pages.urls import Urls

PUPIL, TEACHER, COORDINATOR, COURSE, STRANGER = "pupil", "teacher", "coordinator", "course", "stranger"
"""What a hub user is at this school. A course is a class's own account; a stranger is in no list."""


@dataclass(frozen=True)
class Visitor:
    """Who asks, by the hub's word. ``courses``: the classes that are theirs, as ``(course id, class name)``."""

    id: str
    role: str
    name_fr: str
    name_ar: str
    courses: tuple[tuple[str, str], ...] = ()
    language: str | None = None

    def name(self, language: str) -> str:
        return self.name_ar if language == "ar" else self.name_fr

    def has_course(self, course: str) -> bool:
        return any(course == mine for mine, _ in self.courses)


@dataclass(frozen=True)
class FrameUser:
    name: str
    initial: str
    role_name: str


@dataclass(frozen=True)
class NavItem:
    href: str
    text: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """``here`` is this page's address, where the language switch comes back to; ``said`` a sentence about what
    was just done; ``static`` gives the address of a static file."""

    language: str
    urls: Urls
    here: str
    xsrf: str
    school_name: str
    static: Callable[[str], str]
    user: FrameUser | None = None
    nav: tuple[NavItem, ...] = ()
    said: str | None = None


def role_name(role: str, language: str) -> str:
    return {
        PUPIL: gettext("Pupil", language),
        TEACHER: gettext("Teacher", language),
        COORDINATOR: gettext("Coordinator", language),
    }.get(role, "")


def frame_user(visitor: Visitor, language: str) -> FrameUser:
    name = visitor.name(language) or visitor.id
    return FrameUser(name, name.strip()[:1].upper(), role_name(visitor.role, language))


def navigation(visitor: Visitor, path: str, urls: Urls, language: str) -> tuple[NavItem, ...]:
    """Where this person can go. A teacher sees a class's two pages once they are in one."""
    if visitor.role == PUPIL:
        links = [(urls.learn, gettext("My lessons", language))]
    elif visitor.role == COORDINATOR:
        links = [(urls.coordination, gettext("Progress of the school", language))]
    elif visitor.role == TEACHER:
        links = [(urls.classes, gettext("My classes", language))] if len(visitor.courses) != 1 else []
        for course, name in visitor.courses:
            here = urls.section(course)
            if len(visitor.courses) == 1 or path == here or path.startswith(here + "/"):
                lessons = gettext("Lessons of {name}", language, name=name)
                links += [(here, lessons), (urls.pupils(course), gettext("Pupils and marks", language))]
    else:
        links = []
    current = max(
        (href for href, _ in links if path == href or path.startswith(href + "/")), key=len, default=None
    )
    return tuple(NavItem(href, words, href == current) for href, words in links)
