"""HTML that may be shown to a teacher or a pupil whatever a pupil wrote. Pure.

Law: what comes out has no script, no style that loads, no link that runs code, and asks no other server for
anything; code is left-to-right inside any text.
"""

from __future__ import annotations

import html
import re

import nh3
from markdown_it import MarkdownIt

TAGS = frozenset(
    {"a", "abbr", "b", "bdi", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em"}
    | {
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "span",
        "strong",
        "sub",
    }
    | {"summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul"}
)
_LINKS = frozenset({"http", "https", "mailto"})
_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
_CODE = re.compile(r"`([^`\n]+)`")
_DETAILS = re.compile(r"<details\b.*?</details>", re.DOTALL)
_DIV = re.compile(r"</div>|<div\b[^>]*>")
_LANG = re.compile(r'\blang="([a-z]{2})"')
TEXT_LIMIT = 20_000


def cleaned(fragment: str) -> str:
    """``fragment`` of HTML with only harmless elements and attributes left."""
    return nh3.clean(
        fragment,
        tags=set(TAGS),
        attributes={
            "*": {"lang", "dir"},
            "a": {"href"},
            "td": {"colspan", "rowspan"},
            "th": {"colspan", "scope"},
        },
        url_schemes=set(_LINKS),
        link_rel="noopener noreferrer nofollow",
    )


def markdown_html(text: str) -> str:
    """Markdown (with HTML in it) as harmless HTML."""
    return cleaned(_MARKDOWN.render(text[:TEXT_LIMIT]))


def in_language(text: str, language: str) -> str:
    """The blocks of a lesson's Markdown cell that are in ``language``; all of it where it has no such blocks.

    A block is a ``<div lang="…">`` that stands in no other; it may hold more ``div``.
    """
    found, depth, start = [], 0, None
    for mark in _DIV.finditer(text):
        if mark[0] == "</div>":
            depth = max(0, depth - 1)
            if depth == 0 and start is not None:
                found.append(text[start : mark.start()].strip("\n"))
                start = None
            continue
        spoken = _LANG.search(mark[0])
        if depth == 0 and spoken and spoken[1] == language:
            start = mark.end()
        depth += 1
    return "\n\n".join(found) if found else text


def without_hints(text: str) -> str:
    """A task without its hints, which stand in ``<details>``."""
    return _DETAILS.sub("", text)


def sentence_html(text: str) -> str:
    """Plain text, where ``code between backticks`` is shown as code."""
    return _CODE.sub(r'<code dir="ltr">\1</code>', html.escape(text[:TEXT_LIMIT]))


def plain_html(text: str) -> str:
    """Plain text with its line breaks."""
    return "<br>".join(html.escape(line) for line in text[:TEXT_LIMIT].splitlines())
