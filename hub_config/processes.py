"""A child process and all that descends from it: started so that it cannot outlive us, stopped to the last one.

On Linux our process adopts orphans of its descendants (a *subreaper*), so whatever the hub started — proxy, services,
notebook servers, their kernels — is still below us when the hub has gone, and is known by its pid. A child is told to
end when we die, however we die. Elsewhere than on Linux, only the descendants seen before stopping are known.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


def _as_child() -> None:
    """Runs in the child: ends with its parent, and hears Ctrl-C's signal even when we were started in the background."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def start_child(command: list[str], environment: Mapping[str, str], log: Path) -> subprocess.Popen:
    """Starts ``command`` in a session of its own (the terminal's Ctrl-C reaches us only), output appended to ``log``."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as output:
        return subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_as_child,
        )


def stop_tree(child: subprocess.Popen, patience: float) -> None:
    """Asks ``child`` to end and waits ``patience`` seconds; then ends it and every descendant that is left."""
    seen = list(_descendants(child.pid))
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    left = {process.pid: process for process in [*seen, *_descendants(os.getpid())] if process.is_running()}
    _end(list(left.values()))
    if child.poll() is None:
        child.kill()
    child.wait()


def _descendants(pid: int) -> Iterator[psutil.Process]:
    with contextlib.suppress(psutil.NoSuchProcess):
        yield from psutil.Process(pid).children(recursive=True)


def _end(processes: list[psutil.Process]) -> None:
    """Ends processes politely, then surely. psutil knows a process by pid and start time, so never ends a stranger."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(processes, timeout=5)
    for process in alive:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=5)
