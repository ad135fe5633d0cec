"""How one notebook server starts: its folder, its environment, its turn.

Every server of the school is a child of the hub, under the hub's own uid: nothing keeps one pupil's processes from
another's (see ``hub_config.isolation``). A machine with two cores can start two or three servers at once; the others
wait their turn here, with their place in the queue shown, instead of all timing out together.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from jupyterhub.spawner import SimpleLocalProcessSpawner
from jupyterhub.utils import wait_for_server
from traitlets import Any, Integer

from hub_config import notebook_ui
from hub_config.language import chosen_language
from hub_config.settings import STATE_VARIABLE, Settings, course_of, role_of
from translations import LANGUAGES, Message

KEPT = ("LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ")
"""The only variables of the operator's shell that a server sees (and PATH, put together anew)."""


class Turns:
    """First come, first served, ``width`` at a time. ``ahead(ticket)`` is how many are still before one who waits."""

    def __init__(self, width: int) -> None:
        self._free = asyncio.Semaphore(width)
        self._waiting: list[object] = []

    def ahead(self, ticket: object) -> int | None:
        """How many wait before ``ticket``; ``None`` when it does not wait (any more, or yet)."""
        return self._waiting.index(ticket) if ticket in self._waiting else None

    @asynccontextmanager
    async def turn(self, ticket: object) -> AsyncIterator[None]:
        self._waiting.append(ticket)
        try:
            await self._free.acquire()
        finally:
            self._waiting.remove(ticket)
        try:
            yield
        finally:
            self._free.release()


def server_environment(settings: Settings, user: str, language: str) -> dict[str, str]:
    """What a server of ``user`` finds in its environment besides JupyterHub's own variables.

    The path begins with this Python's folder, so that a server finds its kernel and tools whatever the operator's
    shell had; nothing else of that shell is passed on.
    """
    role = "course" if course_of(user) else "pupil"
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "BARMAJA_SERVICE_URL": settings.service_url,
        "BARMAJA_LANGUAGE": language,
        "BARMAJA_ROLE": role,
        "JUPYTER_PREFER_ENV_PATH": "1",
        **notebook_ui.server_environment(role, language),
    }


def server_arguments(user: str) -> list[str]:
    """Command-line arguments of a server of ``user``: as root where we are root, and no terminals for pupils."""
    root = ["--allow-root"] if os.geteuid() == 0 else []
    if course_of(user):
        return root
    return [*root, "--ServerApp.terminals_enabled=False"]


class SchoolSpawner(SimpleLocalProcessSpawner):
    """A notebook server of this school, as a plain child process. The one place that knows how servers start."""

    settings = Any(help="The school's Settings").tag(config=True)
    width = Integer(2, help="How many servers may start at once").tag(config=True)
    _turns: dict[asyncio.AbstractEventLoop, Turns] = {}  # noqa: RUF012 (shared on purpose: the queue is the hub's)

    @property
    def turns(self) -> Turns:
        loop = asyncio.get_running_loop()
        if loop not in self._turns:
            self._turns[loop] = Turns(self.width)
        return self._turns[loop]

    @property
    def language(self) -> str:
        """The language of the person whose server this is; for a course's server, of the teacher who starts it."""
        from curriculum.school import Roster

        person = self.user.name
        starter = getattr(self.handler, "current_user", None)
        if course_of(person) and starter is not None:
            person = starter.name
        with Roster.open(self.settings.roster) as roster:
            stored = roster.language(person)
        return chosen_language(stored, default=self.settings.school.default_language)

    def user_env(self, env):
        home = self.settings.working_folder(self.user.name)
        env.update(USER=self.user.name, HOME=str(home), SHELL="/bin/sh")
        env.update(server_environment(self.settings, self.user.name, self.language))
        env.pop(STATE_VARIABLE, None)
        return env

    def get_args(self):
        return [*super().get_args(), *server_arguments(self.user.name)]

    def make_preexec_fn(self, name):
        return None  # the folder is made, and entered, by start(): nothing runs between fork and exec

    async def start(self):
        """Waits for its turn, starts the process, and gives the turn on when the server answers or has died."""
        if role_of(self.settings.school, self.user.name) in ("teacher", "coordinator"):
            raise PermissionError(f"{self.user.name} has no server")
        folder = self.settings.working_folder(self.user.name)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.popen_kwargs = {"cwd": str(folder)}
        async with self.turns.turn(self.user.name):
            address = await super().start()
            await self._answered(*address)
        return address

    async def _answered(self, ip: str, port: int) -> None:
        """Returns when something listens at the address, or the process has ended, or time is up; JupyterHub judges."""
        deadline = asyncio.get_running_loop().time() + self.http_timeout
        while self.proc.poll() is None and asyncio.get_running_loop().time() < deadline:
            try:
                await wait_for_server(ip, port, timeout=1)
                return
            except TimeoutError:
                continue

    async def stop(self, now=False):
        """A polite end first (kernels stop with their server), by SIGTERM: SIGINT would ask a question nobody hears."""
        if not now and await self.poll() is None:
            await self._signal(signal.SIGTERM)
            await self.wait_for_death(self.term_timeout)
        await super().stop(now=True)

    async def progress(self):
        """What a person who waits is told, in their language: their place, then that Python is starting."""
        language = chosen_language(self.language, default=LANGUAGES[0])
        shown = None
        while not self.ready:
            ahead = self.turns.ahead(self.user.name)
            message = waiting_message(ahead)
            if message != shown:
                shown = message
                yield {
                    "progress": 20 if ahead is not None else 60,
                    "message": message.text(language),
                    "barmaja": True,
                }
            await asyncio.sleep(0.5)


def waiting_message(ahead: int | None) -> Message:
    """The sentence for someone with ``ahead`` others before them; ``None``: it is their turn."""
    if ahead is None:
        return Message("hub", "Python is starting…")
    if ahead == 0:
        return Message("hub", "You are next.")
    return Message(
        "hub",
        "{count} person is before you.",
        {"count": ahead},
        plural="{count} people are before you.",
        count=ahead,
    )
