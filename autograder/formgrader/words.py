"""Formgrader's templates in another language: texts between tags that we know are replaced, all else stays.

Pure but for the loader. A text we do not know (a newer nbgrader) stays English; nothing can break.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from gettext import NullTranslations

from jinja2 import BaseLoader, Environment

from autograder.formgrader.safe import local
from translations import catalogue, direction


def N_(text: str) -> str:
    """``text`` itself, marked for the catalogue."""
    return text


KNOWN = frozenset(
    {
        N_("Manage Assignments"),
        N_("Manage Submissions"),
        N_("Manage Students"),
        N_("Manual Grading"),
        N_("Gradebook"),
        N_("Assignments"),
        N_("Students"),
        N_("Assignment ID"),
        N_("Notebook ID"),
        N_("Submission ID"),
        N_("Student ID"),
        N_("Student Name"),
        N_("Name"),
        N_("Email"),
        N_("Due Date"),
        N_("Status"),
        N_("Timestamp"),
        N_("Edit"),
        N_("Edit Student"),
        N_("Generate"),
        N_("Preview"),
        N_("Release"),
        N_("Collect"),
        N_("Autograde"),
        N_("# Submissions"),
        N_("Submissions"),
        N_("Generate Feedback"),
        N_("Release Feedback"),
        N_("Score"),
        N_("Avg. Score"),
        N_("Avg. Code Score"),
        N_("Avg. Written Score"),
        N_("Avg. Task Score"),
        N_("Overall Score"),
        N_("Code Score"),
        N_("Written Score"),
        N_("Task Score"),
        N_("Needs Manual Grade?"),
        N_("Needs manual grade?"),
        N_("Tests Failed?"),
        N_("Tests failed?"),
        N_("Flagged?"),
        N_("Loading, please wait..."),
        N_("Add new assignment..."),
        N_("Add new student..."),
        N_("Show All Names"),
        N_("Instructions (click to expand)"),
        N_("Current configuration (click to expand)"),
        N_("Submission"),
        N_("Submission #"),
        N_("Student's task"),
        N_("Student's answer"),
        N_("Resolve"),
        N_("Full credit"),
        N_("No credit"),
        N_("(extra credit)"),
        N_("&larr; Prev"),
        N_("Next &rarr;"),
        N_("remaining"),
        N_("Open live notebook"),
        N_("Error"),
        N_("Not Authorized"),
        N_("Sorry, you are not authorized to access the formgrader."),
        N_("Error: Submission notebook file not found:"),
    }
)

STYLE = """<style>
.input_area { max-height: 26rem; overflow: auto; }
</style>
"""
"""A test cell is long; it scrolls in its own box."""

RIGHT_TO_LEFT = """<style>
th, td, .breadcrumb, .panel-title { text-align: start; }
.text-center { text-align: center; }
.pull-right { float: left !important; }
.pull-left { float: right !important; }
.nav { padding: 0; }
.navbar-left, .nav-stacked > li { float: none; }
@media (min-width: 992px) { [class^="col-md-"], [class*=" col-md-"] { float: right; } }
pre, code, .input_area, .highlight { direction: ltr; unicode-bidi: isolate; text-align: left; }
.rendered_html { unicode-bidi: plaintext; }
</style>
"""

_CODE = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>|<pre\b.*?</pre>)", re.DOTALL)
_TEXT = re.compile(r"(?<=[>}])(\s*)([^<>{}]*[^<>{}\s])(\s*)(?=[<{]|$)")
_TITLE = re.compile(r'(\btitle="(?:\{\{[^}]*\}\})?\s*)([^"{}]+)(")')


def translated(template: str, gettext: Callable[[str], str]) -> str:
    """``template`` with every text of ``KNOWN`` that stands between tags, or in a title, in another language."""

    def in_place(match: re.Match[str]) -> str:
        text = " ".join(match[2].split())
        return f"{match[1]}{gettext(text) if text in KNOWN else match[2]}{match[3]}"

    parts = _CODE.split(template)
    return "".join(
        part if number % 2 else _TITLE.sub(in_place, _TEXT.sub(in_place, part))
        for number, part in enumerate(parts)
    )


def directed(template: str, language: str) -> str:
    """``template`` whose root says its language and direction."""
    root = f'<html lang="{language}" dir="{direction(language)}">'
    extra = STYLE + (RIGHT_TO_LEFT if direction(language) == "rtl" else "")
    if "<html>" in template:
        template = template.replace("<html>", root, 1)
    elif template.startswith("<!doctype html>"):
        template = template.replace("<!doctype html>", f"<!doctype html>\n{root}", 1)
    else:
        return template
    return template.replace("</head>", f"{extra}</head>", 1)


class TranslatingLoader(BaseLoader):
    """Loads what ``inner`` loads, in ``language``, asking nothing of other servers."""

    def __init__(self, inner: BaseLoader, language: str) -> None:
        self.inner = inner
        self.language = language
        self.book: NullTranslations = catalogue("autograder", language)

    def get_source(self, environment: Environment, template: str):
        source, path, is_current = self.inner.get_source(environment, template)
        ours = directed(translated(local(source), self.book.gettext), self.language)
        return ours, path, is_current

    def list_templates(self) -> list[str]:
        return self.inner.list_templates()
