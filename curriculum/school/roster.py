"""The roster: who the pupils are, and everybody's language and secret. One SQLite file, readable by its owner
only.

Safe for several processes and threads: write-ahead log, and every call is its own short transaction. An id
that was given once is never given again, not even after its pupil was erased. Nothing here knows
``school.toml``: a course id and a staff id are taken as they come.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from types import MappingProxyType

from curriculum.school import ids
from curriculum.school.changes import PupilRow, RosterChanges, roster_changes
from curriculum.school.database import Database
from curriculum.school.initial_secrets import Issued, read_issued, write_issued
from curriculum.school.model import Pupil
from curriculum.school.passwords import all_hashed, hashed, matches
from curriculum.school.problems import DOMAIN, RosterError
from translations import LANGUAGES, Message
from translations.locale import sorted_names

VERSION = 1
SCHEMA = """
CREATE TABLE ids (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE pupils (
    id TEXT PRIMARY KEY REFERENCES ids (id), code TEXT UNIQUE, name TEXT NOT NULL, family_name TEXT NOT NULL,
    given_name TEXT NOT NULL, course_id TEXT NOT NULL, sex TEXT NOT NULL, birth_date TEXT
) WITHOUT ROWID;
CREATE INDEX pupils_of_course ON pupils (course_id);
CREATE TABLE languages (user_id TEXT PRIMARY KEY, language TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE secrets (user_id TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
"""
_COLUMNS = "p.id, code, name, family_name, given_name, course_id, sex, birth_date, language"
_PUPILS = f"SELECT {_COLUMNS} FROM pupils AS p LEFT JOIN languages ON user_id = p.id"  # noqa: S608 (no value in it)


class Roster:
    """``with Roster.open(path) as roster: …``; the secrets that cards show lie beside ``path``."""

    def __init__(self, path: Path) -> None:
        self._initial_path = path.with_name("initial-secrets.json")
        self._database = Database(path, SCHEMA, VERSION)

    @classmethod
    def open(cls, path: Path) -> Roster:
        """Opens the roster, made empty if there is none. ``SchoolError`` when a newer Barmaja made it."""
        return cls(path)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Roster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Pupils

    def pupils(self, course_id: str | None = None) -> tuple[Pupil, ...]:
        """The pupils of a course, or of the school, in the order of a class list (folded names)."""
        if course_id is None:
            rows = self._database.read(f"{_PUPILS} ORDER BY p.id")
        else:
            rows = self._database.read(f"{_PUPILS} WHERE course_id = ? ORDER BY p.id", course_id)
        return tuple(sorted_names((_pupil(row) for row in rows), key=lambda pupil: pupil.name))

    def pupil(self, pupil_id: str) -> Pupil | None:
        rows = self._database.read(f"{_PUPILS} WHERE p.id = ?", pupil_id)
        return _pupil(rows[0]) if rows else None

    def changes(self, rows: Iterable[PupilRow]) -> RosterChanges:
        """What ``import_pupils`` would do; writes nothing."""
        return roster_changes(self.pupils(), rows)

    def import_pupils(
        self, rows: Iterable[PupilRow], on_progress: Callable[[int, int], None] | None = None
    ) -> RosterChanges:
        """Takes a class list: new pupils get an id and a PIN, known ones their new values; all of it or
        nothing.

        ``on_progress(done, total)`` is told of each PIN made, which is the slow part (about 20 ms each).
        """
        rows = tuple(rows)
        secrets = self._fresh_secrets(len(self.changes(rows).added), on_progress)
        with self._database.writing() as connection:
            changes = self.changes(rows)
            while len(secrets) < len(changes.added):  # another process erased a pupil meanwhile
                secrets += self._fresh_secrets(1, None)
            for pupil in changes.updated:
                self._update(connection, pupil)
            new_ids = [self._insert(connection, row) for row in changes.added]
            self._store_issued(connection, dict(zip(new_ids, secrets, strict=False)))
        return changes

    def erase(self, pupil_id: str) -> None:
        """Forgets a pupil here: name, code, language and secret. Only the id stays, so that nobody else
        gets it."""
        with self._database.writing() as connection:
            if not connection.execute("DELETE FROM pupils WHERE id = ?", (pupil_id,)).rowcount:
                raise _unknown(pupil_id)
            connection.execute("DELETE FROM languages WHERE user_id = ?", (pupil_id,))
            connection.execute("DELETE FROM secrets WHERE user_id = ?", (pupil_id,))
            self._forget_issued(pupil_id)

    # Languages

    def language(self, user_id: str) -> str | None:
        """The language this person chose, or ``None`` when they never did."""
        rows = self._database.read("SELECT language FROM languages WHERE user_id = ?", user_id)
        return rows[0][0] if rows else None

    def set_language(self, user_id: str, language: str) -> None:
        if language not in LANGUAGES:
            raise RosterError(
                Message(DOMAIN, "unknown language “{value}”; use one of: {valid}.",
                        {"value": language, "valid": ", ".join(LANGUAGES)})
            )  # fmt: skip
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO languages VALUES (?, ?)", (user_id, language))

    # Secrets. Each of these hashes (about 20 ms): call them in a thread where others wait.

    def verify(self, user_id: str, secret: str) -> bool:
        """Whether ``secret`` opens for this person. Takes the same time for a person who does not exist."""
        rows = self._database.read("SELECT hash FROM secrets WHERE user_id = ?", user_id)
        return matches(ids.typed_secret(user_id, secret), rows[0][0] if rows else None)

    def issue_secret(self, user_id: str) -> str:
        """Gives a new secret (six digits to a pupil, a password to staff), which is then an initial one;
        returns it."""
        if ids.is_pupil_id(user_id) and self.pupil(user_id) is None:
            raise _unknown(user_id)
        secret = ids.new_pin() if ids.is_pupil_id(user_id) else ids.new_password()
        issued = Issued(secret, hashed(secret))
        with self._database.writing() as connection:
            self._store_issued(connection, {user_id: issued})
        return secret

    def set_secret(self, user_id: str, secret: str) -> None:
        """Sets a secret its owner chose: six digits that are not trivial for a pupil, 8 characters or more
        for staff."""
        secret = ids.typed_secret(user_id, secret)
        _check_secret(user_id, secret)
        new_hash = hashed(secret)
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO secrets VALUES (?, ?)", (user_id, new_hash))
            self._forget_issued(user_id)

    def change_secret(self, user_id: str, old: str, new: str) -> None:
        """Like ``set_secret``, by someone who knows the old one; ``RosterError`` when they do not."""
        if not self.verify(user_id, old):
            raise RosterError(
                Message(DOMAIN, "The current PIN or password is not right. Nothing was changed.")
            )
        self.set_secret(user_id, new)

    def has_secret(self, user_id: str) -> bool:
        return bool(self._database.read("SELECT 1 FROM secrets WHERE user_id = ?", user_id))

    def initial_secrets(self) -> MappingProxyType[str, str]:
        """By user id, the secrets that are still as they were given out: what cards and the table show."""
        hashes = dict(self._database.read("SELECT user_id, hash FROM secrets"))
        issued = read_issued(self._initial_path)
        return MappingProxyType(
            {user: entry.secret for user, entry in issued.items() if hashes.get(user) == entry.hash}
        )

    # Rows and files

    @staticmethod
    def _fresh_secrets(count: int, on_progress: Callable[[int, int], None] | None) -> list[Issued]:
        issued: list[Issued] = []
        for start in range(0, count, 16):
            pins = [ids.new_pin() for _ in range(min(16, count - start))]
            issued += [Issued(pin, hash_) for pin, hash_ in zip(pins, all_hashed(pins), strict=True)]
            if on_progress:
                on_progress(len(issued), count)
        return issued

    @staticmethod
    def _update(connection: sqlite3.Connection, pupil: Pupil) -> None:
        connection.execute(
            "UPDATE pupils SET code = ?, name = ?, family_name = ?, given_name = ?, course_id = ?, sex = ?, "
            "birth_date = ? WHERE id = ?",
            (*_values(pupil), pupil.id),
        )

    @staticmethod
    def _insert(connection: sqlite3.Connection, row: PupilRow) -> str:
        while True:
            pupil_id = ids.new_pupil_id()
            if connection.execute("INSERT OR IGNORE INTO ids VALUES (?)", (pupil_id,)).rowcount:
                break
        connection.execute("INSERT INTO pupils VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (pupil_id, *_values(row)))
        return pupil_id

    def _store_issued(self, connection: sqlite3.Connection, issued: dict[str, Issued]) -> None:
        """The file first: if what follows fails, its entry has a hash that is not the roster's, and does
        not count."""
        if not issued:
            return
        write_issued(self._initial_path, read_issued(self._initial_path) | issued)
        connection.executemany(
            "INSERT OR REPLACE INTO secrets VALUES (?, ?)",
            [(user, entry.hash) for user, entry in issued.items()],
        )

    def _forget_issued(self, user_id: str) -> None:
        entries = read_issued(self._initial_path)
        if entries.pop(user_id, None):
            write_issued(self._initial_path, entries)


def _pupil(row: tuple) -> Pupil:
    pupil_id, code, name, family_name, given_name, course_id, sex, birth_date, language = row
    return Pupil(
        pupil_id, code or "", name, family_name, given_name, course_id, language, sex,
        date.fromisoformat(birth_date) if birth_date else None,
    )  # fmt: skip


def _values(who: Pupil | PupilRow) -> tuple:
    born = who.birth_date.isoformat() if who.birth_date else None
    return (who.code or None, who.name, who.family_name, who.given_name, who.course_id, who.sex, born)


def _unknown(user_id: str) -> RosterError:
    return RosterError(
        Message(
            DOMAIN,
            "There is no pupil “{value}”; “barmaja roster list” shows all of them.",
            {"value": user_id},
        )
    )


def _check_secret(user_id: str, secret: str) -> None:
    if ids.is_pupil_id(user_id):
        if ids.PIN.fullmatch(secret) is None:
            raise RosterError(Message(DOMAIN, "A PIN has six digits. Nothing was changed."))
        if ids.is_trivial_pin(secret):
            raise RosterError(
                Message(DOMAIN, "This PIN is too easy to guess; mix at least three different digits, without a run "
                                "such as 123456 and without repeating. Nothing was changed.")
            )  # fmt: skip
    elif len(secret) < ids.SHORTEST_PASSWORD:
        values = {"shortest": ids.SHORTEST_PASSWORD}
        raise RosterError(
            Message(DOMAIN, "A password has at least {shortest} characters. Nothing was changed.", values)
        )
