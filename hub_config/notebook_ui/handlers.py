"""The server extension's addresses, below ``<base url>/barmaja/``. Thin: read the request, call, answer.

Only the server's own user comes this far (Jupyter's authentication, XSRF checks and authorizer); towards the school
the server's hub token says who that is. No identity is ever read from a request.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import jinja2
from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler, JupyterHandler
from jupyter_server.utils import url_escape, url_path_join
from tornado import web

from autograder.exchange import ExchangeClient, ExchangeProblem, NotThere
from autograder.exchange.folders import folder_files
from hub_config.language import request_language
from translations import LANGUAGES, BarmajaError, Message, catalogue, direction

from .choice import ChoiceFiles
from .opening import notebook_path, open_lesson
from .page import DOMAIN, page_option, page_settings
from .receipts import receipt_view
from .school import SchoolService, ServiceUnreachable

EVENT_FIELDS = ("course", "kind", "lesson", "exercise", "passed", "total", "failed", "error")
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
    extensions=["jinja2.ext.i18n"],
    autoescape=True,
)


@dataclass(frozen=True)
class Interface:
    """What every address needs. ``exchange`` makes a client of the exchange, anew for each use."""

    home: Path
    default_language: str
    choices: ChoiceFiles
    service: SchoolService
    exchange: Callable[[], ExchangeClient]

    def page_option(self, language: str) -> str:
        return page_option(page_settings(language, self.choices.both, self.service.path))


class _OfInterface:
    """Gives a handler the ``Interface`` it was routed with."""

    auth_resource = "contents"

    def initialize(self, interface: Interface) -> None:
        self.interface = interface

    @property
    def language(self) -> str:
        """The language of the person at this browser."""
        return request_language(self.request, self.interface.default_language)

    def fetched(self, course: str, lesson: str) -> Mapping[str, bytes]:
        with contextlib.closing(self.interface.exchange()) as client:
            return client.fetch(course, lesson)


class OpenHandler(_OfInterface, JupyterHandler):
    """``open/<course>/<lesson>``: the lesson in Notebook 7, fetched the first time; a page that says why when it cannot."""

    @web.authenticated
    @authorized("write")
    async def get(self, course: str, lesson: str) -> None:
        interface = self.interface
        try:
            opened = await asyncio.to_thread(
                open_lesson, interface.home, course, lesson, self.language, self.fetched
            )
        except ExchangeProblem as problem:
            self._explain(problem)
            return
        if opened.fresh is not None:
            self.contents_manager.notary.sign(
                opened.fresh
            )  # our own lesson: Jupyter asks no question about trust
        interface.choices.store_language(self.language)
        self.redirect(url_path_join(self.base_url, "notebooks", url_escape(opened.path)))

    def _explain(self, problem: ExchangeProblem) -> None:
        language = self.language
        gettext = catalogue(DOMAIN, language).gettext
        if isinstance(problem, NotThere):
            advice = gettext("Ask your teacher whether the lesson is open for your class.")
        else:
            advice = gettext(
                "Nothing is lost. Wait a moment and try again; if it goes on, tell your teacher."
            )
        settings = page_settings(language, False, self.interface.service.path)
        self.set_status(problem.status)
        self.finish(
            _TEMPLATES.get_template("problem.html").render(
                language=language,
                direction=direction(language),
                _=gettext,
                sentence=problem.text(language),
                advice=advice,
                again=self.request.path,
                home=settings["home"],
                fonts=settings["fonts"],
            )
        )


class _ApiHandler(_OfInterface, APIHandler):
    def refuse(self, problem: BarmajaError, status: int) -> None:
        """Answers with the problem's sentence in each language."""
        self.set_status(status)
        self.finish({"sentence": {language: problem.text(language) for language in LANGUAGES}})

    def body(self) -> Mapping:
        """The request's JSON object; anything else is refused with 400."""
        found = self.get_json_body()
        if not isinstance(found, dict):
            raise web.HTTPError(400, "the body must be a JSON object")
        return found


class SubmitHandler(_ApiHandler):
    """``api/submit`` {course, lesson}: hands in the lesson's folder as it is saved; answers with the receipt."""

    @web.authenticated
    @authorized("write")
    async def post(self) -> None:
        body = self.body()
        course, lesson = str(body.get("course")), str(body.get("lesson"))
        try:
            receipt = await asyncio.to_thread(self._submit, course, lesson)
        except ExchangeProblem as problem:
            self.refuse(problem, problem.status)
            return
        # The work is handed in: the class's page may learn of it late, the pupil must not.
        with contextlib.suppress(ServiceUnreachable):
            await self.interface.service.post(
                "events", {"course": course, "lesson": lesson, "kind": "submitted"}
            )
        self.finish({"receipt": receipt})

    def _submit(self, course: str, lesson: str) -> Mapping:
        notebook = self.interface.home / notebook_path(course, lesson)
        if not notebook.exists():
            raise NotThere(
                Message(DOMAIN, "There is no work on this lesson to hand in. Open the lesson first.")
            )
        with contextlib.closing(self.interface.exchange()) as client:
            receipt = client.submit(course, lesson, folder_files(notebook.parent))
            try:
                submissions = client.submissions(course, lesson)
                deadlines = [r.deadline for r in client.releases(course) if r.assignment == lesson]
            except ExchangeProblem:
                submissions, deadlines = (), []  # handed in all the same: the receipt is what matters
        return receipt_view(receipt, submissions, deadlines[0] if deadlines else None)


class EventsHandler(_ApiHandler):
    """``api/events``: passes what happened in the lesson on to the class's page; only the fields of the contract."""

    @web.authenticated
    @authorized("write")
    async def post(self) -> None:
        body = self.body()
        event = {field: body[field] for field in EVENT_FIELDS if body.get(field) is not None}
        try:
            await self.interface.service.post("events", event)
        except ServiceUnreachable as error:
            self.log.warning("event not passed on: %s", error)
            raise web.HTTPError(502) from error
        self.set_status(204)
        self.finish()


class LanguageHandler(_ApiHandler):
    """``api/language`` {language, both}: remembers the choice here and, when the school can be reached, in its roster."""

    @web.authenticated
    @authorized("write")
    async def post(self) -> None:
        body = self.body()
        language, both = body.get("language"), body.get("both", False)
        if language not in LANGUAGES or not isinstance(both, bool):
            raise web.HTTPError(400, f"language must be one of {', '.join(LANGUAGES)}, both true or false")
        interface = self.interface
        interface.choices.store_language(language)
        interface.choices.store_both(both)
        self.settings["page_config_data"]["barmaja"] = interface.page_option(language)
        try:
            await interface.service.post("language", {"language": language})
            stored = True
        except ServiceUnreachable as error:
            self.log.warning("language kept here only: %s", error)
            stored = False
        self.finish({"language": language, "both": both, "stored": stored})


class StatusHandler(_ApiHandler):
    """``api/status``: what the page's interface was started with."""

    @web.authenticated
    @authorized("read")
    async def get(self) -> None:
        self.finish({"language": self.language, "both": self.interface.choices.both})


def routes(base_url: str, interface: Interface) -> list[tuple]:
    """Tornado's routes below ``base_url``."""
    names = r"(?P<course>[^/]+)/(?P<lesson>[^/]+)"
    handlers = {
        f"open/{names}": OpenHandler,
        "api/submit": SubmitHandler,
        "api/events": EventsHandler,
        "api/language": LanguageHandler,
        "api/status": StatusHandler,
    }
    return [
        (url_path_join(base_url, "barmaja", path), handler, {"interface": interface})
        for path, handler in handlers.items()
    ]
