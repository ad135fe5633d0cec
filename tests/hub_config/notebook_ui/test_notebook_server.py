"""The server extension over HTTP, in a real Jupyter Server that speaks to a real exchange."""

from __future__ import annotations

import json

import httpx
import pytest


def in_language(language: str) -> dict[str, str]:
    """The header of a browser that remembers ``language``."""
    return {"Cookie": f"barmaja-language={language}"}


LANGUAGE_FILE = ".jupyter/lab/user-settings/@jupyterlab/translation-extension/plugin.jupyterlab-settings"


def test_opening_leads_to_the_lesson_in_the_pupils_language(server, course, lesson):
    with server.client() as client:
        answer = client.get(f"barmaja/open/{course}/{lesson}", headers=in_language("fr"))
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/notebooks/{course}/{lesson}/{lesson}.ipynb"
    notebook = json.loads((server.home / course / lesson / f"{lesson}.ipynb").read_text())
    roles = [cell["metadata"].get("barmaja", {}).get("role") for cell in notebook["cells"]]
    assert {"answer", "tests", "task"} <= set(roles)
    assert json.loads((server.home / LANGUAGE_FILE).read_text()) == {"locale": "fr"}


def test_a_lesson_opened_is_trusted(server, course, lesson):
    with server.client() as client:
        client.get(f"barmaja/open/{course}/{lesson}")
        model = client.get(f"api/contents/{course}/{lesson}/{lesson}.ipynb").json()
    code = [cell for cell in model["content"]["cells"] if cell["cell_type"] == "code"]
    assert code
    assert all(cell["metadata"]["trusted"] for cell in code)


@pytest.mark.parametrize(
    ("language", "title"), [("ar", "لا يمكن فتح الدرس"), ("fr", "La leçon ne peut pas s’ouvrir")]
)
def test_a_lesson_that_is_not_released_is_explained(server, course, language, title):
    with server.client() as client:
        answer = client.get(f"barmaja/open/{course}/boucles", headers=in_language(language))
    assert answer.status_code == 404
    assert f'lang="{language}"' in answer.text
    assert title in answer.text
    assert "/services/school/learn" in answer.text
    assert not (server.home / course / "boucles").exists()


@pytest.mark.parametrize(
    "path", ["open/../variables", "open/2026-tcsf-1/..%2f..%2fx", "open/2026-tcsf-1/%2e%2e"]
)
def test_no_address_leads_out_of_the_home(server, path):
    with server.client() as client:
        answer = client.get(f"barmaja/{path}")
    assert answer.status_code in (400, 404)


@pytest.mark.parametrize("path", ["open/2026-tcsf-1/variables", "api/status"])
def test_nobody_else_opens_or_reads(server, path):
    answer = httpx.get(f"{server.url}barmaja/{path}", trust_env=False)
    assert answer.status_code in (302, 403)
    assert "login" in answer.headers.get("Location", "login")


@pytest.mark.parametrize("name", ["submit", "events", "language"])
def test_nothing_is_changed_for_somebody_without_the_servers_token(server, school, name):
    before = list(school.heard)
    answer = httpx.post(f"{server.url}barmaja/api/{name}", json={"language": "ar"}, trust_env=False)
    assert answer.status_code == 403
    assert school.heard == before


def test_a_choice_of_language_reaches_the_school_and_jupyters_settings(server, school):
    with server.client() as client:
        answer = client.post("barmaja/api/language", json={"language": "ar", "both": True})
        assert answer.json() == {"language": "ar", "both": True, "stored": True}
        assert client.get("barmaja/api/status", headers=in_language("fr")).json() == {
            "language": "fr",
            "both": True,
        }
        assert school.told("language")[-1] == {"language": "ar"}
        assert json.loads((server.home / LANGUAGE_FILE).read_text()) == {"locale": "ar"}
        client.post("barmaja/api/language", json={"language": "fr", "both": False})


@pytest.mark.parametrize("body", [{"language": "en"}, {"language": "ar", "both": "yes"}, {}, []])
def test_a_choice_that_is_not_offered_is_refused(server, body):
    with server.client() as client:
        assert client.post("barmaja/api/language", json=body).status_code == 400


def test_an_event_is_passed_on_with_the_fields_of_the_contract_only(server, school):
    event = {
        "course": "c",
        "lesson": "l",
        "kind": "checked",
        "exercise": "e",
        "passed": 1,
        "total": 2,
        "failed": [1],
    }
    with server.client() as client:
        answer = client.post("barmaja/api/events", json={**event, "error": None, "source": "print('secret')"})
    assert answer.status_code == 204
    assert school.told("events")[-1] == event


def test_handing_in_gives_a_receipt_and_the_last_one_counts(server, school, course, lesson):
    from autograder.exchange import ExchangeStore

    with server.client() as client:
        client.get(f"barmaja/open/{course}/{lesson}")
        first = client.post("barmaja/api/submit", json={"course": course, "lesson": lesson}).json()["receipt"]
        notebook = server.home / course / lesson / f"{lesson}.ipynb"
        notebook.write_text(notebook.read_text() + "\n")
        second = client.post("barmaja/api/submit", json={"course": course, "lesson": lesson}).json()[
            "receipt"
        ]
    assert first["id"] != second["id"]
    assert first["counts"]
    assert second["counts"]
    assert set(second["when"]) == {"ar", "fr"}
    assert set(second["deadline"]) == {"ar", "fr"}
    counting = ExchangeStore(school.state / "exchange").counting(course, lesson, "pk3m8w2qza")
    assert counting.receipt.id == second["id"]
    assert school.told("events")[-1] == {"course": course, "lesson": lesson, "kind": "submitted"}


@pytest.mark.parametrize(
    ("course_asked", "lesson_asked"), [("2026-tcsf-1", "boucles"), ("..", ".."), (None, None)]
)
def test_what_was_never_opened_cannot_be_handed_in(server, course_asked, lesson_asked):
    with server.client() as client:
        answer = client.post("barmaja/api/submit", json={"course": course_asked, "lesson": lesson_asked})
    assert answer.status_code in (400, 404)
    assert set(answer.json()["sentence"]) == {"ar", "fr"}


def test_a_pupils_server_has_no_terminal_formgrader_or_lab(server):
    with server.client() as client:
        assert client.post("api/terminals", json={}).status_code == 404
        assert client.get("formgrader").status_code == 404
        assert client.get("lab").status_code >= 400
        assert client.get("assignments", params={"course_id": "x"}).status_code == 404


def test_when_the_school_does_not_answer_the_work_stays_and_the_pupil_is_told(lonely_server, course, lesson):
    folder = lonely_server.home / course / lesson
    folder.mkdir(parents=True)
    (folder / f"{lesson}.ipynb").write_text("{}")
    with lonely_server.client() as client:
        handed_in = client.post("barmaja/api/submit", json={"course": course, "lesson": lesson})
        chosen = client.post("barmaja/api/language", json={"language": "ar", "both": False})
        opened = client.get(f"barmaja/open/{course}/conditions")
        event = client.post("barmaja/api/events", json={"kind": "opened"})
    assert handed_in.status_code == 502
    assert set(handed_in.json()["sentence"]) == {"ar", "fr"}
    assert chosen.json()["stored"] is False
    assert opened.status_code == 502
    assert "Réessayer" in opened.text
    assert event.status_code == 502


def test_a_class_server_has_formgrader_and_not_our_addresses(course_server):
    with course_server.client() as client:
        assert client.get("formgrader").status_code != 404
        assert client.get("barmaja/api/status").status_code == 404
        assert client.post("api/terminals", json={}).status_code == 404
