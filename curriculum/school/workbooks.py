"""Reads a list that a school has: an XLSX workbook or a CSV file, as sheets of plain cells.

CSV is UTF-8 (with or without BOM), UTF-16 with BOM, windows-1256 or windows-1252, separated by ``;``, ``,``
or tabs.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.datetime import WINDOWS_EPOCH
from openpyxl.utils.exceptions import InvalidFileException

from curriculum.school.problems import DOMAIN, RosterError
from translations import Message

_MIXED_WORD = re.compile(r"[A-Za-z][\u0600-\u06ff]|[\u0600-\u06ff][A-Za-z]")


@dataclass(frozen=True)
class Sheet:
    """One sheet: cells by row, as the file has them (text, number, date or ``None``). A CSV file is one,
    without name.

    ``epoch`` is the day from which the workbook counts dates.
    """

    name: str
    rows: tuple[tuple[object, ...], ...]
    epoch: datetime = WINDOWS_EPOCH


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """The sheets of ``path``, by its ending. ``RosterError`` when it is no file of that kind."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RosterError(
            Message(DOMAIN, "{file} cannot be read ({reason}).", {"file": path, "reason": error.strerror})
        ) from error
    match path.suffix.lower():
        case ".csv" | ".txt" | ".tsv":
            return (csv_sheet(content),)
        case ".xlsx" | ".xlsm":
            return workbook_sheets(content, path.name)
    raise RosterError(
        Message(DOMAIN, "{file} is neither a workbook nor a CSV file; open it in Excel or LibreOffice and save it "
                        "as .xlsx or .csv.", {"file": path.name})
    )  # fmt: skip


def workbook_sheets(content: bytes, file: str) -> tuple[Sheet, ...]:
    """The sheets of an XLSX workbook that are not empty; formulas as the values last computed."""
    try:
        workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise RosterError(
            Message(DOMAIN, "{file} is not an Excel workbook, or it is damaged; open it and save it again as .xlsx.",
                    {"file": file})
        ) from error  # fmt: skip
    sheets = (
        Sheet(sheet.title, tuple(sheet.iter_rows(values_only=True)), workbook.epoch)
        for sheet in workbook.worksheets
    )
    return tuple(sheet for sheet in sheets if any(cell is not None for row in sheet.rows for cell in row))


def csv_sheet(content: bytes) -> Sheet:
    """The one sheet of a CSV file, separated by what separates most of it."""
    text = decoded(content)
    by_separator = [
        tuple(tuple(row) for row in csv.reader(io.StringIO(text), delimiter=mark)) for mark in ";,\t"
    ]
    return Sheet("", max(by_separator, key=_separated))


def _separated(rows: tuple[tuple[str, ...], ...]) -> int:
    """How many rows a separator cut into the number of cells that most rows have, when that is more than
    one."""
    widths = [len(row) for row in rows if len(row) > 1]
    return max((widths.count(width) for width in set(widths)), default=0)


def decoded(content: bytes) -> str:
    """The text of a CSV file. Windows-1256 has French letters where windows-1252 has them, all but the
    capitals: those are told by words that would mix both scripts."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        arabic = content.decode("cp1256")
    if _MIXED_WORD.search(arabic):
        return content.decode("cp1252", errors="replace")
    return arabic
