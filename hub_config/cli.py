"""The command ``barmaja``: put together here, the only place that knows every package.

A command reads, calls one function, and reports. What a person can put right is said in their language and ends with
status 1, never with a traceback.
"""

from __future__ import annotations

import json
import sys
from gettext import gettext
from importlib import import_module
from pathlib import Path

import click
from rich.console import Console

from hub_config.click_words import speak
from translations import BarmajaError, command_line_gettext, command_line_language

_ = command_line_gettext("hub")

GROUPS = {
    "school": ("curriculum.school.cli:school", _("Make, check and show the school (school.toml).")),
    "roster": ("curriculum.school.roster_cli:roster", _("Class lists, pupils, PINs.")),
    "lessons": ("curriculum.authoring.cli:lessons", _("Write, check, translate and build lessons.")),
    "course": ("autograder.cli:course", _("Release lessons, collect work, give feedback.")),
    "autograde": ("autograder.cli:autograde", _("Collect and grade a lesson.")),
    "progress": ("curriculum.progress.cli:progress", _("The school's progress, without names.")),
}
"""Commands of the other packages, and the line ``barmaja --help`` has for each. A package is imported when its command
is named, and only then: some take seconds."""


class Barmaja(click.Group):
    """Loads a package's commands when they are named; turns our errors into lines."""

    def list_commands(self, ctx):
        return sorted({*super().list_commands(ctx), *GROUPS})

    def get_command(self, ctx, name):
        if name not in GROUPS:
            return super().get_command(ctx, name)
        module, attribute = GROUPS[name][0].split(":")
        return getattr(import_module(module), attribute)

    def format_commands(self, ctx, formatter):
        own = {name: super(Barmaja, self).get_command(ctx, name) for name in super().list_commands(ctx)}
        lines = {name: command.get_short_help_str(80) for name, command in own.items()}
        lines |= {name: line for name, (_place, line) in GROUPS.items()}
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, lines[name]) for name in self.list_commands(ctx)])

    def main(self, *args, **kwargs):
        speak(command_line_language())
        try:
            return super().main(*args, **kwargs)
        except BarmajaError as error:
            click.echo(error.text(command_line_language()), err=True)
            sys.exit(1)
        except BrokenPipeError:
            sys.exit(1)


state_option = click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="BARMAJA_STATE",
    default=Path("var"),
    show_default=True,
    help=_("The state folder: everything of one school is in it."),
)


@click.group(
    cls=Barmaja,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_(
        "Barmaja: programming lessons in Arabic and French for schools.\n\n"
        "Example: barmaja serve\n\n"
        "The language of messages follows LANG; BARMAJA_LANG=ar, fr or en chooses one."
    ),
)
@click.version_option(package_name="barmaja", prog_name="barmaja", help=_("Show the version and leave."))
def main() -> None:
    pass


@main.command(
    help=_(
        "Open the school: make a demo school when there is none, serve it, and print who can sign in and how. "
        "Ctrl-C closes it.\n\nExample: barmaja serve --state /srv/school"
    ),
    short_help=_("Open the school."),
)
@state_option
def serve(state: Path) -> None:
    from hub_config.serve import serve as serve_school

    serve_school(state.absolute(), Console(), command_line_language())


@main.command(
    help=_(
        "Say what this machine has and lacks for running the school, with a remedy for each lack. Leaves with status 1 "
        "when something does not work.\n\nExample: barmaja doctor --json"
    ),
    short_help=_("Check this machine."),
)
@state_option
@click.option("--json", "as_json", is_flag=True, help=_("Print the findings as JSON."))
def doctor(state: Path, as_json: bool) -> None:
    from hub_config.doctor import SIGNS, findings_of

    language = command_line_language()
    findings = findings_of(state.absolute())
    if as_json:
        rows = [{"subject": f.subject, "level": f.level, "message": f.line(language)} for f in findings]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        styles = {"good": "green", "doubtful": "yellow", "bad": "red"}
        for finding in findings:
            click.echo(
                click.style(SIGNS[finding.level], fg=styles[finding.level]) + " " + finding.line(language)
            )
    sys.exit(any(finding.level == "bad" for finding in findings))
