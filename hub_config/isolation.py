"""What keeps pupils' programs apart on this machine — today nothing, and everyone who runs a school is told so."""

from __future__ import annotations

from translations import Message

NOTICE = Message(
    "hub",
    "Pupils’ programs are not yet separated from one another on this machine: a pupil who knows how can read the files "
    "of other pupils and of the school through their own program. Use it with pupils you trust, and do not expose it to "
    "the internet.",
)


def isolation_notice(language: str) -> str:
    """The sentence for teachers and operators, in ``language``."""
    return NOTICE.text(language)
