"""What the commands of ``curriculum`` share: the state folder's option, and errors as sentences with exit
status 1."""

from __future__ import annotations

from pathlib import Path

import click

from translations import BarmajaError, command_line_gettext

_ = command_line_gettext("school")

state_option = click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var"),
    envvar="BARMAJA_STATE",
    show_default=True,
    help=_("The folder that holds the school's state."),
)


YES = frozenset({"y", "yes", "o", "oui", "نعم"})
"""What means yes at the terminal, whichever language the question was asked in."""


def confirm_or_abort(question: str) -> None:
    """Asks before something is lost; anything but a yes ends the command with nothing changed."""
    suffix = " " + _("[yes/NO]:") + " "
    answer = click.prompt(question, default="", show_default=False, prompt_suffix=suffix)
    if answer.strip().casefold() not in YES:
        raise click.Abort


class ReportingGroup(click.Group):
    """A group whose commands may raise ``BarmajaError``: its text goes to stderr and the exit status is 1."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BarmajaError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)


def columns(rows: list[tuple[str, ...]]) -> str:
    """``rows`` as aligned columns of text, the first row being the headers."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
