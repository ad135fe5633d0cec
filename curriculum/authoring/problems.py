"""What a checker says: problems with their place, all of them at once, in the reader's language.

A ``Report`` collects while a file is read; nothing is raised, so one run shows everything there is to mend.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from translations import BarmajaError, Message


def N_(msgid: str) -> str:
    """Marks a msgid of the domain ``authoring`` that is translated later."""
    return msgid


@dataclass(frozen=True)
class Problem:
    """One thing to mend. A warning does not stop a build."""

    place: str
    line: int
    message: Message
    warning: bool = False

    def text(self, language: str) -> str:
        """``place:line: sentence``; without ``:line`` where the problem is with the whole file (line 0)."""
        where = f"{self.place}:{self.line}" if self.line else self.place
        kind = Message("authoring", "warning: ").text(language) if self.warning else ""
        return f"{where}: {kind}{self.message.text(language)}"


class LessonProblems(Exception):
    """The lessons have problems that stop a build; ``problems`` are all of them, warnings too."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(problem.text("en") for problem in problems))
        self.problems = problems


class LessonError(BarmajaError):
    """Something outside the lessons' own text stops the work: no folder, no permission, a name that is taken."""


@dataclass
class Report:
    """The problems found so far in one file."""

    place: str
    problems: list[Problem] = field(default_factory=list)

    def error(self, line: int, msgid: str, /, **values: object) -> None:
        self.problems.append(Problem(self.place, line, Message("authoring", msgid, values)))

    def warning(self, line: int, msgid: str, /, **values: object) -> None:
        self.problems.append(Problem(self.place, line, Message("authoring", msgid, values), warning=True))


def errors(problems) -> tuple[Problem, ...]:
    """Those that stop a build."""
    return tuple(problem for problem in problems if not problem.warning)
