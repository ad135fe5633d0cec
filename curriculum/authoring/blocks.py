"""Markdown into prose and directives, with the line of everything.

A directive is a fence whose info is ``{name} argument``; its body may open with ``:option: value`` lines. Whatever else
there is, is prose: headings, paragraphs, list items and table cells become ``Text``, the Markdown around them stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from curriculum.authoring.model import Fence, Prose, Text
from curriculum.authoring.problems import N_, Report

_INFO = re.compile(r"\{([^}\s]*)\}\s*(.*?)\s*(?:(?:^|\s)#.*)?$")
_OPTION = re.compile(r":([A-Za-z-]+):[ \t]*(.*)$")
_PYTHON = ("python", "py", "python3", "")


@dataclass(frozen=True)
class Directive:
    """``name`` and ``argument`` of a fence, its options with their lines, its body and where the body begins."""

    name: str
    argument: str
    options: Mapping[str, tuple[str, int]]
    body: str
    line: int
    body_line: int


def markdown() -> MarkdownIt:
    """The Markdown that lessons are written in."""
    return MarkdownIt("commonmark").enable("table").use(colon_fence_plugin).use(front_matter_plugin)


def front_matter(text: str) -> tuple[str, int] | None:
    """The text between the ``---`` lines and the line it begins at."""
    first = next(iter(markdown().parse(text)), None)
    return (first.content, 2) if first is not None and first.type == "front_matter" else None


def blocks(text: str, first_line: int, report: Report) -> Iterator[Prose | Directive]:
    """Prose and directives of ``text`` in order; a heading of level 1 or 2 begins a new prose."""
    tokens = markdown().parse(text)
    lines = text.split("\n")
    start, kept = 0, []
    for token in tokens:
        if token.type == "front_matter":
            start = token.map[1]
            continue
        directive = _is_directive(token)
        if directive and token.level:
            report.error(
                first_line + token.map[0],
                N_("a block cannot stand in a list or a quotation; begin it at the margin"),
            )
        elif directive or (token.type == "heading_open" and token.level == 0 and token.tag in ("h1", "h2")):
            yield from _prose(kept, lines, start, token.map[0], first_line, report)
            start, kept = token.map[0], [token]
            if directive:
                yield _directive(token, first_line)
                start, kept = token.map[1], []
            continue
        kept.append(token)
    yield from _prose(kept, lines, start, len(lines), first_line, report)


def _is_directive(token: Token) -> bool:
    return token.type == "colon_fence" or (token.type == "fence" and token.info.strip().startswith("{"))


def _directive(token: Token, first_line: int) -> Directive:
    match = _INFO.match(token.info.strip())
    name, argument = (match[1], match[2]) if match else (token.info.strip().split(" ")[0], "")
    lines = token.content.split("\n")
    options: dict[str, tuple[str, int]] = {}
    body_line = first_line + token.map[0] + 1
    while lines and (option := _OPTION.match(lines[0].strip())):
        options[option[1]] = (option[2].strip(), body_line)
        lines = lines[1:]
        body_line += 1
    return Directive(name, argument, options, "\n".join(lines), first_line + token.map[0], body_line)


def _prose(
    tokens: Sequence[Token], lines: Sequence[str], start: int, stop: int, first_line: int, report: Report
) -> Iterator[Prose]:
    parts: list[str | Text | Fence] = []
    row, column = start, 0

    def literal_to(to_row: int, to_column: int) -> None:
        nonlocal row, column
        if to_row == row:
            taken = lines[row][column:to_column]
        else:
            taken = "\n".join([lines[row][column:], *lines[row + 1 : to_row], lines[to_row][:to_column]])
        if taken:
            parts.append(taken)
        row, column = to_row, to_column

    for token in tokens:
        if token.type == "fence":
            top, bottom = token.map
            at = lines[top].find(token.markup)
            literal_to(top, at)
            body = token.content.removesuffix("\n")
            words = token.info.strip().split(" ")[0] not in _PYTHON and body.strip()
            indent = _continuation(lines[top][:at])
            parts.append(
                Fence(
                    token.info.strip(),
                    Text(body, first_line + top + 1) if words else body,
                    token.markup,
                    indent,
                )
            )
            last = min(bottom, stop) - 1
            row, column = last, len(lines[last])
        elif token.type == "inline" and token.content.strip():
            pieces = [piece.strip() for piece in token.content.split("\n")]
            top = token.map[0]
            at = lines[top].find(pieces[0], column if row == top else 0)
            if at < 0:
                report.error(
                    first_line + top,
                    N_("this text cannot be prepared for translation; write it without `\\|` or tabs"),
                )
                continue
            literal_to(top, at)
            parts.append(Text("\n".join(pieces), first_line + top, _continuation(lines[top][:at])))
            row = top + len(pieces) - 1
            column = lines[row].find(pieces[-1], at if len(pieces) == 1 else 0) + len(pieces[-1])
    if row < stop:
        last = min(stop, len(lines)) - 1
        literal_to(last, len(lines[last]))
    prose = Prose(_trimmed(parts), first_line + start)
    if prose.parts:
        yield prose


def _continuation(prefix: str) -> str:
    return "".join(">" if letter == ">" else " " for letter in prefix)


def _trimmed(parts: list) -> tuple:
    """Without blank lines at both ends; nothing at all when only blanks are left."""
    if parts and isinstance(parts[0], str):
        parts = [parts[0].lstrip("\n"), *parts[1:]]
    if parts and isinstance(parts[-1], str):
        parts = [*parts[:-1], parts[-1].rstrip()]
    if len(parts) == 1 and isinstance(parts[0], str) and not parts[0].strip():
        return ()
    return tuple(part for part in parts if part != "")
