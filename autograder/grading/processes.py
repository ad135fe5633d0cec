"""Works graded in processes of their own: this process talks to one warm root that forks them (see ``root``).

The root is a fresh program with a clean environment, so that neither it nor a pupil's code ever sees a token,
a password or an address of this one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
"""The only variables that a grading process inherits."""


@dataclass(frozen=True)
class Job:
    """One pupil's collected lesson in the course folder ``course``."""

    course: str
    lesson: str
    pupil: str


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Of ``environment`` what grading may see; commands of this Python come first on the path."""
    kept = {name: environment[name] for name in KEPT if name in environment}
    own = os.path.dirname(sys.executable)  # noqa: PTH120 - a link in a virtual environment must not be followed
    kept["PATH"] = os.pathsep.join([own, kept.get("PATH", os.defpath)])
    return kept


def run_jobs(
    jobs: Sequence[Job], deadline: str | None, processes: int, work_seconds: float, held: int
) -> Iterator[Mapping]:
    """The result of each job as it ends: ``{"pupil", "graded", "reason", "score", "max_score", "count"}``.

    ``reason`` is a word for ``outcome.reason_message``, empty when all went well. Closing the iterator, or
    the end of this process, ends every grading process. ``held`` is an open file that every one of them keeps
    open as long as it lives.
    """
    if not jobs:
        return
    request = {
        "jobs": [asdict(job) for job in jobs],
        "deadline": deadline,
        "processes": min(processes, len(jobs)),
        "work_seconds": work_seconds,
    }
    root = subprocess.Popen(
        [sys.executable, "-m", "autograder.grading.root"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=clean_environment(os.environ),
        pass_fds=(held,),
        text=True,
        encoding="utf-8",
    )
    waiting = {job.pupil for job in jobs}
    try:
        root.stdin.write(json.dumps(request) + "\n")
        root.stdin.flush()  # left open: its end tells the root to stop
        for line in root.stdout:
            result = json.loads(line)
            waiting.discard(result["pupil"])
            yield result
    finally:
        root.stdin.close()
        root.wait()
        root.stdout.close()
    for pupil in sorted(waiting):
        yield {"pupil": pupil, "graded": False, "reason": "failed"}
