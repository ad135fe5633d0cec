"""What a cell of a class list says: a code, a name, a sex, a date. Lenient on how people write, strict on
what it means.

Each function gives the value, or ``None`` for what it cannot use; an empty cell is the caller's to decide.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from translations.locale import fold, without_marks

MASSAR_CODE = re.compile(r"[A-Z][0-9]{6,10}")
"""A letter and nine digits is the common form; programs in the field meet six to ten."""
OWN_CODE = re.compile(r"[A-Z0-9][A-Z0-9./_-]{0,31}")
"""What a training centre or an association may number its pupils with."""

_OLDEST, _YOUNGEST = date(1940, 1, 1), date(2100, 1, 1)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:[ T].*)?")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[ T].*)?")
_SERIAL = re.compile(r"\d{5}(?:\.0*)?")
_SEXES = {
    "M": ("ذكر", "ذ", "m", "h", "g", "masculin", "garcon", "homme", "male"),
    "F": ("أنثى", "أ", "ث", "f", "feminin", "fille", "femme", "female"),
}
_SEX = {fold(word): sex for sex, words in _SEXES.items() for word in words}


def text(cell: object) -> str:
    """The cell as text: compatibility forms unified, invisible marks and tatweel gone, spaces collapsed,
    digits 0–9."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    plain = without_marks(unicodedata.normalize("NFKC", str(cell))).replace("ـ", "").replace("\u200b", "")
    plain = "".join(str(unicodedata.digit(letter, letter)) for letter in plain)
    return " ".join(plain.split())


def code(cell: object, shape: re.Pattern) -> str | None:
    """``" r130 023456"`` → ``"R130023456"``; ``None`` when it has not the ``shape``."""
    written = text(cell).replace(" ", "").upper()
    return written if shape.fullmatch(written) else None


def sex(cell: object) -> str | None:
    """``"M"`` or ``"F"``."""
    return _SEX.get(fold(text(cell)))


def birth_date(cell: object, epoch: datetime = WINDOWS_EPOCH) -> date | None:
    """A date, a text with the day or the year first, or an Excel serial number; ``None`` when no pupil is
    born then."""
    found = _date(cell, epoch)
    return found if found and _OLDEST <= found < _YOUNGEST else None


def _date(cell: object, epoch: datetime) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = text(cell)
    try:
        if _SERIAL.fullmatch(written):
            return from_excel(float(written), epoch).date()
        if match := _DAY_FIRST.fullmatch(written):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _YEAR_FIRST.fullmatch(written):
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return None
