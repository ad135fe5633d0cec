"""Who has tried a wrong PIN how often: the lock-out.

The law: after ``ALLOWED`` wrong tries in a row for one person from one address, that pair waits ``PAUSE`` seconds,
whatever is typed; others, and the same person elsewhere, do not. A right PIN forgets the pair. So that many addresses
do not make many guesses, one person waits too after ``ALLOWED_ANYWHERE`` wrong tries from all addresses together.
A try counts from the moment it begins, so that forty at once are not forty free guesses. The clock is passed in.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

ALLOWED = 5
ALLOWED_ANYWHERE = 30
PAUSE = 60.0
FORGOTTEN_AFTER = 600.0
"""Seconds after which earlier wrong tries no longer count."""

EVERYWHERE = "*"


@dataclass(frozen=True)
class Tries:
    """``count`` wrong tries, the last at ``at``; none is possible before ``until``."""

    count: int = 0
    at: float = 0.0
    until: float = 0.0


def after_try(tries: Tries, now: float, allowed: int) -> Tries:
    """The record after one more try begun at ``now``; reaching ``allowed`` closes for ``PAUSE`` and starts a new count."""
    stale = now - tries.at > FORGOTTEN_AFTER
    count = 1 if stale else tries.count + 1
    if count >= allowed:
        return Tries(0, now, now + PAUSE)
    return Tries(count, now, 0.0)


class Attempts:
    """The table of one hub, in memory: a restart forgets it. ``clock`` counts seconds and never goes back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._table: dict[tuple[str, str], Tries] = {}

    def wait(self, person: str, address: str) -> int:
        """Whole seconds until this pair may try again; 0: now."""
        now = self._clock()
        until = max(self._table.get(key, Tries()).until for key in self._keys(person, address))
        return max(0, math.ceil(until - now))

    def begin(self, person: str, address: str) -> int:
        """Counts a try that begins now and returns 0; while the pair must wait, counts nothing and returns the seconds."""
        if seconds := self.wait(person, address):
            return seconds
        now = self._clock()
        self._forget_old(now)
        for key, allowed in self._keys(person, address).items():
            self._table[key] = after_try(self._table.get(key, Tries()), now, allowed)
        return 0

    def right(self, person: str, address: str) -> None:
        """The try that has begun was right: the pair starts afresh."""
        for key in self._keys(person, address):
            self._table.pop(key, None)

    @staticmethod
    def _keys(person: str, address: str) -> dict[tuple[str, str], int]:
        return {(person, address): ALLOWED, (person, EVERYWHERE): ALLOWED_ANYWHERE}

    def _forget_old(self, now: float) -> None:
        old = [
            key
            for key, tries in self._table.items()
            if now - tries.at > FORGOTTEN_AFTER and tries.until <= now
        ]
        for key in old:
            del self._table[key]
