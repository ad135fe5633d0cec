"""The secrets that were given out and not changed since, kept so that cards can be printed again.

One JSON file, readable by its owner only. An entry carries the hash it was issued with and counts only while
that hash is still the roster's, so the file can never show a secret that no longer opens anything, whatever a
crash left behind. Writers hold the roster's write lock, which makes them one at a time.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Issued:
    """A secret in the clear, and the hash that was stored with it."""

    secret: str
    hash: str


def read_issued(path: Path) -> dict[str, Issued]:
    """Every entry by user id; none when there is no file yet."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    return {user_id: Issued(**entry) for user_id, entry in json.loads(text).items()}


def write_issued(path: Path, entries: Mapping[str, Issued]) -> None:
    """Replaces the file in one step; a reader sees the old one or the new one, and nobody else sees
    either."""
    content = {
        user_id: {"secret": entry.secret, "hash": entry.hash} for user_id, entry in sorted(entries.items())
    }
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with mode 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
