"""What all blocks of a lesson have in common: names, options, code, and a word about those in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from curriculum.authoring.blocks import Directive, blocks
from curriculum.authoring.model import (
    Code,
    Prose,
)
from curriculum.authoring.problems import N_, Report

TOP_BLOCKS = ("predict", "example", "exercise")
EXERCISE_BLOCKS = ("starter", "solution", "tests", "wrong", "hint")
OPTIONS: Mapping[str, tuple[str, ...]] = {"exercise": ("points", "title"), "wrong": ("say",)}
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def misplaced(block: Directive, valid: tuple[str, ...], elsewhere: tuple[str, ...], report: Report) -> None:
    if block.name == "tests" and "tests" in elsewhere:
        report.error(
            block.line,
            N_("tests outside an exercise, hidden or not: move them into the block of their exercise"),
        )
    elif block.name in elsewhere:
        report.error(
            block.line,
            N_("the block `{name}` does not belong here; here go: {valid}"),
            name=block.name,
            valid=", ".join(valid),
        )
    else:
        report.error(
            block.line,
            N_("unknown block `{name}`; use one of: {valid}"),
            name=block.name,
            valid=", ".join(valid),
        )


def options_of(block: Directive, report: Report) -> dict[str, tuple[str, int]]:
    valid = OPTIONS.get(block.name, ())
    for name, (_, line) in block.options.items():
        if name not in valid:
            report.error(
                line, N_("unknown option `:{name}:` of `{block}`; use: {valid}"),
                name=name, block=block.name, valid=", ".join(f":{option}:" for option in valid) or "—",
            )  # fmt: skip
    return dict(block.options)


def new_id(block: Directive, ids: dict[str, int], report: Report) -> str:
    name = block.argument
    if not _ID.fullmatch(name) or len(name) > 40:
        report.error(
            block.line,
            N_(
                "`{block}` needs a name in small letters, digits and hyphens after it, not `{name}`: `{{{block}}} sortie-en-mer`"
            ),
            block=block.name,
            name=name,
        )
    elif name in ids:
        report.error(
            block.line,
            N_("the name `{name}` is taken already at line {line}; choose another"),
            name=name,
            line=ids[name],
        )
    else:
        ids[name] = block.line
    return name


def code_of(block: Directive) -> Code:
    return Code(block.body.rstrip("\n").lstrip("\n"), block.body_line)


def python_of(code: Code, what: str, report: Report) -> Code:
    """Reports what is not Python; text of a cell, so ``!`` and ``%`` lines are not Python here either."""
    try:
        compile(code.text, "<lesson>", "exec", dont_inherit=True)
    except SyntaxError as error:
        report.error(
            code.line + (error.lineno or 1) - 1,
            N_("`{block}` is not Python: {problem}"),
            block=what,
            problem=error.msg,
        )
    if any(word in code.text for word in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS")):
        report.error(
            code.line,
            N_("`{block}` must not hold nbgrader's own marks (BEGIN SOLUTION and the like)"),
            block=what,
        )
    return code


def single_prose(body: str, first_line: int, name: str, report: Report) -> Prose | None:
    """The prose of a block that holds nothing but prose."""
    parts: list = []
    for inner in blocks(body, first_line, report):
        if isinstance(inner, Prose):
            parts += ["\n\n", *inner.parts] if parts else inner.parts
        else:
            misplaced(inner, (), (*TOP_BLOCKS, *EXERCISE_BLOCKS), report)
    if not parts:
        report.error(first_line - 1, N_("`{block}` has no text"), block=name)
        return None
    return Prose(tuple(parts), first_line)
