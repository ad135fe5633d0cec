"""What the plug-in classes share: the client, where a pupil works on a lesson, and saying what went wrong."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

from jupyter_core.paths import jupyter_data_dir
from nbgrader.exchange import abc
from nbgrader.exchange.abc import ExchangeError
from traitlets import Bool, Unicode, default

from autograder.exchange.client import ExchangeClient
from autograder.exchange.errors import ExchangeProblem
from autograder.exchange.folders import IGNORED
from autograder.exchange.names import checked_assignment, checked_course
from autograder.exchange.records import Release
from translations import Message

Answer = TypeVar("Answer")
RECEIPT = "receipt.json"
TIMESTAMP = "timestamp.txt"
REMEMBERED_SECONDS = 3.0

_releases: dict[tuple[str, str], tuple[float, tuple[Release, ...]]] = {}


def forget_releases() -> None:
    """The next list of released lessons is asked for anew."""
    _releases.clear()


class BarmajaExchange(abc.Exchange):
    """What the plug-in classes share: the client, the folder of a lesson, and saying what went wrong."""

    path_includes_course = Bool(True, help="Fetch to and submit from <course>/<assignment>").tag(config=True)
    cache = Unicode("", help="Folder for copies of what was handed in").tag(config=True)

    @default("cache")
    def _cache_default(self) -> str:
        return os.path.join(jupyter_data_dir(), "nbgrader_cache")  # noqa: PTH118 - a trait of text

    def client(self) -> ExchangeClient:
        return ExchangeClient.from_environment()

    def call(self, act: Callable[[ExchangeClient], Answer]) -> Answer:
        """What ``act`` gives; a refusal of the service becomes nbgrader's error."""
        with self.explained():
            client = self.client()
            try:
                return act(client)
            finally:
                client.close()

    @contextmanager
    def explained(self):
        try:
            yield
        except ExchangeProblem as problem:
            self.refuse(problem.message)

    def refuse(self, message: Message) -> NoReturn:
        self.fail(str(message))
        raise ExchangeError(str(message))  # ``fail`` raises; this tells type checkers so

    @property
    def course(self) -> str:
        if not self.coursedir.course_id:
            self.refuse(Message("autograder", "No course is given; add --course with the course's id."))
        with self.explained():
            return checked_course(self.coursedir.course_id)

    @property
    def assignment(self) -> str:
        with self.explained():
            return checked_assignment(self.coursedir.assignment_id)

    @property
    def ignored(self) -> tuple[str, ...]:
        return (*IGNORED, *self.coursedir.ignore)

    def lesson_folder(self, course: str, assignment: str) -> Path:
        """Where a pupil works on ``assignment``."""
        parts = (course, assignment) if self.path_includes_course else (assignment,)
        return Path(self.assignment_dir).absolute().joinpath(*parts)

    def cached_folders(self, course: str) -> Path:
        return Path(self.cache) / course

    def require_missing_or(self, allowed: bool, folder: Path) -> None:
        if folder.is_dir() and not allowed:
            self.refuse(
                Message(
                    "autograder",
                    "The lesson is already in “{folder}”; your work there was left as it is.",
                    {"folder": str(folder)},
                )
            )

    def releases(self) -> tuple[Release, ...]:
        """The released lessons of the course. formgrader asks on every page, so an answer serves a few
        seconds.
        """
        key = (os.environ.get("JUPYTERHUB_API_TOKEN", ""), self.course)
        asked, answer = _releases.get(key, (0.0, ()))
        if time.monotonic() - asked > REMEMBERED_SECONDS:
            answer = self.call(lambda client: client.releases(self.course))
            _releases[key] = (time.monotonic(), answer)
        return answer
