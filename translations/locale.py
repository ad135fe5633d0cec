"""How numbers, dates and names are written and ordered for a Moroccan reader.

Formats with ``ar_MA`` and ``fr``, never bare ``ar`` (its months and 12-hour clock are another country's). Digits are
always 0–9. Invisible direction marks that Babel adds to Arabic dates are removed: pages isolate with ``<bdi>`` instead.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

CLASSROOM_ZONE = ZoneInfo("Africa/Casablanca")
"""The clock on the wall of the classroom, whatever the server's: what every moment a person reads is told by."""

MONTHS_AR = (
    "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو",
    "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
)  # fmt: skip
"""Months as Morocco writes them, January first."""

_INVISIBLE = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_FRENCH_SIGN = re.compile(" (?=[:;?!»])|(?<=«) ")
_FOLD = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": None}
)


def babel_locale(language: str) -> Locale:
    """The Babel locale that formats for ``language``."""
    return Locale.parse({"ar": "ar_MA", "fr": "fr"}.get(language, "en"))


def number(value: float, language: str, decimals: int = 2) -> str:
    """``12.5`` → ``"12,5"`` in Arabic and French, at most ``decimals`` decimals, digits 0–9."""
    pattern = "#,##0." + "#" * decimals if decimals else "#,##0"
    text = numbers.format_decimal(
        value, format=pattern, locale=babel_locale(language), numbering_system="latn"
    )
    return without_marks(text)


def percent(share: float, language: str) -> str:
    """``0.256`` → ``"26 %"`` (French), ``"26%"`` (Arabic)."""
    text = numbers.format_percent(share, format="#,##0 %" if language == "fr" else "#,##0%",
                                  locale=babel_locale(language), numbering_system="latn")  # fmt: skip
    return without_marks(text)


def day(value: date, language: str) -> str:
    """``2026-11-24`` → ``"24 novembre 2026"``, ``"24 نونبر 2026"``."""
    if language == "ar":
        return f"{value.day} {MONTHS_AR[value.month - 1]} {value.year}"
    return without_marks(dates.format_date(value, format="long", locale=babel_locale(language)))


def moment(value: datetime, language: str) -> str:
    """A day and a 24-hour time: ``"24 novembre 2026, 14:05"``, ``"24 نونبر 2026، 14:05"``."""
    comma = "،" if language == "ar" else ","
    return f"{day(value.date(), language)}{comma} {value:%H:%M}"


def typeset(text: str, language: str) -> str:
    """``text`` with the spaces of French signs unbreakable: translators type plain ones, no line begins with ``?``."""
    return _FRENCH_SIGN.sub("\u00a0", text) if language == "fr" else text


def without_marks(text: str) -> str:
    """``text`` without invisible direction marks: for files, comparisons and anything that is not a screen."""
    return _INVISIBLE.sub("", text)


def fold(text: str) -> str:
    """What sorting and searching compare: alef and other letter forms folded, no vowels, tatweel, case or accents."""
    decomposed = unicodedata.normalize("NFKD", without_marks(text).translate(_FOLD))
    kept = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(kept.translate(_FOLD).casefold().split())


def sorted_names(names, key=lambda name: name) -> list:
    """``names`` in the order a class list has them, Arabic and French forms folded. Stable."""
    return sorted(names, key=lambda name: fold(key(name)))
