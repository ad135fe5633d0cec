"""What a class list changes in a roster: worked out from plain values, before anything is written.

A row is the pupil who has its code; without one on either side, the pupil of that folded name in that class.
A pupil found keeps their id and secret and takes the row's other values; one not found is new. Nobody is ever
removed: a pupil who is missing from a list may be in another. A name that two pupils of a class share needs a
code for each.

Law: a list applied twice changes nothing the second time, whatever the order of its rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from curriculum.school.model import Pupil
from curriculum.school.problems import DOMAIN, Problem, RosterError
from translations import Message
from translations.locale import fold


@dataclass(frozen=True)
class PupilRow:
    """A pupil as a list has them. ``code`` may be empty where pupils have none (a training centre);
    ``place`` says where the row stands, for the reader of a problem."""

    name: str
    course_id: str
    code: str = ""
    family_name: str = ""
    given_name: str = ""
    sex: str = ""
    birth_date: date | None = None
    place: str | Message = ""


@dataclass(frozen=True)
class RosterChanges:
    """What applying a list does. ``absent`` are pupils of the list's classes whom the list does not have;
    they stay."""

    added: tuple[PupilRow, ...]
    updated: tuple[Pupil, ...]
    unchanged: tuple[Pupil, ...]
    absent: tuple[Pupil, ...]


def roster_changes(pupils: Iterable[Pupil], rows: Iterable[PupilRow]) -> RosterChanges:
    """What ``rows`` change in ``pupils``. ``RosterError`` with every row that could stand for two pupils,
    or that stands for a pupil whom another row stands for."""
    pupils, rows = tuple(pupils), tuple(rows)
    match = _Match(pupils, rows)
    added, updated, unchanged, problems = [], [], [], []
    taken: dict[object, PupilRow] = {}
    by_code: dict[
        str, PupilRow
    ] = {}  # one code is one pupil, even where the first row found its pupil by name
    for row in rows:
        pupil = match.pupil(row)
        identity = pupil.id if pupil else row.code or _name_key(row)
        if match.is_ambiguous(row):
            problems.append(_problem(row, Message(DOMAIN, "two pupils of this class are called “{name}”; "
                                                          "give each their own code.", {"name": row.name})))  # fmt: skip
        elif first := taken.get(identity) or (by_code.get(row.code) if row.code else None):
            values = {"name": row.name, "first": first.place}
            problems.append(
                _problem(
                    row,
                    Message(
                        DOMAIN, "“{name}” is already in this list ({first}); keep one of the two.", values
                    ),
                )
            )
        elif pupil is None:
            added.append(row)
        else:
            new = _taking(pupil, row)
            (unchanged if new == pupil else updated).append(new)
        taken.setdefault(identity, row)
        by_code.setdefault(row.code, row)
    if problems:
        raise RosterError(
            Message(DOMAIN, "Some pupils of the list cannot be told apart. Nothing was changed."), problems
        )
    courses = {row.course_id for row in rows}
    absent = (pupil for pupil in pupils if pupil.course_id in courses and pupil.id not in taken)
    return RosterChanges(tuple(added), tuple(updated), tuple(unchanged), tuple(absent))


def _problem(row: PupilRow, message: Message) -> Problem:
    return Problem(row.place, message)


def _name_key(who: Pupil | PupilRow) -> tuple[str, str]:
    return (who.course_id, fold(who.name))


class _Match:
    """Whom a row stands for, among the pupils of the roster."""

    def __init__(self, pupils: tuple[Pupil, ...], rows: tuple[PupilRow, ...]) -> None:
        self.by_code = {pupil.code: pupil for pupil in pupils if pupil.code}
        self.by_name: dict[tuple, list[Pupil]] = {}
        for pupil in pupils:
            self.by_name.setdefault(_name_key(pupil), []).append(pupil)
        self.rows_of_name = Counter(_name_key(row) for row in rows)
        self.rows_without_code = Counter(_name_key(row) for row in rows if not row.code)

    def pupil(self, row: PupilRow) -> Pupil | None:
        if row.code in self.by_code:
            return self.by_code[row.code]
        candidates = self._candidates(row)
        return candidates[0] if len(candidates) == 1 else None

    def is_ambiguous(self, row: PupilRow) -> bool:
        key = _name_key(row)
        if self.rows_of_name[key] > 1 and self.rows_without_code[key]:
            return True
        return row.code not in self.by_code and len(self._candidates(row)) > 1

    def _candidates(self, row: PupilRow) -> list[Pupil]:
        """Pupils of the row's name who may be meant: those without a code first; two codes that differ are
        two people."""
        named = self.by_name.get(_name_key(row), [])
        without_code = [pupil for pupil in named if not pupil.code]
        if self.rows_of_name[_name_key(row)] > 1:
            return []
        return without_code or ([] if row.code else named)


def _taking(pupil: Pupil, row: PupilRow) -> Pupil:
    """``pupil`` with what the row says; what it leaves out stays."""
    return replace(
        pupil,
        code=row.code or pupil.code,
        name=row.name,
        family_name=row.family_name or ("" if row.name != pupil.name else pupil.family_name),
        given_name=row.given_name or ("" if row.name != pupil.name else pupil.given_name),
        course_id=row.course_id,
        sex=row.sex or pupil.sex,
        birth_date=row.birth_date or pupil.birth_date,
    )
