"""Turns page models into HTML: one Jinja environment a language, gettext of the domain ``pages``, autoescaped.

Placeholders are ``{name}``; what is put in is escaped unless it is markup already, so a name from a class list can
never become HTML. The filters write numbers, days and moments as Moroccan readers do and isolate them (``<bdi>``),
so that an Arabic sentence keeps its order.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from translations import catalogue, direction, locale
from translations.locale import CLASSROOM_ZONE

DOMAIN = "pages"
TEMPLATES = Path(__file__).parent / "templates"
OWN_NAMES = {"ar": "العربية", "fr": "Français"}
SIGNS = {"done": "✓", "tried": "◐", "wrong": "✕", "new": "○"}


def bdi(value: object) -> Markup:
    """``value`` isolated from the direction of what surrounds it."""
    return Markup("<bdi>{}</bdi>").format(value)


def ltr(value: object) -> Markup:
    """``value`` isolated and read from left to right: codes, fractions such as ``12,5 / 20``."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(value)


def wall_clock(value: datetime) -> datetime:
    """``value`` on the school's clock; a moment without a zone is taken as it is."""
    return value.astimezone(CLASSROOM_ZONE) if value.tzinfo else value


def time_tag(value: datetime, text: str) -> Markup:
    return Markup('<time datetime="{}"><bdi>{}</bdi></time>').format(
        wall_clock(value).isoformat(timespec="minutes"), text
    )


@cache
def environment(language: str) -> Environment:
    """The templates in ``language``. Built once a language; no request's data stays in it."""
    book = catalogue(DOMAIN, language)

    def translated(msgid: str, **values: object) -> Markup:
        return escape(book.gettext(msgid)).format(**values)

    def counted(singular: str, plural: str, count: int, **values: object) -> Markup:
        shown = {"count": bdi(locale.number(count, language)), **values}
        return escape(book.ngettext(singular, plural, count)).format(**shown)

    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.globals.update(
        _=translated,
        ngettext=counted,
        language=language,
        direction=direction(language),
        own_names=OWN_NAMES,
        signs=SIGNS,
    )
    env.filters.update(
        bdi=bdi,
        ltr=ltr,
        number=lambda value, decimals=2: locale.number(value, language, decimals),
        percent=lambda share: locale.percent(share, language),
        moment=lambda value: time_tag(value, locale.moment(wall_clock(value), language)),
        day=lambda value: time_tag(value, locale.day(wall_clock(value).date(), language)),
        clock=lambda value: time_tag(value, f"{wall_clock(value):%H:%M}"),
        short=lambda value: time_tag(value, f"{wall_clock(value):%d/%m} {wall_clock(value):%H:%M}"),
        field_time=lambda value: f"{wall_clock(value):%Y-%m-%dT%H:%M}",
    )
    return env


def render(template: str, language: str, **values: object) -> str:
    """The page ``template`` in ``language``. A value that the template asks for and is not given is an error."""
    return environment(language).get_template(template).render(**values)


def gettext(msgid: str, language: str, **values: object) -> str:
    """One sentence of the domain ``pages`` as plain text: for titles made in code, file names and table headers."""
    pattern = catalogue(DOMAIN, language).gettext(msgid)
    return pattern.format(**values) if values else pattern
