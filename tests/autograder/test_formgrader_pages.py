"""Formgrader of a course, in a real Jupyter Server: in the teacher's language, and harmless."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from jinja2 import Environment, FileSystemLoader
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.server_extensions.formgrader.handlers import template_path
from playwright.sync_api import sync_playwright

from autograder.formgrader.extension import _start_jupyter_server_extension
from autograder.formgrader.safe import harmless
from autograder.formgrader.words import KNOWN, TranslatingLoader, translated


@pytest.fixture(scope="module", params=["ar", "fr"])
def formgrader(request, tmp_path_factory, graded_classroom):
    """Language and a client of a Jupyter Server that runs in the graded course's folder."""
    room, _, _ = graded_classroom
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = tmp_path_factory.mktemp("teacher")
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', os.defpath)}",
        "HOME": str(home),
        "BARMAJA_LANGUAGE": request.param,
    }
    options = [
        "ServerApp.token=teacher",
        f"ServerApp.port={port}",
        "ServerApp.allow_root=True",
        "ServerApp.open_browser=False",
        f"ServerApp.root_dir={room.course.root}",
        "ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True, 'autograder.formgrader': True}",
    ]
    command = [sys.executable, "-m", "jupyter_server", *(f"--{option}" for option in options)]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=room.course.root, env=environment, stdout=log, stderr=log)
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{port}/",
        headers={"Authorization": "token teacher"},
        trust_env=False,
        follow_redirects=True,
        timeout=30,
    )
    try:
        for _attempt in range(300):
            try:
                client.get("api/status")
                break
            except httpx.TransportError:
                assert server.poll() is None, (home / "server.log").read_text()
                time.sleep(0.1)
        yield request.param, client, room
    finally:
        client.close()
        server.terminate()
        server.wait(20)


def test_pages_speak_the_teachers_language(formgrader):
    language, client, _ = formgrader
    said = {"ar": "التنقيط اليدوي", "fr": "Notation à la main"}[language]
    root = {"ar": '<html lang="ar" dir="rtl">', "fr": '<html lang="fr" dir="ltr">'}[language]
    for page in (
        "manage_assignments",
        "gradebook",
        "gradebook/variables",
        "gradebook/variables/variables",
        "manage_students",
    ):
        answer = client.get(f"formgrader/{page}")
        assert answer.status_code == 200, page
        assert said in answer.text
        assert root in answer.text
        assert "Manual Grading" not in answer.text


def test_the_grading_page_shows_a_work_without_its_scripts(formgrader):
    language, client, room = formgrader
    with room.course.gradebook() as gradebook:
        number = gradebook.find_submission_notebook("variables", "variables", "pscripts").id
    text = client.get(f"formgrader/submissions/{number}/").text
    assert {"ar": "كل الدرجات", "fr": "Tous les points"}[language] in text
    assert "<script>alert(1)" not in text
    assert "alert" in text  # shown, as text


def test_the_grading_page_asks_nothing_of_another_server(formgrader):
    _, client, room = formgrader
    with room.course.gradebook() as gradebook:
        number = gradebook.find_submission_notebook("variables", "variables", "pright").id
    text = client.get(f"formgrader/submissions/{number}/").text
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?:https?:)?//[^\"']*", text)


def test_the_grading_page_takes_a_comment_in_a_browser(formgrader):
    """Nothing on the page fails without MathJax, and what a teacher types reaches the gradebook."""
    language, client, room = formgrader
    said = {"ar": "محاولة جيدة", "fr": "Bien essayé"}[language]
    with room.course.gradebook() as gradebook:
        number = gradebook.find_submission_notebook("variables", "variables", "praises").id
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(extra_http_headers={"Authorization": "token teacher"})
        failures = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{client.base_url}formgrader/submissions/{number}/", wait_until="networkidle")
        with page.expect_response(lambda answer: answer.request.method == "PUT", timeout=10_000) as saved:
            page.locator("textarea.comment").first.fill(said)
            page.keyboard.press("Tab")
        assert (saved.value.status, failures) == (200, [])
        browser.close()
    with room.course.gradebook() as gradebook:
        comment = gradebook.find_comment("somme", "variables", "variables", "praises")
        assert comment.manual_comment == said


def test_every_template_of_formgrader_still_compiles_in_arabic():
    environment = Environment(loader=TranslatingLoader(FileSystemLoader(template_path), "ar"))
    names = environment.list_templates()
    assert len(names) > 10
    for name in names:
        environment.compile(environment.loader.get_source(environment, name)[0])


def test_every_known_text_still_stands_in_a_template():
    """A text that nbgrader no longer has is a translation nobody sees."""
    templates = [path.read_text() for path in Path(template_path).rglob("*") if path.is_file()]
    seen = set()
    for template in templates:
        translated(template, lambda text: seen.add(text) or text)
    assert seen == KNOWN


def test_code_and_names_are_left_alone():
    text = '<script>var a = "<b>Name</b>";</script><th>Name</th><pre>Name</pre><td>{{ Name }}</td>'
    expected = '<script>var a = "<b>Name</b>";</script><th>X</th><pre>Name</pre><td>{{ Name }}</td>'
    assert translated(text, lambda _: "X") == expected


def test_harmless_notebooks_hold_text_and_pictures_only():
    data = {"text/html": "<script>1</script>", "text/plain": "a", "image/svg+xml": "<svg onload=x>"}
    rich = new_code_cell("x", outputs=[new_output("display_data", data=data)])
    note = new_markdown_cell("x", attachments={"a.svg": {"image/svg+xml": "x"}})
    notebook = new_notebook(cells=[rich, note, new_raw_cell("<script>2</script>")], metadata={"widgets": {}})
    clean = harmless(notebook)
    assert clean.cells[0].outputs[0].data == {"text/plain": "a"}
    assert [cell.cell_type for cell in clean.cells] == ["code", "markdown", "code"]
    assert "attachments" not in clean.cells[1]
    assert (notebook.cells[2].cell_type, "widgets" in clean.metadata) == ("raw", False)


def test_without_formgrader_there_is_nothing_to_do():
    class Server:
        class web_app:
            settings: dict = {}  # noqa: RUF012

        class log:
            warning = staticmethod(lambda *_: None)

    asyncio.run(_start_jupyter_server_extension(Server))
    assert Server.web_app.settings == {}
