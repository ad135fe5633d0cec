"""``python -m hub_config.services.run_job KIND COURSE LESSON [DEADLINE]``: one job of a class page, in a process of its own.

First the gradebook learns the class's names from the roster, so that formgrader shows people and not ids; then the
autograder's own command does the work and reports it as JSON lines.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from curriculum.school import Roster
from hub_config.settings import state_folder

RELEASE, GRADE, FEEDBACK = "release", "grade", "feedback"


def job_arguments(kind: str, course: str, lesson: str, deadline: str | None = None) -> list[str]:
    """The autograder's command for a job. Raises ``KeyError`` for an unknown kind."""
    command = {RELEASE: ["release"], GRADE: [], FEEDBACK: ["feedback"]}[kind]
    due = ["--deadline", deadline] if deadline else []
    return [*command, course, lesson, *due, "--progress", "json"]


def command_of(kind: str, course: str, lesson: str, options: Mapping[str, str]) -> list[str]:
    """The program that does a job: what ``Jobs`` starts."""
    due = [options["deadline"]] if options.get("deadline") else []
    return [sys.executable, "-m", "hub_config.services.run_job", kind, course, lesson, *due]


def register_pupils(state: Path, course: str) -> None:
    """The class's pupils and their names are in the course's gradebook."""
    from autograder.course import Course, Student

    with Roster.open(state / "roster.sqlite") as roster:
        pupils = roster.pupils(course)
    students = [
        Student(pupil.id, pupil.given_name or None, pupil.family_name or pupil.name) for pupil in pupils
    ]
    Course(state / "courses" / course).ensure().register(students)


def main() -> None:
    from autograder.cli import autograde  # nbgrader takes seconds to load: the service itself must not
    from autograder.cli import course as course_commands

    kind, course, lesson, *rest = sys.argv[1:]
    state = state_folder()
    if kind in (RELEASE, GRADE):
        register_pupils(state, course)
    command = autograde if kind == GRADE else course_commands
    command(job_arguments(kind, course, lesson, *rest), prog_name="barmaja")


if __name__ == "__main__":
    main()
