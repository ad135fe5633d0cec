"""Every page of ours in a real browser, both languages, wide and narrow: axe-core finds nothing serious, nothing runs
over the edge, the browser has nothing to complain about. Screenshots go to the journeys' ignored folder."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from tests.hub_config.pages_service.conftest import LESSON, PAGES
from tests.hub_config.pages_service.test_pages_day import PLACES

ROOT = Path(__file__).parents[3]
AXE = ROOT / "hub_config" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "tests" / "journeys" / "screenshots" / "pages"
SIZES = {"wide": (1280, 720), "narrow": (390, 800)}


def noted(problems: list, place: str, message) -> None:
    """Keeps what the browser complains about; that the page asked for is not there is no complaint."""
    if message.type == "error" and "status of 404" not in message.text:
        problems.append((place, message.text))


def cookies(day, who: str, language: str) -> list[dict]:
    """The session of ``who``, in ``language``."""
    kept = [
        {"name": one.name, "value": one.value.strip('"'), "domain": "127.0.0.1", "path": one.path}
        for one in day.browser(who).cookies.jar
        if one.name != "barmaja-language"
    ]
    return [*kept, {"name": "barmaja-language", "value": language, "domain": "127.0.0.1", "path": "/"}]


@pytest.mark.parametrize("who", PLACES)
@pytest.mark.parametrize(
    ("language", "size"), [("ar", "wide"), ("fr", "narrow"), ("ar", "narrow"), ("fr", "wide")]
)
def test_pages_are_accessible_and_fit_the_screen(day, chromium, who, language, size):
    width, height = SIZES[size]
    context = chromium.new_context(viewport={"width": width, "height": height})
    context.add_cookies(cookies(day, who, language))
    SHOTS.mkdir(parents=True, exist_ok=True)
    problems = []
    for place in PLACES[who]:
        page = context.new_page()
        page.on("console", partial(noted, problems, place))
        page.goto(day.school.url + PAGES + place.format(course=day.course, lesson=LESSON))
        page.evaluate("document.fonts.ready")
        name = place.format(course="class", lesson=LESSON).replace("/", "-")
        page.screenshot(path=SHOTS / f"{who}-{name}-{language}-{width}.png", full_page=True)
        assert page.evaluate("document.fonts.check('17px Cairo')")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            problems.append((place, f"{over} px over the edge"))
        found = page.evaluate(AXE.read_text() + ";axe.run()")["violations"]
        problems += [(place, one["id"], [node["html"] for node in one["nodes"]]) for one in found]
        page.close()
    context.close()
    assert problems == []
