"""``barmaja roster``: the pupils of the school, their first PINs, and their going."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from curriculum.events import EventStore
from curriculum.school import cells
from curriculum.school.changes import PupilRow, RosterChanges
from curriculum.school.class_list import class_key, read_class_list
from curriculum.school.command_line import ReportingGroup, columns, confirm_or_abort, state_option
from curriculum.school.files import read_school
from curriculum.school.ids import is_pupil_id
from curriculum.school.model import School, Section
from curriculum.school.problems import DOMAIN, RosterError
from curriculum.school.roster import Roster
from curriculum.school.state import EVENTS_FILE, ROSTER_FILE, SCHOOL_FILE
from curriculum.school.workbooks import read_sheets
from translations import Message, command_line_gettext, command_line_language

_ = command_line_gettext(DOMAIN)


@click.group(cls=ReportingGroup, help=_("The school's pupils: class lists, PINs, erasing."))
def roster() -> None:
    pass


@roster.command(
    "import",
    help=_("Take class lists (XLSX or CSV, as MASSAR gives them). Pupils who are known by their code are brought up to "
           "date and keep their id and PIN; new ones get both; nobody is removed. With one error, nothing is changed."
           "\n\nExample: barmaja roster import lists.xlsx"),
)  # fmt: skip
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@click.option(
    "--class", "class_name", help=_("The class of all the pupils of these files, whatever they say.")
)
@click.option("--dry-run", is_flag=True, help=_("Say what would change; change nothing."))
@state_option
def import_(files: tuple[Path, ...], class_name: str | None, dry_run: bool, state: Path) -> None:
    school = read_school(state / SCHOOL_FILE)
    if school.demo:
        raise RosterError(
            Message(DOMAIN, "This is the demo school, whose pupils are invented. Make the real one first with "
                            "“barmaja school new”; the demo then moves aside. Nothing was changed.")
        )  # fmt: skip
    rows = _rows(files, school, _section(school, class_name) if class_name else None)
    with Roster.open(state / ROSTER_FILE) as people:
        if dry_run:
            click.echo(_("Would change:"))
            _report(people.changes(rows))
            return
        with _progress_bar(len(rows)) as bar:
            changes = people.import_pupils(rows, lambda done, total: bar and bar.update(done - bar.pos))
    _report(changes)


def _rows(files: tuple[Path, ...], school: School, forced: Section | None) -> list[PupilRow]:
    shape = cells.MASSAR_CODE if school.kind == "school" else cells.OWN_CODE
    rows: list[PupilRow] = []
    for file in files:
        found = read_class_list(read_sheets(file), school.sections, forced=forced, code_shape=shape)
        rows += found.rows
        for sheet in found.ignored:
            click.echo(_("{file}: the sheet “{sheet}” has no class list and was left out.").format(
                file=file.name, sheet=sheet), err=True)  # fmt: skip
    return rows


def _section(school: School, name: str) -> Section:
    for section in school.sections:
        if class_key(name) in map(class_key, (section.name, section.slug, section.course_id)):
            return section
    valid = ", ".join(section.name for section in school.sections)
    raise RosterError(
        Message(DOMAIN, "There is no class “{name}”; use one of: {valid}.", {"name": name, "valid": valid})
    )


def _progress_bar(total: int):
    """Only for lists whose PINs take longer than a second to make."""
    return click.progressbar(length=total, label=_("Making PINs")) if total > 50 else nullcontext()


def _report(changes: RosterChanges) -> None:
    language = command_line_language()
    for count, message in (
        (len(changes.added), Message(DOMAIN, "{count} new pupil", plural="{count} new pupils")),
        (len(changes.updated), Message(DOMAIN, "{count} pupil brought up to date",
                                       plural="{count} pupils brought up to date")),
        (len(changes.unchanged), Message(DOMAIN, "{count} pupil unchanged", plural="{count} pupils unchanged")),
        (len(changes.absent), Message(DOMAIN, "{count} pupil of these classes is not in the list, and stays",
                                      plural="{count} pupils of these classes are not in the list, and stay")),
    ):  # fmt: skip
        if count:
            counted = Message(DOMAIN, message.msgid, plural=message.plural, count=count)
            click.echo(f"- {counted.text(language)}")


@roster.command("list", help=_("List the pupils: class, id, name."))
@click.option("--class", "class_name", help=_("Only this class."))
@click.option(
    "--secrets", is_flag=True, help=_("Also show the PINs that were given out and not changed since.")
)
@state_option
def list_(state: Path, class_name: str | None, secrets: bool) -> None:
    school = read_school(state / SCHOOL_FILE)
    sections = (_section(school, class_name),) if class_name else school.sections
    with Roster.open(state / ROSTER_FILE) as people:
        pins = people.initial_secrets() if secrets else {}
        rows = [
            (section.name, pupil.id, *([pins.get(pupil.id, "")] if secrets else []), pupil.name)
            for section in sections
            for pupil in people.pupils(section.course_id)
        ]
    click.echo(columns([(_("Class"), _("Id"), *([_("PIN")] if secrets else []), _("Name")), *rows]))


@roster.command(
    "reset-secret", help=_("Give a pupil a new PIN, or a teacher or coordinator a new password; prints it.")
)
@click.argument("user")
@state_option
def reset_secret(state: Path, user: str) -> None:
    school = read_school(state / SCHOOL_FILE)
    if not is_pupil_id(user) and school.role(user) is None:
        raise RosterError(
            Message(DOMAIN, "There is nobody called “{value}”: give a pupil's id (“barmaja roster list”) or that of a "
                            "teacher or coordinator of school.toml.", {"value": user})
        )  # fmt: skip
    with Roster.open(state / ROSTER_FILE) as people:
        click.echo(people.issue_secret(user))


@roster.command(
    help=_("Erase a pupil from the roster and from the class's activity. Notebooks and marks already handed in stay in "
           "the course's folder. This cannot be undone.")
)  # fmt: skip
@click.argument("pupil")
@click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))
@state_option
def erase(state: Path, pupil: str, yes: bool) -> None:
    with Roster.open(state / ROSTER_FILE) as people:
        found = people.pupil(pupil)
        if found and not yes:
            confirm_or_abort(
                _("Erase {name} ({id})? This cannot be undone.").format(name=found.name, id=pupil)
            )
        people.erase(pupil)
    with EventStore.open(state / EVENTS_FILE) as events:
        events.erase(pupil)
    click.echo(_("Erased {id}.").format(id=pupil))
