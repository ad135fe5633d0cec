"""What the exchange remembers, as plain values, and which submission counts. Pure.

The rule: the last submission received at or before the deadline counts; where there is none, the last late
one counts and is marked late; without a deadline the last one counts. Lateness is worked out when asked, so
that a deadline moved afterwards applies to what was handed in already.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class StoredFile:
    """A file of a release or submission: its path inside the folder, its SHA-256 and its size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Receipt:
    """Proof that a submission is on the exchange's disk. ``sha256`` is that of all its files together."""

    id: str
    course: str
    assignment: str
    authors: tuple[str, ...]
    sha256: str
    received_at: datetime

    @property
    def timestamp(self) -> str:
        """``received_at`` as nbgrader writes it into ``timestamp.txt``."""
        return f"{self.received_at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC"


@dataclass(frozen=True)
class Release:
    """A lesson that pupils can fetch. ``deadline`` None: it can be handed in at any time."""

    course: str
    assignment: str
    released_at: datetime
    deadline: datetime | None
    files: tuple[StoredFile, ...]

    @property
    def notebooks(self) -> tuple[str, ...]:
        return notebooks_of(self.files)


@dataclass(frozen=True)
class Submission:
    """A submission as it stands for one of its authors, ``pupil``."""

    receipt: Receipt
    pupil: str
    files: tuple[StoredFile, ...]
    late: bool
    counts: bool

    @property
    def notebooks(self) -> tuple[str, ...]:
        return notebooks_of(self.files)


@dataclass(frozen=True)
class Feedback:
    """What was given back to ``pupil``: notebook → language → SHA-256 of the page. ``receipt`` is the work it
    is about.
    """

    course: str
    assignment: str
    pupil: str
    released_at: datetime
    receipt: str | None
    pages: Mapping[str, Mapping[str, str]]


def notebooks_of(files: Iterable[StoredFile]) -> tuple[str, ...]:
    """Ids of the notebooks at the top of a folder."""
    return tuple(f.path[: -len(".ipynb")] for f in files if f.path.endswith(".ipynb") and "/" not in f.path)


def tree_sha256(files: Iterable[StoredFile]) -> str:
    """One hash for a folder: of its files' paths and hashes, in order."""
    listing = json.dumps([[f.path, f.sha256] for f in sorted(files, key=lambda f: f.path)])
    return hashlib.sha256(listing.encode()).hexdigest()


def is_late(received_at: datetime, deadline: datetime | None) -> bool:
    return deadline is not None and received_at > deadline


def counting(receipts: Iterable[Receipt], deadline: datetime | None) -> Receipt | None:
    """The one of a pupil's ``receipts`` that counts; None when there are none."""
    ordered = sorted(receipts, key=lambda receipt: (receipt.received_at, receipt.id))
    in_time = [receipt for receipt in ordered if not is_late(receipt.received_at, deadline)]
    return (in_time or ordered or [None])[-1]


def moment_text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()


def moment_from(text: str | None) -> datetime | None:
    """The moment that ``text`` (ISO 8601; without an offset it is UTC) says. Raises ``ValueError``."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def files_record(files: Iterable[StoredFile]) -> list[dict]:
    return [{"path": f.path, "sha256": f.sha256, "size": f.size} for f in files]


def files_from(record: Iterable[Mapping]) -> tuple[StoredFile, ...]:
    return tuple(StoredFile(f["path"], f["sha256"], f["size"]) for f in record)


def receipt_record(receipt: Receipt) -> dict:
    return {
        "id": receipt.id,
        "course": receipt.course,
        "assignment": receipt.assignment,
        "authors": list(receipt.authors),
        "sha256": receipt.sha256,
        "received_at": moment_text(receipt.received_at),
    }


def receipt_from(record: Mapping) -> Receipt:
    return Receipt(
        record["id"],
        record["course"],
        record["assignment"],
        tuple(record["authors"]),
        record["sha256"],
        moment_from(record["received_at"]),
    )


def release_record(release: Release) -> dict:
    return {
        "course": release.course,
        "assignment": release.assignment,
        "released_at": moment_text(release.released_at),
        "deadline": moment_text(release.deadline),
        "files": files_record(release.files),
    }


def release_from(record: Mapping) -> Release:
    return Release(
        record["course"],
        record["assignment"],
        moment_from(record["released_at"]),
        moment_from(record["deadline"]),
        files_from(record["files"]),
    )


def submission_record(submission: Submission) -> dict:
    return {
        "receipt": receipt_record(submission.receipt),
        "pupil": submission.pupil,
        "files": files_record(submission.files),
        "late": submission.late,
        "counts": submission.counts,
    }


def submission_from(record: Mapping) -> Submission:
    return Submission(
        receipt_from(record["receipt"]),
        record["pupil"],
        files_from(record["files"]),
        record["late"],
        record["counts"],
    )


def feedback_record(feedback: Feedback) -> dict:
    return {
        "course": feedback.course,
        "assignment": feedback.assignment,
        "pupil": feedback.pupil,
        "released_at": moment_text(feedback.released_at),
        "receipt": feedback.receipt,
        "pages": {notebook: dict(languages) for notebook, languages in feedback.pages.items()},
    }


def feedback_from(record: Mapping) -> Feedback:
    return Feedback(
        record["course"],
        record["assignment"],
        record["pupil"],
        moment_from(record["released_at"]),
        record["receipt"],
        record["pages"],
    )
