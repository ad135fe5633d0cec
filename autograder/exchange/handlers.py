"""The exchange over HTTP: a thin shell around ``ExchangeStore`` for a service of the hub.

    GET    exchange/<course>                                 released lessons
    GET    exchange/<course>/<lesson>                        the released lesson and its files
    PUT    exchange/<course>/<lesson>                        release it                        (staff)
    DELETE exchange/<course>/<lesson>                        withdraw it                       (staff)
    PUT    exchange/<course>/<lesson>/deadline               set or clear the deadline         (staff)
    GET    exchange/<course>/<lesson>/submissions            a pupil's own; all of them        (staff)
    POST   exchange/<course>/<lesson>/submissions            hand in, answered by a receipt    (pupil)
    GET    exchange/<course>/<lesson>/submissions/<receipt>  with its files; a pupil's own or  (staff)
    GET    exchange/<course>/<lesson>/feedback/<pupil>       its pages; a pupil's own or       (staff)
    PUT    exchange/<course>/<lesson>/feedback/<pupil>       give them back                    (staff)

Who asks is who the hub says the token in ``Authorization`` belongs to; cookies and tokens in addresses are
not looked at, so there is no cross-site request to forge and no XSRF check. Staff are a course's own hub user
and its teachers. Someone without a part in a course gets 404 for all of it, someone without a known token
403. The disk is used in threads, never in the event loop.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol

from tornado import web

from autograder.exchange.errors import ExchangeProblem, NotAllowed, NotSignedIn, NotThere, TooLarge
from autograder.exchange.names import checked_course, checked_person
from autograder.exchange.records import (
    Submission,
    feedback_record,
    moment_from,
    receipt_record,
    release_record,
    submission_record,
)
from autograder.exchange.store import ExchangeStore
from autograder.exchange.wire import bad_body, body_from, files_from_json, files_to_json, problem_to_json
from translations import Message

if TYPE_CHECKING:
    from jupyterhub.services.auth import HubAuth

STAFF = frozenset({"teacher", "course"})
log = logging.getLogger("barmaja.exchange")


class Access(Protocol):
    """Says what part a hub user has in a course."""

    def role(self, user_name: str, course_id: str) -> str | None:
        """``"pupil"``, ``"teacher"``, ``"course"``, or None for no part at all. Called in a thread."""
        ...


def exchange_handlers(
    store: ExchangeStore,
    access: Access,
    *,
    prefix: str = r".*/",
    hub_auth: HubAuth | None = None,
    threads: int = 4,
) -> list[tuple[str, type[web.RequestHandler], dict]]:
    """Tornado routes below ``<prefix>exchange/``; ``prefix`` is a regular expression, such as the service's
    prefix.

    ``hub_auth`` asks the hub whose a token is; the default takes its address from the service's environment.
    """
    if hub_auth is None:
        from jupyterhub.services.auth import HubAuth  # takes a second to load; commands do not need it

        hub_auth = HubAuth(allow_token_in_url=False, cache_max_age=60)
    shared = {
        "store": store,
        "access": access,
        "hub_auth": hub_auth,
        "pool": ThreadPoolExecutor(threads, thread_name_prefix="exchange"),
    }
    course, lesson, person = r"(?P<course>[^/]+)", r"(?P<lesson>[^/]+)", r"(?P<pupil>[^/]+)"
    root = f"{prefix}exchange"
    return [
        (f"{root}/{course}", CourseHandler, shared),
        (f"{root}/{course}/{lesson}", LessonHandler, shared),
        (f"{root}/{course}/{lesson}/deadline", DeadlineHandler, shared),
        (f"{root}/{course}/{lesson}/submissions", SubmissionsHandler, shared),
        (f"{root}/{course}/{lesson}/submissions/(?P<receipt>[^/]+)", SubmissionHandler, shared),
        (f"{root}/{course}/{lesson}/feedback/{person}", FeedbackHandler, shared),
        (f"{root}(?:/.*)?", NoSuchHandler, shared),
    ]


@web.stream_request_body
class ExchangeHandler(web.RequestHandler):
    """Finds out who asks and answers with what ``answer_<method>`` returns, called in a thread, as JSON."""

    def initialize(
        self, store: ExchangeStore, access: Access, hub_auth: HubAuth, pool: ThreadPoolExecutor
    ) -> None:
        self.store = store
        self.access = access
        self.hub_auth = hub_auth
        self.pool = pool
        self.chunks: list[bytes] = []
        self.received = 0
        self.limit = store.max_bytes * 3 // 2 + 2**20  # base64 adds a third, names and quotes a little

    def check_xsrf_cookie(self) -> None:
        """No cookie is ever believed here, so there is nothing to forge."""

    def set_default_headers(self) -> None:
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")

    async def prepare(self) -> None:
        """Who asks. A refusal waits until the request is read to its end: an answer before that would make tornado
        close the connection unannounced, and the proxy's next request on it, anybody's, would fail.
        """
        model = await self._hub_user()
        self.person = model["name"] if model else None

    def data_received(self, chunk: bytes) -> None:
        self.received += len(chunk)
        if self.person is not None and self.received <= self.limit:
            self.chunks.append(chunk)

    async def get(self, **names: str) -> None:
        await self._answer("get", names)

    async def put(self, **names: str) -> None:
        await self._answer("put", names)

    async def post(self, **names: str) -> None:
        await self._answer("post", names)

    async def delete(self, **names: str) -> None:
        await self._answer("delete", names)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        self.finish(json.dumps({"error": "failed", "message": _failed_everywhere(), **_failed_record()}))

    # --- for the handlers below; these run in a thread

    def body(self) -> dict:
        return body_from(b"".join(self.chunks))

    def role(self, course: str) -> str:
        """``"pupil"`` or ``"staff"``; raises ``NotThere`` for anyone else."""
        role = self.access.role(self.person, checked_course(course))
        if role in STAFF:
            return "staff"
        if role == "pupil":
            return "pupil"
        raise NotThere(Message("autograder", "There is no class “{course}” for you.", {"course": course}))

    def require_staff(self, course: str) -> None:
        if self.role(course) != "staff":
            raise NotAllowed(Message("autograder", "Only the teachers of this class can do this."))

    # --- inside

    async def _hub_user(self) -> Mapping | None:
        """The hub's record of a person (not of a service) whose token may use this service, else None."""
        if not self.hub_auth.get_token(self, in_cookie=False):
            return None
        model = await self.hub_auth.get_user(self, sync=False)
        if not model or model.get("kind", "user") != "user":
            return None
        wanted = self.hub_auth.access_scopes
        return model if not wanted or self.hub_auth.check_scopes(wanted, model) else None

    async def _answer(self, method: str, names: Mapping[str, str]) -> None:
        if self.person is None:
            self._refuse(NotSignedIn(Message("autograder", "Sign in first: the exchange does not know you.")))
            return
        act: Callable[..., object] | None = getattr(self, f"answer_{method}", None)
        if act is None:
            self._refuse(NotThere(Message("autograder", "The exchange has nothing at this address.")))
            return
        if self.received > self.limit:
            self._refuse(self._too_large())
            return
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self.pool, lambda: act(**names))
        except ExchangeProblem as problem:
            self._refuse(problem)
            return
        self.finish(json.dumps(answer, ensure_ascii=False))

    def _refuse(self, problem: ExchangeProblem) -> None:
        log.info("%s %s: %s", self.request.method, self.request.path, problem.code)
        self.set_status(problem.status)
        self.finish(json.dumps(problem_to_json(problem), ensure_ascii=False))

    def _too_large(self) -> TooLarge:
        return TooLarge(
            Message(
                "autograder",
                "The work is too large; at most {limit} MB can be sent.",
                {"limit": self.store.max_bytes // 2**20},
            )
        )


class CourseHandler(ExchangeHandler):
    def answer_get(self, course: str) -> dict:
        self.role(course)
        return {"releases": [release_record(release) for release in self.store.releases(course)]}


class LessonHandler(ExchangeHandler):
    def answer_get(self, course: str, lesson: str) -> dict:
        self.role(course)
        release = self.store.released(course, lesson)
        return {
            **release_record(release),
            "contents": files_to_json(self.store.contents(course, release.files)),
        }

    def answer_put(self, course: str, lesson: str) -> dict:
        self.require_staff(course)
        body = self.body()
        files = files_from_json(body.get("contents"))
        return release_record(self.store.release(course, lesson, files, _deadline(body)))

    def answer_delete(self, course: str, lesson: str) -> dict:
        self.require_staff(course)
        self.store.withdraw(course, lesson)
        return {}


class DeadlineHandler(ExchangeHandler):
    def answer_put(self, course: str, lesson: str) -> dict:
        self.require_staff(course)
        return release_record(self.store.set_deadline(course, lesson, _deadline(self.body())))


class SubmissionsHandler(ExchangeHandler):
    def answer_get(self, course: str, lesson: str) -> dict:
        pupil = None if self.role(course) == "staff" else self.person
        return {"submissions": [submission_record(s) for s in self.store.submissions(course, lesson, pupil)]}

    def answer_post(self, course: str, lesson: str) -> dict:
        if self.role(course) != "pupil":
            raise NotAllowed(Message("autograder", "Only the pupils of this class hand in work."))
        files = files_from_json(self.body().get("contents"))
        return receipt_record(self.store.submit(course, lesson, (self.person,), files))


class SubmissionHandler(ExchangeHandler):
    def answer_get(self, course: str, lesson: str, receipt: str) -> dict:
        staff = self.role(course) == "staff"
        submission = self._found(course, lesson, receipt, staff)
        files = self.store.contents(course, submission.files)
        return {**submission_record(submission), "contents": files_to_json(files)}

    def _found(self, course: str, lesson: str, receipt: str, staff: bool) -> Submission:
        if staff:
            return self.store.submission(course, lesson, receipt)
        for submission in self.store.submissions(course, lesson, self.person):
            if submission.receipt.id == receipt:
                return submission
        raise NotThere(Message("autograder", "There is no such submission."))


class FeedbackHandler(ExchangeHandler):
    def answer_get(self, course: str, lesson: str, pupil: str) -> dict:
        staff = self.role(course) == "staff"
        feedback = self.store.feedback_of(course, lesson, pupil) if staff or pupil == self.person else None
        if feedback is None:
            raise NotThere(Message("autograder", "No feedback has been given for this work yet."))
        flat = {
            f"{notebook}/{language}": self.store.feedback(course, lesson, pupil, language, notebook)
            for notebook, languages in feedback.pages.items()
            for language in languages
        }
        return {**feedback_record(feedback), "contents": files_to_json(flat)}

    def answer_put(self, course: str, lesson: str, pupil: str) -> dict:
        self.require_staff(course)
        if self.access.role(checked_person(pupil), course) != "pupil":
            raise NotThere(
                Message("autograder", "There is no pupil “{pupil}” in this class.", {"pupil": pupil})
            )
        body = self.body()
        pages: dict[str, dict[str, bytes]] = {}
        for path, html in files_from_json(body.get("contents")).items():
            notebook, _, language = path.partition("/")
            pages.setdefault(notebook, {})[language] = html
        receipt = body.get("receipt")
        if receipt is not None and not isinstance(receipt, str):
            raise bad_body()
        return feedback_record(self.store.release_feedback(course, lesson, pupil, pages, receipt))


class NoSuchHandler(ExchangeHandler):
    """Everything else below ``exchange``: nothing there, for people the hub knows."""


def _deadline(body: Mapping):
    try:
        return moment_from(body.get("deadline"))
    except (TypeError, ValueError):
        raise bad_body() from None


def _failed() -> Message:
    return Message("autograder", "The exchange failed; nothing was changed. Try again in a moment.")


def _failed_everywhere() -> dict[str, str]:
    return {language: _failed().text(language) for language in ("ar", "fr", "en")}


def _failed_record() -> dict[str, object]:
    return {"msgid": _failed().msgid, "values": {}}
