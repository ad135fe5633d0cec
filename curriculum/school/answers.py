"""What ``barmaja school new`` asks, made into a school. Pure: answers in, ``School`` out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from curriculum.school.class_list import class_key
from curriculum.school.files import parse_school
from curriculum.school.model import Bilingual, Listen, MarksScale, Person, School, Section
from curriculum.school.places import provinces, region_of
from curriculum.school.problems import DOMAIN, SchoolError
from curriculum.school.template import school_file
from translations import LANGUAGES, Message


@dataclass(frozen=True)
class Answers:
    """``classes`` are written ``NAME`` or ``NAME=teacher,teacher`` (without teachers: all of them teach
    it); people ``id=French name=Arabic name``. The level is the name before its last hyphen."""

    code: str
    kind: str
    name_fr: str
    name_ar: str
    province: str
    year: str
    default_language: str
    classes: Sequence[str]
    teachers: Sequence[str]
    coordinators: Sequence[str] = ()


def school_year(today: date) -> str:
    """The school year of a day: it begins in September, and from July on one prepares the next."""
    first = today.year if today.month >= 7 else today.year - 1
    return f"{first}-{first + 1}"


def school_of(answers: Answers, file: str, language: str) -> tuple[School, str]:
    """The school and the text of its file. ``SchoolError`` with all that does not fit, as for a file by
    hand."""
    teachers = tuple(_person(text) for text in answers.teachers)
    region = region_of(answers.province)
    if region is None:
        raise SchoolError(
            Message(DOMAIN, "There is no province “{value}”; give a code such as MA-LAA. "
                            "“barmaja school places” lists them.", {"value": answers.province})
        )  # fmt: skip
    school = School(
        code=answers.code.strip().upper(),
        kind=answers.kind,
        name=Bilingual(answers.name_fr, answers.name_ar),
        region=region,
        province=provinces(region.code)[answers.province],
        year=answers.year,
        languages=LANGUAGES,
        default_language=answers.default_language,
        marks=MarksScale(),
        listen=Listen(),
        names_on_sign_in=True,
        sections=tuple(_section(text, teachers, answers.year) for text in answers.classes),
        teachers=teachers,
        coordinators=tuple(_person(text) for text in answers.coordinators),
    )
    text = school_file(school, language)
    return parse_school(text, file), text


def _section(text: str, teachers: Sequence[Person], year: str) -> Section:
    name, _, chosen = (part.strip() for part in text.partition("="))
    ids = (
        tuple(part.strip() for part in chosen.split(","))
        if chosen
        else tuple(person.id for person in teachers)
    )
    slug = class_key(name)
    level = re.sub(r"\W*\d+$", "", name) or name
    return Section(slug, name, level, ids, f"{year[:4]}-{slug}")


def _person(text: str) -> Person:
    parts = [part.strip() for part in text.split("=")]
    if len(parts) != 3:
        raise SchoolError(
            Message(DOMAIN, "“{value}” is not a person; write the id, the French name and the Arabic name, such as "
                            "s.elidrissi=Salma El Idrissi=سلمى الإدريسي.", {"value": text})
        )  # fmt: skip
    return Person(parts[0].lower(), Bilingual(parts[1], parts[2]))
