"""The coordinator's table as files that open right in a French or Arabic Excel: CSV and XLSX. Pure: rows in,
bytes out.

CSV is as MOROCCO's Excel expects it: ``;``, decimal comma, CRLF, UTF-8 with BOM, no invisible direction
marks. In both, text that Excel could take for a formula is text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from curriculum.progress.disclosure import SMALLEST_GROUP
from curriculum.progress.tally import ALL, SCHOOL, ProgressRow
from curriculum.school.problems import DOMAIN
from translations import Message, catalogue
from translations.locale import without_marks

Cell = str | int | float | None
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTHS = (34, 14, 34, 10, 12, 12, 12, 12, 12)
_SEA, _WHITE = "FF0B5C7A", "FFFFFFFF"


def headers(language: str) -> tuple[str, ...]:
    """The columns of the table, in ``language``."""
    _ = catalogue(DOMAIN, language).gettext
    return (
        _("School"), _("Class"), _("Lesson"), _("Pupils"), _("Started"), _("Handed in"), _("Marked"), _("Passed"),
        _("Mean mark out of 20"),
    )  # fmt: skip


def table(rows: Sequence[ProgressRow], language: str) -> list[tuple[Cell, ...]]:
    """The cells of the table, headers apart: numbers as numbers, ``None`` for no mark yet, a word for what
    is hidden."""
    _ = catalogue(DOMAIN, language).gettext
    hidden = _("hidden")
    everyone, whole_school = _("All schools"), _("Whole school")

    def cells(row: ProgressRow) -> tuple[Cell, ...]:
        counts = (row.pupils, row.started, row.submitted, row.marked)
        return (
            everyone if row.kind == ALL else without_marks(row.school_name.text(language)),
            {ALL: "", SCHOOL: whole_school}.get(row.kind, without_marks(row.class_name)),
            without_marks(row.lesson_title.text(language)),
            *((hidden,) * 4 if row.hidden else counts),
            *((hidden,) * 2 if row.marks_hidden else (row.passed, row.mean)),
        )

    return [cells(row) for row in rows]


def to_csv(rows: Sequence[ProgressRow], language: str) -> bytes:
    """The table as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(_csv_cell, headers(language)))
    writer.writerows(map(_csv_cell, cells) for cells in table(rows, language))
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def to_xlsx(rows: Sequence[ProgressRow], language: str) -> bytes:
    """The table as a workbook of one sheet, right to left in Arabic, its header in sight while scrolling."""
    _ = catalogue(DOMAIN, language).gettext
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = _("Progress")
    sheet.sheet_view.rightToLeft = language == "ar"
    names = headers(language)
    for number, cells in enumerate((names, *table(rows, language)), 1):
        for column, value in enumerate(cells, 1):
            _fill(sheet.cell(number, column), value)
    for column, (cell, width) in enumerate(zip(sheet[1], _WIDTHS, strict=True), 1):
        cell.font = Font(bold=True, color=_WHITE)
        cell.fill = PatternFill("solid", fgColor=_SEA)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{max(sheet.max_row, 1)}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if any(row.marks_hidden for row in rows):
        _fill(sheet.cell(sheet.max_row + 2, 1), hiding_note(language))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _fill(cell, value: Cell) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # never a formula
    elif isinstance(value, float):
        cell.number_format = "0.00"


def hiding_note(language: str) -> str:
    """What to say beside a table in which something is hidden."""
    return Message(
        DOMAIN,
        "Figures about fewer than {smallest} pupils are hidden, and with them those from which they could be worked out.",
        {"smallest": SMALLEST_GROUP},
    ).text(language)
