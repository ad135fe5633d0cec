"""The front matter of a lesson."""

from __future__ import annotations

from collections.abc import Callable

import yaml

from curriculum.authoring.blocks import front_matter
from curriculum.authoring.model import (
    Text,
)
from curriculum.authoring.problems import N_, Report
from curriculum.authoring.yaml_lines import (
    ValueProblem,
    compose,
    entries,
    line_of,
    text_of,
    texts_of,
    value_of,
)

KEYS = ("title", "unit", "minutes", "objectives", "needs")
REQUIRED = ("title", "minutes", "objectives")


def parse_head(text: str, report: Report) -> dict | None:
    found = front_matter(text)
    if found is None:
        report.error(
            1, N_("the file begins with `---`, the keys {keys}, and `---`"), keys=", ".join(REQUIRED)
        )
        return None
    source, line = found
    node = compose(source, line, report)
    if not isinstance(node, yaml.MappingNode):
        if node is not None or not report.problems:
            report.error(
                1, N_("the file begins with `---`, the keys {keys}, and `---`"), keys=", ".join(REQUIRED)
            )
        return None
    values: dict[str, yaml.Node] = {}
    for key, key_node, value in entries(node):
        if key in KEYS:
            values[key] = value
        else:
            report.error(
                line_of(key_node, line),
                N_("unknown key `{key}`; use: {valid}"),
                key=key,
                valid=", ".join(KEYS),
            )
    for key in REQUIRED:
        if key not in values:
            report.error(1, N_("the key `{key}` is missing at the top of the file"), key=key)

    def read(key: str, reader: Callable, empty):
        if key not in values:
            return empty
        value = reader(values[key], line_of(values[key], line))
        if value is None:
            report.error(
                line_of(values[key], line),
                N_("the key `{key}` cannot be read: see `barmaja lessons new` for an example"),
                key=key,
            )
        return empty if value is None else value

    return {
        "title": read("title", _words, Text("")),
        "minutes": read("minutes", _minutes, 0),
        "objectives": read("objectives", lambda node, at: _list_of_words(node, line), ()),
        "unit": read("unit", lambda node, at: text_of(node), ""),
        "needs": read("needs", lambda node, at: texts_of(node), ()),
    }


def _words(node: yaml.Node, line: int) -> Text | None:
    text = text_of(node)
    return Text(text.strip(), line) if text and text.strip() else None


def _list_of_words(node: yaml.Node, first_line: int) -> tuple[Text, ...] | None:
    if not isinstance(node, yaml.SequenceNode):
        return None
    words = tuple(_words(item, line_of(item, first_line)) for item in node.value)
    return words if words and all(words) else None


def _minutes(node: yaml.Node, _line: int) -> int | None:
    try:
        value = value_of(node)
    except ValueProblem:
        return None
    return value if type(value) is int and value > 0 else None
