"""The exchange as a notebook server or a command sees it: a few calls over HTTP.

Every call blocks (run it in a thread inside an event loop) and raises an ``ExchangeProblem`` whose message a
person can read: ``Unreachable`` when the service did not answer, so that sending again later is worth it,
another one when it refused. Handing in the same bytes again gives the same receipt.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote

import httpx

from autograder.exchange.errors import ExchangeProblem, NotThere, Unreachable
from autograder.exchange.records import (
    Feedback,
    Receipt,
    Release,
    Submission,
    feedback_from,
    moment_text,
    receipt_from,
    release_from,
    submission_from,
)
from autograder.exchange.wire import files_from_json, files_to_json, problem_from_json
from translations import Message


class ExchangeClient:
    """``url`` is the service's (``http://127.0.0.1:8010/services/school``), ``token`` a hub token of whoever
    asks.
    """

    def __init__(self, url: str, token: str, timeout: float = 30.0) -> None:
        self._http = httpx.Client(
            base_url=f"{url.rstrip('/')}/exchange/",
            headers={"Authorization": f"token {token}"},
            timeout=timeout,
            trust_env=False,  # the service is on this machine or its network, never behind a web proxy
        )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> ExchangeClient:
        """The client of this notebook server: ``BARMAJA_SERVICE_URL`` and ``JUPYTERHUB_API_TOKEN``."""
        try:
            return cls(environment["BARMAJA_SERVICE_URL"], environment["JUPYTERHUB_API_TOKEN"])
        except KeyError as missing:
            raise Unreachable(
                Message(
                    "autograder",
                    "The exchange can only be used from a notebook server of the school: "
                    "{variable} is not set.",
                    {"variable": missing.args[0]},
                )
            ) from None

    def releases(self, course: str) -> tuple[Release, ...]:
        """The released lessons of ``course``."""
        return tuple(release_from(record) for record in self._call("GET", course)["releases"])

    def release(
        self, course: str, lesson: str, files: Mapping[str, bytes], deadline: datetime | None = None
    ) -> Release:
        body = {"contents": files_to_json(files), "deadline": moment_text(deadline)}
        return release_from(self._call("PUT", course, lesson, body=body))

    def withdraw(self, course: str, lesson: str) -> None:
        self._call("DELETE", course, lesson)

    def fetch(self, course: str, lesson: str) -> Mapping[str, bytes]:
        """The files of the released lesson, by path. Raises ``NotThere`` when it is not released."""
        return files_from_json(self._call("GET", course, lesson)["contents"])

    def submit(self, course: str, lesson: str, files: Mapping[str, bytes]) -> Receipt:
        """Hands in ``files`` as the token's owner; when it returns they are on the service's disk."""
        body = {"contents": files_to_json(files)}
        return receipt_from(self._call("POST", course, lesson, "submissions", body=body))

    def submissions(self, course: str, lesson: str) -> tuple[Submission, ...]:
        """A pupil's own submissions, all pupils' for staff; oldest first, with the one that counts marked."""
        records = self._call("GET", course, lesson, "submissions")["submissions"]
        return tuple(submission_from(record) for record in records)

    def submitted_files(self, course: str, lesson: str, receipt: str) -> Mapping[str, bytes]:
        """The files of one submission, by path."""
        return files_from_json(self._call("GET", course, lesson, "submissions", receipt)["contents"])

    def feedback(self, course: str, lesson: str, pupil: str) -> tuple[Feedback, Mapping[str, bytes]] | None:
        """What was given back to ``pupil``, its pages as ``"<notebook>/<language>"``; None before that."""
        try:
            record = self._call("GET", course, lesson, "feedback", pupil)
        except NotThere:
            return None
        return feedback_from(record), files_from_json(record["contents"])

    def release_feedback(
        self,
        course: str,
        lesson: str,
        pupil: str,
        pages: Mapping[str, Mapping[str, bytes]],
        receipt: str | None = None,
    ) -> Feedback:
        flat = {
            f"{notebook}/{language}": html
            for notebook, pair in pages.items()
            for language, html in pair.items()
        }
        body = {"contents": files_to_json(flat), "receipt": receipt}
        return feedback_from(self._call("PUT", course, lesson, "feedback", pupil, body=body))

    def close(self) -> None:
        self._http.close()

    def _call(self, method: str, *path: str, body: Mapping | None = None) -> Mapping:
        address = "/".join(quote(part, safe="") for part in path)
        try:
            response = self._http.request(method, address, json=body)
            record = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise _unreachable() from error
        if response.is_success:
            return record
        try:
            problem = problem_from_json(record)
        except (KeyError, TypeError):
            raise _unreachable() from None
        raise problem if response.status_code < 500 else _unreachable()


def _unreachable() -> ExchangeProblem:
    return Unreachable(
        Message(
            "autograder",
            "The school's server does not answer. Your work is safe here; try again in a moment.",
        )
    )
