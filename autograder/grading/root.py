"""The program that grades: loads nbgrader once, then forks a process for each work.

Reads one line of JSON (see ``processes.run_jobs``) and writes one for each finished work. Ends, with
everything it started, when its input ends. Never imports or runs a pupil's code itself.
"""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import sys
import tempfile
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

import psutil

from autograder.grading import work

TRIES = 3
"""How often a work is begun when the gradebook was locked by someone else."""


@dataclass
class Running:
    job: dict
    tries: int
    pid: int
    until: float
    answer: bytes = b""


def main() -> None:
    """Grades what standard input asks for."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever prints by mistake does not reach the reader of results
    request = json.loads(sys.stdin.readline())
    waiting = deque((job, 1) for job in request["jobs"])
    _apart(lambda: work.prepare(request["jobs"][0], request["deadline"]))
    running: dict[int, Running] = {}
    tempfile.tempdir = tempfile.mkdtemp(prefix="barmaja-grading-")  # of all works, to be removed with them
    try:
        while waiting or running:
            while waiting and len(running) < request["processes"]:
                pipe, child = _begin(*waiting.popleft(), request["work_seconds"])
                running[pipe] = child
            for job, tries, result in _finished(running):
                if result.pop("locked", False) and tries < TRIES:
                    waiting.append((job, tries + 1))
                else:
                    answers.write(json.dumps({"pupil": job["pupil"], **result}) + "\n")
    finally:
        for child in running.values():
            kill_tree(child.pid)
        shutil.rmtree(tempfile.tempdir, ignore_errors=True)


def _begin(job: dict, tries: int, seconds: float) -> tuple[int, Running]:
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            os.setsid()
            os.close(reading)
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 0)
            os.dup2(null, 1)
            os.dup2(null, 2)
            os.write(writing, json.dumps(work.grade(**job)).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    return reading, Running(job, tries, pid, time.monotonic() + seconds)


def _finished(running: dict[int, Running]) -> list[tuple[dict, int, dict]]:
    """Works that ended meanwhile, with their results; waits until there is one or a time limit passes."""
    patience = max(0.0, min(child.until for child in running.values()) - time.monotonic())
    ready, _, _ = select.select([*running, sys.stdin], [], [], patience)
    if sys.stdin in ready and not sys.stdin.readline():
        raise SystemExit(1)
    done = []
    for pipe in [pipe for pipe in running if pipe in ready]:
        child = running[pipe]
        if chunk := os.read(pipe, 65536):
            child.answer += chunk
            continue
        os.close(pipe)
        del running[pipe]
        with suppress(psutil.Error):
            kill_tree(child.pid)
        done.append((child.job, child.tries, _result(child)))
    for pipe, child in [(p, c) for p, c in running.items() if time.monotonic() >= c.until]:
        os.close(pipe)
        del running[pipe]
        kill_tree(child.pid)
        _apart(lambda job=child.job: work.clear(**job))
        done.append((child.job, child.tries, {"graded": False, "reason": "too-long"}))
    return done


def _result(child: Running) -> dict:
    try:
        return json.loads(child.answer)
    except ValueError:
        _apart(lambda: work.clear(**child.job))
        return {"graded": False, "reason": "failed"}


def _apart(task) -> None:
    """Runs ``task`` in a process of its own, so that this one never holds an open gradebook."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            task()
            status = 0
        finally:
            os._exit(status)
    os.waitpid(pid, 0)


def kill_tree(pid: int) -> None:
    """Ends the child ``pid`` and everything that came of it and is still known as such."""
    family: list[psutil.Process] = []
    with suppress(psutil.NoSuchProcess):
        parent = psutil.Process(pid)
        family = [parent, *parent.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main()
