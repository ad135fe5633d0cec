"""A lesson as plain frozen values, and the one walk over the words in it.

Vocabulary: a *Text* is one string a translator meets (one msgid); *Prose* is Markdown with Texts at the places where
words stand; a *block* is Prose, a prediction, an example or an exercise, in the order of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TypeVar


@dataclass(frozen=True)
class Text:
    """Words to translate, at a line of the source. ``indent`` opens every line after the first (in a list, a quote)."""

    text: str
    line: int = 0
    indent: str = ""

    def markdown(self) -> str:
        return self.text.replace("\n", "\n" + self.indent)


@dataclass(frozen=True)
class Fence:
    """A block of code inside prose. Python is the same in every language; any other (``text``, ``pseudo``) is words."""

    info: str
    body: str | Text
    markup: str = "```"
    indent: str = ""

    def markdown(self) -> str:
        body = self.body.text if isinstance(self.body, Text) else self.body
        lines = "".join(f"{self.indent}{line}\n" if line else "\n" for line in body.split("\n"))
        return f"{self.markup}{self.info}\n{lines}{self.indent}{self.markup}"


@dataclass(frozen=True)
class Prose:
    parts: tuple[str | Text | Fence, ...]
    line: int = 0

    def markdown(self) -> str:
        return "".join(part if isinstance(part, str) else part.markdown() for part in self.parts).strip("\n")


@dataclass(frozen=True)
class Code:
    """Python that is run or shown as it stands."""

    text: str
    line: int = 0


@dataclass(frozen=True)
class Choice:
    right: bool
    text: Text
    why: Text | None = None


@dataclass(frozen=True)
class Predict:
    """A question to answer before running anything."""

    id: str
    question: Prose
    choices: tuple[Choice, ...]
    line: int = 0


@dataclass(frozen=True)
class Example:
    """A code cell to run and to change; its text a language (always ``fr``, perhaps ``ar``)."""

    id: str
    texts: Mapping[str, Code]
    line: int = 0


@dataclass(frozen=True)
class LessonTest:
    """One test as data. ``kind`` is returns, prints, variable, raises or python; ``data`` is JSON, values as literals."""

    index: int
    kind: str
    data: Mapping[str, object]
    hidden: bool = False
    say: Text | None = None
    line: int = 0


@dataclass(frozen=True)
class Wrong:
    """A mistake pupils make, the points it must get, and what to say about it."""

    points: float
    code: Code
    say: Text | None = None
    line: int = 0


@dataclass(frozen=True)
class Exercise:
    """A graded task: ``starters`` has ``fr`` always and ``ar`` perhaps; ``points`` > 0."""

    id: str
    points: float
    task: Prose
    starters: Mapping[str, Code]
    solution: Code
    tests: tuple[LessonTest, ...]
    title: Text | None = None
    wrongs: tuple[Wrong, ...] = ()
    hints: tuple[Prose, ...] = ()
    line: int = 0


Block = Prose | Predict | Example | Exercise


@dataclass(frozen=True)
class Lesson:
    """One lesson in one language; ``place`` is its file as problems name it."""

    id: str
    number: int
    title: Text
    minutes: int
    objectives: tuple[Text, ...]
    blocks: tuple[Block, ...]
    unit: str = ""
    needs: tuple[str, ...] = ()
    place: str = field(default="lesson.md", compare=False)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Exercise))

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)


Node = TypeVar("Node")


def with_texts(node: Node, change: Callable[[Text], str]) -> Node:
    """The same value with the words of every ``Text`` replaced by ``change(text)``; everything else is kept."""
    if isinstance(node, Text):
        return replace(node, text=change(node))
    if isinstance(node, tuple):
        return tuple(with_texts(item, change) for item in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{f.name: with_texts(getattr(node, f.name), change) for f in fields(node)})
    return node


def texts(node: object) -> Iterator[Text]:
    """Every ``Text`` of a lesson or of a part of it, in the order of the fields."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from texts(item)
    elif is_dataclass(node) and not isinstance(node, type):
        for f in fields(node):
            yield from texts(getattr(node, f.name))
