"""``make bench-build``: from lessons' sources to nbgrader notebooks, every lesson in both languages, then one changed lesson.

Ours is the command an author runs, ``barmaja lessons build``, from a cold start. Nobody ships something comparable, so
``stock`` is null; ``limit`` is the floor of the same run: the same build inside a process that has imported everything.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from curriculum.authoring import build

ROUNDS = 5
ROOT = Path(__file__).parents[1]
LESSONS = ROOT / "curriculum" / "lessons"
BARMAJA = Path(sys.executable).parent / "barmaja"


def seconds(work) -> float:
    """How long ``work()`` took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        state, warm = Path(folder, "state"), Path(folder, "warm")
        command = [BARMAJA, "lessons", "build", "--state", state]
        ours, floor = [], []
        build(LESSONS, warm)
        for _ in range(ROUNDS):
            shutil.rmtree(state, ignore_errors=True)
            state.mkdir()
            ours.append(seconds(lambda: subprocess.run(command, check=True, capture_output=True)))
            shutil.rmtree(warm)
            floor.append(seconds(lambda: build(LESSONS, warm)))
        figures = {
            "benchmark": "build",
            "ours": round(statistics.median(ours), 3),
            "stock": None,
            "unit": "s",
            "ratio": None,
            "limit": round(statistics.median(floor), 3),
            "n": len(list(warm.glob("*/*.ipynb"))),
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
