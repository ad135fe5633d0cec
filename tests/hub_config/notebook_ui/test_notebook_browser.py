"""The pupil's notebook in a real browser, on a real kernel and a real exchange, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
AXE = ROOT / "hub_config" / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "tests" / "journeys" / "screenshots"
UPSTREAM = {"aria-required-children"}
"""Faults of Notebook 7 itself: its list of cells is a feed of what are not articles."""

WRONG = "victoires = int(input())\nnuls = int(input())\npoints = victoires * 3"
RIGHT = "victoires = int(input())\nnuls = int(input())\npoints = victoires * 3 + nuls"


class Lesson:
    """A lesson open in a browser: what a pupil does and sees."""

    def __init__(self, page) -> None:
        self.page = page
        self.answer = page.locator(".barmaja-role-answer").first
        self.result = self.answer.locator(".barmaja-result")
        self.notice = page.locator(".barmaja-notice-text")

    def write(self, source: str) -> None:
        self.answer.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def written(self) -> str:
        return "\n".join(self.answer.locator(".cm-line").all_text_contents())

    def check(self) -> None:
        self.answer.locator(".barmaja-check").click()

    def bar(self, name: str):
        return self.page.locator(f".barmaja-actions .barmaja-{name}")

    def choose(self, choice: str) -> None:
        self.page.locator(f".barmaja-choice[data-choice={choice}]").click()

    def shoot(self, name: str) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"notebook-{name}.png")


@pytest.fixture
def opened(chromium, server) -> Iterator:
    """Opens the lesson in a language and at a width; closes every page at the end and gives back the first starter."""
    contexts = []

    def open_lesson(language: str, width: int = 1280) -> Lesson:
        size = {"width": width, "height": 720 if width > 600 else 800}
        context = chromium.new_context(viewport=size)
        contexts.append(context)
        context.add_cookies([{"name": "barmaja-language", "value": language, "url": server.url}])
        page = context.new_page()
        page.goto(f"{server.open_url()}?token={server.token}")
        page.locator(".barmaja-role-answer .barmaja-check").first.wait_for()
        page.locator(".barmaja-state[data-state=saved], .barmaja-state[data-state=unsaved]").wait_for()
        return Lesson(page)

    yield open_lesson
    for context in contexts:
        context.close()


def expect(locator, text: str, timeout: int = 20_000) -> None:
    """``locator`` comes to hold ``text``."""
    from playwright.sync_api import expect as playwright_expect

    playwright_expect(locator).to_contain_text(text, timeout=timeout)


@pytest.mark.parametrize(
    ("language", "direction", "menus", "home"),
    [
        ("ar", "rtl", ["ملف", "تحرير"], "الرجوع إلى الدروس"),
        ("fr", "ltr", ["Fichier", "Édition"], "Retour aux leçons"),
    ],
)
def test_a_lesson_shows_what_a_beginner_needs_and_nothing_else(opened, language, direction, menus, home):
    lesson = opened(language)
    page = lesson.page
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        language,
        direction,
    ]
    other = "fr" if language == "ar" else "ar"
    assert page.locator(f".jp-RenderedMarkdown > div[lang={language}]").first.is_visible()
    assert not page.locator(f".jp-RenderedMarkdown > div[lang={other}]").first.is_visible()
    assert page.locator(".lm-MenuBar-itemLabel").all_text_contents() == menus
    for hidden in (
        ".barmaja-role-tests",
        ".jp-NotebookPanel-toolbar",
        "#top-panel-wrapper",
        ".jp-cell-toolbar",
    ):
        assert all(not one.is_visible() for one in page.locator(hidden).all()), hidden
    assert page.locator(".barmaja-role-tests").count() > 0
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".barmaja-home").get_attribute("href") == "/services/school/learn"
    assert page.locator(".barmaja-home").get_attribute("aria-label") == home
    lesson.shoot(f"{language}-1280")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_accessibility_nothing_of_ours(opened, language):
    lesson = opened(language)
    lesson.write(WRONG)
    lesson.check()
    lesson.result.locator(".barmaja-tests").wait_for()
    lesson.bar("submit").click()
    lesson.page.locator(".barmaja-notice[data-kind=done]").wait_for()
    lesson.page.add_script_tag(path=AXE)
    found = lesson.page.evaluate(
        "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"
    )
    faults = {
        fault["id"]: [node["target"] for node in fault["nodes"]]
        for fault in found
        if fault["id"] not in UPSTREAM
    }
    assert faults == {}


def test_switching_changes_the_language_at_once_and_loses_no_work(opened, school):
    lesson = opened("fr")
    page = lesson.page
    page.evaluate("window.stillTheSamePage = true")
    lesson.write("# pas encore enregistré")
    lesson.choose("ar")
    expect(lesson.bar("submit"), "تسليم")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.locator(".jp-RenderedMarkdown > div[lang=ar]").first.is_visible()
    assert not page.locator(".jp-RenderedMarkdown > div[lang=fr]").first.is_visible()
    assert page.locator(".barmaja-choice[data-choice=ar]").get_attribute("aria-pressed") == "true"
    lesson.choose("both")
    assert page.locator(".jp-RenderedMarkdown > div[lang=ar]").first.is_visible()
    assert page.locator(".jp-RenderedMarkdown > div[lang=fr]").first.is_visible()
    assert lesson.written() == "# pas encore enregistré"
    assert page.evaluate("window.stillTheSamePage") is True
    assert any(
        cookie["value"] == "ar" for cookie in page.context.cookies() if cookie["name"] == "barmaja-language"
    )

    with page.expect_response("**/barmaja/api/language*"):
        lesson.choose("ar")
    assert school.told("language")[-1] == {"language": "ar"}
    lesson.bar("save").click()
    page.locator(".barmaja-state[data-state=saved]").wait_for()
    page.reload()
    page.locator(".barmaja-role-answer .barmaja-check").first.wait_for()
    assert page.locator(".lm-MenuBar-itemLabel").all_text_contents() == ["ملف", "تحرير"], (
        "Jupyter's menus follow"
    )
    assert lesson.written() == "# pas encore enregistré"


def test_check_answers_beside_the_exercise_in_the_language_shown(opened, school):
    lesson = opened("fr")
    lesson.write(WRONG)
    lesson.check()
    expect(lesson.result, "Tests réussis : 0 sur 2.")
    assert lesson.result.get_attribute("data-kind") == "tried"
    lines = lesson.result.locator("li")
    assert lines.count() == 2
    expect(lines.first, "Pas encore")
    assert lines.first.locator("code[dir=ltr]").count() > 0
    assert lines.first.locator("p").get_attribute("lang") == "fr"
    event = school.hears("events", kind="checked", exercise="championnat", passed=0, total=2, failed=[1, 2])
    assert set(event) == {"course", "lesson", "kind", "exercise", "passed", "total", "failed"}, (
        "no code, no text"
    )

    lesson.choose("ar")
    expect(lesson.result, "الاختبارات الناجحة: 0 من 2.")
    assert lines.first.locator("p").get_attribute("lang") == "ar"
    lesson.choose("both")
    assert lines.first.locator("p").count() == 2
    lesson.choose("ar")

    lesson.write(RIGHT)
    lesson.bar("check").click()
    expect(lesson.result, "كل الاختبارات ناجحة")
    assert lesson.result.get_attribute("data-kind") == "done"
    assert lesson.answer.locator(".jp-OutputArea-output").count() == 0, "the cell's own output is not touched"
    lesson.shoot("ar-1280-checked")


def test_a_check_waits_for_a_running_program_and_stop_ends_both(opened):
    lesson = opened("fr")
    lesson.write("while True:\n    pass")
    lesson.answer.locator(".barmaja-run").click()
    expect(lesson.page.locator(".barmaja-state"), "Python travaille")
    lesson.check()
    expect(lesson.result, "Un programme est encore en cours")
    lesson.bar("stop").click()
    expect(lesson.answer.locator(".jp-OutputArea"), "KeyboardInterrupt")
    from playwright.sync_api import expect as playwright_expect

    playwright_expect(lesson.result).not_to_contain_text("Un programme est encore en cours", timeout=20_000)
    playwright_expect(lesson.bar("stop")).to_be_disabled(timeout=20_000)


def test_a_program_that_stops_with_an_error_is_told_in_plain_words(opened, school):
    lesson = opened("fr")
    lesson.write("print(inconnu)")
    lesson.check()
    lesson.result.locator(".barmaja-note").wait_for()
    expect(lesson.result.locator(".barmaja-note"), "inconnu")
    school.hears("events", kind="checked", error="NameError")


def test_submitting_shows_a_receipt_and_the_saved_work_is_what_was_handed_in(opened, school, course, lesson):
    from autograder.exchange import ExchangeStore

    opened_lesson = opened("fr", 390)
    opened_lesson.write("points = 42  # rendu")
    opened_lesson.bar("submit").click()
    expect(opened_lesson.notice, "Ton travail est rendu. Reçu n°")
    expect(opened_lesson.notice, "C’est cet envoi qui compte.")
    expect(opened_lesson.notice, "Tu peux rendre ton travail de nouveau jusqu’au")
    number = re.search(r"Reçu n° (\S+),", opened_lesson.notice.inner_text())[1]
    store = ExchangeStore(school.state / "exchange")
    counting = store.counting(course, lesson, "pk3m8w2qza")
    assert counting.receipt.id.endswith(f"-{number}")
    assert b"points = 42  # rendu" in store.contents(course, counting.files)[f"{lesson}.ipynb"]
    opened_lesson.shoot("fr-390-submitted")
    opened_lesson.choose("ar")
    expect(opened_lesson.notice, f"تم تسليم عملك. الوصل رقم {number}")


def test_without_connection_the_pupil_reads_that_the_work_is_safe(opened):
    lesson = opened("ar")
    lesson.page.route("**/barmaja/api/submit*", lambda route: route.abort())
    lesson.bar("submit").click()
    expect(lesson.notice, "عملك محفوظ، لكن تعذّر تسليمه لانقطاع الاتصال")
    lesson.page.unroute("**/barmaja/api/submit*")
    lesson.page.route("**/api/contents/**", lambda route: route.abort())
    lesson.write("x = 1")
    lesson.bar("submit").click()
    expect(lesson.notice, "تعذّر حفظ عملك فلم يتم تسليمه")


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_narrow_screen_has_room_for_every_button(opened, language):
    lesson = opened(language, 390)
    page = lesson.page
    buttons = page.locator(".barmaja-button:visible, .barmaja-choice:visible").all()
    assert len(buttons) > 8
    for button in buttons:
        box = button.bounding_box()
        assert box["width"] >= 44, button.inner_text()
        assert box["height"] >= 44, button.inner_text()
    for button in page.locator(".barmaja-bar :is(a, button):visible").all():
        box = button.bounding_box()
        assert box["x"] >= 0, button.inner_text()
        assert box["x"] + box["width"] <= 390, button.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    lesson.shoot(f"{language}-390")


def test_everything_in_the_bar_is_reached_and_pressed_by_keyboard(opened):
    lesson = opened("fr")
    page = lesson.page
    page.locator(".barmaja-home").focus()
    reached = []
    for _ in range(8):
        reached.append(
            page.evaluate(
                "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"
            )
        )
        page.keyboard.press("Tab")
    assert reached[0] == "Retour aux leçons"
    assert {
        "Vérifier cet exercice",
        "Enregistrer mon travail",
        "Rendre mon travail à l’enseignant(e)",
    } <= set(reached)
    assert {"العربية", "Français"} <= set(reached)
    page.locator(".barmaja-choice[data-choice=ar]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.lang") == "ar"


def test_arabic_in_code_keeps_its_place(opened):
    """The comment stays to the right of the string it follows, and the caret's text is in logical order."""
    lesson = opened("ar")
    lesson.write('name = "فاطمة"  # الاسم')
    isolated = lesson.answer.locator(".barmaja-isolate")
    isolated.nth(1).wait_for()
    assert isolated.all_text_contents() == ["فاطمة", "الاسم"]
    string, comment = (one.bounding_box() for one in isolated.all())
    assert string["x"] + string["width"] <= comment["x"]
    assert lesson.written() == 'name = "فاطمة"  # الاسم'


def test_moving_on_never_stops_at_a_hidden_test(opened):
    lesson = opened("fr")
    lesson.write("print('suivant')")
    lesson.page.keyboard.press("Shift+Enter")
    expect(lesson.answer.locator(".jp-OutputArea"), "suivant")
    active = lesson.page.locator(".jp-Cell.jp-mod-active")
    assert active.count() == 1
    assert active.is_visible()
    assert "barmaja-role-tests" not in active.get_attribute("class")
