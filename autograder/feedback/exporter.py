"""nbgrader's ``generate_feedback`` writes our page: an nbconvert exporter named in the course's
configuration.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import nbformat
from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup
from nbconvert.exporters import Exporter
from nbformat import NotebookNode

from autograder.feedback.clean import in_language, markdown_html, plain_html, sentence_html, without_hints
from autograder.feedback.document import both
from autograder.feedback.model import FeedbackPage, feedback_page
from translations import LANGUAGES, catalogue, direction, locale


@cache
def _templates(language: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.feedback"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(catalogue("autograder", language), newstyle=False)
    environment.filters |= {
        "markdown": lambda text: Markup(markdown_html(in_language(without_hints(text), language))),  # noqa: S704 - cleaned
        "sentence": lambda text: Markup(sentence_html(text)),  # noqa: S704 - escaped
        "plain": lambda text: Markup(plain_html(text)),  # noqa: S704 - escaped
        "number": lambda value: locale.number(value, language),
    }
    return environment


def feedback_html(page: FeedbackPage) -> str:
    """The document with ``page`` in every language."""
    pages = {
        language: _templates(language)
        .get_template("page.html")
        .render(page=page, language=language, direction=direction(language))
        for language in LANGUAGES
    }
    return both(_templates(LANGUAGES[0]).get_template("head.html").render(), pages)


class FeedbackExporter(Exporter):
    """A graded notebook as a feedback page; the source notebook beside it gives titles and tasks."""

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **kw) -> tuple[str, dict]:
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        marks = resources["nbgrader"]
        page = feedback_page(
            nb, self._source(marks), marks["score"], marks["max_score"], marks["late_penalty"]
        )
        return feedback_html(page), resources

    def _source(self, marks: dict) -> NotebookNode | None:
        root = Path(self.config.CourseDirectory.get("root", "."))
        path = root / "source" / marks["assignment"] / f"{marks['notebook']}.ipynb"
        return nbformat.read(path, as_version=4) if path.is_file() else None
