"""Keeps secrets as argon2id hashes.

The cost is OWASP's minimum for argon2id (19 MiB, two passes, one lane: about 20 ms), so that a class of 40
that signs in together on two cores with 8 GB waits less than a second. Hashing and checking are slow on
purpose: never on an event loop.
"""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(secret: str) -> str:
    """``secret`` as an argon2id hash with a salt of its own."""
    return _HASHER.hash(secret)


def all_hashed(secrets: Iterable[str]) -> list[str]:
    """Many hashes, in the order of ``secrets``, on all cores (argon2 lets other threads run)."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(hashed, secrets))


def matches(secret: str, stored: str | None) -> bool:
    """Whether ``stored`` is a hash of ``secret``. Takes as long when there is nothing stored, so time
    tells nothing."""
    try:
        _HASHER.verify(stored or _nobody(), secret)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@cache
def _nobody() -> str:
    return hashed("nobody's secret")
