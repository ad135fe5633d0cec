"""What this machine has and lacks for running a school: one finding a subject, each with its remedy.

A ``*_finding`` function judges facts that are passed in; ``machine_findings`` collects the facts. ``barmaja serve``
refuses to start on the same findings that ``barmaja doctor`` shows as ✕.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

from hub_config.isolation import NOTICE
from hub_config.jupyterhub_config import proxy_command
from hub_config.ports import is_free
from translations import LANGUAGES, Message
from translations.catalogue import ROOT

GIGABYTE = 10**9
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = (20, 0)
SERVER_BYTES = 170_000_000
"""Measured: a pupil's notebook server with one kernel, memory of its own."""

SYSTEM_BYTES = 1_200_000_000
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")

SIGNS = {"good": "✓", "doubtful": "◐", "bad": "✕"}


@dataclass(frozen=True)
class Finding:
    """What was found about ``subject``: ``good``, ``doubtful`` (works, with a limit) or ``bad`` (does not work)."""

    subject: str
    level: str
    words: Message
    remedy: Message | None = None

    def line(self, language: str) -> str:
        remedy = f" {self.remedy.text(language)}" if self.remedy else ""
        return self.words.text(language) + remedy


def python_finding(version: tuple[int, ...]) -> Finding:
    shown = {"version": ".".join(map(str, version[:3])), "oldest": ".".join(map(str, OLDEST_PYTHON))}
    if version[:2] >= OLDEST_PYTHON:
        return Finding("python", "good", Message("hub", "Python {version}.", shown))
    return Finding(
        "python",
        "bad",
        Message("hub", "Python {version} is too old.", shown),
        Message("hub", "Install Python {oldest} or newer, then run: make run", shown),
    )


def node_finding(version: tuple[int, ...] | None) -> Finding:
    """``version`` of the Node.js on the path; ``None`` when there is none that runs."""
    remedy = Message("hub", "Run: make setup (it brings Node.js with it).")
    if version is None:
        return Finding("node", "bad", Message("hub", "Node.js is missing; the proxy needs it."), remedy)
    shown = {"version": ".".join(map(str, version))}
    if version < OLDEST_NODE:
        words = Message("hub", "Node.js {version} is too old for the proxy.", shown)
        return Finding("node", "bad", words, remedy)
    return Finding("node", "good", Message("hub", "Node.js {version}.", shown))


def proxy_finding(program: Path) -> Finding:
    if program.exists():
        return Finding("proxy", "good", Message("hub", "The proxy is installed."))
    return Finding(
        "proxy", "bad", Message("hub", "The proxy is not installed."), Message("hub", "Run: make setup")
    )


def port_finding(host: str, port: int, free: bool, ours: bool) -> Finding:
    """``ours``: this very school is being served there."""
    shown = {"host": host, "port": port, "next": port + 1}
    if ours:
        return Finding("port", "good", Message("hub", "This school is running at {host}:{port}.", shown))
    if free:
        return Finding("port", "good", Message("hub", "{host}:{port} is free to serve at.", shown))
    return Finding(
        "port",
        "bad",
        Message("hub", "{host}:{port} is taken by another program, or is not an address of this machine.", shown),
        Message(
            "hub", "Stop that program, or write another port ({next}, for example) under [listen] in school.toml.", shown
        ),
    )  # fmt: skip


def state_finding(state: Path, writable: bool) -> Finding:
    if writable:
        return Finding(
            "state", "good", Message("hub", "The state folder {folder} can be written.", {"folder": state})
        )
    return Finding(
        "state",
        "bad",
        Message("hub", "No permission to write the state folder {folder}.", {"folder": state}),
        Message("hub", "Run as its owner, or give another folder with --state."),
    )


def memory_finding(total: int, pupils: int) -> Finding:
    """Whether a class of the size of ``pupils`` finds room; one decimal, gigabytes of 10⁹ bytes."""
    room = max(0, (total - SYSTEM_BYTES) // SERVER_BYTES)
    shown = {"gigabytes": f"{total / GIGABYTE:.1f}", "room": room, "pupils": pupils}
    words = Message("hub", "{gigabytes} GB of memory: room for about {room} pupils at once.", shown)
    if room >= pupils:
        return Finding("memory", "good", words)
    remedy = Message(
        "hub", "The largest class has {pupils} pupils: let it work in two groups, or add memory.", shown
    )
    return Finding("memory", "doubtful", words, remedy)


def cores_finding(cores: int) -> Finding:
    words = Message("hub", "{count} processor core.", plural="{count} processor cores.", count=cores)
    if cores >= 2:
        return Finding("cores", "good", words)
    return Finding(
        "cores", "doubtful", words, Message("hub", "Starting a class takes several minutes with one core.")
    )


def disk_finding(free: int) -> Finding:
    shown = {"gigabytes": f"{free / GIGABYTE:.1f}"}
    words = Message("hub", "{gigabytes} GB free for the school’s data.", shown)
    if free >= 2 * GIGABYTE:
        return Finding("disk", "good", words)
    level = "doubtful" if free >= GIGABYTE // 5 else "bad"
    return Finding("disk", level, words, Message("hub", "Make room: 2 GB or more is comfortable."))


def chromium_finding(found: str | None) -> Finding:
    if found:
        return Finding(
            "chromium", "good", Message("hub", "Chromium for the tests: {program}.", {"program": found})
        )
    return Finding(
        "chromium",
        "doubtful",
        Message("hub", "Chromium is missing; only the tests need it."),
        Message("hub", "Run: sudo apt install chromium"),
    )


def lessons_finding(built: int) -> Finding:
    if built:
        words = Message("hub", "{count} lesson is built.", plural="{count} lessons are built.", count=built)
        return Finding("lessons", "good", words)
    words = Message("hub", "The lessons are not built yet.")
    return Finding("lessons", "doubtful", words, Message("hub", "The first start builds them."))


def catalogues_finding(stale: int) -> Finding:
    if not stale:
        return Finding("catalogues", "good", Message("hub", "The Arabic and French texts are compiled."))
    return Finding(
        "catalogues",
        "doubtful",
        Message("hub", "Some Arabic or French texts are not compiled."),
        Message("hub", "The next start compiles them."),
    )


def isolation_finding() -> Finding:
    return Finding("isolation", "doubtful", NOTICE)


def findings_of(state: Path) -> tuple[Finding, ...]:
    """Everything about this machine and the school in ``state`` (the demo's, where there is none yet). Reads only."""
    from curriculum.school import Roster, read_school
    from curriculum.school.demo import DEMO_SCHOOL
    from hub_config.serve import is_served

    described = (state / "school.toml").exists()
    school = read_school(state / "school.toml") if described else DEMO_SCHOOL
    largest = 12
    if described and (state / "roster.sqlite").exists():
        with Roster.open(state / "roster.sqlite") as roster:
            largest = max((len(roster.pupils(section.course_id)) for section in school.sections), default=0)
    host, port = school.listen.host, school.listen.port
    return (
        python_finding(tuple(sys.version_info[:3])),
        node_finding(node_version()),
        proxy_finding(Path(proxy_command()[1])),
        state_finding(state, can_write(state)),
        port_finding(host, port, is_free(host, port), is_served(state)),
        memory_finding(psutil.virtual_memory().total, largest),
        cores_finding(os.cpu_count() or 1),
        disk_finding(shutil.disk_usage(existing(state)).free),
        lessons_finding(sum(1 for _ in (state / "lessons").glob("*/*.ipynb"))),
        catalogues_finding(len(stale_catalogues())),
        chromium_finding(next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)),
        isolation_finding(),
    )


def program_path() -> str:
    """The path on which the hub and its proxy look for programs: this Python's folder first (``node`` may be there)."""
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def node_version() -> tuple[int, ...] | None:
    """The version of the Node.js that would run the proxy."""
    node = shutil.which("node", path=program_path())
    if node is None:
        return None
    with contextlib.suppress(OSError, ValueError, subprocess.SubprocessError):
        answer = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=20, check=True
        ).stdout
        return tuple(int(part) for part in answer.strip().removeprefix("v").split("."))
    return None


def existing(path: Path) -> Path:
    """The nearest folder at or above ``path`` that exists."""
    return next(folder for folder in (path, *path.parents) if folder.exists())


def can_write(state: Path) -> bool:
    """Whether the state folder, or the place where it would be made, takes new files."""
    folder = existing(state)
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)


def stale_catalogues() -> tuple[Path, ...]:
    """The ``.po`` files without an up-to-date ``.mo``."""
    return tuple(
        po
        for language in LANGUAGES
        for po in sorted((ROOT / language / "LC_MESSAGES").glob("*.po"))
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime < po.stat().st_mtime
    )
