"""Files that are on the disk when the call returns, whole or not at all.

Promise: after ``write_durably`` or ``ObjectFolder.add`` returns, the bytes survive a power cut; a reader, or
the next start after a crash, sees the old content or the new, never a part. Left-overs of a crash are in the
``tmp`` folder only.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

STALE_SECONDS = 24 * 3600


def ensure_folder(folder: Path) -> None:
    """``folder`` and its parents exist, and their entries are on the disk."""
    if folder.is_dir():
        return
    ensure_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """The names in ``folder`` are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes, tmp: Path) -> None:
    """``path`` holds ``content``. ``tmp`` is a folder of the same file system."""
    ensure_folder(tmp)
    ensure_folder(path.parent)
    draft = tmp / f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def remove_stale(tmp: Path) -> None:
    """What a crash left in ``tmp`` over a day ago is gone."""
    for draft in tmp.glob("*") if tmp.is_dir() else ():
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > STALE_SECONDS:
                draft.unlink()


class ObjectFolder:
    """Contents under the name of their SHA-256; the same content is kept once and never changes."""

    def __init__(self, folder: Path, tmp: Path) -> None:
        self.folder = folder
        self.tmp = tmp

    def add(self, content: bytes) -> str:
        """The SHA-256 of ``content``, which is now on the disk."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if path.exists() and path.stat().st_size == len(content):
            sync_folder(path.parent)  # another writer may have renamed it a moment ago, not yet synced
        else:
            write_durably(path, content, self.tmp)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The content; raises ``FileNotFoundError``, ``OSError`` where the disk gave back something else."""
        content = self._path(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise OSError(f"{self._path(sha256)} is damaged: its content does not have its hash")
        return content

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256
