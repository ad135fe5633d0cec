"""The service's own address: everyone's first page, by what they are at this school."""

from __future__ import annotations

from tornado.web import HTTPError

from hub_config.pages.frame import COORDINATOR, COURSE, PUPIL, STRANGER, TEACHER
from hub_config.pages.handler import Page


class HomePage(Page):
    roles = frozenset({PUPIL, TEACHER, COORDINATOR, COURSE, STRANGER})

    async def get(self) -> None:
        first = {
            PUPIL: self.urls.learn,
            TEACHER: self.urls.classes,
            COORDINATOR: self.urls.coordination,
        }.get(self.visitor.role)
        if first is None:
            raise HTTPError(403, f"{self.visitor.role} has no page")
        self.redirect(first)
