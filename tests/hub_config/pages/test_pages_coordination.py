"""The school page groups by lesson and shows nothing that was hidden."""

from __future__ import annotations

from curriculum.progress import ProgressRow, chart_svg
from curriculum.school import Bilingual
from hub_config.pages.coordinator.handlers import without_inline_style
from hub_config.pages.coordinator.model import school_page


def progress_row(
    kind: str, lesson: str, number: int, name: str = "", started: int | None = 6, hidden: bool = False
):
    shown = None if hidden else 12
    school = Bilingual("Lycée", "ثانوية")
    title = Bilingual(f"Leçon {lesson}", f"درس {lesson}")
    counts = (shown, None if hidden else started, *(None if hidden else 0,) * 3, None)
    return ProgressRow(
        kind, "58394W", school, "MA-11", "MA-LAA", "2026-2027", name and f"2026-{name}", name, "TCSF", lesson,
        number, title, *counts, hidden, hidden,
    )  # fmt: skip


def test_rows_are_grouped_by_lesson_with_the_whole_school_last():
    rows = [
        progress_row("class", "b", 2, "x"),
        progress_row("class", "a", 1, "x"),
        progress_row("class", "a", 1, "y", hidden=True),
        progress_row("school", "a", 1),
        progress_row("school", "b", 2, started=0),
    ]
    page = school_page(rows, "ar")
    assert [(g.title, [r.class_name for r in g.classes]) for g in page.groups] == [
        ("درس a", ["x", "y"]),
        ("درس b", ["x"]),
    ]
    assert page.latest.lesson == "a", "the last lesson that anybody has started"
    assert page.some_hidden and not page.several_schools


def test_nothing_published_is_an_empty_page():
    page = school_page([], "fr")
    assert page.groups == () and page.latest is None


def test_the_chart_carries_no_inline_style_which_our_policy_would_refuse():
    svg = without_inline_style(chart_svg([progress_row("class", "a", 1, "x")], "fr"))
    assert svg.startswith("<svg ") and ' style="' not in svg
