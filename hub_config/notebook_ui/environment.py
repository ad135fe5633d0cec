"""The environment variables that turn a plain Jupyter Server into a pupil's (or a class's) one.

Everything this package changes in Jupyter is reached through these variables: a server started without them is stock
Jupyter, and nothing is installed into ``sys.prefix``. Earlier folders win, which is how ``pupil`` and ``ar`` override
what packages put into ``<prefix>/etc/jupyter``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from translations import LANGUAGES, Message

from .errors import NotebookInterfaceError

Role = Literal["pupil", "course"]
ROLES: tuple[str, ...] = ("pupil", "course")

LANGUAGE_VARIABLE = "BARMAJA_LANGUAGE"
"""The language a server starts in; a person's later choice is in the cookie and in the roster."""

_HERE = Path(__file__).parent


def server_environment(role: Role, language: str) -> dict[str, str]:
    """What the environment of a single-user server of ``role`` must hold, in ``language``.

    ``role`` is ``"pupil"`` (the lesson's interface) or ``"course"`` (nbgrader's formgrader, ours off). The values
    replace those of the same name. Raises ``NotebookInterfaceError`` for another role or language.
    """
    if role not in ROLES:
        raise NotebookInterfaceError(
            Message(
                "notebook_ui",
                "There is no notebook interface for the role “{role}”; use one of: {roles}.",
                {"role": role, "roles": ", ".join(ROLES)},
            )
        )
    if language not in LANGUAGES:
        raise NotebookInterfaceError(
            Message(
                "notebook_ui",
                "The notebook interface has no language “{language}”; use one of: {languages}.",
                {"language": language, "languages": ", ".join(LANGUAGES)},
            )
        )
    etc = _HERE / "etc"
    return {
        "JUPYTER_CONFIG_PATH": os.pathsep.join(str(etc / name) for name in (role, language, "common")),
        "JUPYTER_PATH": str(_HERE / "share"),
        LANGUAGE_VARIABLE: language,
    }
