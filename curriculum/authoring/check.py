"""Everything that can be said of a folder of lessons without running them: pure, all problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog

from curriculum.authoring.messages import translation_problems
from curriculum.authoring.model import Lesson
from curriculum.authoring.parse import parse_lesson
from curriculum.authoring.problems import N_, Problem, Report

FOLDER = re.compile(r"(\d{2})-([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")


@dataclass(frozen=True)
class Source:
    """A lesson as found: its folder's name, its text, and how problems name its file."""

    folder: str
    text: str
    place: str


@dataclass(frozen=True)
class Checked:
    """The lessons that could be read, in their order, and every problem."""

    lessons: tuple[Lesson, ...]
    problems: tuple[Problem, ...]


def check_sources(sources: Iterable[Source]) -> Checked:
    """Reads every lesson; what concerns several (a number or an id used twice, a need that is not met) comes last."""
    lessons: list[Lesson] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for source in sorted(sources, key=lambda source: source.folder):
        report = Report(source.place)
        match = FOLDER.fullmatch(source.folder)
        if not match:
            report.error(
                0,
                N_(
                    "the folder `{folder}` is not named like `04-boucles`: two digits, a hyphen, small letters"
                ),
                folder=source.folder,
            )
            problems += report.problems
            continue
        for key in match.groups():
            if key in seen:
                report.error(
                    0, N_("`{key}` is used by `{other}` already; choose another"), key=key, other=seen[key]
                )
            seen[key] = source.folder
        parsed = parse_lesson(source.text, match[2], int(match[1]), source.place)
        problems += [*report.problems, *parsed.problems]
        if parsed.lesson:
            lessons.append(parsed.lesson)
    problems += _needs(lessons, set(seen))
    return Checked(tuple(lessons), tuple(problems))


def _needs(lessons: Iterable[Lesson], known: set[str]) -> Iterator[Problem]:
    before: set[str] = set()
    for lesson in lessons:
        report = Report(lesson.place)
        for need in lesson.needs:
            if need not in known:
                report.error(1, N_("`needs: {need}`: there is no such lesson"), need=need)
            elif need not in before:
                report.error(1, N_("`needs: {need}`: that lesson comes later"), need=need)
        yield from report.problems
        before.add(lesson.id)


def check_translation(lessons: Iterable[Lesson], catalogue: Catalog, place: str) -> tuple[Problem, ...]:
    """What is missing or broken in the Arabic of ``lessons``."""
    found = [problem for lesson in lessons for problem in translation_problems(lesson, catalogue, place)]
    once = {(problem.place, problem.line, problem.message.text("en")): problem for problem in found}
    return tuple(once[key] for key in sorted(once, key=lambda key: key[:2]))
