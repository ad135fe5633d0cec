"""A real school over real HTTP: signing in, signing out, and who gets nothing."""

import signal

import psutil
import pytest

from curriculum.school import Roster
from tests.running_school import (
    RunningSchool,
    demo_school,
    free_port,
    hidden_fields,
    running_school,
    start_serving,
    wait_until_open,
)

COURSE, OTHER_COURSE = "2026-tcsf-1", "2026-tclsh-1"
TEACHER, OTHER_TEACHER, COORDINATOR = "s.elidrissi", "b.ouldsalem", "n.chakir"
SIGNED_IN = "jupyterhub-hub-login"


def pupil(served, place, course=COURSE):
    return served.pupils(course)[place]


def pin_page(browser, person, **headers):
    return browser.get("/hub/login", params={"pupil": person}, headers=headers)


def type_pin(browser, person, pin, **headers):
    form = hidden_fields(pin_page(browser, person, **headers).text)
    return browser.post("/hub/login", data={**form, "person": person, "secret": pin}, headers=headers)


def is_sign_in_page(page):
    return page.url.path == "/hub/login" and page.status_code == 200


@pytest.fixture(scope="module")
def someone(served):
    """A pupil who has signed in, and whose notebook server runs."""
    person = pupil(served, 0)
    browser = served.sign_in(person)
    page = served.open_server(browser, person)
    assert page.status_code == 200 and page.url.path == f"/user/{person}/tree"
    return person, browser


# Starting


def test_the_start_says_who_signs_in_and_how_and_that_programs_are_not_separated(served):
    printed = served.printed()
    for person in (TEACHER, OTHER_TEACHER, COORDINATOR, *served.pupils(COURSE), *served.pupils(OTHER_COURSE)):
        assert person in printed and served.issued[person] in printed
    assert served.url in printed
    assert "not yet separated" in printed
    sheet = served.state / "sign-in.html"
    assert sheet.stat().st_mode & 0o777 == 0o600
    assert served.issued[pupil(served, 0)] in sheet.read_text(encoding="utf-8")


def test_a_second_start_on_the_same_state_is_refused_in_one_line(served, tmp_path):
    second = start_serving(served.state, tmp_path / "out", language="fr")
    assert second.wait(60) == 1
    (line,) = (tmp_path / "out").read_text(encoding="utf-8").strip().splitlines()
    assert str(served.process.pid) in line
    assert served.browser().get("/hub/login").status_code == 200


def test_everything_listens_on_loopback_only(served):
    listening = [
        connection.laddr.ip
        for process in [served.process.pid, *(child.pid for child in served.descendants())]
        for connection in psutil.Process(process).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert len(listening) >= 4
    assert set(listening) == {"127.0.0.1"}


# Before signing in


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/hub/",
        "/hub/home",
        "/services/school/",
        "/hub/spawn",
        "/user/p23456789a/tree",
        "/user/course-2026-tcsf-1/formgrader",
    ],
)
def test_anonymous_gets_the_sign_in_page(served, path):
    assert is_sign_in_page(served.browser().get(path))


@pytest.mark.parametrize("path", ["/hub/api/users", "/hub/api/user", "/hub/api/services", "/hub/metrics"])
def test_anonymous_gets_nothing_from_the_api(served, path):
    assert served.browser().get(path).status_code == 403


@pytest.mark.parametrize(
    ("language", "direction", "words"), [("ar", "rtl", "اختيار القسم"), ("fr", "ltr", "Choisis ta classe")]
)
def test_the_sign_in_page_speaks_both_languages(served, language, direction, words):
    page = served.browser().get("/hub/login", params={"language": language})
    assert f'<html lang="{language}" dir="{direction}">' in page.text
    assert words in page.text
    assert all(section.name in page.text for section in served.school.sections)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.cookies["barmaja-language"] == language


def test_class_then_name_then_pin(served):
    person = pupil(served, 1)
    browser = served.browser()
    names = browser.get("/hub/login", params={"section": "tcsf-1"}).text
    assert all(f"pupil={other}" in names for other in served.pupils(COURSE))
    assert not any(f"pupil={other}" in names for other in served.pupils(OTHER_COURSE))
    page = pin_page(browser, person).text
    assert 'inputmode="numeric"' in page and 'autocomplete="off"' in page


def test_a_wrong_pin_and_a_wrong_number_are_refused_alike(served):
    answers = [type_pin(served.browser(), person, "000000") for person in (pupil(served, 2), "pzzzzzzzzz")]
    for answer in answers:
        assert answer.status_code == 403
        assert 'role="alert"' in answer.text
        assert SIGNED_IN not in answer.cookies


def test_five_wrong_pins_lock_this_pupil_and_say_how_long_whatever_address_is_claimed(served):
    person, neighbour = pupil(served, 3), pupil(served, 4)
    browser = served.browser()
    statuses = [
        type_pin(browser, person, "000000", **{"X-Real-Ip": f"10.9.9.{n}"}).status_code for n in range(5)
    ]
    assert statuses == [403] * 4 + [429]
    locked = type_pin(browser, person, served.secret(person), **{"X-Forwarded-For": "10.8.8.8"})
    assert locked.status_code == 429
    assert 'data-wait="' in locked.text
    assert "ticket" not in hidden_fields(locked.text)
    assert "ticket" in hidden_fields(type_pin(served.browser(), neighbour, served.secret(neighbour)).text)


def test_nobody_is_signed_in_before_confirming(served):
    person = pupil(served, 5)
    browser = served.browser()
    page = type_pin(browser, person, served.secret(person))
    assert page.status_code == 200 and "ticket" in hidden_fields(page.text)
    assert SIGNED_IN not in browser.cookies
    assert is_sign_in_page(browser.get("/services/school/"))
    browser.post("/hub/login/confirm", data={**hidden_fields(page.text), "answer": "me"})
    assert browser.get("/services/school/").url.path.startswith("/services/school/")


def test_not_me_ends_it_and_the_page_before_is_worth_nothing(served):
    person = pupil(served, 6)
    browser = served.browser()
    form = hidden_fields(type_pin(browser, person, served.secret(person)).text)
    assert is_sign_in_page(browser.post("/hub/login/confirm", data={**form, "answer": "not-me"}))
    assert is_sign_in_page(browser.post("/hub/login/confirm", data={**form, "answer": "me"}))
    assert SIGNED_IN not in browser.cookies


def test_the_confirmation_of_one_browser_is_worth_nothing_in_another(served):
    person = pupil(served, 6)
    form = hidden_fields(type_pin(served.browser(), person, served.secret(person)).text)
    other = served.browser()
    stolen = {**hidden_fields(pin_page(other, person).text), "ticket": form["ticket"], "answer": "me"}
    assert is_sign_in_page(other.post("/hub/login/confirm", data=stolen))
    assert SIGNED_IN not in other.cookies


def test_a_form_from_elsewhere_signs_nobody_in(served):
    person = pupil(served, 6)
    browser = served.browser()
    page = browser.post("/hub/login", data={"person": person, "secret": served.secret(person)})
    assert is_sign_in_page(page)
    assert "ticket" not in hidden_fields(page.text)


def test_the_language_chosen_before_signing_in_stays_the_persons(served):
    person = pupil(served, 7)
    served.sign_in(person, language="fr")
    again = served.sign_in(person)
    assert again.cookies["barmaja-language"] == "fr"


def test_the_next_person_is_not_sent_to_the_page_of_the_one_before(served):
    before, person = pupil(served, 0), pupil(served, 8)
    browser = served.browser()
    page = browser.get("/hub/login", params={"pupil": person, "next": f"/user/{before}/tree"})
    form = {**hidden_fields(page.text), "person": person, "secret": served.secret(person)}
    page = browser.post("/hub/login", data=form)
    page = browser.post("/hub/login/confirm", data={**hidden_fields(page.text), "answer": "me"})
    assert page.url.path.startswith("/services/school/")


@pytest.mark.parametrize("outside", ["https://example.com/", "//example.com/", "/\\example.com"])
def test_signing_in_leads_nowhere_else(served, outside):
    browser = served.browser(follow_redirects=False)
    page = browser.get("/hub/login", params={"staff": "1", "next": outside})
    form = {**hidden_fields(page.text), "person": TEACHER, "secret": served.secret(TEACHER)}
    assert browser.post("/hub/login", data=form).headers["Location"].startswith("/")


# Signing out


def test_nothing_of_a_pupil_stays_after_signing_out(served):
    person = pupil(served, 9)
    browser = served.sign_in(person, language="fr")
    page = browser.get("/hub/logout")
    assert is_sign_in_page(page)
    assert {"barmaja-language", SIGNED_IN, "jupyterhub-session-id"}.isdisjoint(browser.cookies.keys())
    assert is_sign_in_page(browser.get("/services/school/"))


def page_of(browser):
    return browser.get("/services/school/").text


def name_of(served, person):
    with Roster.open(served.state / "roster.sqlite") as roster:
        return roster.pupil(person).name


def test_on_a_shared_computer_each_sees_their_own_page(served):
    first, second = pupil(served, 8), pupil(served, 9)
    browser = served.sign_in(first)
    assert name_of(served, first) in page_of(browser)
    browser.get("/hub/logout")
    served.sign_in(second, browser=browser)
    assert name_of(served, second) in page_of(browser)
    assert name_of(served, first) not in page_of(browser)


def test_a_card_shown_where_someone_forgot_to_sign_out_signs_them_out_first(served):
    first, second = pupil(served, 8), pupil(served, 9)
    browser = served.sign_in(first)
    page = pin_page(browser, second)
    assert page.url.path == "/hub/login" and "secret" in page.text
    assert is_sign_in_page(browser.get("/services/school/"))
    served.sign_in(second, browser=browser)
    assert name_of(served, second) in page_of(browser)


# Signed in


def refused(page):
    return page.status_code in (403, 404)


def test_a_pupil_reaches_nobody_elses_server_nor_the_hubs_own_pages(served, someone):
    person, browser = someone
    other = pupil(served, 1)
    for path in (
        f"/user/{other}/tree",
        f"/hub/spawn/{other}",
        f"/hub/spawn-pending/{other}",
        f"/hub/spawn/course-{COURSE}",
        f"/user/course-{COURSE}/formgrader",
        f"/hub/api/users/{other}",
        f"/hub/api/users/{other}/tokens",
        f"/hub/api/users/course-{COURSE}",
        "/hub/api/users",
        "/hub/api/groups",
        "/hub/api/proxy",
        "/hub/admin",
        "/hub/token",
    ):
        page = browser.get(path)
        assert refused(page), path
        assert person == other or other not in page.text.replace(path, ""), path


def test_another_pupil_is_refused_by_a_running_server(served, someone):
    person, _ = someone
    other = served.sign_in(pupil(served, 10))
    for path in ("tree", "api/contents", "api/kernels", "files/", "lab"):
        page = other.get(f"/user/{person}/{path}")
        assert refused(page), path
    teacher = served.sign_in(TEACHER)
    assert refused(teacher.get(f"/user/{person}/tree"))


def test_nobody_makes_tokens(served, someone):
    person, browser = someone
    answer = browser.post(f"/hub/api/users/{person}/tokens", json={}, headers={"Sec-Fetch-Mode": "cors"})
    assert refused(answer)


def test_a_servers_token_is_good_for_its_owner_and_the_school_service_only(served, someone):
    person, _ = someone
    client = served.browser(follow_redirects=False)
    client.headers["Authorization"] = f"token {served.server_token(person)}"
    assert client.get("/hub/api/user").json()["name"] == person
    assert refused(client.get(f"/hub/api/users/{pupil(served, 1)}"))
    assert refused(client.get("/hub/api/users"))
    assert refused(client.post(f"/hub/api/users/{person}/server"))
    assert refused(client.post(f"/hub/api/users/{person}/tokens"))


def test_a_server_knows_nothing_of_the_operators_shell(served, someone):
    person, _ = someone
    server = next(p for p in served.descendants() if p.environ().get("JUPYTERHUB_USER") == person)
    environment = server.environ()
    assert "OPERATORS_SECRET" not in environment
    assert "BARMAJA_STATE" not in environment
    assert environment["BARMAJA_SERVICE_URL"].startswith("http://127.0.0.1:")
    assert environment["HOME"] == str(served.state / "homes" / person) == server.cwd()
    assert (served.state / "homes" / person).stat().st_mode & 0o777 == 0o700


def test_a_pupil_has_no_terminal(someone):
    person, browser = someone
    assert browser.get(f"/user/{person}/api/terminals").status_code == 404


def test_a_teacher_opens_the_grading_of_their_own_class_only(served):
    teacher = served.sign_in(TEACHER)
    page = served.open_server(teacher, f"course-{COURSE}", "formgrader/")
    assert page.status_code == 200
    assert page.url.path.startswith(f"/user/course-{COURSE}/formgrader")
    other = served.sign_in(OTHER_TEACHER)
    assert refused(other.get(f"/user/course-{COURSE}/formgrader/"))
    assert refused(other.get(f"/hub/spawn/course-{COURSE}"))
    assert refused(teacher.get(f"/hub/spawn/course-{OTHER_COURSE}"))


@pytest.mark.parametrize("person", [TEACHER, COORDINATOR])
def test_staff_have_no_server_of_their_own(served, person):
    browser = served.sign_in(person)
    assert refused(browser.get("/hub/spawn"))
    assert refused(browser.get(f"/hub/spawn/{person}"))
    assert refused(browser.get(f"/hub/spawn/{pupil(served, 0)}"))


@pytest.mark.parametrize(("language", "words"), [("ar", "لا يوجد شيء لك"), ("fr", "Il n’y a rien")])
def test_what_does_not_exist_is_said_in_the_readers_language(served, language, words):
    browser = served.browser(cookies={"barmaja-language": language})
    for path in ("/hub/nothing", "/hub/token"):
        page = browser.get(path)
        assert page.status_code == 404
        assert words in page.text and "Not Found" not in page.text


def test_neither_secrets_nor_tickets_are_in_the_log(served, someone):
    person, _ = someone
    log = (served.state / "hub" / "hub.log").read_text(encoding="utf-8")
    assert person in log
    for secret in (served.secret(person), served.secret(TEACHER), "ticket="):
        assert secret not in log
    with Roster.open(served.state / "roster.sqlite") as roster:
        assert not any(pupil.name in log or pupil.code in log for pupil in roster.pupils())


# Stopping


def test_a_signal_ends_everything_and_the_next_start_is_the_same_school(served, tmp_path):
    """SIGTERM ends a school with a pupil's server in it, to the last process; Ctrl-C's signal ends the next run."""
    state, output = tmp_path / "var", tmp_path / "out"
    port = free_port()
    demo_school(state, port)
    (state / "lessons").symlink_to(served.state / "lessons")  # built once is enough
    process = start_serving(state, output)
    school = RunningSchool(state, f"http://127.0.0.1:{port}", process, output)
    family = []
    try:
        wait_until_open(process, state, output)
        person = pupil(school, 0)
        secret = school.secret(person)
        school.open_server(school.sign_in(person), person)
        family = school.descendants()
        assert len(family) >= 5  # hub, proxy, service, culler, server
    finally:
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)  # impatience changes nothing
        status = process.wait(120)
    assert status == 0
    assert not [child for child in family if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    assert "Everything that was started has stopped" in school.printed()
    assert "Traceback" not in school.printed()
    with running_school(state, port) as again:
        assert secret == again.secret(person) and secret in again.printed()
        again.sign_in(person)
    assert again.process.returncode == 0
