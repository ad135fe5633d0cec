"""The block ``exercise``: its task, starters, solution, tests, wrong answers and hints."""

from __future__ import annotations

from collections.abc import Mapping

from curriculum.authoring.blocks import Directive, blocks
from curriculum.authoring.model import (
    Code,
    Exercise,
    Prose,
    Text,
    Wrong,
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
from curriculum.authoring.problems import N_, Report, errors
from curriculum.authoring.tests_data import parse_tests

HINTS = 2


def parse_exercise(block: Directive, ids: dict[str, int], report: Report) -> Exercise | None:
    before = len(errors(report.problems))
    options = options_of(block, report)
    name = new_id(block, ids, report)
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
            options_of(part, report)
            inner.setdefault(part.name, []).append(part)
        else:
            misplaced(part, EXERCISE_BLOCKS, TOP_BLOCKS, report)
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
        h for part in inner.get("hint", ()) if (h := single_prose(part.body, part.body_line, "hint", report))
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
    return python_of(code_of(found[0]), what, report)


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
        starters[language] = code_of(part)
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
    return Wrong(earned, code_of(part), Text(*say) if say and say[0] else None, part.line)
