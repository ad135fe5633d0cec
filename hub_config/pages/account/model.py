"""What is wrong with a change of password or secret code, and at which field. Pure."""

from __future__ import annotations

OLD, NEW, AGAIN = "old", "new", "again"


def first_empty(old: str, new: str, again: str) -> str | None:
    """The first field left empty."""
    return next((field for field, typed in ((OLD, old), (NEW, new), (AGAIN, again)) if not typed), None)


def mismatch(old: str, new: str, again: str) -> str | None:
    """``AGAIN`` when the two new ones differ, ``NEW`` when the new one is the old one."""
    if new != again:
        return AGAIN
    return NEW if new == old else None
