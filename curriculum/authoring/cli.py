"""``barmaja lessons``: read, call, write, report."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from curriculum.authoring import building, files
from curriculum.authoring.building import read_checked, read_words
from curriculum.authoring.check import Checked, check_sources
from curriculum.authoring.messages import merged, template
from curriculum.authoring.preview import make_app
from curriculum.authoring.problems import LessonProblems, Problem, errors
from curriculum.authoring.scaffold import new_lesson
from curriculum.authoring.trial import trial_problems
from translations import BarmajaError, catalogue, command_line_gettext, command_line_language

_ = command_line_gettext("authoring")
ngettext = catalogue("authoring", command_line_language()).ngettext

folder_option = click.option(
    "--lessons", "folder", type=click.Path(path_type=Path), default=files.LESSONS, show_default=False,
    help=_("Folder of the lessons; Barmaja's own when left out."),
)  # fmt: skip
catalogue_option = click.option(
    "--catalogue", "po", type=click.Path(path_type=Path), default=files.CATALOGUE, show_default=False,
    help=_("The Arabic catalogue of the lessons (lessons.po)."),
)  # fmt: skip


state_option = click.option(
    "--state", type=click.Path(path_type=Path), default="var", envvar="BARMAJA_STATE", show_default=True,
    help=_("The state folder of the school."),
)  # fmt: skip


@click.group(help=_("Write, check, translate and build lessons."))
def lessons() -> None:
    pass


@lessons.command(
    help=_("Read every lesson and its Arabic like a careful colleague; exit 1 if there is anything to mend.")
)
@folder_option
@catalogue_option
@click.option("--no-translation", is_flag=True, help=_("Leave the Arabic aside."))
@click.option(
    "--run/--no-run",
    default=True,
    help=_("Run solutions, starters and wrong answers through the tests (the default)."),
)
def check(folder: Path, po: Path, no_translation: bool, run: bool) -> None:
    checked = _checked(folder) if no_translation else _reading(read_checked, folder, po)
    problems = list(checked.problems)
    for lesson in checked.lessons if run else ():
        click.echo(_("Running {lesson}…").format(lesson=lesson.id), err=True)
        problems += trial_problems(lesson, read_words(po))
    _report(problems)
    click.echo(
        ngettext(
            "{count} lesson, nothing to mend.", "{count} lessons, nothing to mend.", len(checked.lessons)
        ).format(count=len(checked.lessons))
    )


@lessons.command(
    help=_("Bring the Arabic catalogue up to date with the lessons' French; translations are kept.")
)
@folder_option
@catalogue_option
def extract(folder: Path, po: Path) -> None:
    checked = _checked(folder)
    _report(checked.problems)
    updated = merged(_reading(files.read_catalogue, po), template(checked.lessons))
    _reading(files.write_catalogue, updated, po)
    missing = sum(1 for entry in updated if entry.id and not entry.string)
    sentence = ngettext(
        "{count} text, {missing} to translate: {file}",
        "{count} texts, {missing} to translate: {file}",
        len(updated),
    )
    click.echo(sentence.format(count=len(updated), missing=missing, file=files.place_of(po)))


@lessons.command(
    help=_(
        "Build the notebooks into the state folder, all or none. Example: barmaja lessons build --state ./var"
    )
)
@folder_option
@catalogue_option
@state_option
def build(folder: Path, po: Path, state: Path) -> None:
    try:
        infos = _reading(building.build, folder, state / "lessons", po)
    except LessonProblems as found:
        _report(found.problems)
        raise
    for info in infos:
        click.echo(f"{info.number:02}  {info.id}  {info.title['fr']} · {info.title['ar']}")
    click.echo(_("Built into {folder}").format(folder=state / "lessons"))


@lessons.command(help=_('Start a new lesson. Example: barmaja lessons new "Les boucles"'))
@click.argument("title")
@folder_option
def new(title: str, folder: Path) -> None:
    path = _reading(new_lesson, folder, title)
    click.echo(
        _("Written: {file}. Look at it with: barmaja lessons preview").format(file=files.place_of(path))
    )


@lessons.command(help=_("Show the lessons in a browser, both languages, anew whenever a file is saved."))
@folder_option
@catalogue_option
@click.option("--port", default=8765, show_default=True, help=_("Port on this machine."))
def preview(folder: Path, po: Path, port: int) -> None:
    _reading(files.read_sources, folder)
    try:
        asyncio.run(_serve(make_app(folder, po, command_line_language()), port))
    except OSError as error:
        sentence = _("Port {port} is taken; choose another with --port.")
        raise click.ClickException(sentence.format(port=port)) from error
    except KeyboardInterrupt:
        click.echo()


async def _serve(app, port: int) -> None:
    app.listen(port, address="127.0.0.1")
    click.echo(_("Lessons: http://127.0.0.1:{port} (stop with Ctrl-C)").format(port=port))
    await asyncio.Event().wait()


def _checked(folder: Path) -> Checked:
    return check_sources(_reading(files.read_sources, folder))


def _reading(read, *arguments):
    """``read(*arguments)``; an error that a person can mend ends the command with its sentence."""
    try:
        return read(*arguments)
    except BarmajaError as error:
        raise click.ClickException(str(error)) from error


def _report(problems: Iterable[Problem]) -> None:
    """Prints every problem; ends the command with 1 when one of them stops a build."""
    language = command_line_language()
    problems = tuple(problems)
    for problem in problems:
        click.echo(problem.text(language), err=True)
    if stopping := len(errors(problems)):
        click.echo(
            ngettext("{count} thing to mend.", "{count} things to mend.", stopping).format(count=stopping),
            err=True,
        )
        sys.exit(1)
