"""The state folder: the names that this package's files have in it, and how one school makes way for another.

A state folder is one school. Replacing the school deletes nothing: all that the folder holds moves into
``replaced/<time>/`` in it, whichever part of Barmaja it belongs to, and can be moved back by hand.
"""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path

SCHOOL_FILE = "school.toml"
ROSTER_FILE = "roster.sqlite"
EVENTS_FILE = "events.sqlite"
PSEUDONYM_KEY_FILE = "pseudonym.key"
PROGRESS_FOLDER = "progress"
LESSONS_FOLDER = "lessons"
REPLACED_FOLDER = "replaced"


def set_aside(state: Path, now: datetime) -> Path:
    """Moves everything in ``state`` into a new folder ``replaced/<time>/`` of it, and returns that folder."""
    target = state / REPLACED_FOLDER / now.strftime("%Y-%m-%d-%H%M%S-%f")
    target.mkdir(parents=True)
    for entry in sorted(state.iterdir()):
        if entry.name != REPLACED_FOLDER:
            entry.rename(target / entry.name)
    return target


def write_whole(path: Path, text: str) -> None:
    """Writes a file in one step: a reader, and a crash, meet the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}-",
                                     delete=False) as file:  # fmt: skip
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).chmod(0o644)
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
