"""Loads gettext catalogues and turns messages into text, for any language, any number of languages in one process.

Vocabulary: a *domain* is one catalogue file per language (see ``DOMAINS``); a *msgid* is English, except in the
domain ``lessons``, whose msgids are French. A language without a translation for a msgid gives the msgid itself.
Only the standard library is imported here: this module is loaded in every pupil's kernel.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

LANGUAGES: tuple[str, ...] = ("ar", "fr")
"""The languages a person can choose, in the order they are offered."""

SOURCE_LANGUAGE = "en"
"""The language of msgids in code: what a reader gets who asked for neither Arabic nor French."""

ROOT = Path(__file__).parent


@cache
def catalogue(domain: str, language: str) -> gettext.NullTranslations:
    """The catalogue of ``domain`` in ``language``; an empty one (msgids unchanged) where there is none."""
    return gettext.translation(domain, localedir=ROOT, languages=[language], fallback=True)


def direction(language: str) -> str:
    """``"rtl"`` for Arabic, ``"ltr"`` for every other language."""
    return "rtl" if language == "ar" else "ltr"


@dataclass(frozen=True)
class Message:
    """A sentence that has not yet chosen its language: a msgid, its named values and its domain.

    ``plural`` and ``count`` go together: with them the sentence follows the language's plural forms (Arabic has six).
    Values that are themselves ``Message`` are rendered in the same language.
    """

    domain: str
    msgid: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    plural: str | None = None
    count: int = 0

    def text(self, language: str) -> str:
        """The sentence in ``language``, placeholders filled in."""
        book = catalogue(self.domain, language)
        if self.plural is None:
            pattern = book.gettext(self.msgid)
        else:
            pattern = book.ngettext(self.msgid, self.plural, self.count)
        values = {
            name: value.text(language) if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        if self.plural is not None:
            values.setdefault("count", self.count)
        return pattern.format(**values) if values else pattern

    def __str__(self) -> str:
        return self.text(command_line_language())


class BarmajaError(Exception):
    """An error a person reads: it carries a ``Message`` that says what is wrong, where, and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def text(self, language: str) -> str:
        return self.message.text(language)

    def __str__(self) -> str:
        return str(self.message)


def language_of(wanted: str | None, default: str = SOURCE_LANGUAGE) -> str:
    """The offered language that ``wanted`` names (``"ar_MA.UTF-8"`` → ``"ar"``, ``"fr-FR"`` → ``"fr"``), else ``default``."""
    code = (wanted or "").replace("-", "_").split("_")[0].split(".")[0].lower()
    return code if code in (*LANGUAGES, SOURCE_LANGUAGE) else default


def command_line_language() -> str:
    """The language of the person at the terminal: ``BARMAJA_LANG``, else the usual locale variables, else English."""
    for variable in ("BARMAJA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return language_of(value)
    return SOURCE_LANGUAGE


def command_line_gettext(domain: str):
    """``_`` for command-line help and reports of ``domain``, in the language of the person at the terminal."""
    return catalogue(domain, command_line_language()).gettext
