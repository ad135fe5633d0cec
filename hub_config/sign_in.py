"""Signing in, step by step: class, name, PIN, "it's me" — or an id from a card, or a teacher's password.

Every step is a page of its own that needs no JavaScript. Secrets travel in the body of a POST only. Nobody is signed in
before a pupil has seen their own name and confirmed it.
"""

from __future__ import annotations

import secrets
from functools import cached_property

from jupyterhub.handlers import BaseHandler, LogoutHandler
from tornado import web
from tornado.httputil import url_concat

from curriculum.school import Pupil, Roster, Section
from hub_config.authenticator import Locked, Right, Wrong, known_role
from hub_config.language import COOKIE, chosen_language, handler_language
from hub_config.settings import HUB_CONFIG
from hub_config.sign_in_rules import (
    EXPIRED,
    WRONG_PASSWORD,
    WRONG_PIN,
    client_address,
    locked_message,
    names_another,
    typed_id,
)

BROWSER_COOKIE = "barmaja-sign-in"
LONGEST_SECRET = 200


class SignInPages(BaseHandler):
    """What all the steps share: the school, the language of the page, headers of a page that nothing may keep."""

    page_language: str | None = None

    async def prepare(self):
        wanted = self.get_argument("language", "")
        self.page_language = chosen_language(wanted, default=handler_language(self))
        self.switched = wanted == self.page_language
        await super().prepare()

    def set_default_headers(self):
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "same-origin")

    @property
    def content_security_policy(self):
        """Nothing on these pages comes from elsewhere, and their forms go nowhere else."""
        return (
            f"{super().content_security_policy}; default-src 'self'; img-src 'self' data:; form-action 'self'"
        )

    def check_xsrf_cookie(self):
        """A form that has outlived its cookie: back to the first step, with a word about it, instead of an error page."""
        try:
            return super().check_xsrf_cookie()
        except web.HTTPError:
            if self.request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
                raise
            self.redirect(
                url_concat(self.settings["login_url"], {"expired": "1", **self.carried}), status=303
            )
            raise web.Finish from None

    @property
    def barmaja(self):
        return self.authenticator.settings

    @property
    def carried(self) -> dict[str, str]:
        """What every link and form of these pages passes on: where to go afterwards, and the language if switched."""
        carried = {"next": self.get_argument("next", "")}
        if self.switched:
            carried["language"] = self.page_language
        return {name: value for name, value in carried.items() if value}

    @cached_property
    def browser(self) -> str:
        """This browser, for the minutes of a sign-in: the ticket of one is worth nothing in another."""
        known = self.get_cookie(BROWSER_COOKIE)
        if not known:
            known = secrets.token_urlsafe(24)
            self._set_cookie(
                BROWSER_COOKIE, known, encrypted=False, path=self.hub.base_url, samesite="Strict"
            )
        return known

    def pupil(self, person: str) -> Pupil | None:
        with Roster.open(self.barmaja.roster) as roster:
            return roster.pupil(person)

    def section(self, slug: str) -> Section | None:
        return next((section for section in self.barmaja.school.sections if section.slug == slug), None)

    def remember_language(self, person: str) -> None:
        """A language switched to on these pages is the person's from now on; otherwise theirs becomes the browser's."""
        with Roster.open(self.barmaja.roster) as roster:
            if self.switched or roster.language(person) is None:
                roster.set_language(person, self.page_language)
            stored = roster.language(person)
        self.set_cookie(COOKIE, stored or self.page_language, path="/", samesite="Lax")

    async def enter(self, ticket: str) -> None:
        """Signs in the owner of ``ticket`` and goes on; without one, the first step again."""
        user = await self.login_user({"ticket": ticket, "browser": self.browser})
        if user is None:
            self.redirect(
                url_concat(self.settings["login_url"], {"expired": "1", **self.carried}), status=303
            )
            return
        self._jupyterhub_user = user
        self.remember_language(user.name)
        self.clear_cookie(BROWSER_COOKIE, path=self.hub.base_url)
        self.redirect(self.next_url(user), status=303)

    def next_url(self, user) -> str:
        courses = frozenset(section.course_id for section in self.barmaja.school.sections_of(user.name))
        wanted = self._validate_next_url(self.get_argument("next", ""))
        return self.default_url if not wanted or names_another(wanted, user.name, courses) else wanted

    def link(self, **arguments: str) -> str:
        """The address of a step, with what is carried along."""
        return url_concat(self.settings["login_url"], {**self.carried, **arguments})

    async def show(self, template: str, **values) -> None:
        self.finish(
            await self.render_template(
                template,
                school=self.barmaja.school,
                link=self.link,
                carried=self.carried,
                **{"here": {}, "error": None, "wait": 0, **values},
            )
        )


class SignInHandler(SignInPages):
    """GET shows a step; POST compares a secret."""

    async def get(self):
        person = typed_id(self.get_argument("pupil", ""))
        if self.current_user and person not in ("", self.current_user.name):
            self.redirect(
                url_concat(self.settings["logout_url"], {"pupil": person})
            )  # the one before forgot to
            return
        if self.current_user:
            self.set_login_cookie(self.current_user)
            self.redirect(self.next_url(self.current_user))
            return
        if self.switched:
            self.set_cookie(COOKIE, self.page_language, path="/", samesite="Lax")
        error = EXPIRED if self.get_argument("expired", "") else None
        if person:
            await self.show_pin(person, error=error)
        elif self.get_argument("staff", ""):
            await self.show("sign_in_staff.html", here={"staff": "1"}, person="", error=error)
        elif section := self.named_section():
            await self.show_names(section)
        else:
            await self.show("login.html", error=error)

    def named_section(self) -> Section | None:
        """The class asked for, where names may be shown before sign-in."""
        return (
            self.section(self.get_argument("section", "")) if self.barmaja.school.names_on_sign_in else None
        )

    async def post(self):
        person = typed_id(self.get_argument("person", ""))
        secret = self.get_body_argument("secret", "", strip=False)[:LONGEST_SECRET]
        if not person or not secret:
            await self.refuse(person, Wrong())
            return
        outcome = await self.authenticator.check(person, secret, client_address(self.request), self.browser)
        if not isinstance(outcome, Right):
            await self.refuse(person, outcome)
        elif known_role(self.barmaja, person) == "pupil":
            pupil = self.pupil(person)
            section = self.barmaja.school.section(pupil.course_id)
            await self.show("sign_in_confirm.html", pupil=pupil, section=section, ticket=outcome.ticket)
        else:
            await self.enter(outcome.ticket)

    async def refuse(self, person: str, outcome: Wrong | Locked) -> None:
        staff = bool(self.get_body_argument("staff", ""))
        wait = outcome.seconds if isinstance(outcome, Locked) else 0
        wrong = WRONG_PASSWORD if staff else WRONG_PIN
        error = locked_message(wait) if wait else wrong
        self.set_status(429 if wait else 403)
        if staff:
            await self.show("sign_in_staff.html", here={"staff": "1"}, person=person, error=error, wait=wait)
        else:
            await self.show_pin(person, error=error, wait=wait)

    async def show_names(self, section: Section) -> None:
        with Roster.open(self.barmaja.roster) as roster:
            pupils = roster.pupils(section.course_id)
        await self.show("sign_in_names.html", here={"section": section.slug}, section=section, pupils=pupils)

    async def show_pin(self, person: str, **values) -> None:
        """The PIN of one pupil. The name is shown only where names are shown before sign-in anyway."""
        pupil = self.pupil(person) if self.barmaja.school.names_on_sign_in else None
        section = self.barmaja.school.section(pupil.course_id) if pupil else None
        here = {"pupil": person} if person else {}
        await self.show("sign_in_pin.html", here=here, person=person, pupil=pupil, section=section, **values)


class ConfirmHandler(SignInPages):
    """The last step: "it's me" takes the ticket, anything else drops it."""

    async def post(self):
        ticket = self.get_body_argument("ticket", "")
        if self.get_body_argument("answer", "") == "me":
            await self.enter(ticket)
        else:
            self.authenticator.tickets.redeem(ticket, self.browser)
            self.redirect(self.link(), status=303)

    def get(self):
        self.redirect(self.link())


class SignOutHandler(LogoutHandler):
    """Nothing of one pupil stays for the next: session, language, cookies; then the sign-in page."""

    async def handle_logout(self):
        self.clear_cookie(COOKIE, path="/")
        self.clear_cookie(BROWSER_COOKIE, path=self.hub.base_url)
        self.set_header("Cache-Control", "no-store")

    async def render_logout_page(self):
        """The sign-in page; of the pupil whose card was shown, where that is why we are here."""
        person = typed_id(self.get_argument("pupil", ""))
        self.redirect(url_concat(self.settings["login_url"], {"pupil": person} if person else {}))


class HomeHandler(BaseHandler):
    """JupyterHub's home page is ours."""

    def get(self):
        self.redirect(self.default_url)


class NoPageHandler(BaseHandler):
    """Pages of JupyterHub's that a school has no use for."""

    def get(self, *_):
        raise web.HTTPError(404)

    post = get


def sign_in_handlers() -> list[tuple]:
    """Routes below ``/hub``; they stand before JupyterHub's own."""
    return [
        (r"/login", SignInHandler),
        (r"/login/confirm", ConfirmHandler),
        (r"/logout", SignOutHandler),
        (r"/home", HomeHandler),
        (r"/(?:token|admin|accept-share)(.*)", NoPageHandler),
        (r"/look/(.*)", web.StaticFileHandler, {"path": str(HUB_CONFIG / "look")}),
    ]
