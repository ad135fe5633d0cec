"""The plug-in classes of a pupil: fetch a lesson, hand it in, fetch its feedback."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from nbgrader.exchange import abc

from autograder.exchange.folders import folder_files, write_missing, write_new_folder
from autograder.exchange.plugin.shared import RECEIPT, TIMESTAMP, BarmajaExchange
from autograder.exchange.records import receipt_record
from translations import Message, command_line_language


class BarmajaExchangeFetchAssignment(BarmajaExchange, abc.ExchangeFetchAssignment):
    """Brings a released lesson into the pupil's folder. A file that is there is never overwritten."""

    def init_src(self) -> None:
        self.src_path = f"{self.course}/{self.assignment}"

    def init_dest(self) -> None:
        self.dest_path = self.lesson_folder(self.course, self.assignment)
        self.require_missing_or(self.replace_missing_files, self.dest_path)

    def copy_files(self) -> None:
        files = self.call(lambda client: client.fetch(self.course, self.assignment))
        with self.explained():
            written = write_missing(self.dest_path, files)
        self.log.info("Fetched %s: %s", self.src_path, ", ".join(written) or "-")


class BarmajaExchangeSubmit(BarmajaExchange, abc.ExchangeSubmit):
    """Hands in the pupil's folder of a lesson; ``receipt`` holds the receipt afterwards."""

    receipt = None

    def init_src(self) -> None:
        self.coursedir.assignment_id = os.path.basename(self.coursedir.assignment_id)  # noqa: PTH119
        self.src_path = self.lesson_folder(self.course, self.assignment)
        if not self.src_path.is_dir():
            self.refuse(
                Message(
                    "autograder",
                    "There is no lesson in “{folder}”; fetch it first.",
                    {"folder": str(self.src_path)},
                )
            )

    def init_dest(self) -> None:
        pass

    def copy_files(self) -> None:
        with self.explained():
            files = folder_files(self.src_path, self.ignored)
        self._compare(files)
        self.receipt = self.call(lambda client: client.submit(self.course, self.assignment, files))
        author = "+".join(self.receipt.authors)
        name = f"{author}+{self.receipt.assignment}+{self.receipt.timestamp}"
        copies = {
            **{path: content for path, content in files.items() if path not in (RECEIPT, TIMESTAMP)},
            TIMESTAMP: self.receipt.timestamp.encode(),
            RECEIPT: json.dumps(receipt_record(self.receipt), indent=1).encode(),
        }
        write_new_folder(self.cached_folders(self.course) / name, copies)
        self.timestamp = self.receipt.timestamp
        self.log.info("Submitted as: %s %s %s", self.course, self.assignment, self.receipt.timestamp)

    def _compare(self, files: Mapping[str, bytes]) -> None:
        releases = self.releases()
        expected = next((r.notebooks for r in releases if r.assignment == self.assignment), ())
        missing = [name for name in expected if f"{name}.ipynb" not in files]
        if missing and self.strict:
            self.refuse(
                Message(
                    "autograder",
                    "Not handed in: these notebooks of the lesson are missing: {names}.",
                    {"names": ", ".join(missing)},
                )
            )
        if missing:
            self.log.warning("Handing in without %s", ", ".join(missing))


class BarmajaExchangeFetchFeedback(BarmajaExchange, abc.ExchangeFetchFeedback):
    """Puts the feedback on every hand-in of this server's pupil into ``<lesson>/feedback/<timestamp>/``."""

    def init_src(self) -> None:
        self.src_path = self.course

    def init_dest(self) -> None:
        pass

    def copy_files(self) -> None:
        wanted = (
            [self.assignment] if self.coursedir.assignment_id else [r.assignment for r in self.releases()]
        )
        for assignment in wanted:
            self._fetch(assignment)

    def _fetch(self, assignment: str) -> None:
        pupil = os.environ.get("JUPYTERHUB_USER", "")
        submissions = self.call(lambda client: client.submissions(self.course, assignment))
        found = (
            self.call(lambda client: client.feedback(self.course, assignment, pupil)) if submissions else None
        )
        if found is None:
            self.log.warning("No feedback yet for %s/%s", self.course, assignment)
            return
        given, pages = found
        about = next(
            (s.receipt for s in submissions if s.receipt.id == given.receipt), submissions[-1].receipt
        )
        folder = self.lesson_folder(self.course, assignment) / "feedback" / about.timestamp
        folder.mkdir(parents=True, exist_ok=True)
        for notebook, languages in given.pages.items():
            language = command_line_language()
            chosen = language if language in languages else min(languages)
            (folder / f"{notebook}.html").write_bytes(pages[f"{notebook}/{chosen}"])
            self.log.info("Fetched feedback: %s", folder / f"{notebook}.html")
