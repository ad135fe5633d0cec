"""The folder of a class's nbgrader course, and releasing a lesson from it.

``<state>/courses/<course id>/`` with ``nbgrader_config.py``, ``gradebook.db`` and nbgrader's own folders. Any
nbgrader command run by hand in it works.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course.settings import config_file
from autograder.exchange.folders import folder_files, write_new_folder
from autograder.exchange.names import checked_assignment, checked_course
from autograder.exchange.records import Release
from autograder.exchange.store import ExchangeStore
from translations import BarmajaError, Message

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory

CONFIG = "nbgrader_config.py"
STEPS = ("source", "release", "submitted", "autograded", "feedback")


class CourseError(BarmajaError):
    """A course cannot do what was asked."""


@dataclass(frozen=True)
class Student:
    """A pupil as the gradebook and formgrader show them; names may stay empty."""

    id: str
    first_name: str | None = None
    last_name: str | None = None


class Course:
    """``Course(state / "courses" / course_id)``: the folder need not exist yet, see ``ensure``."""

    def __init__(self, root: os.PathLike[str] | str) -> None:
        self.root = Path(root).resolve()
        self.id = checked_course(self.root.name)

    def ensure(self, db_url: str | None = None) -> Course:
        """The folder and its configuration exist. An existing ``nbgrader_config.py`` is left as it is."""
        for step in STEPS:
            (self.root / step).mkdir(parents=True, exist_ok=True)
        if not self.config_path.exists():
            draft = self.config_path.with_suffix(".new")
            draft.write_text(config_file(self.id, db_url), encoding="utf-8")
            draft.replace(self.config_path)
        return self

    @property
    def config_path(self) -> Path:
        return self.root / CONFIG

    @cached_property
    def config(self) -> Config:
        """What ``nbgrader_config.py`` says. Raises ``CourseError`` when the course was never set up."""
        if not self.config_path.exists():
            raise CourseError(
                Message(
                    "autograder",
                    "The course “{course}” is not set up: {path} is missing.",
                    {"course": self.id, "path": str(self.config_path)},
                )
            )
        return PyFileConfigLoader(CONFIG, path=str(self.root)).load_config()

    @property
    def db_url(self) -> str:
        """The gradebook's address, as SQLAlchemy takes it."""
        return self.config.CourseDirectory.db_url

    def directory(self, **traits: str) -> CourseDirectory:
        """nbgrader's own view of this folder."""
        from nbgrader.coursedir import CourseDirectory

        return CourseDirectory(config=self.config, **traits)

    def path(self, step: str, student: str, lesson: str) -> Path:
        """Where nbgrader keeps a lesson at one step, for one student (``"."``: for nobody in particular)."""
        return self.root / step / student / lesson

    def lessons(self) -> tuple[str, ...]:
        """Lessons that were generated in this course, by name."""
        folder = self.root / "release"
        return tuple(sorted(entry.name for entry in folder.glob("*") if entry.is_dir()))

    @contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """nbgrader's gradebook, made when there is none yet, for which nbgrader needs ``alembic`` on the
        path.
        """
        from nbgrader.api import Gradebook

        before = os.environ.get("PATH", os.defpath)
        own = os.path.dirname(sys.executable)  # noqa: PTH120 - a link in a virtual environment is not followed
        os.environ["PATH"] = os.pathsep.join([own, before])
        try:
            gradebook = Gradebook(self.db_url, self.id)
        finally:
            os.environ["PATH"] = before
        with gradebook:
            yield gradebook

    def register(self, students: Iterable[Student]) -> None:
        """The gradebook knows ``students`` and their names."""
        with self.gradebook() as gradebook:
            for student in students:
                names = {"first_name": student.first_name, "last_name": student.last_name}
                gradebook.update_or_create_student(student.id, **{k: v for k, v in names.items() if v})


class CourseLog:
    """nbgrader's log lines of one run, kept in memory: the last ``limit`` of them."""

    def __init__(self, name: str, limit: int = 2000) -> None:
        self.lines: list[str] = []
        self.logger = logging.Logger(name, logging.INFO)  # not registered: each run has its own
        handler = logging.Handler()
        handler.emit = self._keep
        self._limit = limit
        self.logger.addHandler(handler)

    def _keep(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.getMessage()}")
        del self.lines[: -self._limit]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def release_lesson(
    course: Course,
    lesson: str,
    source: Path,
    store: ExchangeStore,
    deadline: datetime | None = None,
) -> Release:
    """Pupils of ``course`` can fetch ``lesson``, made from the source notebooks in the folder ``source``.

    The former state stays when anything fails. Raises ``CourseError`` when there is no such source, when
    nbgrader refuses it, or when the result would show a pupil a solution or a hidden test.
    """
    checked_assignment(lesson)
    files = _source_files(lesson, source)
    write_new_folder(course.path("source", ".", lesson), files)
    released = _generated(course, lesson)
    return store.release(course.id, lesson, released, deadline)


def _source_files(lesson: str, source: Path) -> Mapping[str, bytes]:
    if not source.is_dir():
        known = ", ".join(sorted(entry.name for entry in source.parent.glob("*") if entry.is_dir()))
        raise CourseError(
            Message(
                "autograder",
                "There is no lesson “{lesson}” in {folder}; the lessons there are: {known}. "
                "Build the lessons first: barmaja lessons build.",
                {"lesson": lesson, "folder": str(source.parent), "known": known or "–"},
            )
        )
    return folder_files(source)


def _generated(course: Course, lesson: str) -> Mapping[str, bytes]:
    """Runs nbgrader's ``generate_assignment``; the files it made, looked through."""
    import nbformat
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException

    from autograder.course.released import leaks

    with course.gradebook():
        pass
    log = CourseLog(f"release {lesson}")
    directory = course.directory(assignment_id=lesson)
    converter = GenerateAssignment(coursedir=directory, config=course.config, force=True, log=log.logger)
    try:
        converter.start()
    except NbGraderException as error:
        _refuse(lesson, log.text or str(error))
    files = folder_files(course.path("release", ".", lesson))
    for path, content in files.items():
        if path.endswith(".ipynb") and (found := leaks(nbformat.reads(content.decode(), as_version=4))):
            _refuse(lesson, f"{path}: {', '.join(found)}")
    return files


def _refuse(lesson: str, details: str) -> None:
    raise CourseError(
        Message(
            "autograder",
            "The lesson “{lesson}” cannot be released. nbgrader says: {details}",
            {"lesson": lesson, "details": details[-1500:]},
        )
    )
