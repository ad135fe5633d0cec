"""A SQLite file that several processes and threads use at once: write-ahead log, short transactions, owner's eyes only."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from curriculum.school.problems import DOMAIN, SchoolError
from translations import Message


def _make_private(path: Path) -> None:
    """``path`` exists, for its owner only; SQLite gives its side files the same mode.

    A file that is there is never opened: closing it would drop every lock that this process's other connections
    hold on it (POSIX), and another process could then remove the log that they write.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        return
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    with suppress(FileExistsError):
        os.link(draft, path)
    Path(draft).unlink()


class Database:
    """An open database. Each ``read`` is a transaction of its own; so is each ``with writing()``."""

    def __init__(self, path: Path, schema: str, version: int) -> None:
        """Opens ``path``, made with the statements of ``schema`` if there is none.

        ``version`` is the schema's: ``SchoolError`` when a newer Barmaja made the file.
        """
        _make_private(path)
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA foreign_keys = ON")
        if self._version() == 0:
            with self.writing() as connection:
                if self._version() == 0:  # another process may have been quicker
                    for statement in schema.split(";"):
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {version}")
        if self._version() > version:
            self.close()
            raise SchoolError(
                Message(
                    DOMAIN,
                    "{file} was made by a newer version of Barmaja. Install that version.",
                    {"file": path},
                )
            )

    def _version(self) -> int:
        return self.read("PRAGMA user_version")[0][0]

    def read(self, query: str, *values: object) -> list[tuple]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction, alone among all processes; undone when anything in it fails."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        self._connection.close()
