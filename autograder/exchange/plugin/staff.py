"""The plug-in classes of a course: release a lesson, collect the work, release feedback."""

from __future__ import annotations

from pathlib import Path

from nbgrader.exchange import abc

from autograder.exchange.folders import folder_files, write_new_folder
from autograder.exchange.plugin.shared import TIMESTAMP, BarmajaExchange, forget_releases
from autograder.exchange.records import Submission
from autograder.feedback.document import pages_of
from translations import Message


class BarmajaExchangeReleaseAssignment(BarmajaExchange, abc.ExchangeReleaseAssignment):
    """Releases what ``nbgrader generate_assignment`` made; the deadline of an earlier release stays."""

    def init_src(self) -> None:
        self.src_path = self.coursedir.format_path(
            self.coursedir.release_directory, ".", self.coursedir.assignment_id
        )
        if not Path(self.src_path).is_dir():
            self.refuse(
                Message(
                    "autograder",
                    "There is nothing in “{folder}”; run nbgrader generate_assignment first.",
                    {"folder": str(self.src_path)},
                )
            )

    def init_dest(self) -> None:
        forget_releases()
        released = {r.assignment: r for r in self.releases()}
        self.former = released.get(self.assignment)
        if self.former is not None and not self.force:
            self.refuse(
                Message(
                    "autograder",
                    "The lesson “{lesson}” is released already; add --force to release it again.",
                    {"lesson": self.assignment},
                )
            )

    def copy_files(self) -> None:
        with self.explained():
            files = folder_files(Path(self.src_path), self.ignored)
        deadline = self.former.deadline if self.former else None
        self.call(lambda client: client.release(self.course, self.assignment, files, deadline))
        forget_releases()
        self.log.info("Released as: %s %s", self.course, self.assignment)


class BarmajaExchangeCollect(BarmajaExchange, abc.ExchangeCollect):
    """Copies hand-ins into ``submitted/<student>/<assignment>``.

    With ``--before-duedate`` the one that counts of each pupil (see ``records``), else the last one, as
    nbgrader does; an existing copy is replaced with ``--update`` when the new one is later, with ``--before-
    duedate`` when it is another one.
    """

    def init_src(self) -> None:
        found = self.call(lambda client: client.submissions(self.course, self.assignment))
        wanted = self.coursedir.student_id or "*"
        mine = [s for s in found if wanted in ("*", s.pupil)]
        if self.before_duedate:
            self.chosen = {s.pupil: s for s in mine if s.counts}
        else:
            self.chosen = {s.pupil: s for s in mine}  # oldest first: the last one stays

    def init_dest(self) -> None:
        pass

    def copy_files(self) -> None:
        if not self.chosen:
            self.log.warning(
                "No submissions of '%s' for course '%s' to collect", self.assignment, self.course
            )
        for pupil in sorted(self.chosen):
            self._collect(self.chosen[pupil])

    def _collect(self, submission: Submission) -> None:
        receipt = submission.receipt
        folder = Path(
            self.coursedir.format_path(
                self.coursedir.submitted_directory, submission.pupil, self.coursedir.assignment_id
            )
        )
        if folder.is_dir() and not self._replaces(folder, submission):
            self.log.info("Nothing newer to collect: %s %s", submission.pupil, receipt.assignment)
            return
        files = self.call(lambda client: client.submitted_files(self.course, receipt.assignment, receipt.id))
        with self.explained():
            others = {path: content for path, content in files.items() if path != TIMESTAMP}
            write_new_folder(folder, {**others, TIMESTAMP: receipt.timestamp.encode()})
        self.log.info("Collected: %s %s", submission.pupil, receipt.assignment)

    def _replaces(self, folder: Path, submission: Submission) -> bool:
        existing = self.coursedir.get_existing_timestamp(str(folder))
        new = submission.receipt.received_at.replace(tzinfo=None)
        return (self.update and (existing is None or new > existing)) or (
            self.before_duedate and existing != new
        )


class BarmajaExchangeReleaseFeedback(BarmajaExchange, abc.ExchangeReleaseFeedback):
    """Gives pupils the pages that ``nbgrader generate_feedback`` wrote."""

    def init_src(self) -> None:
        pattern = self.coursedir.format_path(
            self.coursedir.feedback_directory, self.coursedir.student_id or "*", self.coursedir.assignment_id
        )
        excluded = set(filter(None, self.coursedir.student_id_exclude.split(",")))
        root = Path(self.coursedir.root)
        folders = sorted(root.glob(str(Path(pattern).relative_to(root))))
        self.folders = [folder for folder in folders if folder.parent.name not in excluded]

    def init_dest(self) -> None:
        pass

    def copy_files(self) -> None:
        if not self.folders:
            self.refuse(
                Message("autograder", "There is no feedback to give; run nbgrader generate_feedback first.")
            )
        receipts = {
            (s.pupil, s.receipt.timestamp): s.receipt.id
            for s in self.call(lambda client: client.submissions(self.course, self.assignment))
        }
        for folder in self.folders:
            self._release(folder, receipts)

    def _release(self, folder: Path, receipts: dict[tuple[str, str], str]) -> None:
        pupil = folder.parent.name
        pages = {path.stem: pages_of(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}
        if not pages:
            return
        stamp = folder / TIMESTAMP
        timestamp = stamp.read_text(encoding="utf-8").strip() if stamp.is_file() else ""
        about = receipts.get((pupil, timestamp))
        self.call(lambda client: client.release_feedback(self.course, self.assignment, pupil, pages, about))
        self.log.info("Feedback released to %s for %s/%s", pupil, self.course, self.assignment)
