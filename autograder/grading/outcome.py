"""What came of grading one pupil's work, and how far a run is. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from translations import Message

GRADED, UNCHANGED, FAILED = "graded", "unchanged", "failed"


@dataclass(frozen=True)
class Outcome:
    """``status``: ``graded`` now, ``unchanged`` since the last time, or ``failed`` (no mark: see
    ``message``).

    ``message`` may stand beside ``graded`` too, when something was stopped or missing.
    """

    pupil: str
    status: str
    message: Message | None = None
    score: float | None = None
    max_score: float | None = None
    late: bool = False


@dataclass(frozen=True)
class Progress:
    """After each pupil of a run: ``done`` of ``total``, and what came of the last one."""

    done: int
    total: int
    outcome: Outcome


def reason_message(reason: str, values: Mapping[str, object]) -> Message:
    """The sentence for ``reason``, a word that a grading process reports."""
    if reason == "unreadable":
        return Message("autograder", "The notebook that was handed in cannot be read.")
    if reason == "no-notebook":
        return Message("autograder", "The lesson's notebook is not among the files that were handed in.")
    if reason == "python-stopped":
        return Message(
            "autograder",
            "Python stopped while this work was running: it ends Python on purpose or needs too much memory.",
        )
    if reason == "too-long":
        return Message(
            "autograder",
            "This work took too long (over {seconds} s) and was stopped.",
            {"seconds": values["seconds"]},
        )
    if reason == "cells-changed":
        return Message(
            "autograder",
            "Cells of this notebook were copied or changed so that nbgrader cannot grade it. Grade it by hand.",
        )
    if reason == "cells-missing":
        count = int(values["count"])
        return Message(
            "autograder",
            "The tests of {count} exercise are missing from this notebook: it gets no points. "
            "Let the pupil hand in a fresh copy of the lesson, then grade again.",
            {"count": count},
            plural="The tests of {count} exercises are missing from this notebook: they get no points. "
            "Let the pupil hand in a fresh copy of the lesson, then grade again.",
            count=count,
        )
    if reason == "cell-stopped":
        count = int(values["count"])
        return Message(
            "autograder",
            "{count} cell ran for too long (over {seconds} s) and was stopped.",
            {"count": count, "seconds": values["seconds"]},
            plural="{count} cells ran for too long (over {seconds} s) and were stopped.",
            count=count,
        )
    return Message(
        "autograder", "nbgrader could not grade this work; {log} says more.", {"log": values["log"]}
    )
