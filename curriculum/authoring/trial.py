"""Runs what a lesson says about itself: reference solutions, starters and wrong answers, through the very test cells.

Runs in a process of its own (``python -m curriculum.authoring.trial``): attempts in as JSON on stdin, outcomes out on stdout.
Each attempt is the cells of a notebook, in a fresh IPython; its outcome is what the last one, a test cell, gives.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from curriculum.authoring.model import Exercise, Lesson
from curriculum.authoring.notebook import Words, build_notebook
from curriculum.authoring.problems import N_, Problem
from translations import Message

if TYPE_CHECKING:
    from nbformat.notebooknode import NotebookNode

CELL_SECONDS = 5
ATTEMPT_SECONDS = 40


@dataclass(frozen=True)
class Attempt:
    """One answer to one exercise, the points it must get, and what to say when it gets others."""

    exercise: Exercise
    source: str
    points: float
    line: int
    msgid: str


@dataclass(frozen=True)
class Outcome:
    """Points (``None``: the test cell itself broke) and the sentences, in French, of tests that did not pass."""

    points: float | None
    failed: tuple[str, ...]


def attempts(exercise: Exercise) -> Iterator[Attempt]:
    """Everything that must hold for ``exercise``."""
    for msgid, code, points in (
        (
            N_("the solution of `{exercise}` earns {earned} of {points} points. {failed}"),
            exercise.solution,
            exercise.points,
        ),
        *(
            (
                N_("what pupils find in `{exercise}` already earns {earned} points; it must earn none"),
                starter,
                0,
            )
            for starter in exercise.starters.values()
        ),
    ):
        yield Attempt(exercise, code.text, points, code.line, msgid)
    yield Attempt(
        exercise,
        "",
        0,
        exercise.line,
        N_("an empty cell in `{exercise}` earns {earned} points; it must earn none"),
    )
    for wrong in exercise.wrongs:
        yield Attempt(
            exercise,
            wrong.code.text,
            wrong.points,
            wrong.line,
            N_("this wrong answer to `{exercise}` earns {earned} points, not {points}. {failed}"),
        )


def trial_problems(lesson: Lesson, words: Mapping[str, Words], language: str = "fr") -> tuple[Problem, ...]:
    """What does not come out as the lesson says."""
    notebook = build_notebook(lesson, words)
    tried = [attempt for exercise in lesson.exercises for attempt in attempts(exercise)]
    outcomes = run_attempts([cells_of(notebook, attempt) for attempt in tried], language)
    problems = []
    for attempt, outcome in zip(tried, outcomes, strict=True):
        if outcome.points == attempt.points:
            continue
        values = {
            "exercise": attempt.exercise.id,
            "earned": "?" if outcome.points is None else f"{outcome.points:g}",
            "points": f"{attempt.points:g}",
            "failed": " ".join(outcome.failed),
        }
        problems.append(Problem(lesson.place, attempt.line, Message("authoring", attempt.msgid, values)))
    return tuple(problems)


def cells_of(notebook: NotebookNode, attempt: Attempt) -> list[str]:
    """The code cells up to the tests of the exercise, as nbgrader would run them, with the attempt as its answer."""
    sources = []
    for cell in notebook.cells:
        role = cell.metadata.barmaja
        if cell.cell_type != "code":
            continue
        own = role.get("exercise") == attempt.exercise.id
        sources.append(attempt.source if own and role.role == "answer" else cell.source)
        if own and role.role == "tests":
            return [source for source in sources if source.strip()]
    raise LookupError(attempt.exercise.id)


def run_attempts(notebooks: Sequence[Sequence[str]], language: str) -> tuple[Outcome, ...]:
    """Runs each list of cells in turn in another process, in an empty folder."""
    with tempfile.TemporaryDirectory(prefix="barmaja-trial-") as folder:
        environment = {**os.environ, "IPYTHONDIR": folder, "HOME": folder}
        done = subprocess.run(
            [sys.executable, "-m", "curriculum.authoring.trial", language],
            input=json.dumps([list(cells) for cells in notebooks]),
            capture_output=True,
            text=True,
            cwd=folder,
            env=environment,
            timeout=60 + ATTEMPT_SECONDS * len(notebooks),
            check=False,
        )
    if done.returncode:
        raise RuntimeError(f"the trial process ended with {done.returncode}: {done.stderr[-2000:]}")
    return tuple(
        Outcome(found["points"], tuple(found["failed"])) for found in json.loads(done.stdout.splitlines()[-1])
    )


def _run_here(notebooks: Sequence[Sequence[str]], language: str) -> list[dict]:
    """What the process does."""
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    from curriculum.learning.marking import RESULTS_TYPE

    shell = InteractiveShell.instance(config=Config(HistoryManager={"hist_file": ":memory:"}))
    found = []
    for cells in notebooks:
        shell.reset()
        shell.display_pub = CapturingDisplayPublisher()
        result = None
        for source in cells:
            signal.alarm(ATTEMPT_SECONDS if source is cells[-1] else CELL_SECONDS)
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                result = shell.run_cell(source, store_history=True)
            signal.alarm(0)
        shown = [
            output["data"][RESULTS_TYPE]
            for output in shell.display_pub.outputs
            if RESULTS_TYPE in output["data"]
        ]
        failed = [
            test["sentence"][language]
            for test in (shown[-1]["results"] if shown else ())
            if not test["passed"]
        ]
        points = result.result if result is not None and result.success else None
        found.append({"points": points, "failed": failed})
    return found


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    print("\n" + json.dumps(_run_here(json.load(sys.stdin), sys.argv[1])))
