"""``lesson.md`` → ``Lesson``, or all the problems that prevent it. Performs no I/O.

The grammar is in the package's docstring.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from curriculum.authoring.blocks import Directive, blocks
from curriculum.authoring.model import (
    Block,
    Choice,
    Example,
    Lesson,
    Predict,
    Prose,
    Text,
)
from curriculum.authoring.parse_block import (
    EXERCISE_BLOCKS,
    TOP_BLOCKS,
    code_of,
    misplaced,
    new_id,
    options_of,
    python_of,
    single_prose,
)
from curriculum.authoring.parse_exercise import parse_exercise
from curriculum.authoring.parse_head import parse_head
from curriculum.authoring.problems import N_, Problem, Report, errors

_CHOICE = re.compile(r"\[([ xX])\]\s+(.*?)\s*(?:<!--\s*(.*?)\s*-->)?\s*$", re.DOTALL)
_CHOICE_LINE = re.compile(r"^\s{0,3}[-*]\s+\[[ xX]\]\s")


@dataclass(frozen=True)
class Parsed:
    """The lesson, ``None`` when there is any error, and every problem in the order of the lines."""

    lesson: Lesson | None
    problems: tuple[Problem, ...]


def parse_lesson(text: str, lesson_id: str, number: int, place: str = "lesson.md") -> Parsed:
    """Reads one lesson. ``place`` is how problems name the file."""
    report = Report(place)
    text = text.replace("\r\n", "\n")
    head = parse_head(text, report)
    ids: dict[str, int] = {}
    example_ids: dict[str, int] = {}
    found: list[Block] = []
    for block in blocks(text, 1, report):
        if isinstance(block, Prose):
            found.append(block)
        elif block.name == "predict":
            found += _kept(_predict(block, ids, report))
        elif block.name == "example":
            found = _example(block, found, example_ids, report)
        elif block.name == "exercise":
            found += _kept(parse_exercise(block, ids, report))
        else:
            misplaced(block, TOP_BLOCKS, EXERCISE_BLOCKS, report)
    if not ids and not errors(report.problems):
        report.warning(0, N_("this lesson has no exercise: nothing in it is graded"))
    problems = tuple(sorted(report.problems, key=lambda problem: problem.line))
    if errors(problems) or head is None:
        return Parsed(None, problems)
    return Parsed(Lesson(id=lesson_id, number=number, blocks=tuple(found), place=place, **head), problems)


def _kept(block: Block | None) -> list[Block]:
    return [] if block is None else [block]


def _predict(block: Directive, ids: dict[str, int], report: Report) -> Predict | None:
    options_of(block, report)
    name = new_id(block, ids, report)
    lines = block.body.split("\n")
    rows = [row for row, line in enumerate(lines) if _CHOICE_LINE.match(line)]
    first = rows[0] if rows else len(lines)
    question = single_prose("\n".join(lines[:first]), block.body_line, block.name, report)
    choices = []
    for row, end in zip(rows, [*rows[1:], len(lines)], strict=True):
        words = "\n".join(line.strip() for line in lines[row:end]).strip()[1:].strip()
        match, line = _CHOICE.match(words), block.body_line + row
        if match:
            choices.append(
                Choice(match[1] != " ", Text(match[2], line), Text(match[3], line) if match[3] else None)
            )
    if (
        len(choices) < 2
        or not any(choice.right for choice in choices)
        or all(choice.right for choice in choices)
    ):
        report.error(
            block.line,
            N_("a prediction ends with two choices or more, right ones `- [x] …` and others `- [ ] …`"),
        )
    return Predict(name, question, tuple(choices), block.line) if question else None


def _example(block: Directive, found: list[Block], ids: dict[str, int], report: Report) -> list[Block]:
    """A new example, or the Arabic text of the one just before, which has the same name."""
    options_of(block, report)
    code = python_of(code_of(block), "example", report)
    name, _, language = block.argument.partition(" ")
    last = found[-1] if found else None
    if language.strip() in ("", "fr"):
        new_id(replace(block, argument=name), ids, report)
        return [*found, Example(name, {"fr": code}, block.line)]
    if language.strip() != "ar":
        report.error(
            block.line,
            N_("the name of an example is followed by `ar` or nothing, not by `{argument}`"),
            argument=language,
        )
    elif not isinstance(last, Example) or last.id != name or "ar" in last.texts:
        report.error(
            block.line,
            N_("`{{example}} {name} ar` comes right after `{{example}} {name}`, its French text"),
            name=name,
        )
    else:
        return [*found[:-1], replace(last, texts={**last.texts, "ar": code})]
    return found
