"""Who may do what on the exchange: real tokens of a real hub, over HTTP."""

from __future__ import annotations

import base64

import pytest

from autograder.exchange import ExchangeClient, NotThere

COURSE, OTHER = "2026-tcsf-1", "2026-tcsf-2"
WORK = {"contents": {"variables.ipynb": base64.b64encode(b"{}").decode()}}
PAGES = {"contents": {"variables/fr": base64.b64encode(b"<p>Bien").decode()}}


@pytest.fixture(scope="module")
def handed_in(hub):
    """The lesson is released in both classes, Nadia handed in and has feedback: her receipt's number."""
    assert hub.ask("course-2026-tcsf-1", "PUT", f"{COURSE}/variables", json=WORK).status_code == 200
    assert hub.ask("alaoui", "PUT", f"{OTHER}/variables", json=WORK).status_code == 200
    answer = hub.ask("pnadia", "POST", f"{COURSE}/variables/submissions", json=WORK)
    assert answer.status_code == 200
    assert hub.ask("benali", "PUT", f"{COURSE}/variables/feedback/pnadia", json=PAGES).status_code == 200
    return answer.json()


def test_a_receipt_names_whom_the_token_belongs_to_whatever_the_body_says(hub, handed_in):
    """The author is the hub's word: a body that names another changes nothing."""
    assert handed_in["authors"] == ["pnadia"]
    forged = {**WORK, "authors": ["pyoussef"], "pupil": "pyoussef", "student_id": "pyoussef"}
    again = hub.ask("pnadia", "POST", f"{COURSE}/variables/submissions", json=forged)
    assert again.json() == handed_in
    assert hub.ask("pyoussef", "GET", f"{COURSE}/variables/submissions").json() == {"submissions": []}


READS = [
    "{c}",
    "{c}/variables",
    "{c}/variables/submissions",
    "{c}/variables/submissions/{r}",
    "{c}/variables/feedback/pnadia",
]
WRITES = [
    ("PUT", "{c}/variables", WORK),
    ("DELETE", "{c}/variables", None),
    ("PUT", "{c}/variables/deadline", {"deadline": None}),
    ("POST", "{c}/variables/submissions", WORK),
    ("PUT", "{c}/variables/feedback/pnadia", PAGES),
]


def all_requests(receipt: str) -> list[tuple]:
    names = {"c": COURSE, "r": receipt}
    reads = [("GET", path.format(**names), None) for path in READS]
    return reads + [(method, path.format(**names), body) for method, path, body in WRITES]


@pytest.mark.parametrize("user", ["psalma", "alaoui", "course-2026-tcsf-2", "stranger"])
def test_someone_of_another_class_finds_nothing_at_all(hub, handed_in, user):
    for method, path, body in all_requests(handed_in["id"]):
        answer = hub.ask(user, method, path, json=body)
        assert (answer.status_code, answer.json()["error"]) == (404, "not-found"), (method, path)


@pytest.mark.parametrize("user", [None, "pnadia, without access"])
def test_no_token_or_one_that_may_not_use_the_service_is_refused(hub, handed_in, user):
    for method, path, body in all_requests(handed_in["id"]):
        answer = hub.ask(user, method, path, json=body)
        assert (answer.status_code, answer.json()["error"]) == (403, "not-signed-in"), (method, path)


def test_a_made_up_token_or_one_in_a_cookie_or_address_is_refused(hub, handed_in):
    hub.tokens["nobody"] = "0" * 32
    assert hub.ask("nobody", "GET", COURSE).status_code == 403
    token = hub.tokens["pnadia"]
    assert hub.ask(None, "GET", f"{COURSE}?token={token}").status_code == 403
    assert hub.ask(None, "GET", COURSE, cookies={"service-school": token}).status_code == 403


def test_the_token_of_a_service_is_nobodys(hub):
    hub.tokens["the service"] = hub.service_token
    assert hub.ask("the service", "GET", COURSE).status_code == 403


def test_a_classmate_sees_neither_the_work_nor_the_feedback_of_another(hub, handed_in):
    for path in (f"submissions/{handed_in['id']}", "feedback/pnadia"):
        answer = hub.ask("pyoussef", "GET", f"{COURSE}/variables/{path}")
        assert (answer.status_code, answer.json()["error"]) == (404, "not-found")


def test_a_pupil_may_not_do_what_teachers_do(hub, handed_in):
    for method, path, body in WRITES:
        if "submissions" not in path:
            answer = hub.ask("pnadia", method, path.format(c=COURSE), json=body)
            assert (answer.status_code, answer.json()["error"]) == (403, "not-allowed"), path


def test_a_teacher_does_not_hand_in(hub, handed_in):
    answer = hub.ask("benali", "POST", f"{COURSE}/variables/submissions", json=WORK)
    assert (answer.status_code, answer.json()["error"]) == (403, "not-allowed")


def test_the_owner_and_the_staff_read_the_work_and_the_feedback(hub, handed_in):
    for user in ("pnadia", "benali", "course-2026-tcsf-1"):
        work = hub.ask(user, "GET", f"{COURSE}/variables/submissions/{handed_in['id']}").json()
        assert work["contents"] == WORK["contents"]
        assert (
            hub.ask(user, "GET", f"{COURSE}/variables/feedback/pnadia").json()["contents"]
            == PAGES["contents"]
        )


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "a/../../b",
        "",
        ".",
        "a\\b",
        "a//b",
        "C:/x",
        "a\x00b",
        "a/" * 9 + "b",
    ],
)
def test_a_file_name_that_leaves_the_folder_is_refused_with_a_sentence(hub, handed_in, name):
    body = {"contents": {"variables.ipynb": "e30=", name: "e30="}}
    answer = hub.ask("pnadia", "POST", f"{COURSE}/variables/submissions", json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, "bad-name")
    assert set(answer.json()["message"]) == {"ar", "fr", "en"}


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"contents": 1}', b'{"contents": {"a": "\xc3\xa9"}}', b"[" * 100_000]
)
def test_a_body_that_is_not_a_hand_in_is_refused(hub, handed_in, body):
    answer = hub.ask("pnadia", "POST", f"{COURSE}/variables/submissions", content=body)
    assert answer.status_code == 400


@pytest.mark.parametrize("course", ["..%2f..", "%2e%2e", "2026-TCSF-1", "a%00b", "é"])
def test_a_strange_course_name_is_no_course(hub, course):
    assert hub.ask("pnadia", "GET", f"{course}/variables").status_code in (400, 404)


def test_too_much_is_refused_and_leaves_nothing(hub, handed_in):
    before = hub.ask("pnadia", "GET", f"{COURSE}/variables/submissions").json()
    body = {"contents": {"big.bin": base64.b64encode(bytes(21 * 2**20)).decode()}}
    answer = hub.ask("pnadia", "POST", f"{COURSE}/variables/submissions", json=body)
    assert (answer.status_code, answer.json()["error"]) == (413, "too-large")
    assert hub.ask("pnadia", "GET", f"{COURSE}/variables/submissions").json() == before


def test_the_client_raises_the_services_own_sentence(hub, handed_in):
    client = ExchangeClient(hub.url, hub.tokens["pnadia"])
    assert client.submissions(COURSE, "variables")[0].receipt.id == handed_in["id"]
    with pytest.raises(NotThere) as refusal:
        client.fetch(COURSE, "boucles")
    assert "boucles" in refusal.value.text("fr")
    assert "boucles" in refusal.value.text("ar")


def test_unknown_addresses_are_404(hub):
    assert hub.ask("pnadia", "GET", f"{COURSE}/variables/secrets").status_code == 404
    assert hub.ask("pnadia", "POST", COURSE, json={}).status_code == 404
