"""What formgrader's grading page shows of a submission, without anything that runs in the teacher's browser.

Stock formgrader shows a pupil's HTML and scripts as they are, in a page that may change every mark of the class.
Here Markdown is cleaned, and outputs are text and pictures only.
"""

from __future__ import annotations

import copy

from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat import NotebookNode

from autograder.feedback.clean import markdown_html

SHOWN = ("image/png", "image/jpeg", "text/plain")


def harmless(notebook: NotebookNode) -> NotebookNode:
    """``notebook`` with outputs of ``SHOWN`` kinds only, raw cells as code and no attachments or widgets."""
    result = copy.deepcopy(notebook)
    result.metadata.pop("widgets", None)
    for cell in result.cells:
        cell.pop("attachments", None)
        if cell.cell_type == "raw":
            cell.cell_type = "code"
            cell.outputs, cell.execution_count = [], None
        for output in cell.get("outputs", ()):
            if "data" in output:
                output.data = NotebookNode({kind: output.data[kind] for kind in SHOWN if kind in output.data})
    return result


NO_MATHJAX = """<script>
var MathJax = {Hub: {Startup: {signal: {Interest: function (told) { setTimeout(function () { told("End"); }, 0); }}}}};
</script>"""
"""What formgrader's scripts want of MathJax: to be told that it is done."""


def local(template: str) -> str:
    """``template`` without MathJax, which formgrader takes from another server; formulas stay as they were typed."""
    return template.replace("{{ mathjax() }}", NO_MATHJAX)


class Harmless(Preprocessor):
    """``harmless`` among nbconvert's preprocessors."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        return harmless(nb), resources


def make_safe(exporter: HTMLExporter) -> None:
    """``exporter`` shows notebooks harmlessly from now on."""
    exporter.register_preprocessor(Harmless, enabled=True)
    exporter.register_filter("markdown2html", markdown_html)
    exporter.environment.filters["markdown2html"] = markdown_html
