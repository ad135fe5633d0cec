"""Writes a ``school.toml`` that explains itself: comments in the language of whoever makes the school.

Law: reading what was written gives the school that was written (``parse_school(school_file(school, …)) ==
school``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from curriculum.school.model import Bilingual, Person, School, Section
from curriculum.school.problems import DOMAIN
from translations import Message


def school_file(school: School, language: str) -> str:
    """The text of ``school.toml`` for ``school``, with comments in ``language``."""

    def say(message: Message) -> str:
        return "\n".join(f"# {line}" for line in message.text(language).split("\n"))

    listen, marks = school.listen, school.marks
    parts = [
        say(Message(DOMAIN, "This file describes the school. After a change, run “barmaja school check”, "
                            "then start Barmaja again.")),
        "",
        "[school]",
        say(Message(DOMAIN, "The ministry's code: five digits and a capital letter. "
                            "A centre or an association chooses its own.")),
        f"code = {_text(school.code)}",
        say(Message(DOMAIN, "school, centre (training centre) or association.")),
        f"kind = {_text(school.kind)}",
        f"name = {_name(school.name)}",
        say(Message(DOMAIN, "ISO 3166-2 codes: {region}, {province}.",
                    {"region": school.region.text(language), "province": school.province.text(language)})),
        f"region = {_text(school.region.code)}",
        f"province = {_text(school.province.code)}",
        say(Message(DOMAIN, "The school year. A course's name begins with its first year.")),
        f"year = {_text(school.year)}",
        say(Message(DOMAIN, "Languages that a person can choose, and the one before they choose.")),
        f"languages = {_list(school.languages)}",
        f"default_language = {_text(school.default_language)}",
        say(Message(DOMAIN, "Whether the sign-in page lists a class's names (false: pupils use their card's QR code).")),
        f"names_on_sign_in = {_bool(school.names_on_sign_in)}",
        *([say(Message(DOMAIN, "Invented people, to try Barmaja with. “barmaja school new” makes a real school.")),
           "demo = true"] if school.demo else []),
        "",
        "[marks]",
        say(Message(DOMAIN, "Marks are out of out_of, in steps of step (rounded half up); "
                            "pass_mark and above is a pass.")),
        f"out_of = {_number(marks.out_of)}",
        f"pass_mark = {_number(marks.pass_mark)}",
        f"step = {_number(marks.step)}",
        "",
        "[listen]",
        say(Message(DOMAIN, "127.0.0.1 serves this machine only; 0.0.0.0 serves the school's network. "
                            "url is the address that cards show.")),
        f"host = {_text(listen.host)}",
        f"port = {listen.port}",
        f"url = {_text(listen.url)}",
        "",
        say(Message(DOMAIN, "A [[classes]] block a class: slug (small letters, digits, hyphens; keep it all year), "
                            "name, level, and its teachers' ids.")),
        *_sections(school.sections),
        say(Message(DOMAIN, "A [[teachers]] block a teacher; the id is what they sign in with.")),
        *_people("teachers", school.teachers),
        say(Message(DOMAIN, "Coordinators see figures of the whole school and no pupil's name.")),
        *_people("coordinators", school.coordinators),
    ]  # fmt: skip
    return "\n".join(parts).rstrip("\n") + "\n"


def _sections(sections: Iterable[Section]) -> Iterable[str]:
    for section in sections:
        yield "[[classes]]"
        yield f"slug = {_text(section.slug)}"
        yield f"name = {_text(section.name)}"
        yield f"level = {_text(section.level)}"
        yield f"teachers = {_list(section.teachers)}"
        yield ""


def _people(table: str, people: Iterable[Person]) -> Iterable[str]:
    for person in people:
        yield f"[[{table}]]"
        yield f"id = {_text(person.id)}"
        yield f"name = {_name(person.name)}"
        yield ""


def _text(value: str) -> str:
    """A TOML basic string: JSON's, but that TOML wants DEL escaped and surrogates never occur."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _name(name: Bilingual) -> str:
    return f"{{ fr = {_text(name.fr)}, ar = {_text(name.ar)} }}"


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
