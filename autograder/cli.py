"""Commands ``course`` and ``autograde``: read, call one function, write what came of it.

With ``--progress json`` each step is one line of JSON on standard output, flushed: ``{"done", "total",
"pupil", "status", "message"}``; ``message`` is ``null`` or ``{"ar", "fr", "en"}``. Otherwise a progress bar
and a table for the person at the terminal. Exit status 1 when anything could not be done.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.table import Table

from autograder.course import Course, release_lesson
from autograder.exchange.store import ExchangeStore
from autograder.feedback import give_feedback
from autograder.grading import Outcome, collect_lesson, grade_lesson
from autograder.grading.outcome import FAILED, GRADED, UNCHANGED
from translations import LANGUAGES, SOURCE_LANGUAGE, BarmajaError, Message, command_line_gettext

_ = command_line_gettext("autograder")

state_option = click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var"),
    envvar="BARMAJA_STATE",
    show_default=True,
    help=_("The folder that holds everything of the school."),
)
progress_option = click.option(
    "--progress",
    "style",
    type=click.Choice(["bar", "json"]),
    default="bar",
    show_default=True,
    help=_("How to report progress: a bar, or one line of JSON a step for a program."),
)
pupil_option = click.option(
    "--pupil", "pupils", multiple=True, help=_("Only this pupil; may be given again.")
)


@click.group(help=_("Release lessons to a class, collect the work and give feedback."))
def course() -> None:
    pass


@course.command("list", help=_("Show the courses and their released lessons."))
@state_option
def list_courses(state: Path) -> None:
    store = ExchangeStore(state / "exchange")
    table = Table(_("Course"), _("Lesson"), _("Released"), _("Deadline"), _("Handed in"))
    for folder in sorted((state / "courses").glob("*/")):
        for release in store.releases(folder.name):
            pupils = {s.pupil for s in store.submissions(folder.name, release.assignment)}
            table.add_row(
                folder.name,
                release.assignment,
                _moment(release.released_at),
                _moment(release.deadline) if release.deadline else "–",
                str(len(pupils)),
            )
    Console().print(table)


@course.command(
    "show", help=_("Show what the pupils of a course handed in. Example: barmaja course show 2026-tcsf-1")
)
@click.argument("course_id", metavar="COURSE")
@click.argument("lesson", required=False)
@state_option
def show(course_id: str, lesson: str | None, state: Path) -> None:
    with _reported():
        store = ExchangeStore(state / "exchange")
        table = Table(_("Lesson"), _("Pupil"), _("Received"), _("Counts"), _("Late"), _("Receipt"))
        for name in [lesson] if lesson else store.assignments(course_id):
            for item in store.submissions(course_id, name):
                marks = ("✓" if item.counts else "", "✓" if item.late else "")
                table.add_row(name, item.pupil, _moment(item.receipt.received_at), *marks, item.receipt.id)
        Console().print(table)


@course.command(help=_("Release lessons to a class. Example: barmaja course release 2026-tcsf-1 variables"))
@click.argument("course_id", metavar="COURSE")
@click.argument("lessons", metavar="LESSON...", nargs=-1, required=True)
@click.option(
    "--deadline",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"]),
    help=_("Work handed in after this moment (in the time of this machine) is late."),
)
@state_option
@progress_option
def release(
    course_id: str, lessons: tuple[str, ...], deadline: datetime | None, state: Path, style: str
) -> None:
    with _reported(style):
        place = Course(state / "courses" / course_id).ensure()
        store = ExchangeStore(state / "exchange")
        due = deadline.astimezone() if deadline else None
        with _reporter(style) as report:
            for done, lesson in enumerate(lessons, start=1):
                release_lesson(place, lesson, state / "lessons" / lesson, store, due)
                report(done, len(lessons), "", "released", None)


@course.command(help=_("Copy the work that counts into the course's folder, without grading it."))
@click.argument("course_id", metavar="COURSE")
@click.argument("lesson")
@pupil_option
@state_option
@progress_option
def collect(course_id: str, lesson: str, pupils: tuple[str, ...], state: Path, style: str) -> None:
    with _reported(style):
        place = Course(state / "courses" / course_id).ensure()
        collected = collect_lesson(place, ExchangeStore(state / "exchange"), lesson, pupils or None)
        with _reporter(style) as report:
            for done, (submission, is_new) in enumerate(collected, start=1):
                status = "collected" if is_new else UNCHANGED
                report(done, len(collected), submission.pupil, status, None)


@course.command(help=_("Write the feedback on graded work and give it to the pupils."))
@click.argument("course_id", metavar="COURSE")
@click.argument("lesson")
@pupil_option
@state_option
@progress_option
def feedback(course_id: str, lesson: str, pupils: tuple[str, ...], state: Path, style: str) -> None:
    with _reported(style):
        place = Course(state / "courses" / course_id)
        store = ExchangeStore(state / "exchange")
        with _reporter(style) as report:
            given = give_feedback(
                place,
                store,
                lesson,
                lambda g: report(g.done, g.total, g.pupil, FAILED if g.message else "given", g.message),
                pupils=pupils or None,
            )
    if any(item.message for item in given):
        sys.exit(1)


@click.command(help=_("Collect and grade a lesson. Example: barmaja autograde 2026-tcsf-1 variables"))
@click.argument("course_id", metavar="COURSE")
@click.argument("lesson")
@pupil_option
@click.option("--force", is_flag=True, help=_("Grade again what was graded already."))
@click.option(
    "--processes", type=click.IntRange(1), help=_("How many works at once; one a core when not given.")
)
@state_option
@progress_option
def autograde(
    course_id: str,
    lesson: str,
    pupils: tuple[str, ...],
    force: bool,
    processes: int | None,
    state: Path,
    style: str,
) -> None:
    with _reported(style):
        place = Course(state / "courses" / course_id)
        store = ExchangeStore(state / "exchange")
        with _reporter(style) as report:
            outcomes = grade_lesson(
                place,
                store,
                lesson,
                lambda p: report(p.done, p.total, p.outcome.pupil, p.outcome.status, p.outcome.message),
                processes=processes,
                pupils=pupils or None,
                force=force,
            )
    if style == "bar":
        _print_outcomes(outcomes)
    if any(outcome.status == FAILED for outcome in outcomes):
        sys.exit(1)


def _print_outcomes(outcomes: tuple[Outcome, ...]) -> None:
    words = {GRADED: _("graded"), UNCHANGED: _("unchanged"), FAILED: _("failed")}
    table = Table(_("Pupil"), _("Result"), _("Points"), _("Remark"))
    for outcome in outcomes:
        points = "" if outcome.score is None else f"{outcome.score:g} / {outcome.max_score:g}"
        table.add_row(outcome.pupil, words[outcome.status], points, str(outcome.message or ""))
    Console().print(table)


@contextmanager
def _reporter(style: str) -> Iterator:
    """A function to call after each step, that writes JSON or moves a bar."""
    if style == "json":

        def line(done: int, total: int, pupil: str, status: str, message: Message | None) -> None:
            record = {"done": done, "total": total, "pupil": pupil, "status": status}
            click.echo(json.dumps({**record, "message": _everywhere(message)}, ensure_ascii=False))
            sys.stdout.flush()

        yield line
        return
    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, pupil, *_rest: bar.update(
            task, completed=done, total=total, description=pupil
        )


@contextmanager
def _reported(style: str = "bar") -> Iterator[None]:
    """An error of ours becomes one line (in JSON: status ``error``) and exit status 1."""
    try:
        yield
    except BarmajaError as error:
        if style == "json":
            record = {
                "done": 0,
                "total": 0,
                "pupil": "",
                "status": "error",
                "message": _everywhere(error.message),
            }
            click.echo(json.dumps(record, ensure_ascii=False))
            sys.stdout.flush()
        else:
            click.echo(str(error), err=True)
        sys.exit(1)


def _everywhere(message: Message | None) -> dict[str, str] | None:
    if message is None:
        return None
    return {language: message.text(language) for language in (*LANGUAGES, SOURCE_LANGUAGE)}


def _moment(value: datetime) -> str:
    return f"{value.astimezone():%Y-%m-%d %H:%M}"
