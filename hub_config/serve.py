"""``barmaja serve``: from a state folder to an open school, and back to nothing running.

The order is the promise: whatever would not work is found and said, in one line with its remedy, before anything is
written or started; people are told how to sign in only when signing in really works; and what was started is stopped to
the last process, however we are asked to stop.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import httpx
from rich.console import Console

from curriculum.school import Roster
from hub_config import doctor
from hub_config.cards import entries, sign_in_sheet, sign_in_table
from hub_config.isolation import isolation_notice
from hub_config.jupyterhub_config import proxy_command
from hub_config.preparation import ServeError, prepared, refuse
from hub_config.processes import start_child, stop_tree
from hub_config.settings import (
    HUB_CONFIG,
    LOOPBACK,
    PORTS_VARIABLE,
    SERVICE_PREFIX,
    STATE_VARIABLE,
    Ports,
    Settings,
)
from translations import Message

STARTING_SECONDS = 180.0
STOPPING_SECONDS = 45.0


class Stop(Exception):
    """Someone asked us to stop: Ctrl-C, SIGTERM, or the terminal closed."""


def serve(state: Path, console: Console, language: str) -> None:
    """Serves the school of ``state`` until asked to stop. ``ServeError`` or ``SchoolError`` when it cannot."""
    refuse(doctor.state_finding(state, doctor.can_write(state)))
    refuse(doctor.node_finding(doctor.node_version()))
    refuse(doctor.proxy_finding(Path(proxy_command()[1])))
    with stopped_by_signals(), only_one(state):
        try:
            settings = prepared(state, console, language)
            with running_hub(settings, console, language) as hub:
                announce(settings, console, language)
                ended = hub.wait()
                raise died(settings, ended)
        except (Stop, KeyboardInterrupt):
            console.print(
                Message("hub", "The school is closed. Everything that was started has stopped.").text(
                    language
                )
            )


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal all raise ``Stop`` here, once; impatient repetitions change nothing."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for number in watched:
            signal.signal(number, signal.SIG_IGN)
        raise Stop

    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in watched}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def only_one(state: Path) -> Iterator[None]:
    """One ``barmaja serve`` a state folder: a lock that the system itself lifts when its holder dies."""
    lock = state / "hub" / "serve.lock"
    lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            values = {"folder": state, "pid": file.read().strip() or "?"}
            raise ServeError(Message(
                "hub",
                "The school in {folder} is being served already (process {pid}). Stop that one with Ctrl-C first, "
                "or give another folder with --state.",
                values,
            )) from None  # fmt: skip
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def is_served(state: Path) -> bool:
    """Whether some process serves this state folder now. Changes nothing."""
    lock = state / "hub" / "serve.lock"
    if not lock.exists():
        return False
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@contextmanager
def running_hub(settings: Settings, console: Console, language: str) -> Iterator[subprocess.Popen]:
    """The hub with all that belongs to it, from the moment it answers; at the end nothing of it is left."""
    fresh_log(settings.log)
    command = [sys.executable, "-m", "jupyterhub", "-f", str(HUB_CONFIG / "jupyterhub_config.py")]
    hub = start_child(command, hub_environment(os.environ, settings.state, settings.ports), settings.log)
    try:
        with console.status(Message("hub", "Opening the school…").text(language)):
            wait_until(lambda: answers(settings), hub, settings)
        yield hub
    finally:
        with console.status(Message("hub", "Closing the school…").text(language)):
            stop_tree(hub, STOPPING_SECONDS)


def hub_environment(ours, state: Path, ports: Ports) -> dict[str, str]:
    """What the hub's process finds: the operator's environment without Jupyter's own switches, and our three values."""
    kept = {
        name: value for name, value in ours.items() if not name.startswith(("JUPYTER", "CONFIGPROXY", "JPY_"))
    }
    return {
        **kept,
        STATE_VARIABLE: str(state),
        PORTS_VARIABLE: str(ports),
        "PATH": doctor.program_path(),
        "PYTHONUNBUFFERED": "1",
    }


def fresh_log(log: Path) -> None:
    """The former run's log becomes ``hub.log.1``; there are never more than two."""
    if log.exists():
        log.replace(log.with_suffix(".log.1"))


def answers(settings: Settings) -> bool:
    """Whether the hub answers, and through the proxy the sign-in page and the school's service do."""
    pages = (
        f"http://{LOOPBACK}:{settings.ports.hub}/hub/health",
        f"{settings.local_url}/hub/login",
        f"{settings.local_url}{SERVICE_PREFIX}static/barmaja.css",
    )
    try:
        return all(httpx.get(page, timeout=5, trust_env=False).status_code == 200 for page in pages)
    except httpx.HTTPError:
        return False


def wait_until(ready: Callable[[], bool], hub: subprocess.Popen, settings: Settings) -> None:
    """Returns when ``ready``; ``ServeError`` when the hub has died or time is up."""
    deadline = time.monotonic() + STARTING_SECONDS
    while not ready():
        if hub.poll() is not None:
            raise died(settings, hub.returncode)
        if time.monotonic() > deadline:
            raise ServeError(Message(
                "hub", "The school did not open within {seconds} seconds. Look at the last lines of {log}.",
                {"seconds": int(STARTING_SECONDS), "log": settings.log},
            ))  # fmt: skip
        time.sleep(0.2)


def died(settings: Settings, status: int) -> ServeError:
    return ServeError(Message(
        "hub", "The hub stopped by itself (status {status}). Look at the last lines of {log}.",
        {"status": status, "log": settings.log},
    ))  # fmt: skip


def announce(settings: Settings, console: Console, language: str) -> None:
    """Says who can sign in and how, and writes the page with the cards, readable by its owner only."""
    with Roster.open(settings.roster) as roster:
        people = entries(settings.school, roster)
    write_private(settings.sign_in_sheet, sign_in_sheet(settings.school, people, settings.address))
    say = console.print
    say(sign_in_table(people, language))
    say(
        Message("hub", "Cards to print: {file}", {"file": settings.sign_in_sheet}).text(language),
        soft_wrap=True,
    )
    say(f"◐ {isolation_notice(language)}", style="yellow")
    say()
    words = {"school": settings.school.name.text(language), "address": settings.address}
    say(
        Message("hub", "{school} is open at {address}", words).text(language),
        style="bold green",
        soft_wrap=True,
    )
    say(Message("hub", "Ctrl-C closes it.").text(language))


def write_private(path: Path, text: str) -> None:
    """Replaces ``path`` in one step by a file that only its owner can read."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    fresh.replace(path)
