"""One pupil's work through nbgrader's own ``Autograde``, inside a process that is given up afterwards.

The kernel gets a home and a temporary folder of its own and the environment of this process, which holds
nothing of the school's. What nbgrader logged is kept in ``<course>/logs/<lesson>/<pupil>.log``.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from nbgrader.api import MissingEntry, SubmittedAssignment
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from autograder.course import Course, CourseLog
from autograder.grading.alone import marked_unfinished

LOG_CHARACTERS = 200_000

REASONS = (
    (r"DeadKernelError|Kernel died", "python-stopped"),
    (
        r"NotJSONError|does not appear to be JSON|Unsupported nbformat|JSONDecodeError|UnicodeDecodeError",
        "unreadable",
    ),
    (r"No notebooks were matched|No notebooks found", "no-notebook"),
    (
        r"SchemaTooOldError|SchemaTooNewError|ValidationError|old version|newer version|Duplicate|"
        r"KeyError: '(grade_id|grade|solution|locked|points|cell_type|schema_version)'",
        "cells-changed",
    ),
)
"""What in nbgrader's log stands for which reason; the first that matches."""


def prepare(job: dict, deadline: str | None) -> None:
    """The gradebook exists, and holds the lesson's deadline (UTC, without a zone, as nbgrader keeps it)."""
    course = Course(job["course"])
    due = None if deadline is None else datetime.fromisoformat(deadline).astimezone(UTC).replace(tzinfo=None)
    with course.gradebook() as gradebook, suppress(MissingEntry):
        gradebook.find_assignment(job["lesson"])
        gradebook.update_or_create_assignment(job["lesson"], duedate=due)


def grade(course: str, lesson: str, pupil: str) -> dict:
    """``{"graded", "reason", …}``, see ``processes.run_jobs``; ``locked`` when it is worth beginning again."""
    place = Course(course)
    with marked_unfinished(place, lesson, pupil):
        return _grade(place, lesson, pupil)


def _grade(place: Course, lesson: str, pupil: str) -> dict:
    log = CourseLog(f"{lesson} {pupil}")
    with tempfile.TemporaryDirectory() as home:
        _live_in(home)
        directory = place.directory(assignment_id=lesson, student_id=pupil)
        converter = Autograde(coursedir=directory, config=place.config, force=True, log=log.logger)
        try:
            converter.start()
            result = _graded(place, lesson, pupil)
        except NbGraderException:
            result = {
                "graded": False,
                "reason": _reason(log.text),
                "locked": "database is locked" in log.text,
            }
        except Exception as error:  # noqa: BLE001 - any failure is this pupil's alone
            log.logger.error("%s: %s", type(error).__name__, error)
            result = {
                "graded": False,
                "reason": _reason(log.text),
                "locked": "database is locked" in str(error),
            }
    if not result["graded"]:
        clear(str(place.root), lesson, pupil)
    _keep_log(place, lesson, pupil, log.text)
    return result


def clear(course: str, lesson: str, pupil: str) -> None:
    """Nothing half-done stays in ``autograded``, so that the work counts as not graded."""
    shutil.rmtree(Course(course).path("autograded", pupil, lesson), ignore_errors=True)


def _live_in(home: str) -> None:
    for name in (
        "HOME",
        "TMPDIR",
        "IPYTHONDIR",
        "JUPYTER_RUNTIME_DIR",
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
    ):
        folder = Path(home) / name.lower()
        folder.mkdir(mode=0o700)
        os.environ[name] = str(folder)
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    tempfile.tempdir = None


def _graded(course: Course, lesson: str, pupil: str) -> dict:
    cells = [
        cell
        for path in course.path("autograded", pupil, lesson).glob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
    ]
    present = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells}
    with course.gradebook() as gradebook:
        submission = gradebook.find_submission(lesson, pupil)
        missing = _without_points(submission, present)
        gradebook.db.commit()
        score, max_score = submission.score, submission.max_score
    stopped = sum(
        any(output.get("ename") == "CellTimeoutError" for output in cell.get("outputs", ())) for cell in cells
    )
    reason = "cells-missing" if missing else "cell-stopped" if stopped else ""
    count = missing or stopped
    return {"graded": True, "reason": reason, "count": count, "score": score, "max_score": max_score}


def _without_points(submission: SubmittedAssignment, present: Collection[str]) -> int:
    """Graded cells that are not in the pupil's notebook any more get no points, as nbgrader does for a missing
    notebook (it would leave them, and the pupil, without a mark); how many they are.
    """
    missing = [
        grade
        for notebook in submission.notebooks
        for grade in notebook.grades
        if grade.name not in present and grade.manual_score is None
    ]
    for grade in missing:
        grade.auto_score = 0
        grade.needs_manual_grade = False
    return len(missing)


def _reason(log: str) -> str:
    return next((reason for pattern, reason in REASONS if re.search(pattern, log)), "failed")


def _keep_log(course: Course, lesson: str, pupil: str, text: str) -> None:
    folder = course.root / "logs" / lesson
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{pupil}.log").write_text(text[-LOG_CHARACTERS:], encoding="utf-8", errors="replace")
