"""The coordinator's page and its files over HTTP."""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import quote

from markupsafe import Markup

from curriculum.progress import chart_svg, to_csv, to_xlsx
from curriculum.progress.export import hiding_note
from hub_config.pages.coordinator.model import school_page
from hub_config.pages.coordinator.read import progress_table
from hub_config.pages.frame import COORDINATOR
from hub_config.pages.handler import Page, in_thread

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ROOT_STYLE = re.compile(r'(<svg\b[^>]*?) style="[^"]*"')


def without_inline_style(svg: str) -> str:
    """``svg`` for a page whose policy allows no inline style; barmaja.css says the same for ``.chart``."""
    return _ROOT_STYLE.sub(r"\1", svg, count=1)


class CoordinatorPage(Page):
    roles = frozenset({COORDINATOR})


class CoordinationPage(CoordinatorPage):
    async def get(self) -> None:
        rows = await in_thread(progress_table, self.sources)
        chart = Markup(without_inline_style(chart_svg(rows, self.language))) if rows else None  # noqa: S704 (ours, escaped there)
        self.page(
            "coordination.html",
            page=school_page(rows, self.language),
            school=self.sources.school,
            chart=chart,
            hiding_note=hiding_note(self.language),
        )


class ProgressFile(CoordinatorPage):
    """The same table as a file, its name and headers in the reader's language."""

    async def get(self, kind: str) -> None:
        rows = await in_thread(progress_table, self.sources)
        write = {"csv": to_csv, "xlsx": to_xlsx}[kind]
        content = await in_thread(partial(write, rows, self.language))
        word = self.gettext("progress")
        name = f"{word}-{self.sources.school.code}.{kind}"
        self.set_header("Content-Type", TYPES[kind])
        self.set_header(
            "Content-Disposition", f"attachment; filename=\"progress.{kind}\"; filename*=UTF-8''{quote(name)}"
        )
        self.finish(content)
