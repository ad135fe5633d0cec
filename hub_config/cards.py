"""What people get in their hands: who can sign in and how, as a table for the terminal and as cards to print.

A card or slip shows a secret only while it is the one that was given out; a changed one is nobody else's business.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import segno
from rich.console import Group
from rich.table import Table
from rich.text import Text

from curriculum.school import Roster, School
from hub_config.settings import HUB_CONFIG
from translations import LANGUAGES, Message, catalogue, direction

TABLE_AT_MOST = 60
"""Pupils in the terminal's table; a larger school has them on the printed cards only."""

SIDE_BY_SIDE = tuple(sorted(LANGUAGES, key=direction))
"""The languages as they stand beside each other on a left-to-right page: each begins at its own edge."""

CHANGED = Message("hub", "changed")
STYLE = HUB_CONFIG / "look" / "cards.css"
FONTS = HUB_CONFIG / "pages" / "static" / "vendor" / "fonts"


@dataclass(frozen=True)
class Entry:
    """One person who can sign in. ``names`` by language; ``secret`` is ``None`` once its owner has changed it."""

    id: str
    role: str
    names: Mapping[str, str]
    section: str
    secret: str | None


def entries(school: School, roster: Roster) -> tuple[Entry, ...]:
    """Everyone: coordinators, teachers, then pupils class by class in the order of the class list."""
    secrets = roster.initial_secrets()
    staff = [("coordinator", person) for person in school.coordinators] + [
        ("teacher", person) for person in school.teachers
    ]
    return (
        *(
            Entry(
                person.id,
                role,
                {language: person.name.text(language) for language in LANGUAGES},
                ", ".join(section.name for section in school.sections_of(person.id)),
                secrets.get(person.id),
            )
            for role, person in staff
        ),
        *(
            Entry(
                pupil.id, "pupil", dict.fromkeys(LANGUAGES, pupil.name), section.name, secrets.get(pupil.id)
            )
            for section in school.sections
            for pupil in roster.pupils(section.course_id)
        ),
    )


def sign_in_link(address: str, pupil_id: str) -> str:
    """What a pupil's QR code holds: the sign-in page with the number filled in, never the PIN."""
    return f"{address}/hub/login?pupil={pupil_id}"


ROLES = {
    "coordinator": Message("hub", "coordinator"),
    "teacher": Message("hub", "teacher"),
    "pupil": Message("hub", "pupil"),
}


def sign_in_table(people: tuple[Entry, ...], language: str) -> Group:
    """The table for the terminal."""
    _ = catalogue("hub", language).gettext
    pupils = [entry for entry in people if entry.role == "pupil"]
    shown = people if len(pupils) <= TABLE_AT_MOST else [entry for entry in people if entry.role != "pupil"]
    table = Table(header_style="bold", expand=False)
    for heading in (_("Who"), _("Name"), _("Class"), _("Number or user name"), _("PIN or password")):
        table.add_column(heading, overflow="fold")
    previous = None
    for entry in shown:
        if previous and (entry.role, entry.section) != previous and entry.role == "pupil":
            table.add_section()
        previous = (entry.role, entry.section)
        secret = (
            Text(entry.secret, style="bold") if entry.secret else Text(CHANGED.text(language), style="dim")
        )
        table.add_row(
            ROLES[entry.role].text(language),
            entry.names.get(language, entry.names["fr"]),
            entry.section,
            entry.id,
            secret,
        )
    if len(shown) == len(people):
        return Group(table)
    more = Message(
        "hub",
        "And {count} pupil, on the printed cards.",
        plural="And {count} pupils, on the printed cards.",
        count=len(pupils),
    )
    return Group(table, Text(more.text(language)))


def sign_in_sheet(school: School, people: tuple[Entry, ...], address: str) -> str:
    """A page to print and cut: a slip for each teacher and coordinator, a card for each pupil, in both languages."""
    staff = "".join(_slip(entry, school, address) for entry in people if entry.role != "pupil")
    classes = "".join(
        f'<h2><bdi>{escape(section.name)}</bdi></h2><div class="cards">'
        + "".join(
            _card(entry, school, address)
            for entry in people
            if entry.role == "pupil" and entry.section == section.name
        )
        + "</div>"
        for section in school.sections
    )
    heading = _both(Message("hub", "Cards for signing in"))
    advice = _both(
        Message(
            "hub",
            "Print, cut along the lines, and give each card to its owner only. "
            "Keep this page out of sight: it opens every account.",
        )
    )
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>Barmaja · {escape(school.name.fr)}</title>"
        f"<style>{_fonts()}{STYLE.read_text(encoding='utf-8')}</style></head><body>"
        f'<header><h1>{heading}</h1><p class="advice">{advice}</p></header>'
        f'<h2>{_both(Message("hub", "Teachers and coordinators"))}</h2><div class="cards">{staff}</div>{classes}'
        "</body></html>\n"
    )


def _both(message: Message) -> str:
    """A label in both languages, each with its own direction."""
    return "".join(
        f'<span lang="{language}" dir="{direction(language)}">{escape(message.text(language))}</span>'
        for language in SIDE_BY_SIDE
    )


def _field(label: Message, value: str, style: str = "") -> str:
    return f'<dt>{_both(label)}</dt><dd class="{style}"><bdi>{escape(value)}</bdi></dd>'


def _secret(label: Message, entry: Entry) -> str:
    if entry.secret:
        return _field(label, entry.secret, "secret")
    return f'<dt>{_both(label)}</dt><dd class="changed">{_both(CHANGED)}</dd>'


def _head(school: School, section: str) -> str:
    names = "".join(
        f'<span lang="{language}" dir="{direction(language)}">{escape(school.name.text(language))}</span>'
        for language in SIDE_BY_SIDE
    )
    return f'<p class="school">{names}</p><p class="section"><bdi>{escape(section)}</bdi></p>'


def _card(entry: Entry, school: School, address: str) -> str:
    code = segno.make(sign_in_link(address, entry.id), error="m", micro=False)
    picture = code.svg_inline(scale=3, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return (
        f'<article class="card" data-person="{escape(entry.id)}">{_head(school, entry.section)}'
        f'<p class="name"><bdi>{escape(entry.names["ar"])}</bdi></p>'
        f'<div class="how">{picture}<dl>'
        f"{_field(Message('hub', 'Number'), entry.id, 'code')}{_secret(Message('hub', 'PIN'), entry)}"
        f'</dl></div><p class="address"><bdi>{escape(address)}</bdi></p></article>'
    )


def _slip(entry: Entry, school: School, address: str) -> str:
    names = "".join(
        f'<span lang="{language}" dir="{direction(language)}">{escape(entry.names[language])}</span>'
        for language in SIDE_BY_SIDE
    )
    return (
        f'<article class="card slip" data-person="{escape(entry.id)}">{_head(school, entry.section)}'
        f'<p class="name">{names}</p><p class="role">{_both(ROLES[entry.role])}</p><dl>'
        f"{_field(Message('hub', 'User name'), entry.id, 'code')}{_secret(Message('hub', 'Password'), entry)}"
        f'</dl><p class="address"><bdi>{escape(address)}</bdi></p></article>'
    )


SCRIPTS = {
    "arabic": "U+0600-06FF,U+FB50-FDFF,U+FE70-FEFC",
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+2000-206F",
}


def _fonts() -> str:
    """Cairo inside the page, where it has been fetched: the page is a file that may be opened on any computer."""
    rules = []
    for script, letters in SCRIPTS.items():
        for weight in (400, 700):
            path = FONTS / f"cairo-{script}-{weight}.woff2"
            if path.exists():
                data = base64.b64encode(path.read_bytes()).decode()
                rules.append(
                    f"@font-face{{font-family:Cairo;font-weight:{weight};unicode-range:{letters};"
                    f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
                )
    return "".join(rules)
