"""Reads ``school.toml``: a whole school, or every problem of the file at once with its line and remedy."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from curriculum.school.border import ClassTable, NameTable, PersonTable, SchoolFile, shape_problems
from curriculum.school.consistency import consistency_problems
from curriculum.school.model import Bilingual, Listen, MarksScale, Person, School, Section
from curriculum.school.places import provinces, regions
from curriculum.school.problems import DOMAIN, Problem, SchoolError
from curriculum.school.toml_lines import key_lines
from translations import Message


def read_school(path: Path) -> School:
    """The school that ``path`` describes. ``SchoolError`` when the file is missing, unreadable or wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SchoolError(
            Message(DOMAIN, "There is no {file}. Make one with “barmaja school new”, or a school to try with "
                            "“barmaja school demo”.", {"file": path})
        ) from None  # fmt: skip
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = Message(
            DOMAIN, "a letter here is not UTF-8; save the file again with the encoding UTF-8.", {}
        )
        raise _school_error(str(path), [Problem(f"{path}:{line}", message)]) from error
    except OSError as error:
        raise SchoolError(
            Message(DOMAIN, "{file} cannot be read ({reason}). Save it as UTF-8 text that you may read.",
                    {"file": path, "reason": error})
        ) from error  # fmt: skip
    return parse_school(text, str(path))


def parse_school(text: str, file: str = "school.toml") -> School:
    """The school that ``text`` describes. ``SchoolError`` with all problems, each with ``file`` and line."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _school_error(file, [_syntax_problem(text, file, error)]) from error
    lines = key_lines(text)
    found = list(consistency_problems(raw))
    try:
        table = SchoolFile.model_validate(raw)
    except ValidationError as error:
        found += shape_problems(error)
    if found:
        by_line = sorted(((_line(lines, path), message) for path, message in found), key=lambda each: each[0])
        raise _school_error(file, [Problem(f"{file}:{line}", message) for line, message in by_line])
    return _school(table)


def _line(lines, path) -> int:
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _school_error(file: str, problems: list[Problem]) -> SchoolError:
    headline = Message(
        DOMAIN,
        "{file} has {count} problem; correct it and run again. Nothing was changed.",
        {"file": file},
        plural="{file} has {count} problems; correct them and run again. Nothing was changed.",
        count=len(problems),
    )
    return SchoolError(headline, problems)


def _syntax_problem(text: str, file: str, error: tomllib.TOMLDecodeError) -> Problem:
    """``tomllib`` tells the line at the end of its sentence, or that it met the end of the file."""
    match = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    line = int(match[1]) if match else max(len(text.splitlines()), 1)
    reason = re.sub(r" \(at [^)]*\)$", "", str(error))
    return Problem(
        f"{file}:{line}",
        Message(DOMAIN, "this is not TOML ({reason}); look for a missing quotation mark, bracket or equals sign "
                        "on this line or just before it.", {"reason": reason}),
    )  # fmt: skip


def _name(table: NameTable) -> Bilingual:
    return Bilingual(table.fr, table.ar)


def _person(table: PersonTable) -> Person:
    return Person(table.id, _name(table.name))


def _section(table: ClassTable, year: str) -> Section:
    return Section(table.slug, table.name, table.level, tuple(table.teachers), f"{year[:4]}-{table.slug}")


def _url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _school(table: SchoolFile) -> School:
    school, marks, listen = table.school, table.marks, table.listen
    return School(
        code=school.code,
        kind=school.kind,
        name=_name(school.name),
        region=regions()[school.region],
        province=provinces(school.region)[school.province],
        year=school.year,
        languages=tuple(school.languages),
        default_language=school.default_language,
        marks=MarksScale(marks.out_of, marks.pass_mark, marks.step),
        listen=Listen(listen.host, listen.port, listen.url or _url(listen.host, listen.port)),
        names_on_sign_in=school.names_on_sign_in,
        sections=tuple(_section(each, school.year) for each in table.classes),
        teachers=tuple(_person(each) for each in table.teachers),
        coordinators=tuple(_person(each) for each in table.coordinators),
        demo=school.demo,
    )
