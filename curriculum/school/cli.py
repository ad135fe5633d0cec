"""``barmaja school``: makes, checks and shows the file that describes a school."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from curriculum.school.answers import Answers, school_of, school_year
from curriculum.school.border import KINDS
from curriculum.school.command_line import ReportingGroup, columns, confirm_or_abort, state_option
from curriculum.school.demo import ensure_demo, ensure_staff_secrets
from curriculum.school.files import read_school
from curriculum.school.model import School
from curriculum.school.places import provinces, regions
from curriculum.school.problems import DOMAIN, SchoolError
from curriculum.school.roster import Roster
from curriculum.school.roster_cli import roster
from curriculum.school.state import REPLACED_FOLDER, ROSTER_FILE, SCHOOL_FILE, set_aside, write_whole
from translations import LANGUAGES, Message, command_line_gettext, command_line_language, language_of

_ = command_line_gettext("school")
_LANGUAGE = language_of(command_line_language(), "fr")

__all__ = ["roster", "school"]


@click.group(cls=ReportingGroup, help=_("Make, check and show the school (school.toml)."))
def school() -> None:
    pass


@school.command(
    help=_("Make the demo school: two classes of twelve invented pupils. Calling it again changes nothing.")
)
@state_option
def demo(state: Path) -> None:
    made = ensure_demo(state, _LANGUAGE)
    click.echo(
        _("The demo school “{name}” is in {folder}.").format(name=made.name.text(_LANGUAGE), folder=state)
    )


@school.command(
    help=_("Describe a real school. Asks for what the options leave out; a school that is there already is moved "
           "into the folder “replaced”, never deleted.\n\n"
           "Example: barmaja school new --code 58394W --province MA-LAA --class TCSF-1 --class TCSF-2")
)  # fmt: skip
@click.option(
    "--code", prompt=_("School code (five digits and a letter)"), help=_("The ministry's code of the school.")
)
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True,
              help=_("School, training centre or association."))  # fmt: skip
@click.option("--name-fr", prompt=_("Name in French"), help=_("The school's name in French."))
@click.option("--name-ar", prompt=_("Name in Arabic"), help=_("The school's name in Arabic."))
@click.option("--province", prompt=_("Province, by code such as MA-LAA (see “barmaja school places”)"),
              help=_("The province's code; the region follows from it."))  # fmt: skip
@click.option("--year", default=lambda: school_year(datetime.now().astimezone().date()),
              help=_("The school year, such as 2026-2027; the current one when left out."))  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True,
              help=_("The language before a person chooses one."))  # fmt: skip
@click.option("--class", "classes", multiple=True,
              help=_("A class, such as TCSF-1, or with its teachers: TCSF-1=s.elidrissi. Once for each class."))  # fmt: skip
@click.option("--teacher", "teachers", multiple=True,
              help=_("A teacher: id=French name=Arabic name. Once for each teacher."))  # fmt: skip
@click.option("--coordinator", "coordinators", multiple=True,
              help=_("A coordinator, written like a teacher."))  # fmt: skip
@click.option(
    "--replace", is_flag=True, help=_("Take the place of a real school that is already in the folder.")
)
@click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))
@state_option
def new(
    state: Path, replace: bool, yes: bool, classes, teachers, coordinators, language: str, **answers
) -> None:
    path = state / SCHOOL_FILE
    is_demo = _replaceable(path, replace)
    classes = classes or _several(_("A class, such as TCSF-1 (empty to go on)"))
    teachers = teachers or _several(_("A teacher: id=French name=Arabic name (empty to go on)"))
    made, text = school_of(
        Answers(
            default_language=language,
            classes=classes,
            teachers=teachers,
            coordinators=coordinators,
            **answers,
        ),
        str(path),
        _LANGUAGE,
    )
    if path.exists():
        if not yes:
            confirm_or_abort(_replacing(path, is_demo))
        click.echo(_("Moved: {folder}").format(folder=set_aside(state, datetime.now().astimezone())))
    write_whole(path, text)
    with Roster.open(state / ROSTER_FILE) as people:
        ensure_staff_secrets(made, people)
        secrets = people.initial_secrets()
    click.echo(
        _("Wrote {file}. Next: barmaja roster import LIST.xlsx, then barmaja serve.").format(file=path)
    )
    for user_id, secret in secrets.items():
        click.echo(_("First password of {user}: {secret}").format(user=user_id, secret=secret))


def _replaceable(path: Path, replace: bool) -> bool:
    """Whether the demo is what stands in ``path``. ``SchoolError`` for a real school without
    ``--replace``."""
    if not path.exists():
        return False
    try:
        is_demo = read_school(path).demo
    except SchoolError:
        is_demo = False
    if not is_demo and not replace:
        raise SchoolError(
            Message(DOMAIN, "{file} already describes a school. Change that file by hand, give another folder with "
                            "--state, or add --replace to begin a new school.", {"file": path})
        )  # fmt: skip
    return is_demo


def _replacing(path: Path, is_demo: bool) -> str:
    folder = path.parent / REPLACED_FOLDER
    if is_demo:
        return _("Stop Barmaja first. The demo school, its invented pupils and their work move to {folder}. "
                 "Replace the demo?").format(folder=folder)  # fmt: skip
    return _("Stop Barmaja first. This school, its pupils and all their work move to {folder}. "
             "Replace the school?").format(folder=folder)  # fmt: skip


def _several(question: str) -> tuple[str, ...]:
    answers: list[str] = []
    while answer := click.prompt(question, default="", show_default=False).strip():
        answers.append(answer)
    return tuple(answers)


@school.command(help=_("Check school.toml: every problem with its line and remedy. Changes nothing."))
@state_option
def check(state: Path) -> None:
    read_school(state / SCHOOL_FILE)
    click.echo(_("{file} is right.").format(file=state / SCHOOL_FILE))


@school.command(help=_("Show the school, its classes and how many pupils each has."))
@state_option
def show(state: Path) -> None:
    found = read_school(state / SCHOOL_FILE)
    with Roster.open(state / ROSTER_FILE) as people:
        counts = {section.course_id: len(people.pupils(section.course_id)) for section in found.sections}
    click.echo(f"{found.name.text(_LANGUAGE)} ({found.code})")
    click.echo(
        f"{found.province.text(_LANGUAGE)}, {found.region.text(_LANGUAGE)} · {found.year} · {found.listen.url}"
    )
    click.echo(columns([(_("Class"), _("Course"), _("Pupils"), _("Teachers")), *_class_rows(found, counts)]))


def _class_rows(found: School, counts: dict[str, int]) -> list[tuple[str, ...]]:
    def names(ids: tuple[str, ...]) -> str:
        return ", ".join(found.person(each).name.text(_LANGUAGE) for each in ids)

    return [
        (each.name, each.course_id, str(counts[each.course_id]), names(each.teachers))
        for each in found.sections
    ]


@school.command(help=_("List the regions and provinces with their codes."))
def places() -> None:
    for region in regions().values():
        click.echo(f"{region.code}  {region.text(_LANGUAGE)}")
        for province in provinces(region.code).values():
            click.echo(f"    {province.code}  {province.text(_LANGUAGE)}")
