"""Who is who: ids and secrets against the school's roster.

Two steps, so that nobody works under another's name by mistake. ``check`` compares a secret and, when it is right,
opens a *ticket*: unguessable, short-lived, usable once, and only by the browser that typed the secret. Then the person
confirms that they are the one named, and JupyterHub's ``authenticate`` takes the ticket. Nothing else signs anyone in.

Comparing is slow on purpose (argon2), so it runs in a few threads beside the event loop. An id that does not exist
costs as much time as one that does. Neither secrets nor tickets are logged.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from jupyterhub.auth import Authenticator
from traitlets import Any, default

from curriculum.school import Roster
from hub_config.attempts import Attempts
from hub_config.roles import groups_of
from hub_config.settings import course_of

TICKET_SECONDS = 180.0


@dataclass(frozen=True)
class Right:
    """The secret was right; ``ticket`` signs ``person`` in."""

    person: str
    ticket: str


@dataclass(frozen=True)
class Wrong:
    """The id or the secret was wrong: which of the two is not said."""


@dataclass(frozen=True)
class Locked:
    """Too many wrong tries: ``seconds`` to wait."""

    seconds: int


class Tickets:
    """Right secrets that wait for their owner to say "it's me". In memory; ``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._open: dict[str, tuple[str, str, float]] = {}

    def open(self, person: str, browser: str) -> str:
        now = self._clock()
        self._open = {ticket: held for ticket, held in self._open.items() if held[2] > now}
        ticket = secrets.token_urlsafe(32)
        self._open[ticket] = (person, browser, now + TICKET_SECONDS)
        return ticket

    def redeem(self, ticket: str, browser: str) -> str | None:
        """The person of ``ticket``, once, for the browser that opened it and before its time is up."""
        person, opener, until = self._open.pop(ticket, ("", "", 0.0))
        return person if person and opener == browser and self._clock() < until else None


class SchoolAuthenticator(Authenticator):
    """Pupils by id and PIN, teachers and coordinators by id and password: one roster."""

    settings = Any(help="The school's Settings").tag(config=True)

    @default("clock")
    def _clock(self):
        return time.monotonic

    clock = Any(help="Seconds, never going back")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.attempts = Attempts(self.clock)
        self.tickets = Tickets(self.clock)
        self._threads = ThreadPoolExecutor(max(2, (os.cpu_count() or 2) // 2), thread_name_prefix="secrets")

    def get_handlers(self, app):
        from hub_config.sign_in import sign_in_handlers

        return sign_in_handlers()

    def login_url(self, base_url):
        return f"{base_url}login"

    async def check(self, person: str, secret: str, address: str, browser: str) -> Right | Wrong | Locked:
        """Compares ``secret`` with the roster's for ``person``, unless this pair has to wait."""
        if seconds := self.attempts.begin(person, address):
            return Locked(seconds)
        matches = await asyncio.get_running_loop().run_in_executor(
            self._threads, secret_matches, self.settings, person, secret
        )
        if matches:
            self.attempts.right(person, address)
            return Right(person, self.tickets.open(person, browser))
        seconds = self.attempts.wait(person, address)
        self.log.warning("Wrong secret for a sign-in" + (f", waiting {seconds} s" if seconds else ""))
        return Locked(seconds) if seconds else Wrong()

    async def authenticate(self, handler, data):
        person = self.tickets.redeem(data.get("ticket", ""), data.get("browser", ""))
        return self._model(person) if person else None

    async def refresh_user(self, user, handler=None):
        """Signed out when no longer in the school; groups as the school now has them."""
        return self._model(user.name) or False

    def _model(self, person: str) -> dict | None:
        role = known_role(self.settings, person)
        return {"name": person, "groups": groups_of(self.settings.school, person, role)} if role else None


def known_role(settings, person: str) -> str | None:
    """The role of ``person`` at this school today, ``None`` for a stranger (or someone who has left)."""
    school = settings.school
    if course_of(person):
        return "course" if course_of(person) in {section.course_id for section in school.sections} else None
    if role := school.role(person):
        return role
    with Roster.open(settings.roster) as roster:
        return "pupil" if roster.pupil(person) else None


def secret_matches(settings, person: str, secret: str) -> bool:
    """Slow on purpose; run it in a thread."""
    with Roster.open(settings.roster) as roster:
        return roster.verify(person, secret)
