"""How far a job is, as a value: each line that its command writes gives the next one. Pure.

A line is JSON: ``{"done", "total", "pupil", "status", "message"}``, ``message`` null or a sentence a language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

RUNNING, DONE, FAILED, CANCELLED, INTERRUPTED = "running", "done", "failed", "cancelled", "interrupted"


@dataclass(frozen=True)
class JobRemark:
    """What the command said about one pupil's work; ``failed``: nothing came of it. ``message``: a sentence a language."""

    pupil: str
    failed: bool
    message: Mapping[str, str]


@dataclass(frozen=True)
class JobRecord:
    """How far a job is. Times are seconds since 1970; ``ended`` None while it runs."""

    kind: str
    course: str
    lesson: str
    started: float
    status: str = RUNNING
    done: int = 0
    total: int = 0
    current: str = ""
    remarks: tuple[JobRemark, ...] = ()
    message: Mapping[str, str] = field(default_factory=dict)
    ended: float | None = None

    def seconds(self, now: float) -> int:
        return max(0, int((self.ended or now) - self.started))


def after_line(record: JobRecord, line: str) -> JobRecord:
    """The record after one line of the command's standard output; a line that is no progress changes nothing."""
    try:
        news = json.loads(line)
    except ValueError:
        return record
    if not isinstance(news, dict):
        return record
    if news.get("status") == "error":
        return replace(record, message=_sentences(news.get("message")))
    done, total = _count(news.get("done"), record.done), _count(news.get("total"), record.total)
    pupil, message, remarks = str(news.get("pupil") or ""), _sentences(news.get("message")), record.remarks
    failed = news.get("status") == "failed"
    if pupil and (failed or message):
        remarks = (*(r for r in remarks if r.pupil != pupil), JobRemark(pupil, failed, message))
    return replace(record, done=done, total=total, current=pupil or record.current, remarks=remarks)


def _sentences(value: object) -> dict[str, str]:
    return {str(language): str(text) for language, text in value.items()} if isinstance(value, dict) else {}


def _count(value: object, before: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else before


def record_from(text: str) -> JobRecord:
    """A kept record; one that says "running" was interrupted. Raises ``ValueError`` or ``TypeError`` on other text."""
    values = json.loads(text)
    values["remarks"] = tuple(JobRemark(**remark) for remark in values.get("remarks", ()))
    record = JobRecord(**values)
    return replace(record, status=INTERRUPTED) if record.status == RUNNING else record


def clean_environment(environment: Mapping[str, str], language: str, state: Path) -> dict[str, str]:
    """What a job's command gets to know: no token and nothing else of the hub's."""
    kept = {name: value for name, value in environment.items() if not name.startswith("JUPYTERHUB_")}
    return {**kept, "BARMAJA_STATE": str(state), "BARMAJA_LANG": language, "PYTHONUNBUFFERED": "1"}
