"""A class list («لائحة التلاميذ») as schools have it, read into rows for the roster. Pure: sheets in, rows
out.

Tolerant in form: headers anywhere, in Arabic or French and in any spelling that folds alike; one name column
or two; a class a sheet, a class column, or one class for all. Strict in content: every cell that cannot be
used is a problem with its sheet, row and column, and with one problem nothing is read. The place of birth,
phone numbers and whatever else a list holds are not taken: nothing here needs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from curriculum.school import cells
from curriculum.school.changes import PupilRow
from curriculum.school.model import Section
from curriculum.school.problems import DOMAIN, Problem, RosterError
from curriculum.school.workbooks import Sheet
from translations import Message
from translations.locale import fold

_HEADERS: Mapping[str, tuple[str, ...]] = {
    "code": ("الرمز", "رقم مسار", "رمز مسار", "رقم التلميذ", "رمز التلميذ", "مسار", "code", "code massar", "massar",
             "code élève", "code de l'élève", "n massar", "numéro"),
    "family": ("النسب", "الاسم العائلي", "اسم العائلة", "nom", "nom de famille", "nom famille"),
    "given": ("الاسم", "الاسم الشخصي", "prénom", "prénoms"),
    "full": ("الاسم الكامل", "الاسم والنسب", "النسب والاسم", "الاسم و النسب", "النسب و الاسم", "اسم التلميذ", "التلميذ",
             "الاسم الشخصي والعائلي", "الاسم العائلي والشخصي", "nom complet", "nom et prénom", "nom et prénoms",
             "nom prénom", "prénom et nom", "élève"),
    "sex": ("النوع", "الجنس", "sexe", "genre"),
    "birth": ("تاريخ الازدياد", "تاريخ الميلاد", "تاريخ الولادة", "date de naissance", "date naissance", "né le",
              "née le", "né(e) le", "naissance"),
    "class": ("القسم", "الفصل", "classe", "section", "groupe"),
}  # fmt: skip


def _header(text: str) -> str:
    """A header or label as it is compared."""
    return " ".join(re.sub(r"[.:°'’_*()\-]", " ", fold(text)).split())


_FIELD = {_header(word): field for field, words in _HEADERS.items() for word in words}
_CLASS_LABELS = {_header(word) for word in _HEADERS["class"]}


@dataclass(frozen=True)
class ClassList:
    """What a list says: pupils, and the names of sheets that hold no list (a cover, a table of marks)."""

    rows: tuple[PupilRow, ...]
    ignored: tuple[str, ...]


def read_class_list(
    sheets: Iterable[Sheet],
    sections: Sequence[Section],
    *,
    forced: Section | None = None,
    code_shape: re.Pattern = cells.MASSAR_CODE,
) -> ClassList:
    """The pupils of ``sheets``, each in one of ``sections`` (or all in ``forced``).

    ``RosterError`` with every problem; also when no sheet has the headers of a class list.
    """
    rows: list[PupilRow] = []
    problems: list[Problem] = []
    ignored: list[str] = []
    found_any = False
    for sheet in sheets:
        start = next((number for number, row in enumerate(sheet.rows) if _columns(row)), None)
        if start is None:
            ignored.append(sheet.name)
            continue
        found_any = True
        reader = _SheetReader(sheet, start, sections, forced, code_shape)
        rows += reader.pupils()
        problems += reader.problems
    if not found_any:
        raise RosterError(
            Message(DOMAIN, "No class list was found. A list has a row of headers with at least a name and one of: "
                            "code, sex, date of birth (الرمز، النسب، الإسم، النوع، تاريخ الازدياد).")
        )  # fmt: skip
    if problems:
        raise RosterError(
            Message(DOMAIN, "The list has {count} problem; correct it and import again. Nothing was changed.",
                    plural="The list has {count} problems; correct them and import again. Nothing was changed.",
                    count=len(problems)),
            problems,
        )  # fmt: skip
    return ClassList(tuple(rows), tuple(ignored))


def _columns(row: Sequence[object]) -> dict[str, int]:
    """Which column holds which field, when ``row`` is the header of a list; otherwise nothing."""
    columns: dict[str, int] = {}
    for position, cell in enumerate(row):
        field = _FIELD.get(_header(cells.text(cell))) if isinstance(cell, str) else None
        if field:
            columns.setdefault(field, position)
    if "full" not in columns and len({"family", "given"} & columns.keys()) == 1:
        columns["full"] = columns.pop("family", None) if "family" in columns else columns.pop("given")
    named = "full" in columns or {"family", "given"} <= columns.keys()
    return columns if named and len({"code", "sex", "birth", "family"} & columns.keys()) >= 1 else {}


class _SheetReader:
    """One sheet whose header stands in row ``start`` (counted from 0). Gathers ``problems`` while it
    reads."""

    def __init__(self, sheet, start, sections, forced, code_shape) -> None:
        self.sheet, self.start, self.forced, self.code_shape = sheet, start, forced, code_shape
        self.columns = _columns(sheet.rows[start])
        self.sections = {
            class_key(name): section
            for section in sections
            for name in (section.name, section.slug, section.course_id)
        }
        self.valid = ", ".join(section.name for section in sections)
        self.class_names = [name for name in (self._label(), sheet.name) if name]
        known = (self.sections.get(class_key(name)) for name in self.class_names)
        self.section = forced or next(filter(None, known), None)
        self.problems: list[Problem] = []

    def pupils(self) -> list[PupilRow]:
        if self.section is None and "class" not in self.columns:
            self._unknown_class()
            return []
        rows = enumerate(self.sheet.rows[self.start + 1 :], self.start + 1)
        read = (self._pupil(number, row) for number, row in rows if not _columns(row))
        return [row for row in read if row]

    def _unknown_class(self) -> None:
        if self.class_names:
            message = Message(
                DOMAIN, "the class “{name}” is not in school.toml, which has: {valid}. Add it there, "
                        "or say which class this is with --class.", {"name": self.class_names[0], "valid": self.valid}
            )  # fmt: skip
        else:
            message = Message(
                DOMAIN, "nothing says which class this is; say it with --class. school.toml has: {valid}.",
                {"valid": self.valid}
            )  # fmt: skip
        self._problem(None, None, message)

    def _label(self) -> str:
        """The value beside ``القسم :`` above the header: in the same cell, or the next one that is not
        empty."""
        for row in self.sheet.rows[: self.start]:
            written = [text for text in map(cells.text, row) if text]
            for position, text in enumerate(written):
                label, _, value = text.partition(":")
                if _header(label) in _CLASS_LABELS:
                    return value.strip() or next(iter(written[position + 1 :]), "")
        return ""

    def _pupil(self, number: int, row: Sequence[object]) -> PupilRow | None:
        cell = {field: row[at] if at < len(row) else None for field, at in self.columns.items()}
        family, given, full = (cells.text(cell.get(field)) for field in ("family", "given", "full"))
        name = full or f"{family} {given}".strip()
        if not name and not cells.text(cell.get("code")):
            return None
        before = len(self.problems)
        if not name:
            field = "full" if "full" in cell else "family"
            self._problem(
                number, field, Message(DOMAIN, "this pupil has no name; write it, or clear the row.")
            )
        code = self._code(number, cell)
        sex = self._sex(number, cell)
        born = self._birth_date(number, cell)
        section = self._section_of_row(number, cell)
        if len(self.problems) > before or section is None:
            return None
        return PupilRow(name, section.course_id, code, family, given, sex, born, self._place(number, None))

    def _code(self, number: int, cell: Mapping[str, object]) -> str:
        if "code" not in cell:
            return ""
        written = cells.text(cell["code"])
        if not written:
            if self.code_shape is cells.MASSAR_CODE:
                self._problem(
                    number, "code", Message(DOMAIN, "this pupil has no code; write it, or clear the row.")
                )
            return ""
        code = cells.code(written, self.code_shape)
        if code is None:
            self._problem(number, "code", Message(
                DOMAIN, "“{value}” is not a pupil's code: a letter and nine digits, such as R130023456.",
                {"value": written}))  # fmt: skip
        return code or ""

    def _sex(self, number: int, cell: Mapping[str, object]) -> str:
        written = cells.text(cell.get("sex"))
        found = cells.sex(written) if written else ""
        if found is None:
            self._problem(number, "sex", Message(
                DOMAIN, "“{value}” is not understood; write ذكر or أنثى, M or F, or leave the cell empty.",
                {"value": written}))  # fmt: skip
        return found or ""

    def _birth_date(self, number: int, cell: Mapping[str, object]):
        value = cell.get("birth")
        if not cells.text(value):
            return None
        found = cells.birth_date(value, self.sheet.epoch)
        if found is None:
            self._problem(number, "birth", Message(
                DOMAIN, "“{value}” is not a date of birth; write it like 31-12-2010, or leave the cell empty.",
                {"value": cells.text(value)}))  # fmt: skip
        return found

    def _section_of_row(self, number: int, cell: Mapping[str, object]) -> Section | None:
        written = cells.text(cell.get("class"))
        if self.forced or not written:
            found = self.section
            missing = Message(
                DOMAIN, "this pupil has no class; write it. school.toml has: {valid}.", {"valid": self.valid}
            )
        else:
            found = self.sections.get(class_key(written))
            missing = Message(DOMAIN, "the class “{name}” is not in school.toml, which has: {valid}. Add it there.",
                              {"name": written, "valid": self.valid})  # fmt: skip
        if found is None:
            self._problem(number, "class", missing)
        return found

    def _place(self, number: int | None, field: str | None) -> str | Message:
        sheet = self.sheet.name
        if number is None:
            return (
                Message(DOMAIN, "sheet “{sheet}”", {"sheet": sheet}) if sheet else Message(DOMAIN, "the file")
            )
        values = {"sheet": sheet, "row": number + 1}
        if field is None:
            if sheet:
                return Message(DOMAIN, "sheet “{sheet}”, row {row}", values)
            return Message(DOMAIN, "row {row}", values)
        column = self.columns[field]
        header = cells.text(self.sheet.rows[self.start][column])
        values["column"] = f"{get_column_letter(column + 1)} ({header})"
        if sheet:
            return Message(DOMAIN, "sheet “{sheet}”, row {row}, column {column}", values)
        return Message(DOMAIN, "row {row}, column {column}", values)

    def _problem(self, number: int | None, field: str | None, message: Message) -> None:
        self.problems.append(Problem(self._place(number, field), message))


def class_key(name: str) -> str:
    """A class name as it is compared: ``"TCSF – 1"``, ``"tcsf 1"`` and ``"TCSF-1"`` are one."""
    return re.sub(r"[\W_]+", "-", fold(cells.text(name))).strip("-")
