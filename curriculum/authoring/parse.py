"""``lesson.md`` → ``Lesson``, or all the problems that prevent it. Performs no I/O.

The grammar is in the package's docstring.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import yaml

from curriculum.authoring.blocks import Directive, blocks, front_matter
from curriculum.authoring.model import (
    Block,
    Choice,
    Code,
    Example,
    Exercise,
    Lesson,
    Predict,
    Prose,
    Text,
    Wrong,
)
from curriculum.authoring.problems import N_, Problem, Report, errors
from curriculum.authoring.tests_data import parse_tests
from curriculum.authoring.yaml_lines import (
    ValueProblem,
    compose,
    entries,
    line_of,
    text_of,
    texts_of,
    value_of,
)

TOP_BLOCKS = ("predict", "example", "exercise")
EXERCISE_BLOCKS = ("starter", "solution", "tests", "wrong", "hint")
OPTIONS: Mapping[str, tuple[str, ...]] = {"exercise": ("points", "title"), "wrong": ("say",)}
KEYS = ("title", "unit", "minutes", "objectives", "needs")
REQUIRED = ("title", "minutes", "objectives")
HINTS = 2
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
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
    head = _front_matter(text, report)
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
            found += _kept(_exercise(block, ids, report))
        else:
            _unknown(block, TOP_BLOCKS, EXERCISE_BLOCKS, report)
    if not ids and not errors(report.problems):
        report.warning(0, N_("this lesson has no exercise: nothing in it is graded"))
    problems = tuple(sorted(report.problems, key=lambda problem: problem.line))
    if errors(problems) or head is None:
        return Parsed(None, problems)
    return Parsed(Lesson(id=lesson_id, number=number, blocks=tuple(found), place=place, **head), problems)


def _kept(block: Block | None) -> list[Block]:
    return [] if block is None else [block]


def _unknown(block: Directive, valid: tuple[str, ...], elsewhere: tuple[str, ...], report: Report) -> None:
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


def _options(block: Directive, report: Report) -> dict[str, tuple[str, int]]:
    valid = OPTIONS.get(block.name, ())
    for name, (_, line) in block.options.items():
        if name not in valid:
            report.error(
                line, N_("unknown option `:{name}:` of `{block}`; use: {valid}"),
                name=name, block=block.name, valid=", ".join(f":{option}:" for option in valid) or "—",
            )  # fmt: skip
    return dict(block.options)


def _new_id(block: Directive, ids: dict[str, int], report: Report) -> str:
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


def _code(block: Directive) -> Code:
    return Code(block.body.rstrip("\n").lstrip("\n"), block.body_line)


def _python(code: Code, what: str, report: Report) -> Code:
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


def _predict(block: Directive, ids: dict[str, int], report: Report) -> Predict | None:
    _options(block, report)
    name = _new_id(block, ids, report)
    lines = block.body.split("\n")
    rows = [row for row, line in enumerate(lines) if _CHOICE_LINE.match(line)]
    first = rows[0] if rows else len(lines)
    question = _single_prose("\n".join(lines[:first]), block.body_line, block.name, report)
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


def _single_prose(body: str, first_line: int, name: str, report: Report) -> Prose | None:
    """The prose of a block that holds nothing but prose."""
    parts: list = []
    for inner in blocks(body, first_line, report):
        if isinstance(inner, Prose):
            parts += ["\n\n", *inner.parts] if parts else inner.parts
        else:
            _unknown(inner, (), (*TOP_BLOCKS, *EXERCISE_BLOCKS), report)
    if not parts:
        report.error(first_line - 1, N_("`{block}` has no text"), block=name)
        return None
    return Prose(tuple(parts), first_line)


def _example(block: Directive, found: list[Block], ids: dict[str, int], report: Report) -> list[Block]:
    """A new example, or the Arabic text of the one just before, which has the same name."""
    _options(block, report)
    code = _python(_code(block), "example", report)
    name, _, language = block.argument.partition(" ")
    last = found[-1] if found else None
    if language.strip() in ("", "fr"):
        _new_id(replace(block, argument=name), ids, report)
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


def _points(text: str, line: int, report: Report) -> float:
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = 0.0
    if not 0 < points < 1000 or points * 2 != int(points * 2):
        report.error(
            line, N_("`:points:` is a number above 0, whole or with a half: not `{text}`"), text=text
        )
    return int(points) if points == int(points) else points


def _exercise(block: Directive, ids: dict[str, int], report: Report) -> Exercise | None:
    before = len(errors(report.problems))
    options = _options(block, report)
    name = _new_id(block, ids, report)
    points: float = 0
    if "points" in options:
        points = _points(*options["points"], report)
    else:
        report.error(block.line, N_("the exercise `{name}` has no `:points:`"), name=name)
    parts: list = []
    inner: dict[str, list[Directive]] = {}
    for part in blocks(block.body, block.body_line, report):
        if isinstance(part, Prose):
            parts += ["\n\n", *part.parts] if parts else part.parts
        elif part.name in EXERCISE_BLOCKS:
            _options(part, report)
            inner.setdefault(part.name, []).append(part)
        else:
            _unknown(part, EXERCISE_BLOCKS, TOP_BLOCKS, report)
    if not parts:
        report.error(block.line, N_("the exercise `{name}` says nothing: write what to do"), name=name)
    starters = _starters(inner.get("starter", ()), name, block.line, report)
    solution = _one(inner, "solution", name, block.line, report)
    tests = [
        test for part in inner.get("tests", ()) for test in parse_tests(part.body, part.body_line, report)
    ]
    if "tests" not in inner:
        report.error(block.line, N_("the exercise `{name}` has no test: add a block `{{tests}}`"), name=name)
    elif len(inner["tests"]) > 1:
        report.error(
            inner["tests"][1].line,
            N_("the exercise `{name}` has two blocks `{block}`: keep one"),
            name=name,
            block="tests",
        )
    elif not tests and not errors(report.problems)[before:]:
        report.error(
            inner["tests"][0].line,
            N_("the exercise `{name}` has no test: add a block `{{tests}}`"),
            name=name,
        )
    elif tests and all(test.hidden for test in tests):
        report.warning(
            block.line,
            N_("every test of `{name}` is hidden: Check has nothing to show to the pupil"),
            name=name,
        )
    wrongs = tuple(_wrong(part, points, report) for part in inner.get("wrong", ()))
    hints = tuple(
        h for part in inner.get("hint", ()) if (h := _single_prose(part.body, part.body_line, "hint", report))
    )
    if len(hints) < HINTS:
        report.warning(block.line, N_("the exercise `{name}` has fewer than two hints"), name=name)
    if len(errors(report.problems)) > before or not solution:
        return None
    title = Text(*options["title"]) if options.get("title", ("", 0))[0] else None
    return Exercise(
        name,
        points,
        Prose(tuple(parts), block.body_line),
        starters,
        solution,
        tuple(tests),
        title,
        wrongs,
        hints,
        block.line,
    )


def _one(
    inner: Mapping[str, list[Directive]], what: str, name: str, line: int, report: Report
) -> Code | None:
    found = inner.get(what, [])
    if not found:
        report.error(line, N_("the exercise `{name}` has no block `{block}`"), name=name, block=what)
        return None
    if len(found) > 1:
        report.error(
            found[1].line,
            N_("the exercise `{name}` has two blocks `{block}`: keep one"),
            name=name,
            block=what,
        )
    return _python(_code(found[0]), what, report)


def _starters(parts, name: str, line: int, report: Report) -> dict[str, Code]:
    """A starter may be unfinished Python, even with a gap that is no Python at all: it is what the pupil completes."""
    starters: dict[str, Code] = {}
    for part in parts:
        language = part.argument or "fr"
        if language not in ("fr", "ar"):
            report.error(
                part.line,
                N_("`starter` is followed by `ar` or nothing, not by `{argument}`"),
                argument=language,
            )
        elif language in starters:
            report.error(
                part.line,
                N_("the exercise `{name}` has two blocks `{block}`: keep one"),
                name=name,
                block=f"starter {language}",
            )
        starters[language] = _code(part)
    if "fr" not in starters:
        report.error(line, N_("the exercise `{name}` has no block `{block}`"), name=name, block="starter")
    return starters


def _wrong(part: Directive, points: float, report: Report) -> Wrong:
    try:
        earned = float(part.argument.replace(",", "."))
    except ValueError:
        earned = -1
    if not 0 <= earned < points or earned * 2 != int(earned * 2):
        report.error(
            part.line,
            N_(
                "`{{wrong}}` is followed by the points it must get, from 0 to less than {points}: not `{text}`"
            ),
            points=points,
            text=part.argument,
        )
    say = part.options.get("say")
    return Wrong(earned, _code(part), Text(*say) if say and say[0] else None, part.line)


def _front_matter(text: str, report: Report) -> dict | None:
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
