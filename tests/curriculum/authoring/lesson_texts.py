"""Small lessons to try things on."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from babel.messages.catalog import Catalog

from curriculum.authoring import Lesson, parse_lesson
from curriculum.authoring.notebook import Words
from translations import catalogue

HEAD = """\
---
title: Un essai
minutes: 20
objectives:
  - Essayer.
---

"""

EXERCISE = """\
::::{exercise} double
:points: 2

Complète la fonction `double`.

```{starter}
def double(n):
    return
```

```{solution}
def double(n):
    return n * 2
```

```{tests}
- call: double(4)
  returns: 8
- call: double(-3)
  returns: -6
  hidden: true
  say: Essaie avec un nombre négatif.
```

:::{hint}
Quelle opération ?
:::
:::{hint}
La multiplication s'écrit `*`.
:::
::::
"""


def exercise(name: str, tests: str, solution: str = "pass", points: str = "4") -> str:
    """A whole exercise block with these tests."""
    lines = [
        f"::::{{exercise}} {name}",
        f":points: {points}",
        "",
        "Fais ce qui est demandé.",
        "",
        "```{starter}",
        "# Ta réponse ici",
        "```",
        "",
        "```{solution}",
        dedent(solution).strip("\n"),
        "```",
        "",
        "```{tests}",
        dedent(tests).strip("\n"),
        "```",
        "",
        ":::{hint}",
        "Un.",
        ":::",
        ":::{hint}",
        "Deux.",
        ":::",
        "::::",
        "",
    ]
    return "\n".join(lines)


def lesson_of(body: str, name: str = "essai") -> Lesson:
    """The lesson with ``body`` after a front matter; its problems fail the test."""
    parsed = parse_lesson(HEAD + body, name, 1)
    assert parsed.lesson, [problem.text("en") for problem in parsed.problems]
    return parsed.lesson


def words_with(arabic: Catalog | None = None) -> dict[str, Words]:
    """Everything a notebook says; the lesson's Arabic from ``arabic``."""
    empty = Catalog(locale="ar", domain="lessons")
    return {
        "ar": Words(arabic or empty, catalogue("authoring", "ar"), catalogue("learning", "ar")),
        "fr": Words(empty, catalogue("authoring", "fr"), catalogue("learning", "fr")),
    }


def write_lesson(folder: Path, name: str, text: str) -> Path:
    path = folder / name / "lesson.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path
