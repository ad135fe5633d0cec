"""What every page handler shares: who asks, in which language, the frame around the page, friendly errors.

Identity is the hub's word only (OAuth cookie of this service, or a hub token). A page says which roles it is for:
somebody else gets 403, somebody without a session is sent to sign in (GET) or refused (everything else). Forms carry
the hub's XSRF token, which JupyterHub checks for every cookie-authenticated request that is not plain navigation.
Disk and databases are used in threads, never in the event loop.
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubOAuthenticated, UserNotAllowed
from tornado.web import HTTPError, RequestHandler

from hub_config.language import COOKIE, chosen_language
from hub_config.pages.frame import COORDINATOR, PUPIL, TEACHER, Frame, Visitor, frame_user, navigation
from hub_config.pages.render import gettext, render
from hub_config.pages.sources import Sources
from hub_config.pages.urls import Urls
from translations import LANGUAGES, BarmajaError

log = logging.getLogger("barmaja.pages")

POLICY = (
    "default-src 'self'; style-src 'self'; script-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
SAID_COOKIE = "barmaja-said"
POOL = ThreadPoolExecutor(6, thread_name_prefix="pages")


async def in_thread(act, *args):
    """What ``act(*args)`` returns, called where it may block."""
    return await asyncio.get_running_loop().run_in_executor(POOL, act, *args)


def local_address(address: str, fallback: str) -> str:
    """``address`` when it stays on this site, else ``fallback``: a form can not send a person elsewhere."""
    parts = urlsplit(address.replace("\\", "/"))
    local = not parts.scheme and not parts.netloc and address.startswith("/") and not address.startswith("//")
    return address if local and not any(ord(letter) < 32 for letter in address) else fallback


def said_sentence(key: str, language: str) -> str | None:
    """What was just done, in the reader's language; None for an unknown key."""
    return {
        "deadline": gettext("The deadline is changed.", language),
        "secret": gettext("Your new password or secret code is valid from now on.", language),
        "cancelled": gettext("The work was stopped. What was finished before is kept.", language),
    }.get(key)


class Page(HubOAuthenticated, RequestHandler):
    """One page. Subclasses set ``roles`` and answer with ``self.page(template, …)``."""

    roles: frozenset[str] = frozenset({PUPIL, TEACHER, COORDINATOR})

    def initialize(self, sources: Sources, urls: Urls, **_settings: object) -> None:
        self.sources = sources
        self.urls = urls
        self.visitor: Visitor | None = None

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    async def prepare(self) -> None:
        model = await self._hub_model()
        if model is None:
            if self.request.headers.get("HX-Request"):
                self.set_header("HX-Refresh", "true")
                raise HTTPError(403, "session ended")
            if self.request.method in ("GET", "HEAD"):
                self.redirect(self.get_login_url())
                return
            raise HTTPError(403, "no session, or a form without its token")
        self.visitor = await in_thread(self.sources.visitor, model["name"])
        if self.visitor.role not in self.roles:
            raise HTTPError(403, f"{self.visitor.role} has no such page")

    async def _hub_model(self) -> dict | None:
        """The hub's record of the person who asks, if they may use this service."""
        model = await self.hub_auth.get_user(self, sync=False)
        if model:
            try:
                model = self.check_hub_user(model)
            except UserNotAllowed:
                raise HTTPError(403, "not allowed to use this service") from None
        self._hub_auth_user_cache = model or None
        return self._hub_auth_user_cache

    # --- language

    @property
    def language(self) -> str:
        """This browser's choice, else the one stored for the visitor, else the school's."""
        stored = self.visitor.language if self.visitor else None
        return chosen_language(self.get_cookie(COOKIE), stored, default=self._school_language())

    def _school_language(self) -> str:
        try:
            return self.sources.school.default_language
        except (BarmajaError, OSError):
            return LANGUAGES[0]

    def gettext(self, msgid: str, **values: object) -> str:
        return gettext(msgid, self.language, **values)

    # --- answering

    def frame(self, said: str | None = None) -> Frame:
        language, visitor = self.language, self.visitor
        here = self.request.uri if self.request.method == "GET" else self.request.path
        return Frame(
            language=language,
            urls=self.urls,
            here=here,
            xsrf=self.xsrf_token.decode() if visitor else "",
            school_name=self._school_name(language),
            static=self.static_url,
            user=frame_user(visitor, language) if visitor else None,
            nav=navigation(visitor, self.request.path, self.urls, language) if visitor else (),
            said=said,
        )

    def _school_name(self, language: str) -> str:
        try:
            return self.sources.school.name.text(language)
        except (BarmajaError, OSError):
            return ""

    def page(self, template: str, **values: object) -> None:
        """Answers with ``template``, and with what was said by the action that led here, once."""
        said = said_sentence(self.get_cookie(SAID_COOKIE, ""), self.language)
        if said:
            self.clear_cookie(SAID_COOKIE, path=self.urls.prefix)
        self.finish(render(template, self.language, frame=self.frame(said), **values))

    def go(self, address: str, said: str | None = None) -> None:
        """After a form: to ``address`` by GET, where ``said`` is told."""
        if said:
            self.set_cookie(
                SAID_COOKIE, said, path=self.urls.prefix, httponly=True, max_age=60, samesite="Lax"
            )
        self.redirect(address, status=303)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """A page that says what happened and where to go on; details go to the log only."""
        title, words = error_words(status_code, self.language)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(
            render(
                "message.html",
                self.language,
                frame=self.frame(),
                title=title,
                words=words,
                next_href=self.urls.home,
                next_words=self.gettext("To my first page"),
            )
        )


def error_words(status: int, language: str) -> tuple[str, str]:
    """Title and sentence for an HTTP status, in the reader's language."""
    if status == 404:
        return (
            gettext("There is no such page", language),
            gettext("The address may be old or mistyped. Your work is safe.", language),
        )
    if status in (401, 403):
        return (
            gettext("This page is not open to you", language),
            gettext(
                "Either it belongs to somebody else, or you have been away for long. "
                "Go to your first page and try again; your work is safe.",
                language,
            ),
        )
    if status < 500:
        return (
            gettext("That did not arrive as it should", language),
            gettext("Go back and try once more. Nothing was changed.", language),
        )
    return (
        gettext("Something went wrong on our side", language),
        gettext("Your work is safe. Try again in a moment; if it comes back, tell your teacher.", language),
    )


class NotFound(Page):
    """Every address below the service that is nobody's: 404 for whoever is signed in."""

    async def prepare(self) -> None:
        await super().prepare()
        if not self._finished:
            raise HTTPError(404)
