"""The account page, and the language switch of every page, over HTTP."""

from __future__ import annotations

import json

from tornado.web import HTTPError

from curriculum.school import RosterError
from curriculum.school.ids import SHORTEST_PASSWORD
from hub_config.attempts import Attempts
from hub_config.language import COOKIE
from hub_config.pages.account.model import AGAIN, OLD, first_empty, mismatch
from hub_config.pages.frame import PUPIL
from hub_config.pages.handler import Page, in_thread, local_address
from translations import LANGUAGES

HERE = "account"
"""All browsers of one person count as one address: the account page knows who is signed in already."""


class AccountPage(Page):
    async def get(self) -> None:
        self._show()

    def _show(self, error: str | None = None, problem: str | None = None) -> None:
        self.page(
            "account.html",
            user_id=self.visitor.id,
            is_pupil=self.visitor.role == PUPIL,
            error=error,
            problem=problem,
            minimum=SHORTEST_PASSWORD,
        )


class SecretChange(AccountPage):
    """POST: the old secret, the new one twice. Everything typed wrong comes back with the field and the reason."""

    def initialize(self, attempts: Attempts, **rest: object) -> None:
        super().initialize(**rest)
        self.attempts = attempts

    async def get(self) -> None:
        self.go(self.urls.account)

    async def post(self) -> None:
        old, new, again = (self.get_body_argument(name, "", strip=False) for name in ("old", "new", "again"))
        empty = first_empty(old, new, again)
        if empty:
            return self._refuse(empty, self.gettext("This is still empty."))
        wrong = mismatch(old, new, again)
        if wrong == AGAIN:
            return self._refuse(AGAIN, self.gettext("The two are not the same. Type the new one twice."))
        if wrong:
            return self._refuse(wrong, self.gettext("This is the present one. Choose another."))
        return await self._change(old, new)

    async def _change(self, old: str, new: str) -> None:
        user = self.visitor.id
        if self.attempts.begin(user, HERE):
            return self._refuse(OLD, self.gettext("Too many wrong attempts. Wait a minute and try again."))
        if not await in_thread(self._verify, user, old):
            return self._refuse(OLD, self.gettext("This is not the present one. Nothing was changed."))
        self.attempts.right(user, HERE)
        try:
            await in_thread(self._set, user, new)
        except RosterError as error:
            return self._refuse("new", error.text(self.language))
        return self.go(self.urls.account, "secret")

    def _verify(self, user: str, old: str) -> bool:
        with self.sources.roster() as roster:
            return roster.verify(user, old)

    def _set(self, user: str, new: str) -> None:
        with self.sources.roster() as roster:
            roster.set_secret(user, new)

    def _refuse(self, field: str, problem: str) -> None:
        self.set_status(422)
        self._show(field, problem)


class LanguageSwitch(Page):
    """POST ``language`` (form or JSON): kept for the person, and in the browser's cookie; back to ``next``.

    A notebook server posts JSON with its hub token and gets JSON; the cookie is the browser's business then.
    """

    async def get(self) -> None:
        self.go(self.urls.account)

    @property
    def is_json(self) -> bool:
        return self.request.headers.get("Content-Type", "").startswith("application/json")

    async def post(self) -> None:
        language = self._json_language() if self.is_json else self.get_body_argument("language", "")
        if language not in LANGUAGES:
            raise HTTPError(400, "unknown language")
        await in_thread(self.sources.set_language, self.visitor.id, language)
        if self.is_json:
            self.finish({"language": language})
            return
        self.set_cookie(COOKIE, language, path="/", expires_days=365, samesite="Lax")
        self.go(local_address(self.get_body_argument("next", ""), self.urls.home))

    def _json_language(self) -> str:
        try:
            body = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400, "not JSON") from None
        return str(body.get("language", "")) if isinstance(body, dict) else ""

    def write_error(self, status_code: int, **kwargs: object) -> None:
        if self.is_json:
            self.finish({"error": status_code})
        else:
            super().write_error(status_code, **kwargs)
