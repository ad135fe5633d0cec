"""``barmaja progress``: publishes a school's progress and shows what a coordinator sees."""

from __future__ import annotations

from pathlib import Path

import click

from curriculum.authoring import lesson_index
from curriculum.progress.chart import chart_svg
from curriculum.progress.export import headers, hiding_note, table, to_csv, to_xlsx
from curriculum.progress.gathering import query
from curriculum.progress.publishing import publish as publish_progress
from curriculum.progress.records import LessonName
from curriculum.school import Bilingual, School, SchoolError, read_school
from curriculum.school.command_line import ReportingGroup, columns, state_option
from curriculum.school.problems import DOMAIN
from curriculum.school.state import LESSONS_FOLDER, PROGRESS_FOLDER, SCHOOL_FILE
from translations import LANGUAGES, Message, command_line_gettext, command_line_language, language_of
from translations.locale import number

_ = command_line_gettext(DOMAIN)
_LANGUAGE = language_of(command_line_language(), "fr")
_FORMATS = ("csv", "xlsx", "svg")


@click.group(
    cls=ReportingGroup,
    help=_("The progress of a school, lesson by lesson and class by class, without names."),
)
def progress() -> None:
    pass


@progress.command(
    help=_("Write the school's progress file (Parquet) from its gradebooks and class activity. The older file is "
           "replaced.\n\nExample: barmaja progress publish")
)  # fmt: skip
@click.option("--gradebook", "gradebooks", multiple=True, metavar="COURSE=URL",
              help=_("A class's gradebook that is not in its place: a database URL. Once for each such class."))  # fmt: skip
@state_option
def publish(state: Path, gradebooks: tuple[str, ...]) -> None:
    school = read_school(state / SCHOOL_FILE)
    lessons = lesson_names(state / LESSONS_FOLDER)
    path = publish_progress(state, school, _gradebooks(state, school, gradebooks), lessons=lessons)
    click.echo(_("Wrote {file}.").format(file=path))


def lesson_names(folder: Path) -> tuple[LessonName, ...]:
    """The names of the lessons that were built into ``folder``; none before the first build."""
    if not (folder / "index.json").exists():
        return ()
    return tuple(
        LessonName(lesson.id, lesson.number, Bilingual(lesson.title["fr"], lesson.title["ar"]))
        for lesson in lesson_index(folder)
    )


def _gradebooks(state: Path, school: School, given: tuple[str, ...]) -> dict[str, Path | str]:
    """Each course's gradebook: the one given, else the one in its nbgrader course folder."""
    places: dict[str, Path | str] = {
        section.course_id: state / "courses" / section.course_id / "gradebook.db"
        for section in school.sections
    }
    for each in given:
        course, _equals, url = each.partition("=")
        if course not in places or not url:
            values = {"value": course, "valid": ", ".join(places)}
            raise SchoolError(
                Message(DOMAIN, "“{value}” is not a course of this school with a gradebook's URL after “=”; "
                                "courses are: {valid}.", values)
            )  # fmt: skip
        places[course] = url
    return places


_folder_option = click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help=_("A folder of progress files of several schools, instead of this school's own."),
)


@progress.command(help=_("Show the table: pupils, started, handed in, passed and mean mark."))
@_folder_option
@state_option
def show(state: Path, folder: Path | None) -> None:
    rows = query(folder or state / PROGRESS_FOLDER)
    if not rows:
        raise SchoolError(Message(DOMAIN, "Nothing is published yet; run “barmaja progress publish”."))
    cells = [tuple(_cell(cell) for cell in row) for row in table(rows, _LANGUAGE)]
    click.echo(columns([headers(_LANGUAGE), *cells]))
    if any(row.marks_hidden for row in rows):
        click.echo(hiding_note(_LANGUAGE))


def _cell(cell: object) -> str:
    if cell is None:
        return "—"
    return number(cell, _LANGUAGE) if isinstance(cell, float) else str(cell)


@progress.command(
    help=_("Write the table as CSV or XLSX for Excel, or as an SVG chart.\n\n"
           "Example: barmaja progress export progress.xlsx --language ar")
)  # fmt: skip
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", type=click.Choice(LANGUAGES), default=_LANGUAGE if _LANGUAGE in LANGUAGES else "fr",
              show_default=True, help=_("The language of the file."))  # fmt: skip
@_folder_option
@state_option
def export(state: Path, folder: Path | None, target: Path, language: str) -> None:
    kind = target.suffix.lower().removeprefix(".")
    if kind not in _FORMATS:
        values = {"value": target.name, "valid": ", ".join(f".{each}" for each in _FORMATS)}
        raise SchoolError(
            Message(DOMAIN, "“{value}” has no ending that says what to write; use one of: {valid}.", values)
        )
    rows = query(folder or state / PROGRESS_FOLDER)
    match kind:
        case "csv":
            content = to_csv(rows, language)
        case "xlsx":
            content = to_xlsx(rows, language)
        case _:
            content = chart_svg(rows, language).encode()
    target.write_bytes(content)
    click.echo(_("Wrote {file}.").format(file=target))
