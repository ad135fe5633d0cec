"""What stands on a feedback page, from a graded notebook. Pure.

Titles and tasks come from the source notebook, points and comments from the gradebook (nbgrader's
``GetGrades`` has put them into the notebook's metadata). Only the pupil's code, its output and the sentences
of the tests come from the submission, and are treated as anybody's text. The source of a test is never looked
at.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode

TESTS_MIME = "application/vnd.barmaja.tests+json"
OUTPUT_LIMIT = 4000
SENTENCE_LIMIT = 600
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class TestResult:
    """One test: whether it passed, and what it says about that, by language."""

    passed: bool
    hidden: bool
    sentence: Mapping[str, str]


@dataclass(frozen=True)
class Output:
    """Something a cell showed.

    ``text``; ``error``: the error's name and what it said; ``image``: PNG, base64; ``input``, without text:
    it asked for something to be typed, which nobody does while works are graded.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Answer:
    """A cell the pupil wrote, with what it showed and the teacher's comment on it."""

    code: str
    outputs: tuple[Output, ...]
    comment: str


@dataclass(frozen=True)
class Exercise:
    """``stopped``: running it took too long. ``error``: the name of the error that ended the tests, if one
    did.
    """

    id: str
    title: Mapping[str, str]
    task: str
    answers: tuple[Answer, ...] = ()
    results: tuple[TestResult, ...] = ()
    points: float = 0.0
    max_points: float = 0.0
    stopped: bool = False
    error: str = ""


@dataclass(frozen=True)
class FeedbackPage:
    """``title`` by language; ``points`` are those of the gradebook, after ``penalty`` for lateness."""

    title: Mapping[str, str]
    exercises: tuple[Exercise, ...]
    points: float
    max_points: float
    penalty: float = 0.0


@dataclass
class _Draft:
    title: Mapping[str, str] = field(default_factory=dict)
    task: str = ""
    answers: list[Answer] = field(default_factory=list)
    results: list[TestResult] = field(default_factory=list)
    points: float = 0.0
    max_points: float = 0.0
    stopped: bool = False
    error: str = ""


def feedback_page(
    graded: NotebookNode, source: NotebookNode | None, score: float, max_score: float, penalty: float
) -> FeedbackPage:
    """The page of ``graded``; ``source`` None: a notebook whose source is gone, without titles and tasks."""
    known = {_grade_id(cell): cell for cell in source.cells if _grade_id(cell)} if source else {}
    drafts: dict[str, _Draft] = {}
    for cell in known.values():
        ours = cell.metadata.get("barmaja", {})
        if ours.get("role") == "task":
            draft = drafts.setdefault(ours.get("exercise", ""), _Draft())
            draft.task = cell.source
            draft.title = _texts(ours.get("title"))
    for cell in graded.cells:
        mark = cell.metadata.get("nbgrader", {})
        if not (mark.get("grade") or mark.get("solution")):
            continue
        trusted = known.get(_grade_id(cell), cell).metadata.get("barmaja", {})
        draft = drafts.setdefault(trusted.get("exercise") or _grade_id(cell), _Draft())
        if mark.get("grade"):
            draft.points += mark.get("score") or 0.0
            draft.max_points += mark.get("points") or 0.0
        if mark.get("solution"):
            outputs = tuple(_outputs(cell.get("outputs", ())))
            draft.answers.append(Answer(cell.source[: OUTPUT_LIMIT * 4], outputs, mark.get("comment") or ""))
        elif mark.get("grade"):
            _read_tests(cell, draft)
    exercises = tuple(
        Exercise(
            name,
            draft.title or _heading(draft.task),
            draft.task,
            tuple(draft.answers),
            tuple(draft.results),
            draft.points,
            draft.max_points,
            draft.stopped,
            draft.error,
        )
        for name, draft in drafts.items()
        if draft.answers or draft.max_points
    )
    title = _texts((source or graded).metadata.get("barmaja", {}).get("title"))
    return FeedbackPage(title, exercises, score, max_score, penalty)


def _read_tests(cell: NotebookNode, draft: _Draft) -> None:
    for output in cell.get("outputs", ()):
        if output.get("output_type") == "error":
            name = str(output.get("ename", ""))[:60]
            draft.stopped = draft.stopped or name in ("CellTimeoutError", "KeyboardInterrupt")
            draft.error = draft.error or name
        report = output.get("data", {}).get(TESTS_MIME)
        if isinstance(report, Mapping) and isinstance(report.get("results"), list):
            draft.results = [_result(r) for r in report["results"][:100] if isinstance(r, Mapping)]


def _result(record: Mapping) -> TestResult:
    sentence = {language: text[:SENTENCE_LIMIT] for language, text in _texts(record.get("sentence")).items()}
    return TestResult(record.get("passed") is True, record.get("hidden") is True, sentence)


def _outputs(outputs: Iterable[Mapping]) -> Iterable[Output]:
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            yield Output("text", _cut(str(output.get("text", ""))))
        elif kind == "error" and output.get("ename") == "StdinNotImplementedError":
            yield Output("input", "")
        elif kind == "error":
            yield Output("error", _cut(f"{output.get('ename', '')}: {output.get('evalue', '')}".strip(": ")))
        elif kind in ("execute_result", "display_data"):
            data = output.get("data", {})
            if image := _png(data.get("image/png")):
                yield Output("image", image)
            elif isinstance(text := data.get("text/plain"), str) and text:
                yield Output("text", _cut(text))


def _png(value: object) -> str:
    try:
        content = base64.b64decode(value, validate=False) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        return ""
    is_picture = content.startswith(b"\x89PNG\r\n") and len(content) < 2_000_000
    return base64.b64encode(content).decode() if is_picture else ""


def _cut(text: str) -> str:
    clean = _ANSI.sub("", text)
    return clean if len(clean) <= OUTPUT_LIMIT else f"{clean[:OUTPUT_LIMIT]}\n…"


def _texts(value: object) -> dict[str, str]:
    return {str(k): v for k, v in value.items() if isinstance(v, str)} if isinstance(value, Mapping) else {}


def _heading(task: str) -> dict[str, str]:
    """The first heading of each language's block of a task, without its signs."""
    found = re.findall(r'lang="([a-z]{2})"[^>]*>\s*#+\s*(.+)', task)
    return {language: text.strip() for language, text in reversed(found)}


def _grade_id(cell: Mapping) -> str:
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")
