"""The ``{tests}`` block: YAML into ``LessonTest``, every mistake reported with its line."""

from __future__ import annotations

import ast
import math
import re

import yaml

from curriculum.authoring.model import LessonTest, Text
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

EXPECTATIONS = ("returns", "prints", "variable", "raises", "python")
KEYS = (
    "call", "input", "returns", "prints", "variable", "equals", "raises", "python",
    "type", "tolerance", "match", "say", "hidden",
)  # fmt: skip
TYPES = ("int", "float", "str", "bool", "list", "tuple", "dict", "set", "function")
MATCHES = ("loose", "exact")
LANGUAGES = ("fr", "ar")

_ONLY_WITH = {
    "equals": ("variable",),
    "type": ("variable",),
    "tolerance": ("returns", "variable"),
    "match": ("prints",),
    "call": ("returns", "prints", "raises"),
}


def parse_tests(text: str, first_line: int, report: Report) -> tuple[LessonTest, ...]:
    """The tests of one exercise, numbered from 1; those with a problem are left out, and reported."""
    node = compose(text, first_line, report)
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        report.error(
            line_of(node, first_line), N_("tests are a list: each begins with `- `, as in `- call: f(2)`")
        )
        return ()
    tests = [_test(item, index, first_line, report) for index, item in enumerate(node.value, start=1)]
    return tuple(test for test in tests if test is not None)


def _test(node: yaml.Node, index: int, first_line: int, report: Report) -> LessonTest | None:
    line = line_of(node, first_line)
    if not isinstance(node, yaml.MappingNode):
        report.error(line, N_("a test is made of keys; use: {valid}"), valid=", ".join(KEYS))
        return None
    before = len(report.problems)
    found: dict[str, yaml.Node] = {}
    for key, key_node, value in entries(node):
        if key not in KEYS:
            report.error(
                line_of(key_node, first_line),
                N_("unknown test key `{key}`; use: {valid}"),
                key=key,
                valid=", ".join(KEYS),
            )
        elif key in found:
            report.error(
                line_of(key_node, first_line), N_("the key `{key}` stands twice in this test"), key=key
            )
        else:
            found[key] = value
    kinds = [kind for kind in EXPECTATIONS if kind in found]
    if len(kinds) != 1:
        report.error(
            line, N_("a test expects exactly one of: {valid}; here: {found}"),
            valid=", ".join(EXPECTATIONS), found=", ".join(kinds) or "—",
        )  # fmt: skip
        return None
    kind = kinds[0]
    for key, owners in _ONLY_WITH.items():
        if key in found and kind not in owners:
            report.error(
                line_of(found[key], first_line),
                N_("`{key}` goes with {owners}, not with {kind}"),
                key=key,
                owners=", ".join(owners),
                kind=kind,
            )
    if kind == "returns" and "call" not in found:
        report.error(line, N_("`returns` needs `call`: which call returns it?"))
    if kind == "variable" and not {"equals", "type"} & found.keys():
        report.error(line, N_("`variable` needs `equals` or `type`"))
    data = {}
    for key, value in found.items():
        if key not in ("say", "hidden"):
            data[key] = _READ[key](key, value, line_of(value, first_line), report)
    hidden = "hidden" in found and _flag(
        "hidden", found["hidden"], line_of(found["hidden"], first_line), report
    )
    say = None
    if "say" in found:
        words = _text("say", found["say"], line_of(found["say"], first_line), report)
        say = Text(words, line_of(found["say"], first_line)) if words else None
    if len(report.problems) > before:
        return None
    return LessonTest(index, kind, data, bool(hidden), say, line)


def _text(key: str, node: yaml.Node, line: int, report: Report) -> str:
    text = text_of(node)
    if text is None:
        report.error(line, N_("`{key}` needs a text"), key=key)
    return (text or "").strip("\n") if key == "python" else (text or "").strip()


def _flag(key: str, node: yaml.Node, line: int, report: Report) -> bool:
    try:
        value = value_of(node)
    except ValueProblem:
        value = None
    if not isinstance(value, bool):
        report.error(line, N_("`{key}` is true or false"), key=key)
    return value is True


def _expression(key: str, node: yaml.Node, line: int, report: Report) -> str:
    text = _text(key, node, line, report)
    try:
        ast.parse(text, mode="eval")
    except SyntaxError as error:
        report.error(line, N_("`{key}` is not a Python expression: {problem}"), key=key, problem=error.msg)
    return text


def _program(key: str, node: yaml.Node, line: int, report: Report) -> str:
    text = _text(key, node, line, report)
    try:
        ast.parse(text)
    except SyntaxError as error:
        place = line + (error.lineno or 1) - (0 if node.style in ("|", ">") else 1)
        report.error(place, N_("`{key}` is not Python: {problem}"), key=key, problem=error.msg)
    return text


def _name(key: str, node: yaml.Node, line: int, report: Report) -> str:
    text = _text(key, node, line, report)
    if text and not re.fullmatch(r"[^\W\d]\w*(\.[^\W\d]\w*)*", text):
        report.error(line, N_("`{key}` needs a name, not `{text}`"), key=key, text=text)
    return text


def _one_of(key: str, node: yaml.Node, line: int, report: Report) -> str:
    text, valid = _text(key, node, line, report), {"type": TYPES, "match": MATCHES}[key]
    if text not in valid:
        report.error(
            line, N_("`{key}` is one of: {valid}; not `{text}`"), key=key, valid=", ".join(valid), text=text
        )
    return text


def _lines(key: str, node: yaml.Node, line: int, report: Report) -> list[str]:
    texts = texts_of(node)
    if texts is None:
        report.error(line, N_("`{key}` is a line, or a list of lines: `[Salma, 15]`"), key=key)
    return list(texts or ())


def _number(key: str, node: yaml.Node, line: int, report: Report) -> float:
    try:
        value = value_of(node)
    except ValueProblem:
        value = None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
        report.error(line, N_("`{key}` is a number above 0"), key=key)
        return 0.0
    return value


def _literal(key: str, node: yaml.Node, line: int, report: Report) -> str:
    """The expected value as a Python literal: JSON has neither tuples nor sets nor numbers as keys."""
    try:
        value = value_of(node)
        if ast.literal_eval(repr(value)) != value or (isinstance(value, float) and not math.isfinite(value)):
            raise ValueProblem(repr(value))
    except (ValueProblem, ValueError, SyntaxError) as error:
        report.error(
            line,
            N_("`{key}`: `{text}` is no plain value; write it as Python after `!py`, or use `python:`"),
            key=key,
            text=str(error)[:60],
        )
        return "None"
    return repr(value)


def _printed(key: str, node: yaml.Node, line: int, report: Report) -> dict[str, str]:
    if isinstance(node, yaml.MappingNode):
        texts = {name: texts_of(value) for name, _, value in entries(node)}
        if unknown := texts.keys() - set(LANGUAGES):
            report.error(
                line,
                N_("`{key}`: unknown language {unknown}; use: {valid}"),
                key=key,
                unknown=", ".join(sorted(unknown)),
                valid=", ".join(LANGUAGES),
            )
        if "fr" not in texts:
            report.error(line, N_("`{key}` by language needs `fr` at least"), key=key)
    else:
        texts = {"fr": texts_of(node)}
    if any(text is None for text in texts.values()):
        report.error(
            line, N_("`{key}` is a text, a list of lines, or both by language: `fr: …`, `ar: …`"), key=key
        )
        return {"fr": "", "ar": ""}
    printed = {name: "\n".join(text).rstrip("\n") for name, text in texts.items()}
    return {"fr": printed.get("fr", ""), "ar": printed.get("ar", printed.get("fr", ""))}


_READ = {
    "call": _expression, "python": _program, "input": _lines, "prints": _printed, "returns": _literal,
    "equals": _literal, "variable": _name, "raises": _name, "type": _one_of, "match": _one_of, "tolerance": _number,
}  # fmt: skip
