"""The school page: the progress rows grouped by lesson, the whole school after its classes. Pure.

Rows come from ``curriculum.progress`` with small groups hidden already; nothing here can show them again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from curriculum.progress import ALL, CLASS, SCHOOL, ProgressRow


@dataclass(frozen=True)
class LessonGroup:
    """One lesson: a row a class, and the row of the whole (the school's, or all schools')."""

    lesson: str
    title: str
    classes: tuple[ProgressRow, ...]
    whole: ProgressRow | None


@dataclass(frozen=True)
class SchoolPage:
    """``several_schools``: rows name their school too. ``latest``: the last lesson that anybody has started."""

    groups: tuple[LessonGroup, ...]
    several_schools: bool
    latest: LessonGroup | None

    @property
    def some_hidden(self) -> bool:
        rows = [row for group in self.groups for row in (*group.classes, *filter(None, [group.whole]))]
        return any(row.marks_hidden for row in rows)


def school_page(rows: Sequence[ProgressRow], language: str) -> SchoolPage:
    """``rows`` in the order ``curriculum.progress.query`` gives them."""
    ordered = sorted(rows, key=lambda row: (row.year, row.lesson_number, row.lesson))
    several = len({row.school for row in rows if row.kind == SCHOOL}) > 1
    groups = []
    for (_, lesson), found in groupby(ordered, key=lambda row: (row.year, row.lesson)):
        of_lesson = list(found)
        whole = next((row for row in of_lesson if row.kind == (ALL if several else SCHOOL)), None)
        classes = tuple(row for row in of_lesson if row.kind == CLASS)
        groups.append(LessonGroup(lesson, of_lesson[0].lesson_title.text(language), classes, whole))
    begun = [group for group in groups if group.whole and group.whole.started]
    return SchoolPage(tuple(groups), several, begun[-1] if begun else None)
