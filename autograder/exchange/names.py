"""Which names and files the exchange takes. Pure: nothing here touches the disk.

Promise: what passes ``checked_*`` can be joined to a folder and stays inside it, whatever the platform's
rules for ``..``, absolute paths, drive letters, control characters or over-long names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from autograder.exchange.errors import BadName, TooLarge
from translations import Message

MAX_BYTES = 20 * 2**20
"""All files of one release or one submission together."""
MAX_FILES = 200
MAX_DEPTH = 8

_COURSE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_ASSIGNMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PERSON = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_RECEIPT = re.compile(r"[0-9]{8}T[0-9]{12}-[0-9a-f]{8}-[0-9a-f]{4}")


def checked_course(course: str) -> str:
    """``course`` itself; raises ``BadName`` unless it is a course id (``2026-tcsf-1``)."""
    if not _COURSE.fullmatch(course):
        raise BadName(
            Message(
                "autograder",
                "“{name}” is not a course; a course id looks like 2026-tcsf-1.",
                {"name": course},
            )
        )
    return course


def checked_assignment(assignment: str) -> str:
    """``assignment`` itself; raises ``BadName`` unless it is an assignment id (``variables``)."""
    if not _ASSIGNMENT.fullmatch(assignment):
        raise BadName(
            Message(
                "autograder",
                "“{name}” is not a lesson; a lesson id has Latin letters, digits, dots, hyphens and "
                "underscores only.",
                {"name": assignment},
            )
        )
    return assignment


def checked_person(person: str) -> str:
    """``person`` itself; raises ``BadName`` unless it is the id of a person."""
    if not _PERSON.fullmatch(person):
        raise BadName(
            Message(
                "autograder",
                "“{name}” is not the id of a person; an id has small Latin letters, digits, dots and "
                "hyphens only.",
                {"name": person},
            )
        )
    return person


def checked_receipt(receipt: str) -> str:
    """``receipt`` itself; raises ``BadName`` unless it is the number of a receipt."""
    if not _RECEIPT.fullmatch(receipt):
        raise BadName(Message("autograder", "“{name}” is not the number of a receipt.", {"name": receipt}))
    return receipt


def checked_files(
    files: Mapping[str, bytes], max_bytes: int = MAX_BYTES, max_files: int = MAX_FILES
) -> Mapping[str, bytes]:
    """``files`` in the order of their names; raises ``BadName`` or ``TooLarge`` for the first that may not
    be.
    """
    if not files:
        raise BadName(Message("autograder", "There is no file to send."))
    if len(files) > max_files:
        raise TooLarge(
            Message(
                "autograder",
                "Too many files ({count}); at most {limit} can be sent. "
                "Remove the ones that are not part of the work.",
                {"count": len(files), "limit": max_files},
            )
        )
    for path in files:
        _check_path(path)
    for path in files:
        if any(f"{path}/" == other[: len(path) + 1] for other in files):
            raise BadName(_bad_path(path))
    size = sum(len(content) for content in files.values())
    if size > max_bytes:
        raise TooLarge(
            Message(
                "autograder",
                "The files have {size} MB together; at most {limit} MB can be sent. "
                "Remove the large ones that are not part of the work.",
                {"size": -(-size // 2**20), "limit": max_bytes // 2**20},
            )
        )
    return MappingProxyType({path: files[path] for path in sorted(files)})


def _check_path(path: str) -> None:
    parts = path.split("/")
    if (
        len(parts) > MAX_DEPTH
        or len(path.encode("utf-8", "surrogatepass")) > 1000
        or "\\" in path
        or any(part in ("", ".", "..") or len(part.encode("utf-8", "surrogatepass")) > 200 for part in parts)
        or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in path)
        or re.match(r"[A-Za-z]:", path)
    ):
        raise BadName(_bad_path(path))


def _bad_path(path: str) -> Message:
    shown = path[:80] if path.isprintable() else ascii(path[:80])[1:-1]
    return Message(
        "autograder",
        "The file “{name}” cannot be sent: its name leaves the lesson's folder or is not allowed. Rename it.",
        {"name": shown},
    )
