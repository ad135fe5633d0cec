"""A broken lesson yields all its problems, each at its line, and no lesson."""

from __future__ import annotations

import pytest

from curriculum.authoring import parse_lesson
from curriculum.authoring.model import Example, Predict, Prose
from tests.curriculum.authoring.lesson_texts import EXERCISE, HEAD, exercise, lesson_of

BROKEN = {
    "no front matter": ("# Titre\n", 1, "the file begins with `---`"),
    "a key is missing": ("---\ntitle: A\nminutes: 3\n---\n" + EXERCISE, 1, "`objectives` is missing"),
    "unknown key": (
        HEAD.replace("minutes: 20", "minutes: 20\nduree: 3") + EXERCISE,
        4,
        "unknown key `duree`; use: title",
    ),
    "minutes in words": (HEAD.replace("20", "vingt") + EXERCISE, 3, "`minutes` cannot be read"),
    "broken YAML on top": (HEAD.replace("minutes: 20", "minutes: [20") + EXERCISE, 4, "not valid YAML"),
    "unknown block": (
        HEAD + "::::{exercice} a\n::::\n",
        8,
        "unknown block `exercice`; use one of: predict, example, exercise",
    ),
    "unknown block inside": (
        HEAD + EXERCISE.replace("{hint}", "{indice}", 1),
        32,
        "unknown block `indice`; use one of: starter",
    ),
    "tests outside": (
        HEAD + "```{tests}\n- call: f()\n  returns: 1\n  hidden: true\n```\n",
        8,
        "tests outside an exercise",
    ),
    "hint outside": (HEAD + ":::{hint}\nA\n:::\n", 8, "`hint` does not belong here"),
    "block in a list": (HEAD + "- a\n\n  :::{predict} b\n  :::\n", 10, "cannot stand in a list"),
    "no test": (HEAD + EXERCISE.replace("```{tests}", "```text"), 8, "has no test"),
    "no solution": (HEAD + EXERCISE.replace("```{solution}", "```text"), 8, "has no block `solution`"),
    "no starter": (HEAD + EXERCISE.replace("```{starter}", "```text"), 8, "has no block `starter`"),
    "two solutions": (HEAD + EXERCISE.replace("```{starter}", "```{solution}"), 18, "two blocks `solution`"),
    "no points": (HEAD + EXERCISE.replace(":points: 2\n", ""), 8, "has no `:points:`"),
    "no points at all": (HEAD + EXERCISE.replace(": 2", ": 0"), 9, "a number above 0"),
    "negative points": (HEAD + EXERCISE.replace(": 2", ": -1"), 9, "a number above 0"),
    "a third of a point": (HEAD + EXERCISE.replace(": 2", ": 0.3"), 9, "whole or with a half"),
    "unknown option": (
        HEAD + EXERCISE.replace(":points: 2", ":points: 2\n:note: 3"),
        10,
        "unknown option `:note:`",
    ),
    "same name twice": (HEAD + EXERCISE + EXERCISE, 39, "`double` is taken already at line 8"),
    "capital in a name": (HEAD + EXERCISE.replace("} double", "} Double"), 8, "small letters"),
    "solution is no Python": (
        HEAD + EXERCISE.replace("return n * 2", "return n *"),
        20,
        "`solution` is not Python",
    ),
    "unknown test key": (
        HEAD + EXERCISE.replace("returns: 8", "renvoie: 8"),
        25,
        "unknown test key `renvoie`; use: call, input",
    ),
    "nothing expected": (HEAD + EXERCISE.replace("  returns: 8\n", ""), 24, "expects exactly one of"),
    "two expectations": (
        HEAD + EXERCISE.replace("returns: 8", "returns: 8\n  prints: 8"),
        24,
        "expects exactly one of",
    ),
    "tests are no list": (
        HEAD + EXERCISE.replace("- call: double(4)\n  returns: 8\n", "call: f(1)\nreturns: 2\n"),
        26,
        "not valid YAML",
    ),
    "bad YAML in tests": (HEAD + EXERCISE.replace("returns: 8", "returns: [8"), 26, "not valid YAML"),
    "call is no Python": (HEAD + EXERCISE.replace("double(4)", "double(4"), 24, "not a Python expression"),
    "hidden in words": (
        HEAD + EXERCISE.replace("hidden: true", "hidden: oui"),
        28,
        "`hidden` is true or false",
    ),
    "value Python cannot write": (
        HEAD + EXERCISE.replace("returns: 8", "returns: !py f(2)"),
        25,
        "no plain value",
    ),
    "equals without variable": (
        HEAD + EXERCISE.replace("returns: 8", "returns: 8\n  equals: 8"),
        26,
        "`equals` goes with variable",
    ),
    "wrong answer worth all": (
        HEAD + EXERCISE.replace(":::{hint}", "```{wrong} 2\npass\n```\n\n:::{hint}", 1),
        32,
        "from 0 to less than 2",
    ),
    "one choice only": (HEAD + ":::{predict} p\nQuoi ?\n\n- [x] `1`\n:::\n", 8, "two choices or more"),
    "no right choice": (
        HEAD + ":::{predict} p\nQuoi ?\n\n- [ ] `1`\n- [ ] `2`\n:::\n",
        8,
        "two choices or more",
    ),
    "Arabic example alone": (HEAD + "```{example} a ar\npass\n```\n", 8, "comes right after `{example} a`"),
}


@pytest.mark.parametrize(("text", "line", "words"), BROKEN.values(), ids=BROKEN)
def test_each_mistake_is_named_at_its_line(text: str, line: int, words: str) -> None:
    parsed = parse_lesson(text, "essai", 1, "lessons/01-essai/lesson.md")
    assert parsed.lesson is None
    found = [problem.text("en") for problem in parsed.problems]
    assert any(p.startswith(f"lessons/01-essai/lesson.md:{line}: ") and words in p for p in found), found


def test_all_problems_come_at_once_and_in_order() -> None:
    text = HEAD + EXERCISE.replace(": 2", ": 0").replace("returns: 8", "renvoie: 8") + ":::{indice}\n:::\n"
    lines = [problem.line for problem in parse_lesson(text, "essai", 1).problems]
    assert lines == sorted(lines)
    assert len(lines) >= 3


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_problems_speak_the_authors_language(language: str) -> None:
    """Every sentence fills its placeholders in every language."""
    for text, _, _ in BROKEN.values():
        for problem in parse_lesson(text, "essai", 1).problems:
            assert ":" in problem.text(language)
    spoken = {
        parse_lesson(BROKEN["no points"][0], "essai", 1).problems[0].text(each) for each in ("ar", "fr", "en")
    }
    assert len(spoken) == 3


def test_fewer_than_two_hints_is_a_warning_only() -> None:
    parsed = parse_lesson(HEAD + EXERCISE.replace(":::{hint}\nQuelle opération ?\n:::\n", ""), "essai", 1)
    assert parsed.lesson
    assert [problem.warning for problem in parsed.problems] == [True]


def test_blocks_keep_their_order_and_a_heading_begins_a_prose() -> None:
    lesson = lesson_of(
        "Avant.\n\n## Un\n\nTexte.\n\n:::{predict} p\nQuoi ?\n\n- [x] oui\n- [ ] non <!-- Car. -->\n:::\n\n"
        "```{example} e\nprint(1)\n```\n\n```{example} e ar\nprint(2)\n```\n\n" + EXERCISE + "\nFin.\n"
    )
    assert [type(block).__name__ for block in lesson.blocks] == [
        "Prose", "Prose", "Predict", "Example", "Exercise", "Prose",
    ]  # fmt: skip
    predict = next(block for block in lesson.blocks if isinstance(block, Predict))
    assert [(c.right, c.text.text, c.why and c.why.text) for c in predict.choices] == [
        (True, "oui", None),
        (False, "non", "Car."),
    ]
    example = next(block for block in lesson.blocks if isinstance(block, Example))
    assert {language: code.text for language, code in example.texts.items()} == {
        "fr": "print(1)",
        "ar": "print(2)",
    }


PROSE = {
    "a paragraph of two lines": "Un\ndeux.",
    "a list in a list": "- un\n  - deux\n    suite\n- trois",
    "a quotation": "> Un\n> deux",
    "a table": "| a | b |\n|---|---|\n| un | `deux` |",
    "code": "Regarde :\n\n```python\nprint('a')\n\nprint(2)\n```\n\nEt puis.",
    "words in a fence": "```text\nBonjour\n  toi\n```",
    "a fence in a list": "1. un\n\n   ```python\n   x = 1\n   ```\n2. deux",
    "HTML": '<details>\n<summary>Ici</summary>\n\nTexte.\n\n</details>',
    "a heading": "### Un titre",
}  # fmt: skip


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
def test_prose_is_written_back_as_it_was(text: str) -> None:
    (prose,) = (block for block in lesson_of(text + "\n").blocks if isinstance(block, Prose))
    assert prose.markdown() == text


VALUES = {
    "5": "5", "5.0": "5.0", '"5"': "'5'", "cinq": "'cinq'", "true": "True", "False": "False", "None": "None",
    "yes": "'yes'", "12:30": "'12:30'", "2026-11-24": "'2026-11-24'", "[1, deux, null]": "[1, 'deux', None]",
    "{a: 1}": "{'a': 1}", "!py (1, 2)": "(1, 2)", '!py "a"': "'a'", '!py {1: "un"}': "{1: 'un'}", "-3": "-3", "'a: b'": "'a: b'",
}  # fmt: skip


@pytest.mark.parametrize(("written", "literal"), VALUES.items())
def test_values_are_what_they_look_like(written: str, literal: str) -> None:
    (found,) = lesson_of(exercise("a", f"- call: f()\n  returns: {written}")).exercises
    assert found.tests[0].data["returns"] == literal


def test_french_colons_need_no_quotes() -> None:
    """In French a blank comes before the colon, which YAML alone would take for a key."""
    (found,) = lesson_of(
        exercise(
            "a",
            '- call: f("x: y") == 2\n  returns: true\n  say: On reste : relis « moins de ».\n  hidden: true',
        )
    ).exercises
    assert found.tests[0].data["call"] == 'f("x: y") == 2'
    assert found.tests[0].say.text == "On reste : relis « moins de »."


def test_input_and_prints_are_texts_by_line_and_by_language() -> None:
    (found,) = lesson_of(
        exercise(
            "sortie",
            "- input: [Salma, 15]\n  prints: {fr: Bonjour Salma, ar: مرحبا Salma}\n- prints: [a, b]\n  match: exact",
        )
    ).exercises
    assert found.tests[0].data == {
        "input": ["Salma", "15"],
        "prints": {"fr": "Bonjour Salma", "ar": "مرحبا Salma"},
    }
    assert found.tests[1].data == {"prints": {"fr": "a\nb", "ar": "a\nb"}, "match": "exact"}
