"""Shows lessons in a browser while they are written: both languages side by side, anew whenever a file is saved.

Listens on the loopback address only. What is shown is the built notebook, without Jupyter around it.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import tornado.web

from curriculum.authoring import files
from curriculum.authoring.blocks import markdown
from curriculum.authoring.building import read_checked, read_words
from curriculum.authoring.notebook import build_notebook
from curriculum.authoring.problems import Problem
from translations import BarmajaError, catalogue, direction

if TYPE_CHECKING:
    from nbformat.notebooknode import NotebookNode

PAGE = """<!doctype html><html lang="{language}" dir="{direction}"><meta charset="utf-8"><title>{title}</title><style>
body {{ font: 17px/1.7 sans-serif; color: #1B2A33; background: #F7F3EA; margin: 2rem auto; max-width: 80rem; padding: 0 1rem }}
.cell {{ background: #fff; padding: .5rem 1.5rem; margin: .75rem 0; border-radius: .5rem }}
.cell {{ display: flex; gap: 2rem; direction: ltr }}
.cell > div {{ flex: 1; min-width: 0 }} .cell > .code {{ display: block }} div[lang=ar] {{ order: 2 }}
pre, code {{ font: 15px/1.5 "DejaVu Sans Mono", monospace; direction: ltr; unicode-bidi: isolate; text-align: left }}
pre:not(:has(.language-python)) {{ unicode-bidi: plaintext; text-align: start }}
pre:not(:has(.language-python)) code {{ unicode-bidi: normal; text-align: start }}
pre {{ background: #F7F3EA; padding: .75rem; overflow: auto }} table {{ border-collapse: collapse }}
td, th {{ border: 1px solid #C9D3D8; padding: .25rem .75rem }} .tests {{ color: #5B6B75 }} .problem {{ color: #B3261E }}
</style>{body}<script>
let seen; setInterval(async () => {{
  try {{
    const now = await (await fetch("/version")).text();
    if (seen && now !== seen) location.reload();
    seen = now;
  }} catch (gone) {{ /* the preview was stopped */ }}
}}, 700)
</script></html>"""


def version(lessons: Path, po: Path) -> str:
    """Changes whenever something that is shown changes."""
    watched = [path for path in (po, *lessons.rglob("*")) if path.is_file()]
    return str(hash(frozenset((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in watched)))


def page(title: str, body: str, language: str) -> str:
    side = direction(language)
    return PAGE.format(language=language, direction=side, title=html.escape(title), body=body)


def problems_html(problems: Sequence[Problem], language: str) -> str:
    items = "".join(
        f'<li class="problem" dir="auto">{html.escape(problem.text(language))}</li>' for problem in problems
    )
    return f"<ul>{items}</ul>" if items else ""


def notebook_html(notebook: NotebookNode) -> str:
    """The cells as a pupil of either language reads them; the solution is shown, the tests as data."""
    return "".join(_cell(cell) for cell in notebook.cells)


def _cell(cell: NotebookNode) -> str:
    barmaja = cell.metadata.barmaja
    if cell.cell_type == "markdown":
        return f'<section class="cell">{markdown().render(cell.source)}</section>'
    if barmaja.role == "tests":
        rows = "".join(
            f"<li>{html.escape(', '.join(f'{k}: {v}' for k, v in test.items() if k != 'kind'))}</li>"
            for test in barmaja.tests
        )
        return f'<section class="cell tests"><ol dir="ltr">{rows}</ol></section>'
    texts = {
        language: barmaja.texts[language] for language in ("fr", "ar") if language in barmaja.get("texts", {})
    }
    if barmaja.role == "answer":
        texts["solution"] = cell.source.split("\n", 1)[1].rsplit("\n", 1)[0]
    blocks = "".join(
        f'<div class="code"><pre>{html.escape(text)}</pre></div>' for text in dict.fromkeys(texts.values())
    )
    return f'<section class="cell">{blocks}</section>'


class _Handler(tornado.web.RequestHandler):
    def initialize(self, lessons: Path, po: Path, language: str) -> None:
        self.lessons, self.po, self.language = lessons, po, language

    def checked(self):
        try:
            return read_checked(self.lessons, self.po)
        except BarmajaError as error:
            raise tornado.web.HTTPError(500, reason=" ".join(error.text("fr").split())) from error


class _Version(_Handler):
    def get(self) -> None:
        self.write(version(self.lessons, self.po))


class _Lessons(_Handler):
    def get(self) -> None:
        checked = self.checked()
        links = "".join(
            f'<li><a href="/{lesson.id}">{html.escape(lesson.title.text)}</a></li>'
            for lesson in checked.lessons
        )
        title = catalogue("authoring", self.language).gettext("Lessons")
        body = f"<h1>{title}</h1>{problems_html(checked.problems, self.language)}<ul>{links}</ul>"
        self.finish(page(title, body, self.language))


class _Lesson(_Handler):
    def get(self, name: str) -> None:
        checked = self.checked()
        lesson = next((lesson for lesson in checked.lessons if lesson.id == name), None)
        if lesson is None:
            self.redirect("/")
            return
        own = [
            problem
            for problem in checked.problems
            if problem.place in (lesson.place, files.place_of(self.po))
        ]
        words = read_words(self.po)
        body = problems_html(own, self.language) + notebook_html(build_notebook(lesson, words))
        self.finish(page(lesson.title.text, body, self.language))


def make_app(lessons: Path, po: Path, language: str) -> tornado.web.Application:
    """The preview of ``lessons``; its few own words in ``language``."""
    context: Mapping[str, object] = {"lessons": lessons, "po": po, "language": language}
    return tornado.web.Application(
        [
            (r"/version", _Version, context),
            (r"/([a-z0-9-]+)", _Lesson, context),
            (r"/", _Lessons, context),
        ]
    )
