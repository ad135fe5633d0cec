"""The coordinator's table: for each class and lesson, how many pupils, and how far they are. Pure.

Hiding follows ``disclosure``, for two kinds of figures: those about a class's pupils (pupils, started,
submitted, marked) and those about marks (passed, mean), whose group is the pupils who have a mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from curriculum.progress.disclosure import hidden_parts, total_is_hidden
from curriculum.school import Bilingual
from translations.locale import fold

CLASS, SCHOOL, ALL = "class", "school", "all"
"""What a row is about: a class, all classes of a school, all schools of the folder."""


@dataclass(frozen=True)
class Tally:
    """Counts of one class in one lesson, nothing hidden yet. ``mark_sum`` is over marks brought to out of
    20."""

    school: str
    school_name: Bilingual
    region: str
    province: str
    year: str
    course: str
    class_name: str
    level: str
    lesson: str
    lesson_number: int
    lesson_title: Bilingual
    pupils: int
    started: int
    submitted: int
    marked: int
    passed: int
    mark_sum: float


@dataclass(frozen=True)
class ProgressRow:
    """One row of the table, safe to show. A figure that is hidden is ``None`` and ``hidden`` (the whole
    row) or ``marks_hidden`` (passed and mean) says so; ``mean`` (out of 20, two decimals) is also
    ``None`` while nobody has a mark. Rows about a school or all schools have no course; rows about all
    schools no school either."""

    kind: str
    school: str
    school_name: Bilingual | None
    region: str
    province: str
    year: str
    course: str
    class_name: str
    level: str
    lesson: str
    lesson_number: int
    lesson_title: Bilingual
    pupils: int | None
    started: int | None
    submitted: int | None
    marked: int | None
    passed: int | None
    mean: float | None
    hidden: bool
    marks_hidden: bool


def progress_rows(tallies: Iterable[Tally]) -> tuple[ProgressRow, ...]:
    """The rows of a folder: by school, its classes, then the school itself, each with its lessons in
    order; last, when there are several schools, all of them together."""
    ordered = sorted(tallies, key=lambda each: (each.year, each.lesson_number, each.lesson))
    rows: list[ProgressRow] = []
    several = len({tally.school for tally in ordered}) > 1
    for _, of_lesson in groupby(ordered, key=lambda each: (each.year, each.lesson)):
        rows += _rows_of_lesson(list(of_lesson), several=several)
    return tuple(sorted(rows, key=_place))


def _place(row: ProgressRow) -> tuple:
    name = fold(row.school_name.fr) if row.school_name else ""
    kind = (CLASS, SCHOOL, ALL).index(row.kind)
    return (
        row.kind == ALL,
        name,
        row.school,
        kind,
        fold(row.class_name),
        row.course,
        row.year,
        row.lesson_number,
        row.lesson,
    )


@dataclass(frozen=True)
class _Total:
    """A school in one lesson: its counts, and whether they, or those about marks, are hidden."""

    tally: Tally
    hidden: bool
    marks_hidden: bool


def _rows_of_lesson(tallies: Sequence[Tally], *, several: bool) -> list[ProgressRow]:
    rows: list[ProgressRow] = []
    totals: list[_Total] = []
    for _, of_school in groupby(sorted(tallies, key=lambda each: each.school), key=lambda each: each.school):
        classes = sorted(of_school, key=lambda each: each.course)
        pupils = [each.pupils for each in classes]
        marked = [each.marked for each in classes]
        hidden = hidden_parts(pupils)
        marks_hidden = hidden_parts(marked, hidden)
        rows += [
            _row(CLASS, each, hidden=position in hidden, marks_hidden=position in marks_hidden)
            for position, each in enumerate(classes)
        ]
        hide_total = total_is_hidden(pupils, hidden)
        total = _Total(_sum(classes), hide_total, hide_total or total_is_hidden(marked, marks_hidden))
        rows.append(_row(SCHOOL, total.tally, hidden=total.hidden, marks_hidden=total.marks_hidden))
        totals.append(total)
    if several:
        rows.append(_row_of_all(totals))
    return rows


def _row_of_all(totals: Sequence[_Total]) -> ProgressRow:
    """Hiding a second school here would not help, as its classes are shown: so the row itself is hidden
    instead."""
    hidden = [position for position, total in enumerate(totals) if total.hidden]
    marks_hidden = [position for position, total in enumerate(totals) if total.marks_hidden]
    pupils = [total.tally.pupils for total in totals]
    marked = [total.tally.marked for total in totals]
    hide = bool(hidden) and (len(hidden) == 1 or total_is_hidden(pupils, hidden))
    hide_marks = hide or (
        bool(marks_hidden) and (len(marks_hidden) == 1 or total_is_hidden(marked, marks_hidden))
    )
    return _row(ALL, _sum([total.tally for total in totals]), hidden=hide, marks_hidden=hide_marks)


def _sum(parts: Sequence[Tally]) -> Tally:
    first = parts[0]
    return Tally(
        first.school, first.school_name, first.region, first.province, first.year, "", "", "", first.lesson,
        first.lesson_number, first.lesson_title,
        *(sum(getattr(part, name) for part in parts) for name in
          ("pupils", "started", "submitted", "marked", "passed", "mark_sum")),
    )  # fmt: skip


def _row(kind: str, tally: Tally, *, hidden: bool, marks_hidden: bool) -> ProgressRow:
    def shown(value, hide: bool):
        return None if hide else value

    of_all = kind == ALL
    return ProgressRow(
        kind=kind,
        school="" if of_all else tally.school,
        school_name=None if of_all else tally.school_name,
        region="" if of_all else tally.region,
        province="" if of_all else tally.province,
        year=tally.year,
        course=tally.course,
        class_name=tally.class_name,
        level=tally.level,
        lesson=tally.lesson,
        lesson_number=tally.lesson_number,
        lesson_title=tally.lesson_title,
        pupils=shown(tally.pupils, hidden),
        started=shown(tally.started, hidden),
        submitted=shown(tally.submitted, hidden),
        marked=shown(tally.marked, hidden),
        passed=shown(tally.passed, hidden or marks_hidden),
        mean=shown(_mean(tally), hidden or marks_hidden),
        hidden=hidden,
        marks_hidden=hidden or marks_hidden,
    )


def _mean(tally: Tally) -> float | None:
    if not tally.marked:
        return None
    exact = Decimal(str(round(tally.mark_sum, 6))) / tally.marked
    return float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
