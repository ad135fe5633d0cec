"""``POST events``: a notebook server tells what its pupil did. The HTTP shell around the event store.

Who did it is whose hub token it is; cookies are not looked at, and the body names no person. Only a pupil of the
course is recorded: anybody else gets 404, an unknown token 403. The answer is 204, after the event is on the disk.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

from jupyterhub.services.auth import HubOAuthenticated, UserNotAllowed
from tornado.web import HTTPError, RequestHandler

from curriculum.events import EventError, event_from_mapping
from hub_config.pages.handler import in_thread
from hub_config.pages.sources import CourseAccess, Sources

LARGEST = 16 * 1024
"""Bytes. An event is some hundred."""


class EventsHandler(HubOAuthenticated, RequestHandler):
    def initialize(self, sources: Sources, access: CourseAccess, **_rest: object) -> None:
        self.sources = sources
        self.access = access

    def check_xsrf_cookie(self) -> None:
        """No cookie is believed here, so there is nothing to forge."""

    async def prepare(self) -> None:
        self.person = None
        if not self.hub_auth.get_token(self, in_cookie=False):
            raise HTTPError(403)
        model = await self.hub_auth.get_user(self, sync=False)
        try:
            allowed = model and getattr(self, "_token_authenticated", False) and self.check_hub_user(model)
        except UserNotAllowed:
            allowed = None
        if not allowed or model.get("kind", "user") != "user":
            raise HTTPError(403)
        self.person = model["name"]

    async def post(self) -> None:
        content = self._content()
        course = content.pop("course", "")
        if await in_thread(self.access.role, self.person, course) != "pupil":
            raise HTTPError(404)
        try:
            event = event_from_mapping(content, datetime.now(UTC))
        except EventError as error:
            self.set_status(400)
            self.finish({"error": str(error)})
            return
        await in_thread(self._add, course, event)
        self.set_status(204)
        self.finish()

    def _content(self) -> dict:
        if len(self.request.body) > LARGEST:
            raise HTTPError(413)
        try:
            content = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise HTTPError(400) from None
        if not isinstance(content, dict) or not isinstance(content.get("course"), str):
            raise HTTPError(400)
        return content

    def _add(self, course: str, event) -> None:
        with self.sources.events() as events:
            events.add(course, self.person, event)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        self.finish({"error": status_code})
