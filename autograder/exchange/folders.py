"""Files between a folder and the exchange's ``{path: bytes}``.

Law: reading never follows a symbolic link and refuses one; writing never leaves the folder, never follows a
link and, with ``write_missing``, never changes a file that is there.
"""

from __future__ import annotations

import fnmatch
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from autograder.exchange.errors import BadName, TooLarge
from autograder.exchange.names import MAX_BYTES, checked_files
from translations import Message

IGNORED = (".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".*")
"""What is not part of a work: nbgrader's own list and hidden files."""


def folder_files(
    folder: Path, ignored: Iterable[str] = IGNORED, max_bytes: int = MAX_BYTES
) -> Mapping[str, bytes]:
    """Every file below ``folder`` by its path with ``/``. Raises ``BadName`` or ``TooLarge``."""
    patterns = tuple(ignored)
    found: dict[str, Path] = {}
    size = 0
    for place, folders, names in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not _matches(name, patterns))
        for name in [*folders, *names]:
            if not _matches(name, patterns) and (here / name).is_symlink():
                raise BadName(
                    Message(
                        "autograder",
                        "“{name}” is a link to another place and cannot be sent. Put the file itself there.",
                        {"name": name},
                    )
                )
        for name in sorted(names):
            path = here / name
            if _matches(name, patterns) or not path.is_file():
                continue
            size += path.stat().st_size
            if size > max_bytes:
                raise TooLarge(
                    Message(
                        "autograder",
                        "The work is too large; at most {limit} MB can be sent.",
                        {"limit": max_bytes // 2**20},
                    )
                )
            found[path.relative_to(folder).as_posix()] = path
    return checked_files({name: path.read_bytes() for name, path in found.items()}, max_bytes)


def write_missing(folder: Path, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Writes those of ``files`` that ``folder`` does not have; the paths written."""
    written = []
    for name, content in checked_files(files).items():
        target = _inside(folder, name)
        if not os.path.lexists(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(content)
            written.append(name)
    return tuple(written)


def write_new_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """``folder`` holds exactly ``files``: written beside it, then put in its place."""
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    write_missing(draft, files)
    if folder.exists():
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    else:
        draft.rename(folder)


def _inside(folder: Path, name: str) -> Path:
    target = folder
    for part in name.split("/"):
        if target.is_symlink():
            raise BadName(
                Message(
                    "autograder", "“{name}” cannot be written: a folder on its way is a link.", {"name": name}
                )
            )
        target = target / part
    return target


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch.fnmatch(name, pattern) for pattern in patterns)
