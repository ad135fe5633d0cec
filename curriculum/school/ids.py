"""Ids and first secrets of people, and the pseudonyms that stand for pupils outside the school.

A pupil id is ``p`` and nine characters of an alphabet without look-alikes: opaque, lowercase, safe in URLs,
file names and hub user names. Staff choose their own ids in ``school.toml``; one of them can never look like
a pupil's or a course's.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import tempfile
import unicodedata
from itertools import pairwise
from pathlib import Path

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
PUPIL_ID = re.compile(rf"p[{ALPHABET}]{{9}}")
STAFF_ID = re.compile(r"[a-z][a-z0-9.-]{1,30}")
COURSE_USER_PREFIX = "course-"
PIN = re.compile(r"[0-9]{6}")
SHORTEST_PASSWORD = 8


def is_pupil_id(user_id: str) -> bool:
    return PUPIL_ID.fullmatch(user_id) is not None


def is_staff_id(user_id: str) -> bool:
    """Whether a teacher or coordinator may have this id."""
    return (
        STAFF_ID.fullmatch(user_id) is not None
        and not is_pupil_id(user_id)
        and not user_id.startswith(COURSE_USER_PREFIX)
    )


def new_pupil_id() -> str:
    """A fresh id: 31⁹ of them, so that a clash is an accident the roster checks for, not one it meets."""
    return "p" + "".join(secrets.choice(ALPHABET) for _ in range(9))


def is_trivial_pin(pin: str) -> bool:
    """A PIN that a classmate tries first: one or two digits only, a repeated half or third, or a run up or
    down."""
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return len(set(pin)) < 3 or pin == pin[:3] * 2 or pin == pin[:2] * 3 or steps in ({1}, {9})


def new_pin() -> str:
    """Six random digits, never a trivial PIN."""
    while True:
        pin = f"{secrets.randbelow(10**6):06d}"
        if not is_trivial_pin(pin):
            return pin


def new_password() -> str:
    """A first password for staff: three groups of four characters without look-alikes (59 bits)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def typed_secret(user_id: str, secret: str) -> str:
    """What was typed, as it is compared: a pupil's PIN without spaces and with digits of any script as
    0–9."""
    if not is_pupil_id(user_id):
        return unicodedata.normalize("NFC", secret)
    kept = [letter for letter in secret if not letter.isspace() and unicodedata.category(letter) != "Cf"]
    return "".join(str(unicodedata.digit(letter, letter)) for letter in kept)


def pseudonym(key: bytes, pupil_id: str) -> str:
    """What stands for a pupil in everything that leaves the school: HMAC-SHA-256 under the school's own key.

    The same pupil always has the same pseudonym; without the key nobody gets from one to the other.
    """
    return hmac.new(key, pupil_id.encode(), hashlib.sha256).hexdigest()[:32]


def pseudonym_key(path: Path) -> bytes:
    """The school's key, made at the first call (32 random bytes, readable by the owner only) and the same
    ever after.

    It appears under its name only when it is whole, so two processes that begin together agree on one key.
    """
    if not path.exists():
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".pseudonym-") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_bytes()
