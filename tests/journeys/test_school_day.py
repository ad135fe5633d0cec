"""A whole school day in a real browser: release, learn, check, hand in, grade, give feedback, look at the school.

The tests run in order and share one school: each is a part of the day, and stands on the parts before it.

Five pupils hand in the first lesson: ``RIGHT`` (in Arabic) and ``WRONG`` (in French) before our eyes, ``EMPTY`` without
touching it, ``RAISES`` with an error in one exercise, ``LOOPS`` with a program that never ends in one exercise.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.journeys.desk import Desk, exercises, serious_faults

COURSE = "2026-tcsf-1"
LESSON = "afficher"
TEACHER, COORDINATOR = "s.elidrissi", "n.chakir"
RIGHT, WRONG, EMPTY, RAISES, LOOPS = range(5)
WHOLE = sum(exercise.points for exercise in exercises(LESSON))
UPSTREAM = ("aria-input-field-name", "aria-required-children")
"""Faults of Notebook 7's own page, known upstream."""


def wrong_answer():
    """The first exercise's first known mistake: its program and the points it must get."""
    mistake = exercises(LESSON)[0].wrongs[0]
    return mistake.code.text, mistake.points


def mark(points: float) -> float:
    """Points of the lesson as the mark out of 20 that everyone must see, to the quarter, half up."""
    return int(points / WHOLE * 20 * 4 + 0.5) / 4


def expected_marks() -> dict[int, float]:
    first, second = exercises(LESSON)[0], exercises(LESSON)[1]
    return {
        RIGHT: mark(WHOLE),
        WRONG: mark(WHOLE - first.points + wrong_answer()[1]),
        EMPTY: mark(0),
        RAISES: mark(WHOLE - second.points),
        LOOPS: mark(WHOLE - second.points),
    }


def written(value: float) -> str:
    """A mark as pages write it in both languages: a decimal comma, no needless zeros."""
    return f"{value:g}".replace(".", ",")


@dataclass
class People:
    """Who takes part: desks by role, pupils by the place in the class list."""

    at_desk: object
    pupils: list[str]

    def pupil(self, place: int) -> Desk:
        return self.at_desk(self.pupils[place], "ar" if place == RIGHT else "fr")

    @property
    def teacher(self) -> Desk:
        return self.at_desk(TEACHER, "fr")

    @property
    def coordinator(self) -> Desk:
        return self.at_desk(COORDINATOR, "ar")


@pytest.fixture(scope="module")
def people(school, at_desk) -> People:
    return People(at_desk, school.pupils(COURSE))


def test_the_sign_in_pages_are_good_in_both_languages(school, chromium):
    """Before anyone is signed in: class, name, PIN, the teachers' form."""
    page = chromium.new_context().new_page()
    desk = Desk(school, page, "", "fr")
    pupil = school.pupils(COURSE)[0]
    for name, query in {
        "sign-in": "",
        "sign-in-names": "section=tcsf-1",
        "sign-in-pin": f"pupil={pupil}",
        "sign-in-staff": "staff=1",
    }.items():
        page.goto(f"{school.url}/hub/login?{query}")
        desk.pictures(name)
    page.context.close()


def test_nothing_is_released_yet_and_the_pupil_is_told_so(people):
    people.pupil(RIGHT).pictures("pupil-empty")
    expect(people.pupil(RIGHT).page.locator(".empty")).to_be_visible()


def test_the_teacher_releases_the_first_lesson_with_a_button(people):
    desk = people.teacher
    desk.pictures("class-new")
    desk.page.locator(".hero a.btn-primary").click()
    desk.pictures("release")
    desk.page.locator("main form button[type=submit]").click()
    row = desk.page.locator(f"#lesson-{LESSON}")
    expect(row.locator(".counts")).to_be_visible(timeout=120_000)
    expect(row).to_contain_text("0 / 12")


def test_a_pupil_reads_the_lesson_in_arabic_and_switches_without_reloading(people):
    desk = people.pupil(RIGHT)
    desk.page.reload()
    desk.pictures("pupil-released")
    desk.open_lesson()
    page = desk.page
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    desk.picture("lesson")
    assert serious_faults(page, UPSTREAM) == []
    title = {language: page.locator(f"div[lang={language}] h1").first for language in ("ar", "fr")}
    expect(title["ar"]).to_be_visible()
    expect(title["fr"]).to_be_hidden()
    desk.answer(0, "brouillon = 1")
    page.evaluate("window.sameDocument = true")
    page.locator("button[data-choice=fr]").click()
    expect(title["fr"]).to_be_visible()
    expect(title["ar"]).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")
    page.locator("button[data-choice=both]").click()
    expect(title["ar"]).to_be_visible()
    expect(title["fr"]).to_be_visible()
    page.locator("button[data-choice=ar]").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(desk.answer_cell(0).locator(".cm-content")).to_contain_text("brouillon = 1")
    assert page.evaluate("window.sameDocument"), "the page was loaded again"


def test_check_answers_beside_the_exercise_in_the_pupils_language(people):
    desk = people.pupil(RIGHT)
    desk.answer(0, wrong_answer()[0])
    result = desk.check(0)
    expect(result).to_have_attribute("data-kind", "tried")
    sentence = result.locator(".barmaja-tried .barmaja-sentence [lang=ar]").first
    expect(sentence).to_be_visible()
    assert re.search("[\u0600-\u06ff]", sentence.inner_text())
    desk.picture("lesson-check")
    for place, exercise in enumerate(exercises(LESSON)):
        desk.answer(place, exercise.solution.text)
        expect(desk.check(place)).to_have_attribute("data-kind", "done")
    assert serious_faults(desk.page, UPSTREAM) == []


def test_handing_in_gives_a_receipt_and_may_be_done_again(people):
    desk = people.pupil(RIGHT)
    first = desk.submit().inner_text()
    desk.picture("lesson-receipt")
    desk.answer(0, exercises(LESSON)[0].solution.text + "\n")
    desk.page.locator(".barmaja-notice button").click()
    second = desk.submit().inner_text()
    assert first != second
    desk.go("learn")
    desk.pictures("pupil-handed-in")
    expect(desk.page.locator(".handed-in")).to_contain_text("2")


@pytest.mark.parametrize("place", [WRONG, EMPTY, RAISES, LOOPS])
def test_four_more_pupils_hand_in(people, place):
    desk = people.pupil(place)
    desk.open_lesson()
    if place == WRONG:
        desk.picture("lesson")
    if place != EMPTY:
        for number, exercise in enumerate(exercises(LESSON)):
            desk.answer(number, exercise.solution.text)
    if place == WRONG:
        desk.answer(0, wrong_answer()[0])
        expect(desk.check(0)).to_have_attribute("data-kind", "tried")
    if place == RAISES:
        desk.answer(1, "print(prix)")
        expect(desk.check(1)).to_contain_text("prix")
    if place == LOOPS:
        desk.answer(1, "while True:\n    pass")
    desk.submit()


def test_the_teacher_sees_who_opened_checked_and_handed_in(people):
    desk = people.teacher
    desk.go(f"class/{COURSE}")
    counts = desk.page.locator(f"#lesson-{LESSON} .counts dd")
    expect(counts.nth(0)).to_have_text("5 / 12")
    expect(counts.nth(1)).to_have_text("3 / 12")
    expect(counts.nth(2)).to_have_text("5 / 12")
    desk.pictures("class-handed-in")
    desk.go(f"class/{COURSE}/lesson/{LESSON}")
    desk.pictures("class-lesson")


def test_grading_shows_its_progress_and_every_mark_is_right(people, school):
    desk = people.teacher
    desk.go(f"class/{COURSE}")
    desk.page.locator(".hero form button").first.click()
    row = desk.page.locator(f"#lesson-{LESSON}")
    expect(row.locator("progress")).to_be_visible()
    desk.picture("class-grading")
    expect(row.locator("details.job")).to_be_visible(timeout=240_000)
    expect(row.locator(".counts dd").nth(3)).to_have_text("5 / 5")
    desk.pictures("class-graded")
    desk.go(f"class/{COURSE}/lesson/{LESSON}")
    for place, expected in expected_marks().items():
        name = school.pupil(people.pupils[place]).name
        cell = desk.page.locator("tr", has=desk.page.get_by_role("rowheader", name=name)).locator("td.num")
        expect(cell).to_have_text(written(expected))


def test_a_mark_is_not_shown_before_feedback_is_given(people):
    desk = people.pupil(RIGHT)
    desk.go("learn")
    expect(desk.page.locator(".mark")).to_have_count(0)


def test_the_grading_book_opens_in_the_classes_own_server(people):
    desk = people.teacher
    desk.go(f"class/{COURSE}")
    desk.page.locator(f"a[href*='spawn/course-{COURSE}']").first.click()
    desk.page.wait_for_url(re.compile(rf"/user/course-{COURSE}/formgrader"), timeout=180_000)
    expect(desk.page.get_by_text(LESSON).first).to_be_visible()
    expect(desk.page.locator("html")).to_have_attribute("lang", "fr")
    expect(desk.page.get_by_role("link", name="Notation à la main")).to_be_visible()
    desk.picture("grading-book")


def test_feedback_is_given_and_read_in_the_pupils_language(people):
    desk = people.teacher
    desk.go(f"class/{COURSE}")
    desk.page.locator(".hero a[href*='/feedback']").click()
    desk.pictures("give-feedback")
    desk.page.locator("main form button[type=submit]").click()
    row = desk.page.locator(f"#lesson-{LESSON}")
    expect(row.locator(".state-done").first).to_be_visible(timeout=180_000)
    for place, expected in expected_marks().items():
        pupil = people.pupil(place)
        pupil.go("learn")
        expect(pupil.page.locator(".mark")).to_have_text(re.compile(rf"^\D*{written(expected)}\D+20\D*$"))
    pupil = people.pupil(WRONG)
    pupil.pictures("pupil-marked")
    pupil.page.locator("a[href$='/feedback']").first.click()
    pupil.pictures("feedback")
    paper = pupil.page.frame_locator("iframe.paper-frame")
    expect(paper.locator("html")).to_have_attribute("lang", "fr")
    arabic = people.pupil(RIGHT)
    arabic.go(f"learn/{COURSE}/{LESSON}/feedback")
    paper = arabic.page.frame_locator("iframe.paper-frame")
    expect(paper.locator("html")).to_have_attribute("dir", "rtl")


def test_hidden_tests_stay_hidden_in_what_a_pupil_gets(people, school):
    """Not in the notebook in the pupil's home, not in the feedback."""
    hidden = [test for exercise in exercises(LESSON) for test in exercise.tests if test.hidden]
    assert hidden
    notebook = school.state / "homes" / people.pupils[WRONG] / COURSE / LESSON / f"{LESSON}.ipynb"
    text = notebook.read_text(encoding="utf-8")
    assert '"hidden": true' not in text and "BEGIN HIDDEN" not in text and "BEGIN SOLUTION" not in text
    desk = people.pupil(WRONG)
    desk.page.goto(f"{school.url}/services/school/learn/{COURSE}/{LESSON}/feedback/paper")
    assert "BEGIN HIDDEN" not in desk.page.content()


def test_the_coordinator_sees_numbers_and_no_names(people, school):
    desk = people.coordinator
    desk.go("coordination")
    desk.pictures("coordination")
    text = desk.page.locator("main").inner_text()
    for pupil in school.pupils(COURSE):
        assert school.pupil(pupil).name not in text and pupil not in text
    row = desk.page.locator("tr", has=desk.page.get_by_role("rowheader", name="TCSF-1")).first
    cells = [cell.strip() for cell in row.locator("td").all_inner_texts()]
    marks = expected_marks().values()
    passed = sum(1 for one in marks if one >= 10)
    assert cells[:3] == ["12", "5", "5"]
    assert cells[4:] == [str(passed), written(round(sum(marks) / len(marks), 2))]
    expect(desk.page.locator("svg[role=img]").first).to_be_visible()


def test_the_coordinators_files_open_right_in_excel(people):
    desk = people.coordinator
    desk.go("coordination")
    with desk.page.expect_download() as download:
        desk.page.locator("a[href$='progress.csv']").click()
    raw = download.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert any("TCSF-1" in row for row in rows) and len({len(row) for row in rows}) == 1
    assert not re.search("[\u200e\u200f\u0660-\u0669]", raw.decode("utf-8-sig"))
    with desk.page.expect_download() as download:
        desk.page.locator("a[href$='progress.xlsx']").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book.active.sheet_view.rightToLeft
    assert any("TCSF-1" in [cell.value for cell in row] for row in book.active.iter_rows())


def test_the_account_page_and_the_pupils_page_are_good_in_both_languages(people):
    people.pupil(RIGHT).go("account")
    people.pupil(RIGHT).pictures("account")
    people.teacher.go(f"class/{COURSE}/pupils")
    people.teacher.pictures("class-pupils")


def test_a_page_that_is_not_there_says_so_in_the_readers_language(people):
    desk = people.pupil(RIGHT)
    desk.go("nowhere")
    desk.pictures("not-there")
    desk.go(f"class/{COURSE}")
    assert desk.page.title() and desk.page.locator("#lesson-afficher").count() == 0


def test_a_shared_computer_keeps_nothing_of_the_one_before(people, school):
    """After signing out, the next person meets the sign-in page in the school's language, and no page of the other."""
    desk = people.pupil(LOOPS)
    desk.page.goto(f"{school.url}/hub/logout")
    desk.go("learn")
    desk.page.wait_for_url(re.compile("/hub/login"))
    names = {cookie["name"] for cookie in desk.page.context.cookies()}
    assert "barmaja-language" not in names and "jupyterhub-hub-login" not in names
