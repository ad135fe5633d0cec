"""What the pages of a served school say and do: the day's results, forms, language, account, files."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook

from curriculum.school import Roster
from hub_config.language import COOKIE
from tests.hub_config.pages_service.conftest import LESSON, PAGES


def words(page: str) -> str:
    """The text of a page, without its markup."""
    body = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", page)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_the_pupil_sees_mark_and_feedback_and_only_their_own(day):
    own, classmates = (words(day.get(who, "learn").text) for who in ("pupil", "classmate"))
    assert "Note 20 / 20" in own and "Note 0 / 20" in classmates
    paper = day.get("pupil", f"learn/{day.course}/{LESSON}/feedback/paper")
    assert 'lang="fr"' in paper.text and "10 / 10" in words(paper.text)
    policy = paper.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox;") and "default-src 'none'" in policy and "script-src" not in policy


def test_the_class_page_tells_the_day(day):
    page = day.get("teacher", f"class/{day.course}").text
    row = words(re.search(rf'(?s)<li[^>]* id="lesson-{LESSON}".*?</dl>', page).group())
    assert (
        "Correction rendue" in row
        and "Rendu 2 / 12" in row
        and "Corrigé 2 / 2" in row
        and "Note moyenne 10" in row
    )
    assert "isolés" in words(page), "the notice that programs are not separated"
    assert f"/hub/spawn/course-{day.course}" in page


def test_the_lesson_page_has_every_pupil_in_the_order_of_the_list(day):
    page = day.get("teacher", day.lesson()).text
    names = re.findall(r'<th scope="row" class="first"><bdi>(.*?)</bdi>', page)
    with Roster.open(day.school.state / "roster.sqlite") as roster:
        assert names == [pupil.name for pupil in roster.pupils(day.course)]
    assert "progress" not in day.row()


def test_the_coordinator_sees_numbers_and_no_name(day):
    page = day.get("coordinator", "coordination").text
    with Roster.open(day.school.state / "roster.sqlite") as roster:
        people = roster.pupils()
    assert not any(pupil.name in page or pupil.id in page or pupil.code in page for pupil in people)
    assert "<svg" in page and "TCSF-1" in page
    assert "masqué" in words(page), "two marks are fewer than five"


@pytest.mark.parametrize(
    ("language", "name", "header"), [("fr", "progression", "Classe"), ("ar", "%D8%AA", "القسم")]
)
def test_files_are_named_and_headed_in_the_readers_language(day, language, name, header):
    day.post("coordinator", "language", language=language)
    csv = day.get("coordinator", "coordination/progress.csv")
    assert (
        csv.content.startswith(b"\xef\xbb\xbf") and header in csv.content.decode("utf-8-sig").splitlines()[0]
    )
    assert f"UTF-8''{name}" in csv.headers["Content-Disposition"]
    xlsx = day.get("coordinator", "coordination/progress.xlsx")
    sheet = load_workbook(io.BytesIO(xlsx.content)).active
    assert header in [cell.value for cell in sheet[1]]
    day.post("coordinator", "language", language="fr")


def test_switching_the_language_keeps_the_place_and_is_remembered(day):
    person, place = day.people["other_pupil"], f"{PAGES}account?x=1"
    for language, direction in (("ar", "rtl"), ("fr", "ltr")):
        answer = day.post("other_pupil", "language", language=language, next=place)
        assert str(answer.url).endswith(place)
        assert f'<html lang="{language}" dir="{direction}">' in answer.text
        assert answer.history[0].cookies[COOKIE] == language
        with Roster.open(day.school.state / "roster.sqlite") as roster:
            assert roster.language(person) == language
    away = day.post("other_pupil", "language", follow=False, language="fr", next="//elsewhere.example/")
    assert away.headers["Location"] == PAGES


def test_a_pupil_changes_their_code_and_every_mistake_names_its_field(day):
    person = day.people["other_pupil"]
    old = day.school.secret(person)
    for typed, field in (
        (("", "482915", "482915"), "old"),
        (("000001", "482915", "482915"), "old"),
        ((old, "482915", "482916"), "again"),
        ((old, old, old), "new"),
        ((old, "12345", "12345"), "new"),
        ((old, "111111", "111111"), "new"),
    ):
        answer = day.post(
            "other_pupil", "account/secret", **dict(zip(("old", "new", "again"), typed, strict=True))
        )
        assert answer.status_code == 422 and f'id="{field}-error"' in answer.text, typed
        assert answer.text.count('aria-invalid="true"') == 1
        assert all(secret not in answer.text for secret in typed if secret)
    answer = day.post("other_pupil", "account/secret", old=old, new="482915", again="482915")
    assert answer.status_code == 200 and "valable dès maintenant" in words(answer.text)
    assert "valable dès maintenant" not in words(day.get("other_pupil", "account").text), "told once"
    with Roster.open(day.school.state / "roster.sqlite") as roster:
        assert roster.verify(person, "482915") and not roster.verify(person, old)
        roster.issue_secret(person)


def test_guessing_the_old_password_is_slowed_down(day):
    fields = {"new": "quite another one", "again": "quite another one"}
    answers = [day.post("other_teacher", "account/secret", old=f"guess {n}", **fields) for n in range(6)]
    assert "Trop d’essais" in words(answers[-1].text)
    right = day.post(
        "other_teacher", "account/secret", old=day.school.secret(day.people["other_teacher"]), **fields
    )
    assert right.status_code == 422, "even the right one has to wait"


def test_a_teacher_gives_a_new_code_and_sees_it_once(day):
    person = day.people["classmate"]
    old, path = day.school.secret(person), f"class/{day.course}/pupils/{day.people['classmate']}/code"
    assert day.school.secret(person) == old and old not in day.get("teacher", path).text
    answer = day.post("teacher", path)
    new = re.search(r'id="code">(\d{6})<', answer.text).group(1)
    assert answer.headers["Cache-Control"] == "no-store"
    with Roster.open(day.school.state / "roster.sqlite") as roster:
        assert roster.verify(person, new) and not roster.verify(person, old)
    assert new not in day.get("teacher", path).text


def test_a_deadline_is_set_on_the_schools_clock_and_a_past_one_is_refused(day):
    past = day.post("teacher", day.lesson("deadline"), deadline="2020-01-01T10:00")
    assert past.status_code == 422 and 'id="deadline-error"' in past.text
    day.post("teacher", day.lesson("deadline"), deadline="2040-01-02T10:30")
    assert "2 janvier 2040, 10:30" in words(day.get("pupil", "learn").text)
    day.post("teacher", day.lesson("deadline"), deadline="")
    assert day.store.released(day.course, LESSON).deadline is None


PLACES = {
    "pupil": ["learn", "account", "learn/{course}/{lesson}/feedback", "no/such/page"],
    "other_pupil": ["learn"],
    "teacher": [
        "class/{course}",
        "class/{course}/lesson/{lesson}",
        "class/{course}/pupils",
        "class/{course}/lesson/conditions/release",
    ],
    "coordinator": ["coordination"],
}


@pytest.mark.parametrize("who", PLACES)
def test_every_page_obeys_its_own_policy(day, who):
    for path in PLACES[who]:
        answer = day.get(who, path.format(course=day.course, lesson=LESSON))
        policy = answer.headers["Content-Security-Policy"]
        assert (
            "default-src 'self'" in policy
            and "style-src 'self'" in policy
            and "frame-ancestors 'self'" in policy
        )
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", answer.text), path
        assert not re.search(r'(?:href|src|action)="https?:', answer.text), path
