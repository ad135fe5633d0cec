"""``nbgrader list``: what is released, what was handed in, what is in this server's copies."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from nbgrader.exchange import abc

from autograder.exchange.plugin.shared import RECEIPT, BarmajaExchange, forget_releases
from autograder.exchange.records import Feedback, Receipt, receipt_from
from translations import Message, command_line_language


class BarmajaExchangeList(BarmajaExchange, abc.ExchangeList):
    """Lists have the shapes of nbgrader's own exchange, so that its pages and commands can read them."""

    def init_src(self) -> None:
        pass

    def init_dest(self) -> None:
        pass

    def copy_files(self) -> None:
        pass

    def list_files(self) -> list[dict]:
        found = self._handed_in() if self.inbound else self._cached() if self.cached else self._released()
        for entry in found:
            for line in entry.get("submissions", [entry]):
                names = ("course_id", "student_id", "assignment_id", "timestamp", "status")
                self.log.info(" ".join(str(line[name]) for name in names if name in line))
        return found

    def remove_files(self) -> list[dict]:
        """Withdraws released lessons. What was handed in is the school's record and is never removed here."""
        if self.inbound or self.cached:
            self.refuse(
                Message("autograder", "What was handed in stays on the exchange and cannot be removed.")
            )
        released = self._released()
        for entry in released:
            self.call(lambda client, name=entry["assignment_id"]: client.withdraw(self.course, name))
            entry["status"] = "removed"
        forget_releases()
        return released

    # --- the three lists

    def _released(self) -> list[dict]:
        return [
            self._outbound(release.assignment, release.notebooks)
            for release in self.releases()
            if self.coursedir.assignment_id in ("", "*", release.assignment)
        ]

    def _outbound(self, assignment: str, notebooks: Iterable[str]) -> dict:
        folder = self.lesson_folder(self.course, assignment)
        fetched = folder.is_dir()
        path = str(folder) if fetched else f"{self.course}/{assignment}"
        names = sorted(p.stem for p in folder.glob("*.ipynb")) if fetched else notebooks
        return {
            "course_id": self.course,
            "assignment_id": assignment,
            "status": "fetched" if fetched else "released",
            "path": path,
            "notebooks": [{"notebook_id": name, "path": f"{path}/{name}.ipynb"} for name in names],
        }

    def _handed_in(self) -> list[dict]:
        wanted = self.coursedir.student_id or "*"
        lines = []
        for assignment in self._assignments():
            for item in self.call(lambda client, name=assignment: client.submissions(self.course, name)):
                if wanted in ("*", item.pupil):
                    feedback = self._feedback(assignment, item.pupil)
                    path = f"{self.course}/{assignment}/{item.receipt.id}"
                    lines.append(self._line(item.pupil, item.receipt, item.notebooks, path, feedback))
        return _by_pupil(lines)

    def _cached(self) -> list[dict]:
        lines = []
        for record in sorted(self.cached_folders(self.course).glob(f"*/{RECEIPT}")):
            receipt = receipt_from(json.loads(record.read_text(encoding="utf-8")))
            if self.coursedir.assignment_id in ("", "*", receipt.assignment):
                names = sorted(path.stem for path in record.parent.glob("*.ipynb"))
                feedback = self._feedback(receipt.assignment, receipt.authors[0])
                lines.append(self._line(receipt.authors[0], receipt, names, str(record.parent), feedback))
        return _by_pupil(lines)

    # --- their parts

    def _assignments(self) -> list[str]:
        if self.coursedir.assignment_id not in ("", "*"):
            return [self.assignment]
        return [release.assignment for release in self.releases()]

    def _feedback(self, assignment: str, pupil: str) -> Feedback | None:
        found = self.call(lambda client: client.feedback(self.course, assignment, pupil))
        return found[0] if found else None

    def _line(
        self, pupil: str, receipt: Receipt, names: Iterable[str], path: str, feedback: Feedback | None
    ) -> dict:
        local = self.lesson_folder(receipt.course, receipt.assignment) / "feedback" / receipt.timestamp
        given = feedback if feedback and feedback.receipt in (None, receipt.id) else None
        notebooks = [self._notebook(name, path, local, given) for name in names]
        has_local = bool(notebooks) and all(n["has_local_feedback"] for n in notebooks)
        return {
            "course_id": receipt.course,
            "student_id": pupil,
            "assignment_id": receipt.assignment,
            "status": "submitted",
            "timestamp": receipt.timestamp,
            "path": path,
            "notebooks": notebooks,
            "has_local_feedback": has_local,
            "has_exchange_feedback": bool(notebooks) and all(n["has_exchange_feedback"] for n in notebooks),
            "feedback_updated": any(n["feedback_updated"] for n in notebooks),
            "local_feedback_path": str(local) if has_local else None,
        }

    def _notebook(self, name: str, path: str, local: Path, given: Feedback | None) -> dict:
        page = local / f"{name}.html"
        languages = given.pages.get(name, {}) if given else {}
        here = hashlib.sha256(page.read_bytes()).hexdigest() if page.is_file() else None
        language = command_line_language()
        there = languages.get(language) or (languages[min(languages)] if languages else None)
        return {
            "notebook_id": name,
            "path": f"{path}/{name}.ipynb",
            "has_local_feedback": here is not None,
            "has_exchange_feedback": there is not None,
            "local_feedback_path": str(page) if here else None,
            "feedback_updated": here is not None and there is not None and here != there,
        }


def _by_pupil(lines: list[dict]) -> list[dict]:
    """One entry a pupil and lesson, its submissions oldest first."""

    def key(line: dict) -> tuple[str, str, str]:
        return line["course_id"], line["student_id"], line["assignment_id"]

    return [
        {
            "course_id": course,
            "student_id": student,
            "assignment_id": assignment,
            "status": "submitted",
            "submissions": sorted(group, key=lambda line: line["timestamp"]),
        }
        for (course, student, assignment), group in groupby(sorted(lines, key=key), key=key)
    ]
