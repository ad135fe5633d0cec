"""What can be wrong with a school's files: every problem at once, each with its place and the remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from translations import BarmajaError, Message

DOMAIN = "school"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: ``place`` (``school.toml:12``, or a sheet, row and column) and what to do
    about it."""

    place: str | Message
    message: Message

    def text(self, language: str) -> str:
        place = self.place.text(language) if isinstance(self.place, Message) else self.place
        return f"{place}: {self.message.text(language)}"


class SchoolError(BarmajaError):
    """Something about the school, its roster or its progress that a person can put right.

    ``problems`` holds all of them where there are several; the text is a headline and a line for each.
    Whoever raises it has written nothing.
    """

    def __init__(self, message: Message, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    def text(self, language: str) -> str:
        return "\n".join(
            [self.message.text(language), *(problem.text(language) for problem in self.problems)]
        )

    def __str__(self) -> str:
        return "\n".join(
            [str(self.message), *(f"{problem.place}: {problem.message}" for problem in self.problems)]
        )


class RosterError(SchoolError):
    """A pupil, a list of pupils or a secret that the roster cannot take."""
