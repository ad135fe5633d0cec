"""The exchange on the disk: what was released, handed in and given back, of every course.

    <folder>/<course>/objects/…                              contents by SHA-256
    <folder>/<course>/lessons/<assignment>/release.json
    <folder>/<course>/lessons/<assignment>/submissions/<receipt>.json
    <folder>/<course>/lessons/<assignment>/feedback/<pupil>.json

Promise: a method that writes returns after everything is on the disk (fsync); several processes and threads
may use one folder at once. A submission never changes. Who someone is and what they may do is decided by the
caller: ``authors`` comes from the hub's word, never from a request.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock

from autograder.exchange.durable import ObjectFolder, ensure_folder, remove_stale, sync_folder, write_durably
from autograder.exchange.errors import NotThere
from autograder.exchange.names import (
    MAX_BYTES,
    MAX_FILES,
    checked_assignment,
    checked_course,
    checked_files,
    checked_person,
    checked_receipt,
)
from autograder.exchange.records import (
    Feedback,
    Receipt,
    Release,
    StoredFile,
    Submission,
    counting,
    feedback_from,
    feedback_record,
    files_from,
    files_record,
    is_late,
    receipt_from,
    receipt_record,
    release_from,
    release_record,
    tree_sha256,
)
from translations import Message


def utc_now() -> datetime:
    return datetime.now(UTC)


class ExchangeStore:
    """See the module. ``clock`` gives the moment of a release or submission, with a time zone."""

    def __init__(
        self,
        folder: os.PathLike[str] | str,
        *,
        clock: Callable[[], datetime] = utc_now,
        max_bytes: int = MAX_BYTES,
        max_files: int = MAX_FILES,
    ) -> None:
        self.folder = Path(folder)
        self.clock = clock
        self.max_bytes = max_bytes
        self.max_files = max_files
        self._tmp = self.folder / ".tmp"
        self._submissions: dict[Path, tuple[Receipt, tuple[StoredFile, ...]]] = {}
        remove_stale(self._tmp)

    # --- released lessons

    def release(
        self, course: str, assignment: str, files: Mapping[str, bytes], deadline: datetime | None = None
    ) -> Release:
        """Pupils can fetch ``files`` from now on. Releasing again replaces what a later fetch gets."""
        folder = self._assignment(course, assignment)
        checked = checked_files(files, self.max_bytes, self.max_files)
        release = Release(course, assignment, self.clock(), deadline, self._keep(course, checked))
        with self._lock(folder):
            self._write(folder / "release.json", release_record(release))
        return release

    def set_deadline(self, course: str, assignment: str, deadline: datetime | None) -> Release:
        """The released lesson with another deadline, which applies to earlier submissions too."""
        self.released(course, assignment)
        folder = self._assignment(course, assignment)
        with self._lock(folder):
            old = self.released(course, assignment)
            new = Release(course, assignment, old.released_at, deadline, old.files)
            self._write(folder / "release.json", release_record(new))
        return new

    def withdraw(self, course: str, assignment: str) -> None:
        """The lesson can no longer be fetched or handed in; what was handed in stays. Harmless when not
        released.
        """
        folder = self._assignment(course, assignment)
        if folder.is_dir():
            with self._lock(folder):
                (folder / "release.json").unlink(missing_ok=True)
                sync_folder(folder)

    def releases(self, course: str) -> tuple[Release, ...]:
        """All released lessons of ``course``, by name."""
        lessons = self.folder / checked_course(course) / "lessons"
        return tuple(release_from(_read(path)) for path in sorted(lessons.glob("*/release.json")))

    def assignments(self, course: str) -> tuple[str, ...]:
        """Every lesson of ``course`` that was ever released or handed in, by name."""
        lessons = self.folder / checked_course(course) / "lessons"
        return tuple(sorted(folder.name for folder in lessons.glob("*") if folder.is_dir()))

    def released(self, course: str, assignment: str) -> Release:
        """Raises ``NotThere`` unless it is released."""
        try:
            return release_from(_read(self._assignment(course, assignment) / "release.json"))
        except FileNotFoundError:
            raise NotThere(
                Message(
                    "autograder",
                    "The lesson “{lesson}” is not released to this class.",
                    {"lesson": assignment},
                )
            ) from None

    # --- submissions

    def submit(
        self, course: str, assignment: str, authors: Sequence[str], files: Mapping[str, bytes]
    ) -> Receipt:
        """The receipt of ``files`` handed in by ``authors``, which are on the disk.

        The same bytes as these authors' latest submission give that submission's receipt again. Raises
        ``NotThere`` when the lesson is not released. ``received_at`` grows from one submission of a lesson to
        the next, even when the clock is put back.
        """
        folder = self._assignment(course, assignment)
        people = tuple(sorted({checked_person(author) for author in authors}))
        if not people:
            raise ValueError("a submission has at least one author")
        self.released(course, assignment)
        stored = self._keep(course, checked_files(files, self.max_bytes, self.max_files))
        sha256 = tree_sha256(stored)
        with self._lock(folder):
            earlier = [receipt for receipt, _ in self._handed_in(folder)]
            latest = {
                person: next((r for r in reversed(earlier) if person in r.authors), None) for person in people
            }
            again = latest[people[0]]
            if (
                again
                and again.sha256 == sha256
                and again.authors == people
                and set(latest.values()) == {again}
            ):
                sync_folder(folder / "submissions")
                return again
            now = max([self.clock(), *(r.received_at + timedelta(microseconds=1) for r in earlier[-1:])])
            number = f"{now.astimezone(UTC):%Y%m%dT%H%M%S%f}-{sha256[:8]}-{secrets.token_hex(2)}"
            receipt = Receipt(number, course, assignment, people, sha256, now)
            record = {**receipt_record(receipt), "files": files_record(stored)}
            self._write(folder / "submissions" / f"{number}.json", record)
        return receipt

    def submissions(self, course: str, assignment: str, pupil: str | None = None) -> tuple[Submission, ...]:
        """Every submission of ``pupil`` (all pupils: None), oldest first; one for each author of a shared
        one.
        """
        folder = self._assignment(course, assignment)
        handed_in = self._handed_in(folder)
        deadline = self._deadline(folder)
        people = {person for receipt, _ in handed_in for person in receipt.authors}
        wanted = people if pupil is None else people & {pupil}
        chosen = {
            person: counting((r for r, _ in handed_in if person in r.authors), deadline) for person in wanted
        }
        return tuple(
            Submission(
                receipt, person, files, is_late(receipt.received_at, deadline), chosen[person] == receipt
            )
            for receipt, files in handed_in
            for person in receipt.authors
            if person in wanted
        )

    def counting(self, course: str, assignment: str, pupil: str) -> Submission | None:
        """The submission of ``pupil`` that counts (see ``records``), None when nothing was handed in."""
        return next((s for s in self.submissions(course, assignment, pupil) if s.counts), None)

    def submission(self, course: str, assignment: str, receipt: str) -> Submission:
        """The submission that ``receipt`` is about, for its first author. Raises ``NotThere``."""
        for submission in self.submissions(course, assignment):
            if submission.receipt.id == checked_receipt(receipt):
                return submission
        raise NotThere(Message("autograder", "There is no such submission."))

    # --- feedback

    def release_feedback(
        self,
        course: str,
        assignment: str,
        pupil: str,
        pages: Mapping[str, Mapping[str, bytes]],
        receipt: str | None = None,
    ) -> Feedback:
        """``pupil`` can read ``pages`` (notebook → language → HTML) from now on, instead of earlier ones."""
        folder = self._assignment(course, assignment)
        flat = {
            f"{checked_assignment(notebook)}/{checked_assignment(language)}": html
            for notebook, languages in pages.items()
            for language, html in languages.items()
        }
        stored = {
            f.path: f.sha256 for f in self._keep(course, checked_files(flat, self.max_bytes, self.max_files))
        }
        hashes = {
            notebook: {language: stored[f"{notebook}/{language}"] for language in languages}
            for notebook, languages in pages.items()
        }
        number = None if receipt is None else checked_receipt(receipt)
        feedback = Feedback(course, assignment, checked_person(pupil), self.clock(), number, hashes)
        with self._lock(folder):
            self._write(folder / "feedback" / f"{pupil}.json", feedback_record(feedback))
        return feedback

    def feedback_of(self, course: str, assignment: str, pupil: str) -> Feedback | None:
        """What was given back to ``pupil``, None before that."""
        try:
            return feedback_from(
                _read(self._assignment(course, assignment) / "feedback" / f"{checked_person(pupil)}.json")
            )
        except FileNotFoundError:
            return None

    def feedback(
        self, course: str, assignment: str, pupil: str, language: str, notebook: str | None = None
    ) -> bytes | None:
        """The page for ``pupil`` in ``language`` (else in the language there is), None before feedback is
        released.
        """
        given = self.feedback_of(course, assignment, pupil)
        if given is None:
            return None
        name = notebook or (assignment if assignment in given.pages else min(given.pages))
        languages = given.pages.get(name, {})
        sha256 = languages.get(language) or next((languages[other] for other in sorted(languages)), None)
        return None if sha256 is None else self._objects(course).get(sha256)

    # --- contents

    def contents(self, course: str, files: Iterable[StoredFile]) -> Mapping[str, bytes]:
        """The bytes of ``files`` of a release or submission, by path."""
        objects = self._objects(checked_course(course))
        return {file.path: objects.get(file.sha256) for file in files}

    # --- inside

    def _assignment(self, course: str, assignment: str) -> Path:
        return self.folder / checked_course(course) / "lessons" / checked_assignment(assignment)

    def _objects(self, course: str) -> ObjectFolder:
        return ObjectFolder(self.folder / course / "objects", self._tmp)

    def _keep(self, course: str, files: Mapping[str, bytes]) -> tuple[StoredFile, ...]:
        objects = self._objects(course)
        return tuple(StoredFile(path, objects.add(content), len(content)) for path, content in files.items())

    def _lock(self, folder: Path) -> FileLock:
        ensure_folder(folder)
        return FileLock(folder / ".lock")

    def _write(self, path: Path, record: dict) -> None:
        text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
        write_durably(path, text.encode(), self._tmp)

    def _deadline(self, folder: Path) -> datetime | None:
        try:
            return release_from(_read(folder / "release.json")).deadline
        except FileNotFoundError:
            return None

    def _handed_in(self, folder: Path) -> list[tuple[Receipt, tuple[StoredFile, ...]]]:
        """Every submission of an assignment, oldest first. Records never change, so each is read once a
        process.
        """
        found = []
        for path in sorted((folder / "submissions").glob("*.json")):
            if path not in self._submissions:
                record = _read(path)
                self._submissions[path] = (receipt_from(record), files_from(record["files"]))
            found.append(self._submissions[path])
        return sorted(found, key=lambda item: (item[0].received_at, item[0].id))


def _read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))
