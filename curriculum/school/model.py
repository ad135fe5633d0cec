"""What a school is: plain values, no file and no database.

Vocabulary: a *section* is a class (``class`` is Python's word) and is one nbgrader course; a *course id* is
the first year of the school year, ``-`` and the section's slug (``2026-tcsf-1``). A person's *id* is their
hub user name and, for pupils, their nbgrader id.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Bilingual:
    """One text in both languages. Neither is empty."""

    fr: str
    ar: str

    def text(self, language: str) -> str:
        """The Arabic text for ``"ar"``, the French one for every other language."""
        return self.ar if language == "ar" else self.fr


@dataclass(frozen=True)
class Place:
    """A region or a province: its ISO 3166-2 code is the key, the names are labels."""

    code: str
    fr: str
    ar: str

    def text(self, language: str) -> str:
        return self.ar if language == "ar" else self.fr


@dataclass(frozen=True)
class MarksScale:
    """How points become a mark: out of ``out_of``, in steps of ``step``; ``pass_mark`` and above is a
    pass."""

    out_of: float = 20
    pass_mark: float = 10
    step: float = 0.25

    def mark(self, score: float, max_score: float) -> float:
        """``score`` of ``max_score`` points as a mark of this scale, rounded half up to the step.

        Never below 0 nor above ``out_of``; 0 when the lesson has no points. Scores are sums of floats, so a
        difference below a millionth of a point is no difference: 0.1 + 0.2 counts as 0.3.
        """
        if max_score <= 0:
            return 0.0
        exact = Fraction(round(score * 10**6), round(max_score * 10**6)) * Fraction(str(self.out_of))
        step = Fraction(str(self.step))
        rounded = math.floor(exact / step + Fraction(1, 2)) * step
        return float(min(max(rounded, Fraction(0)), Fraction(str(self.out_of))))

    def passed(self, mark: float) -> bool:
        return mark >= self.pass_mark


@dataclass(frozen=True)
class Listen:
    """Where the school is served. ``url`` is the address that cards show."""

    host: str = "127.0.0.1"
    port: int = 8000
    url: str = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Section:
    """A class: its name is what people say (``TCSF-1``), its level a prefix such as ``TCSF``."""

    slug: str
    name: str
    level: str
    teachers: tuple[str, ...]
    course_id: str


@dataclass(frozen=True)
class Person:
    """A teacher or a coordinator."""

    id: str
    name: Bilingual


@dataclass(frozen=True)
class Pupil:
    """A pupil of the roster.

    ``name`` is the one name that the class list has, family name first, mostly in Arabic letters; it is shown
    as it is in both languages (a second, Latin name would be personal data that nothing needs).
    ``family_name`` and ``given_name`` are empty when the list did not tell them apart. ``code`` is the MASSAR
    code, an attribute: it never stands in a URL or a log. ``course_id`` is the class of this year;
    ``language`` the one the pupil last chose.
    """

    id: str
    code: str
    name: str
    family_name: str
    given_name: str
    course_id: str
    language: str | None = None
    sex: str = ""
    birth_date: date | None = None


@dataclass(frozen=True)
class School:
    """All of ``school.toml``. Every teacher a section names is one of ``teachers``; ids and slugs are
    unique."""

    code: str
    kind: str
    name: Bilingual
    region: Place
    province: Place
    year: str
    languages: tuple[str, ...]
    default_language: str
    marks: MarksScale
    listen: Listen
    names_on_sign_in: bool
    sections: tuple[Section, ...]
    teachers: tuple[Person, ...]
    coordinators: tuple[Person, ...]
    demo: bool = False

    def section(self, course_id: str) -> Section | None:
        """The section of this course, or ``None``."""
        return next((section for section in self.sections if section.course_id == course_id), None)

    def sections_of(self, teacher_id: str) -> tuple[Section, ...]:
        """The sections this teacher teaches, in the order of the file; none for anybody else."""
        return tuple(section for section in self.sections if teacher_id in section.teachers)

    def person(self, user_id: str) -> Person | None:
        """The teacher or coordinator of this id, or ``None``."""
        return next((person for person in (*self.teachers, *self.coordinators) if person.id == user_id), None)

    def role(self, user_id: str) -> str | None:
        """``"teacher"``, ``"coordinator"`` or ``None``. Pupils are the roster's, not the file's."""
        if any(person.id == user_id for person in self.teachers):
            return "teacher"
        if any(person.id == user_id for person in self.coordinators):
            return "coordinator"
        return None
