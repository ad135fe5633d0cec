"""Who gets which page, form, file and endpoint, asked over HTTP of a really served school."""

from __future__ import annotations

import json

import pytest

from autograder.exchange import ExchangeStore
from curriculum.events import EventStore
from curriculum.school import Roster
from tests.hub_config.pages_service.conftest import LESSON, PAGES

OK, REFUSED, NOTHING, SIGN_IN = 200, 403, 404, "sign in"
EVERYONE = ("pupil", "classmate", "other_pupil", "teacher", "other_teacher", "coordinator", "nobody")
OWN_CLASS = (REFUSED, REFUSED, REFUSED, OK, NOTHING, REFUSED, SIGN_IN)
PUPILS_ONLY = (OK, OK, OK, REFUSED, REFUSED, REFUSED, SIGN_IN)
COORDINATORS_ONLY = (REFUSED,) * 5 + (OK, SIGN_IN)
SIGNED_IN = (OK,) * 6 + (SIGN_IN,)
TABLE = {
    "account": SIGNED_IN,
    "learn": PUPILS_ONLY,
    "learn/{course}/{lesson}/feedback": (OK, OK, NOTHING, REFUSED, REFUSED, REFUSED, SIGN_IN),
    "learn/{course}/{lesson}/feedback/paper": (OK, OK, NOTHING, REFUSED, REFUSED, REFUSED, SIGN_IN),
    "learn/{course}/variables/feedback": (NOTHING, NOTHING, NOTHING, REFUSED, REFUSED, REFUSED, SIGN_IN),
    "learn/{course}/no-such/feedback/paper": (NOTHING, NOTHING, NOTHING, REFUSED, REFUSED, REFUSED, SIGN_IN),
    "class": (REFUSED, REFUSED, REFUSED, OK, OK, REFUSED, SIGN_IN),
    "class/{course}": OWN_CLASS,
    "class/{course}/pupils": OWN_CLASS,
    "class/{course}/pupils/{pupil}/code": OWN_CLASS,
    "class/{course}/lesson/{lesson}": OWN_CLASS,
    "class/{course}/lesson/{lesson}/release": OWN_CLASS,
    "class/{course}/lesson/{lesson}/deadline": OWN_CLASS,
    "class/{course}/lesson/{lesson}/feedback": OWN_CLASS,
    "class/{course}/lesson/{lesson}/job": OWN_CLASS,
    "class/{course}/lesson/no-such": (REFUSED, REFUSED, REFUSED, NOTHING, NOTHING, REFUSED, SIGN_IN),
    "class/2026-no-such": (REFUSED, REFUSED, REFUSED, NOTHING, NOTHING, REFUSED, SIGN_IN),
    "class/{course}/pupils/{other_pupil}/code": (
        REFUSED,
        REFUSED,
        REFUSED,
        NOTHING,
        NOTHING,
        REFUSED,
        SIGN_IN,
    ),
    "coordination": COORDINATORS_ONLY,
    "coordination/progress.csv": COORDINATORS_ONLY,
    "coordination/progress.xlsx": COORDINATORS_ONLY,
    "no/such/page": (NOTHING,) * 6 + (SIGN_IN,),
    "exchange/{course}": (REFUSED,) * 7,
    "exchange/{course}/{lesson}/submissions": (REFUSED,) * 7,
}


def filled(day, path: str) -> str:
    return path.format(course=day.course, lesson=LESSON, **day.people)


@pytest.mark.parametrize("path", TABLE)
def test_pages_open_to_those_they_are_for(day, path):
    found = {}
    for who in EVERYONE:
        answer = day.get(who, filled(day, path))
        found[who] = SIGN_IN if answer.url.path == "/hub/login" else answer.status_code
    assert found == dict(zip(EVERYONE, TABLE[path], strict=True))


def test_an_error_page_speaks_the_readers_language_and_tells_nothing(day):
    for language, words in (("fr", "Cette page n’existe pas"), ("ar", "هذه الصفحة غير موجودة")):
        day.post("pupil", "language", language=language)
        page = day.get("pupil", "no/such/page").text
        assert words in page and f'lang="{language}"' in page and "Traceback" not in page
    day.post("pupil", "language", language="fr")


def state_of(day) -> tuple:
    """Everything that the forms below could change."""
    with Roster.open(day.school.state / "roster.sqlite") as roster:
        secrets = dict(roster.initial_secrets())
    store = ExchangeStore(day.school.state / "exchange")
    releases = [store.releases(course) for course in (day.course, day.other_course)]
    feedback = store.feedback_of(day.course, LESSON, day.people["pupil"])
    jobs = sorted((path.name, path.read_text()) for path in (day.school.state / "jobs").glob("*.json"))
    return secrets, releases, feedback, jobs


FORMS = {
    "class/{course}/pupils/{pupil}/code": {},
    "class/{course}/lesson/conditions/release": {"deadline": ""},
    "class/{course}/lesson/{lesson}/deadline": {"deadline": "2030-01-01T10:00"},
    "class/{course}/lesson/{lesson}/grade": {},
    "class/{course}/lesson/{lesson}/feedback": {},
    "class/{course}/lesson/{lesson}/cancel": {},
}


@pytest.mark.parametrize("path", FORMS)
def test_nobody_but_the_classs_teacher_can_do_anything_to_it(day, path):
    before = state_of(day)
    expected = {
        "pupil": 403,
        "classmate": 403,
        "other_pupil": 403,
        "other_teacher": 404,
        "coordinator": 403,
        "nobody": 403,
    }
    found = {
        who: day.post(who, filled(day, path), follow=False, **FORMS[path]).status_code for who in expected
    }
    assert found == expected
    assert state_of(day) == before


@pytest.mark.parametrize("path", [*FORMS, "account/secret", "language"])
def test_a_form_without_its_token_or_with_anothers_does_nothing(day, path):
    before = state_of(day)
    secret = day.school.secret(day.people["teacher"])
    fields = {
        **FORMS.get(path, {}),
        "old": secret,
        "new": "quite another one",
        "again": "quite another one",
        "language": "ar",
    }
    for token in ("", day.form_token("other_teacher")):
        answer = day.browser("teacher").post(PAGES + filled(day, path), data={**fields, "_xsrf": token})
        assert answer.status_code == 403
    assert state_of(day) == before


def test_a_session_ends_with_signing_out(day):
    browser = day.school.sign_in(day.people["coordinator"])
    assert browser.get(PAGES + "coordination").status_code == 200
    browser.get("/hub/logout")
    assert browser.get(PAGES + "coordination").url.path == "/hub/login"


def test_static_files_are_open_and_nothing_else_below_them(day):
    nobody = day.school.browser()
    css = nobody.get(PAGES + "static/barmaja.css")
    assert css.status_code == 200 and "--sea" in css.text
    for path in (
        "static/../pages/handler.py",
        "static/%2e%2e/handler.py",
        "static/..%2fhandler.py",
        "static/none.css",
    ):
        answer = nobody.get(PAGES + path)
        assert answer.status_code in (403, 404) or answer.url.path == "/hub/login", path


# --- hub tokens: what a pupil's own notebook server sends


@pytest.fixture(scope="module")
def tokens(day) -> dict[str, dict[str, str]]:
    """The headers that the servers of a pupil and of the class's own account send."""
    course_user = f"course-{day.course}"
    day.school.open_server(day.browser("pupil"), day.people["pupil"])
    day.school.open_server(day.browser("teacher"), course_user)
    users = {"pupil": day.people["pupil"], "course": course_user}
    bearers = {
        who: {"Authorization": f"token {day.school.server_token(user)}"} for who, user in users.items()
    }
    return {**bearers, "unknown": {"Authorization": "token 0123456789abcdef"}, "none": {}}


OPENED = {"kind": "opened", "lesson": LESSON}


@pytest.mark.parametrize(
    ("who", "course", "more", "status"),
    [
        ("pupil", "course", {}, 204),
        ("pupil", "other_course", {}, 404),
        ("pupil", "course", {"user": "p00000000"}, 400),
        ("pupil", "course", {"kind": "peeked"}, 400),
        ("course", "course", {}, 404),
        ("unknown", "course", {}, 403),
        ("none", "course", {}, 403),
    ],
)
def test_an_event_is_recorded_for_the_tokens_owner_in_their_own_class(day, tokens, who, course, more, status):
    with EventStore.open(day.school.state / "events.sqlite") as events:
        before = len(events.events(day.course))
        body = {"course": getattr(day, course), **OPENED, **more}
        answer = day.school.browser().post(PAGES + "events", json=body, headers=tokens[who])
        assert answer.status_code == status
        recorded = events.events(day.course)[before:]
    assert [(one.user_id, one.event.kind) for one in recorded] == (
        [(day.people["pupil"], "opened")] if status == 204 else []
    )


def test_cookies_alone_record_no_event_and_open_no_exchange(day):
    answer = day.browser("pupil").post(PAGES + "events", json={"course": day.course, **OPENED})
    assert answer.status_code == 403
    assert day.get("pupil", f"exchange/{day.course}").status_code == 403


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"course": 3}', b"x" * 20_000, b"[" * 9_000])
def test_what_is_no_event_is_refused(day, tokens, body):
    answer = day.school.browser().post(PAGES + "events", content=body, headers=tokens["pupil"])
    assert answer.status_code in (400, 413)


def test_a_notebook_server_stores_its_owners_language(day, tokens):
    address, headers = PAGES + "language", tokens["pupil"]
    for language in ("ar", "fr"):
        answer = day.school.browser().post(address, json={"language": language}, headers=headers)
        assert answer.json() == {"language": language}
        with Roster.open(day.school.state / "roster.sqlite") as roster:
            assert roster.language(day.people["pupil"]) == language
    assert day.school.browser().post(address, json={"language": "xx"}, headers=headers).status_code == 400
    assert day.school.browser().post(address, json={"language": "ar"}).status_code == 403


def test_the_exchange_knows_people_by_their_token(day, tokens):
    browser, root = day.school.browser(), f"{PAGES}exchange/{day.course}"
    own = browser.get(f"{root}/{LESSON}/submissions", headers=tokens["pupil"]).json()["submissions"]
    assert {one["pupil"] for one in own} == {day.people["pupil"]}
    everyones = browser.get(f"{root}/{LESSON}/submissions", headers=tokens["course"]).json()["submissions"]
    theirs = {one["pupil"]: one["receipt"]["id"] for one in everyones}
    assert set(theirs) == {day.people["pupil"], day.people["classmate"]}
    peek = browser.get(
        f"{root}/{LESSON}/submissions/{theirs[day.people['classmate']]}", headers=tokens["pupil"]
    )
    assert peek.status_code == 404 and "contents" not in json.dumps(peek.json())
    other = f"{PAGES}exchange/{day.other_course}"
    assert {browser.get(other, headers=tokens[who]).status_code for who in ("pupil", "course")} == {404}
    assert browser.get(root, headers=tokens["unknown"]).status_code == 403
