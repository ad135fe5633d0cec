"""The pupil's pages over HTTP. A pupil sees their own class and their own work; anything else is 404."""

from __future__ import annotations

from functools import partial

from tornado.web import HTTPError

from hub_config.pages.frame import PUPIL
from hub_config.pages.handler import Page, in_thread
from hub_config.pages.pupil.read import pupil_cards, pupil_map

PAPER_POLICY = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline' 'self'; img-src data:; font-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""For pages that hold a pupil's own output: nothing runs, nothing is sent; only our fonts are fetched."""


def with_fonts(paper: bytes, fonts: str) -> bytes:
    """``paper`` with a link to the font rules at the address ``fonts``."""
    return paper.replace(b"</head>", f'<link rel="stylesheet" href="{fonts}">\n</head>'.encode(), 1)


class PupilPage(Page):
    roles = frozenset({PUPIL})

    @property
    def own_course(self) -> tuple[str, str]:
        """Course id and class name. A pupil whose class is not in ``school.toml`` has none: 404."""
        if not self.visitor.courses:
            raise HTTPError(404, "the pupil's class is not in school.toml")
        return self.visitor.courses[0]


class LearnPage(PupilPage):
    async def get(self) -> None:
        course, section_name = self.own_course
        found = await in_thread(
            partial(pupil_map, self.sources, self.urls, self.visitor.id, course, self.language)
        )
        self.page("pupil.html", map=found, section_name=section_name, scale=self.sources.school.marks)


class FeedbackPage(PupilPage):
    async def get(self, course: str, lesson: str) -> None:
        if not self.visitor.has_course(course):
            raise HTTPError(404)
        cards = await in_thread(
            partial(pupil_cards, self.sources, self.urls, self.visitor.id, course, self.language)
        )
        card = next((card for card in cards if card.id == lesson and card.feedback_href), None)
        if card is None:
            raise HTTPError(404)
        paper = self.urls.feedback_paper(course, lesson)
        self.page("feedback.html", card=card, scale=self.sources.school.marks, paper=paper)


class FeedbackPaper(PupilPage):
    """The marked notebook itself, in the pupil's language, for the sandboxed frame of ``FeedbackPage``."""

    async def get(self, course: str, lesson: str) -> None:
        if not self.visitor.has_course(course) or self.sources.lesson(lesson) is None:
            raise HTTPError(404)
        read = partial(self.sources.exchange.feedback, course, lesson, self.visitor.id, self.language)
        paper = await in_thread(read)
        if paper is None:
            raise HTTPError(404)
        self.set_header("Content-Security-Policy", PAPER_POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(with_fonts(paper, self.static_url("vendor/fonts.css")))
