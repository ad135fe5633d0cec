"""Reads the marks of an nbgrader gradebook, and never writes: no table is made, no row locked for longer than
a query.

Follows nbgrader 0.9.6's own schema (``nbgrader/api.py``): a cell's score is its manual score when a person
gave one, else the automatic one, plus extra credit; a lesson's score is the sum over its cells less late
penalties, its highest score that of all graded cells of the assignment. Work that was collected and not
graded yet is not there.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import NullPool

from curriculum.school.problems import DOMAIN, SchoolError
from translations import Message

TEST_SUFFIX = "-test"
"""A test cell's grade id is its exercise's id and this."""


@dataclass(frozen=True)
class ExerciseMark:
    """The points of one graded cell; 0 while it waits for a person to grade it."""

    id: str
    score: float
    max_score: float


@dataclass(frozen=True)
class LessonMark:
    """The points of one pupil in one graded lesson.

    ``submitted_at`` is when the work that was graded had been handed in: work handed in later is not graded
    yet. ``graded_at`` is when automatic grading wrote the pupil's notebook, as the file beside the gradebook
    tells (nbgrader's tables keep no such time); where there is no such file, ``submitted_at``. Both are in
    UTC.
    """

    pupil: str
    lesson: str
    score: float
    max_score: float
    needs_manual_grade: bool
    submitted_at: datetime | None = None
    graded_at: datetime | None = None
    exercises: tuple[ExerciseMark, ...] = ()


_SUBMISSIONS = """
SELECT sa.id, sa.student_id, a.name, sa.timestamp,
       (SELECT sum(coalesce(sn.late_submission_penalty, 0)) FROM submitted_notebook AS sn WHERE sn.assignment_id = sa.id)
FROM submitted_assignment AS sa JOIN assignment AS a ON a.id = sa.assignment_id
ORDER BY a.name, sa.student_id
"""
_MAX_SCORES = """
SELECT a.name, sum(c.max_score)
FROM assignment AS a JOIN notebook AS n ON n.assignment_id = a.id
JOIN base_cell AS b ON b.notebook_id = n.id
JOIN (SELECT id, max_score FROM grade_cells UNION ALL SELECT id, max_score FROM task_cells) AS c ON c.id = b.id
GROUP BY a.name
"""
_GRADES = """
SELECT sn.assignment_id, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade, c.max_score
FROM grade AS g JOIN submitted_notebook AS sn ON sn.id = g.notebook_id
JOIN base_cell AS b ON b.id = g.cell_id
JOIN (SELECT id, max_score FROM grade_cells UNION ALL SELECT id, max_score FROM task_cells) AS c ON c.id = b.id
ORDER BY b.name
"""


def read_marks(gradebook: Path | str) -> tuple[LessonMark, ...]:
    """The marks of every pupil and lesson of a gradebook: a SQLite file, or any database by URL.

    Nothing when there is no gradebook yet. ``SchoolError`` when what is there cannot be read as one.
    """
    file = _sqlite_file(gradebook)
    if file is not None and not file.exists():
        return ()
    engine = create_engine(gradebook, poolclass=NullPool) if file is None else _read_only(file)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("submitted_assignment"):
                return ()
            submissions, max_scores, grades = (
                connection.execute(text(query)).all() for query in (_SUBMISSIONS, _MAX_SCORES, _GRADES)
            )
    except DatabaseError as error:
        raise SchoolError(
            Message(DOMAIN, "The gradebook {file} cannot be read ({reason}). Check that it is nbgrader's and that "
                            "nobody moved it.", {"file": file or "", "reason": error.orig})
        ) from error  # fmt: skip
    finally:
        engine.dispose()
    marks = _marks(submissions, max_scores, grades)
    return tuple(replace(mark, graded_at=_graded_at(file, mark)) for mark in marks)


def _sqlite_file(gradebook: Path | str) -> Path | None:
    """The file of a SQLite gradebook; ``None`` for another database's URL (which may hold a password:
    never shown)."""
    if isinstance(gradebook, Path):
        return gradebook
    return Path(gradebook.removeprefix("sqlite:///")) if gradebook.startswith("sqlite:///") else None


def _read_only(file: Path) -> Engine:
    """Opened so that reading can neither make the file nor change it, whatever characters its path has."""
    uri = f"file:{quote(str(file.resolve()))}?mode=ro"
    return create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(uri, uri=True, timeout=20), poolclass=NullPool
    )


def _graded_at(gradebook: Path | None, mark: LessonMark) -> datetime | None:
    if gradebook is None:
        return mark.submitted_at
    notebooks = (gradebook.parent / "autograded" / mark.pupil / mark.lesson).glob("*.ipynb")
    written = max((notebook.stat().st_mtime for notebook in notebooks), default=None)
    return mark.submitted_at if written is None else datetime.fromtimestamp(written, UTC)


def _marks(submissions, max_scores, grades) -> tuple[LessonMark, ...]:
    highest = dict(tuple(row) for row in max_scores)
    cells: dict[str, list] = {}
    for submission, *cell in grades:
        cells.setdefault(submission, []).append(_Cell(*cell))
    return tuple(
        _lesson_mark(pupil, lesson, timestamp, penalty or 0.0, highest.get(lesson, 0.0), cells[submission])
        for submission, pupil, lesson, timestamp, penalty in submissions
        if any(cell.is_graded for cell in cells.get(submission, []))
    )


@dataclass(frozen=True)
class _Cell:
    name: str
    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_manual_grade: bool
    max_score: float

    @property
    def is_graded(self) -> bool:
        return self.auto_score is not None or self.manual_score is not None

    @property
    def score(self) -> float:
        given = self.auto_score if self.manual_score is None else self.manual_score
        return 0.0 if given is None else given + (self.extra_credit or 0.0)


def _lesson_mark(pupil, lesson, timestamp, penalty, max_score, cells: list[_Cell]) -> LessonMark:
    return LessonMark(
        pupil,
        lesson,
        score=max(sum(cell.score for cell in cells) - penalty, 0.0),
        max_score=max_score,
        needs_manual_grade=any(cell.needs_manual_grade for cell in cells),
        submitted_at=_utc(timestamp),
        exercises=tuple(
            ExerciseMark(cell.name.removesuffix(TEST_SUFFIX), cell.score, cell.max_score) for cell in cells
        ),
    )


def _utc(timestamp: datetime | str | None) -> datetime | None:
    """SQLite gives text and PostgreSQL a datetime; nbgrader stores UTC without saying so."""
    if timestamp is None:
        return None
    if isinstance(timestamp, str):
        timestamp = datetime.fromisoformat(timestamp)
    return timestamp.replace(tzinfo=UTC)
