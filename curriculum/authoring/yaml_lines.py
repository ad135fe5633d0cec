"""YAML with the line of every key, read without surprises: ``yes`` is a word, ``12:30`` is a word, a date is a word.

A value is what it looks like: ``"5"`` and ``cinq`` are strings, ``5`` an integer, ``5.0`` a decimal number, ``true`` and
``True`` booleans, ``null`` and ``None`` are None, ``[1, 2]`` a list, ``{a: 1}`` a dictionary. Anything else is written as a
Python literal after ``!py``: ``!py (1, 2)``, ``!py {1, 2}``, ``!py {1: "un"}``.

French puts a blank before its colon, which YAML takes for a key; so words on one line (``say: On reste : relis.``) are put
between quotes before YAML sees them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import yaml

from curriculum.authoring.problems import N_, Report


class _Loader(yaml.SafeLoader):
    yaml_implicit_resolvers: dict = {}  # noqa: RUF012 - PyYAML's own attribute, started empty on purpose


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|None|", ["~", "n", "N", ""]),
    ("bool", r"true|True|false|False", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?[0-9]+\.[0-9]*([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+", list("-+0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), _first)


_WORDS = ("say", "call", "title")
_PERHAPS_WORDS = ("prints", "fr", "ar", "equals", "returns", "variable", "raises")
_LINE = re.compile(r"^(?P<before>\s*(?:- +)?)(?:(?P<key>[A-Za-z_]+):(?P<gap> +))?(?P<value>\S.*?)\s*$")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_BLOCK = re.compile(r"[|>][-+0-9]*$")


def quoted_words(text: str) -> str:
    """``text`` with one-line words between quotes where YAML would take them for something else; same lines."""
    result, block = [], None
    for line in text.split("\n"):
        indent = len(line) - len(line.lstrip(" "))
        if block is not None and (not line.strip() or indent > block):
            result.append(line)
            continue
        block = None
        match = _LINE.match(line)
        if match and _BLOCK.match(match["value"]):
            block = indent
        elif match and (match["value"].startswith("!py ") or _needs_quotes(match)):
            tag, value = (
                ("!py ", match["value"][4:]) if match["value"].startswith("!py ") else ("", match["value"])
            )
            quoted = value.strip().replace("'", "''")
            key = f"{match['key']}:{match['gap']}" if match["key"] else ""
            line = f"{match['before']}{key}{tag}'{quoted}'"
        result.append(line)
    return "\n".join(result)


def _needs_quotes(match: re.Match) -> bool:
    value, key = match["value"], match["key"]
    if value.startswith("!") or _QUOTED.fullmatch(value):
        return False
    if key in _WORDS:
        return True
    odd = ": " in value or " #" in value or value.endswith(":") or value[0] in "`@%"
    if key in _PERHAPS_WORDS:
        return odd and value[0] not in "[{"
    return key is None and match["before"].strip() == "-" and odd and not re.match(r"[A-Za-z_]+:( |$)", value)


class ValueProblem(ValueError):
    """A YAML node that stands for no Python value."""


def compose(text: str, first_line: int, report: Report) -> yaml.Node | None:
    """The node tree of ``text``, whose first line is ``first_line`` of the file; ``None`` when empty or broken (reported)."""
    try:
        return yaml.compose(quoted_words(text), Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        problem = getattr(error, "problem", None) or str(error)
        report.error(
            line,
            N_("this is not valid YAML: {problem}; text with `:`, `#` or quotes in it goes between quotes"),
            problem=problem,
        )
        return None


def line_of(node: yaml.Node, first_line: int) -> int:
    return first_line + node.start_mark.line


def entries(node: yaml.Node) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """``(key, key node, value node)`` of a mapping."""
    for key, value in node.value:
        yield str(key.value), key, value


def text_of(node: yaml.Node) -> str | None:
    """A scalar exactly as written, whatever it looks like; ``None`` for a list, a mapping or nothing."""
    if not isinstance(node, yaml.ScalarNode) or (node.tag.endswith(":null") and not node.value):
        return None
    return node.value


def texts_of(node: yaml.Node) -> tuple[str, ...] | None:
    """A scalar, or a list of scalars, as texts."""
    if isinstance(node, yaml.SequenceNode):
        items = tuple(text_of(item) if text_of(item) is not None else "" for item in node.value)
        return items if all(isinstance(item, yaml.ScalarNode) for item in node.value) else None
    text = text_of(node)
    return None if text is None else (text,)


def value_of(node: yaml.Node) -> object:
    """The Python value of ``node``; raises ``ValueProblem``."""
    if node.tag == "!py":
        try:
            return ast.literal_eval(node.value)
        except (ValueError, SyntaxError, TypeError) as error:
            raise ValueProblem(str(node.value)) from error
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        try:
            return {value_of(key): value_of(value) for key, value in node.value}
        except TypeError as error:
            raise ValueProblem("{…}") from error
    kind = node.tag.rpartition(":")[2]
    if kind == "str":
        return node.value
    if kind == "int":
        return int(node.value)
    if kind == "float":
        return float(node.value)
    if kind == "bool":
        return node.value.lower() == "true"
    if kind == "null":
        return None
    raise ValueProblem(str(node.value))
