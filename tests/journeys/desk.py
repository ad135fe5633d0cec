"""A person at a screen: signs in as people do, looks, clicks, types. The words of the journeys.

Screenshots go to ``screenshots/`` (not in git): each page in Arabic and French, at 1280 and at 390 pixels.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from curriculum.authoring import Exercise, Lesson, parse_lesson
from tests.running_school import RunningSchool

ROOT = Path(__file__).parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
AXE = (ROOT / "hub_config" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
SIZES = {"1280": {"width": 1280, "height": 720}, "390": {"width": 390, "height": 800}}
PATIENCE = 60_000
"""Milliseconds that anything on a screen may take on a slow machine before a test gives up."""


@cache
def lesson(name: str) -> Lesson:
    """The lesson ``name`` as its author wrote it."""
    (folder,) = (ROOT / "curriculum" / "lessons").glob(f"[0-9]*-{name}")
    parsed = parse_lesson((folder / "lesson.md").read_text(encoding="utf-8"), name, int(folder.name[:2]))
    return parsed.lesson


def exercises(name: str) -> tuple[Exercise, ...]:
    """The graded exercises of a lesson, in order."""
    return tuple(block for block in lesson(name).blocks if isinstance(block, Exercise))


def serious_faults(page: Page, known: tuple[str, ...] = ()) -> list[str]:
    """What axe-core calls serious or critical on this page, as ``rule: place``; rules in ``known`` are upstream's."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{fault['id']}: {node['target']}"
        for fault in found
        if fault["impact"] in ("serious", "critical") and fault["id"] not in known
        for node in fault["nodes"]
    ]


@dataclass
class Desk:
    """One person's browser at the school. ``language`` is the one they choose when they sign in."""

    school: RunningSchool
    page: Page
    person: str
    language: str

    @classmethod
    def open(cls, school: RunningSchool, browser: Browser, person: str, language: str) -> Desk:
        """A browser of its own, with ``person`` signed in through every step of the sign-in pages."""
        context = browser.new_context(viewport=SIZES["1280"], accept_downloads=True)
        context.set_default_timeout(PATIENCE)
        desk = cls(school, context.new_page(), person, language)
        desk.sign_in()
        return desk

    def sign_in(self) -> None:
        self.page.goto(f"{self.school.url}/hub/login?language={self.language}")
        if self.school.school.role(self.person):
            self.page.locator("a[href*='staff=']").click()
            self.page.locator("#person").fill(self.person)
            self.page.locator("#secret").fill(self.school.secret(self.person))
            self.page.locator("main form button").click()
        else:
            pupil = self.school.pupil(self.person)
            section = self.school.school.section(pupil.course_id)
            self.page.get_by_role("link", name=section.name, exact=True).click()
            self.page.get_by_role("link", name=pupil.name, exact=True).click()
            self.page.locator("#secret").fill(self.school.secret(self.person))
            self.page.locator("main form button").click()
            expect(self.page.get_by_role("heading", name=pupil.name)).to_be_visible()
            self.picture("sign-in-confirm")
            assert serious_faults(self.page) == []
            self.page.locator("button[value=me]").click()
        self.page.wait_for_url(re.compile("/services/school/"))

    def go(self, path: str) -> None:
        """Opens a page of the school's service."""
        self.page.goto(f"{self.school.url}/services/school/{path}")

    def use(self, language: str) -> None:
        """Switches the language as a click on the header's switch would, and comes back to the same page."""
        self.page.context.add_cookies(
            [{"name": "barmaja-language", "value": language, "url": self.school.url, "sameSite": "Lax"}]
        )
        self.page.reload()
        expect(self.page.locator("html")).to_have_attribute("lang", language)

    def pictures(self, name: str) -> None:
        """The page as it is, in both languages and both sizes; no serious fault for those who cannot see it."""
        SCREENSHOTS.mkdir(exist_ok=True)
        for language in ("ar", "fr"):
            self.use(language)
            direction = "rtl" if language == "ar" else "ltr"
            expect(self.page.locator("html")).to_have_attribute("dir", direction)
            for size, viewport in SIZES.items():
                self.page.set_viewport_size(viewport)
                self.page.screenshot(path=SCREENSHOTS / f"{name}-{language}-{size}.png", full_page=True)
                sideways = self.page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                assert sideways <= 0, f"{name} in {language} at {size} pixels scrolls sideways by {sideways}"
            assert serious_faults(self.page) == [], f"{name} in {language}"
        self.page.set_viewport_size(SIZES["1280"])
        self.use(self.language)

    def picture(self, name: str) -> None:
        """The screen as it is now, at both sizes."""
        SCREENSHOTS.mkdir(exist_ok=True)
        for size, viewport in SIZES.items():
            self.page.set_viewport_size(viewport)
            self.page.screenshot(path=SCREENSHOTS / f"{name}-{self.language}-{size}.png")
        self.page.set_viewport_size(SIZES["1280"])

    # In a lesson

    def open_lesson(self) -> None:
        """The large button of the lesson map, and whatever comes until the notebook and its Python are there."""
        self.page.locator(".hero a.btn-primary").click(no_wait_after=True)
        self.page.wait_for_url(re.compile("/spawn-pending/|/notebooks/"), wait_until="commit")
        if "/spawn-pending/" in self.page.url:
            self.picture("waiting")
        self.page.wait_for_url(re.compile("/notebooks/"), timeout=3 * PATIENCE)
        self.page.locator(".barmaja-bar").wait_for(timeout=2 * PATIENCE)
        expect(self.page.locator(".barmaja-state")).to_have_attribute(
            "data-state", re.compile("saved"), timeout=2 * PATIENCE
        )

    def answer_cell(self, place: int) -> Locator:
        """The cell in which the exercise number ``place`` (from 0) is answered: those with a *Check* beside them."""
        return self.page.locator(".jp-Cell:has(.barmaja-cell-buttons .barmaja-check)").nth(place)

    def answer(self, place: int, source: str) -> None:
        """Replaces the text of an answer cell, as pasting would."""
        cell = self.answer_cell(place)
        cell.scroll_into_view_if_needed()
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(source)

    def check(self, place: int) -> Locator:
        """Presses *Check* beside an exercise; the result once it is there."""
        cell = self.answer_cell(place)
        cell.locator(".barmaja-check").click()
        result = cell.locator(".barmaja-result")
        expect(result).to_have_attribute("data-kind", re.compile("done|tried"))
        return result

    def submit(self) -> Locator:
        """Presses *Submit*; the receipt."""
        self.page.locator(".barmaja-actions .barmaja-submit").click()
        notice = self.page.locator(".barmaja-notice")
        expect(notice).to_have_attribute("data-kind", "done")
        return notice
