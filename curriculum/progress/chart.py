"""The coordinator's table as a picture: SVG that stands alone, in a page or on paper. Pure: rows in, text
out.

A bar a class, grouped by lesson; its parts, in this order, are LOOK's: passed ✓, begun and not yet right ◐,
not begun ○. Colour never speaks alone: each part carries its sign, and the numbers stand beside. The whole
table is in ``<desc>`` for those who do not see the picture. In Arabic everything runs from the right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from curriculum.progress.tally import ALL, CLASS, SCHOOL, ProgressRow
from curriculum.school.problems import DOMAIN
from translations import Message, catalogue, direction
from translations.locale import number

WIDTH, MARGIN = 560, 8
BAR, ROW, HEADING, LEGEND = 18, 52, 40, 36
INK, MUTED, LINE, WHITE = "#1B2A33", "#5B6B75", "#C9D3D8", "#FFFFFF"
DONE, TRIED = "#00704F", "#B45309"
FONT = "Cairo, 'IBM Plex Sans Arabic', 'DejaVu Sans', sans-serif"
_ROOM_FOR_SIGN = 20
_LEGEND_SHARES = (0, 0.2, 0.72)
_BEGUN = "•"
"""Begun, whether passed or not: stands where marks are hidden."""


@dataclass(frozen=True)
class _Part:
    """A part of a bar: how many pupils, and how it looks."""

    count: int
    sign: str
    fill: str
    ink: str
    edge: str


def chart_svg(rows: Sequence[ProgressRow], language: str, *, id_prefix: str = "progress") -> str:
    """The rows about classes as bars; those about schools when there are no classes among ``rows``.

    ``id_prefix`` keeps the ids of several charts in one page apart. The text is well-formed XML, escaped
    throughout.
    """
    for kind in (CLASS, SCHOOL, ALL):
        if drawn := [row for row in rows if row.kind == kind]:
            break
    drawn = sorted(drawn, key=lambda row: (row.year, row.lesson_number, row.lesson))
    groups = [list(of_lesson) for _, of_lesson in groupby(drawn, key=lambda row: (row.year, row.lesson))]
    return "\n".join(_Drawing(language, id_prefix, len({row.school for row in drawn}) > 1).lines(groups))


class _Drawing:
    """One chart in one language. Lengths are counted from the side where reading begins."""

    def __init__(self, language: str, id_prefix: str, several_schools: bool) -> None:
        self.language, self.id_prefix, self.several_schools = language, id_prefix, several_schools
        self._ = catalogue(DOMAIN, language).gettext

    def lines(self, groups: list[list[ProgressRow]]) -> Iterator[str]:
        height = LEGEND + sum(HEADING + ROW * len(group) for group in groups) + MARGIN
        title, desc = f"{self.id_prefix}-title", f"{self.id_prefix}-desc"
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="100%" role="img" '
            f'lang="{self.language}" direction="{direction(self.language)}" aria-labelledby="{title} {desc}" '
            f'font-family={quoteattr(FONT)} font-size="15" fill="{INK}" '
            f'style="max-width:{WIDTH * 2}px;print-color-adjust:exact;-webkit-print-color-adjust:exact">'
        )
        name = self._("Progress by lesson and class")
        sentences = " ".join(self.sentence(row) for group in groups for row in group)
        yield f'<title id="{title}">{escape(name)}</title>'
        yield f'<desc id="{desc}">{escape(sentences)}</desc>'
        yield from self.legend()
        y = LEGEND
        for group in groups:
            y += HEADING
            yield self.text(MARGIN, y - 12, group[0].lesson_title.text(self.language), size=17, weight=700)
            for row in group:
                yield from self.bar(row, y)
                y += ROW
        yield "</svg>"

    def legend(self) -> Iterator[str]:
        names = (self._("passed"), self._("begun, not passed yet"), self._("not begun"))
        for part, name, share in zip(_parts(1, 1, 1), names, _LEGEND_SHARES, strict=True):
            start = MARGIN + share * (WIDTH - 2 * MARGIN)
            yield from self.part(part, start, 20, 8)
            yield self.text(start + 26, 23, name, size=13)

    def bar(self, row: ProgressRow, y: float) -> Iterator[str]:
        yield self.text(MARGIN, y + 12, self.name(row), weight=700)
        yield self.text(WIDTH - MARGIN, y + 12, self.figures(row), anchor="end", size=14)
        length = WIDTH - 2 * MARGIN
        top = y + 20
        if row.hidden or not row.pupils:
            yield (f'<rect x="{MARGIN}" y="{top}" width="{length}" height="{BAR}" fill="none" stroke="{MUTED}" '
                   'stroke-dasharray="4 4"/>')  # fmt: skip
            return
        start = float(MARGIN)
        for part in _parts_of(row):
            if part.count > 0:
                width = length * part.count / row.pupils
                yield from self.part(part, start, width, top)
                start += width

    def part(self, part: _Part, start: float, width: float, y: float) -> Iterator[str]:
        inner = max(width - 2, 1)
        x = WIDTH - start - inner - 1 if self.language == "ar" else start + 1
        yield (f'<rect x="{x:.1f}" y="{y}" width="{inner:.1f}" height="{BAR}" fill="{part.fill}" '
               f'stroke="{part.edge}"/>')  # fmt: skip
        if width >= _ROOM_FOR_SIGN:
            yield (f'<text x="{x + inner / 2:.1f}" y="{y + 14}" text-anchor="middle" font-size="13" '
                   f'fill="{part.ink}" aria-hidden="true">{part.sign}</text>')  # fmt: skip

    def text(self, start: float, y: float, text: str, *, anchor="start", size=15, weight=400) -> str:
        x = WIDTH - start if self.language == "ar" else start
        return (f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}">'
                f"{escape(text)}</text>")  # fmt: skip

    def name(self, row: ProgressRow) -> str:
        if row.kind == ALL:
            return self._("All schools")
        school = row.school_name.text(self.language)
        if row.kind == SCHOOL:
            return school
        return f"{school} · {row.class_name}" if self.several_schools else row.class_name

    def figures(self, row: ProgressRow) -> str:
        """The numbers beside a bar: parts with their signs, then the mean."""
        if row.hidden:
            return self._("hidden")
        if row.marks_hidden:
            begun = self._("{count} begun").format(count=row.started)
            note = self._("marks hidden")
            return f"{_BEGUN} {begun} · ○ {row.pupils - row.started} · {note}"
        parts = f"✓ {row.passed} · ◐ {row.started - row.passed} · ○ {row.pupils - row.started}"
        if row.mean is None:
            return parts
        mean = self._("mean {mean}/20").format(mean=number(row.mean, self.language))
        return f"{parts} · {mean}"

    def sentence(self, row: ProgressRow) -> str:
        """One row in words."""
        values = {
            "lesson": row.lesson_title.text(self.language), "name": self.name(row), "pupils": row.pupils,
            "started": row.started, "submitted": row.submitted, "passed": row.passed,
        }  # fmt: skip
        if row.hidden:
            message = Message(DOMAIN, "{lesson}, {name}: hidden, too few pupils.", values)
        elif row.marks_hidden:
            message = Message(
                DOMAIN,
                "{lesson}, {name}: pupils {pupils}, begun {started}, handed in {submitted}, marks hidden.",
                values,
            )
        elif row.mean is None:
            message = Message(
                DOMAIN,
                "{lesson}, {name}: pupils {pupils}, begun {started}, handed in {submitted}, no mark yet.",
                values,
            )
        else:
            values["mean"] = number(row.mean, self.language)
            message = Message(
                DOMAIN,
                "{lesson}, {name}: pupils {pupils}, begun {started}, handed in {submitted}, passed {passed}, "
                "mean {mean} out of 20.",
                values,
            )
        return message.text(self.language)


def _parts_of(row: ProgressRow) -> tuple[_Part, ...]:
    """With marks hidden, those who began are one part that says nothing of passing."""
    passed, tried, not_begun = _parts(
        row.passed or 0, row.started - (row.passed or 0), row.pupils - row.started
    )
    if row.marks_hidden:
        return (_Part(row.started, _BEGUN, MUTED, WHITE, MUTED), not_begun)
    return (passed, tried, not_begun)


def _parts(passed: int, begun: int, not_begun: int) -> tuple[_Part, ...]:
    return (
        _Part(passed, "✓", DONE, WHITE, DONE),
        _Part(begun, "◐", TRIED, WHITE, TRIED),
        _Part(not_begun, "○", WHITE, MUTED, LINE),
    )
