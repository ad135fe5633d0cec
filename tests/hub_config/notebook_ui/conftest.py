"""A pupil's server as the hub starts it, and beside it the parts of the school it speaks to.

The exchange, the Jupyter Server, Notebook 7, the kernel and the browser are real. Standing for the hub and for the
service's pages is a small tornado application that knows whose token it is and writes down what it is told.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from tornado import httpserver, web

from hub_config.notebook_ui import server_environment

COURSE, LESSON, PUPIL = "2026-tcsf-1", "variables", "pk3m8w2qza"
SECRET = "a-hub-token"
ROOT = Path(__file__).parents[3]


def free_port() -> int:
    """A port of this area's range that nothing listens on."""
    for port in range(18180, 18200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("no free port between 18180 and 18199")


# --- a lesson, as the builder makes it and the release leaves it


def both(ar: str, fr: str) -> str:
    return f'<div lang="ar" dir="rtl">\n\n{ar}\n\n</div>\n<div lang="fr" dir="ltr">\n\n{fr}\n\n</div>\n'


def graded(name: str, *, grade: bool, solution: bool, locked: bool, points: int | None = None) -> dict:
    about = {"grade_id": name, "grade": grade, "solution": solution, "locked": locked, "task": False}
    return {**about, "schema_version": 3} | ({} if points is None else {"points": points})


def text(cell_id: str, ar: str, fr: str, role: str = "text", **more) -> nbformat.NotebookNode:
    return new_markdown_cell(both(ar, fr), id=cell_id, metadata={"barmaja": {"role": role}, **more})


def exercise(name: str, ar: str, fr: str, starters: dict, tests: list[dict]) -> list[nbformat.NotebookNode]:
    def about(role: str, **more) -> dict:
        return {"role": role, "exercise": name, **more}

    task = new_markdown_cell(
        both(ar, fr),
        id=f"{name}-task",
        metadata={
            "nbgrader": graded(f"{name}-task", grade=False, solution=False, locked=True),
            "barmaja": about("task"),
            "editable": False,
            "deletable": False,
        },
    )
    answer = new_code_cell(
        starters["fr"],
        id=name,
        metadata={
            "nbgrader": graded(name, grade=False, solution=True, locked=False),
            "barmaja": about("answer", texts=starters),
            "deletable": False,
        },
    )
    graders = new_code_cell(
        "assert True, 'HIDDEN FROM THE PUPIL'\n3",
        id=f"{name}-test",
        metadata={
            "nbgrader": graded(f"{name}-test", grade=True, solution=False, locked=True, points=3),
            "barmaja": about("tests", tests=tests, needs_input=False),
            "editable": False,
            "deletable": False,
        },
    )
    return [task, answer, graders]


def lesson_notebook() -> nbformat.NotebookNode:
    cells = [
        text("title", "# المتغيّرات\n\nالمتغيّر اسم نعطيه لقيمة.", "# Les variables\n\nUne variable est un nom donné à une valeur."),
        text(
            "predict",
            "ماذا سيعرض `print(age + 1)`؟\n\n- 15\n- 16\n\n<details><summary>الجواب</summary>\n\n16\n\n</details>",
            "Que va afficher `print(age + 1)` ?\n\n- 15\n- 16\n\n<details><summary>Réponse</summary>\n\n16\n\n</details>",
            role="predict",
        ),
        new_code_cell(
            'prenom = "Fatima"\nage = 15\nprint(prenom, age)',
            id="example",
            metadata={
                "barmaja": {
                    "role": "example",
                    "texts": {
                        "fr": 'prenom = "Fatima"  # le prénom\nage = 15\nprint(prenom, age)',
                        "ar": 'prenom = "فاطمة"  # الاسم الشخصي\nage = 15\nprint(prenom, age)',
                    },
                }
            },
        ),
        *exercise(
            "prix-total",
            "### ثمن المشتريات\n\nاحسب `total`: ثمن ثلاث خبزات، ثمن الواحدة 1,5 درهم.",
            "### Le prix total\n\nCalcule `total` : le prix de trois pains à 1,5 dirham.",
            {"fr": "# Ta réponse ici\ntotal = 0", "ar": "# اكتب جوابك هنا\ntotal = 0"},
            [{"index": 0, "kind": "variable", "hidden": False, "variable": "total", "equals": 4.5}],
        ),
        *exercise(
            "bonjour",
            "### التحية\n\nاعرض `Bonjour`.",
            "### Saluer\n\nAffiche `Bonjour`.",
            {"fr": "# Ta réponse ici", "ar": "# اكتب جوابك هنا"},
            [{"index": 0, "kind": "prints", "hidden": False, "prints": "Bonjour"}],
        ),
    ]
    return new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
            "language_info": {"name": "python"},
            "barmaja": {"lesson": LESSON, "version": 1, "title": {"ar": "المتغيّرات", "fr": "Les variables"}},
        },
    )


# --- the school: hub, service and exchange


@dataclass
class School:
    """The exchange's folder and what the service was told. ``url`` is the service's address."""

    state: Path
    port: int
    heard: list[tuple[str, dict]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/school"

    def told(self, name: str) -> list[dict]:
        return [body for heard, body in list(self.heard) if heard == name]


class EveryonesCourse:
    def role(self, user_name: str, course_id: str) -> str | None:
        return "pupil" if course_id == COURSE else None


class HubUserHandler(web.RequestHandler):
    def get(self) -> None:
        if self.request.headers.get("Authorization") != f"token {SECRET}":
            raise web.HTTPError(404)
        self.finish({"kind": "user", "name": PUPIL, "scopes": ["access:services"], "groups": []})


class ServiceHandler(web.RequestHandler):
    """Takes what the service's ``events`` and ``language`` take, from the owner of the token only."""

    def initialize(self, school: School) -> None:
        self.school = school

    def post(self, name: str) -> None:
        if self.request.headers.get("Authorization") != f"token {SECRET}":
            raise web.HTTPError(403)
        self.school.heard.append((name, json.loads(self.request.body)))
        self.finish({})


def serve_school(school: School, started: threading.Event, stop: list) -> None:
    from jupyterhub.services.auth import HubAuth

    from autograder.exchange import ExchangeStore, exchange_handlers

    async def main() -> None:
        hub = HubAuth(
            api_url=f"http://127.0.0.1:{school.port}/hub/api", api_token="service", allow_token_in_url=False
        )
        exchange = exchange_handlers(
            ExchangeStore(school.state), EveryonesCourse(), prefix="/services/school/", hub_auth=hub
        )
        service = [(r"/services/school/(events|language)", ServiceHandler, {"school": school})]
        application = web.Application([("/hub/api/user", HubUserHandler), *service, *exchange])
        server = httpserver.HTTPServer(application, max_body_size=2**26)
        server.listen(school.port, "127.0.0.1")
        ended = asyncio.Event()
        stop.append((asyncio.get_running_loop(), ended))
        started.set()
        await ended.wait()
        server.stop()

    asyncio.run(main())


@pytest.fixture(scope="session")
def school(tmp_path_factory) -> Iterator[School]:
    """A school that has released one lesson to one class, until tomorrow."""
    from autograder.exchange import ExchangeStore

    school = School(tmp_path_factory.mktemp("school") / "exchange", free_port())
    notebook = nbformat.writes(lesson_notebook()).encode()
    files = {f"{LESSON}.ipynb": notebook, "prix.csv": b"pain;1.5\n"}
    ExchangeStore(school.state).release(COURSE, LESSON, files, datetime.now(UTC) + timedelta(days=1))
    started, stop = threading.Event(), []
    thread = threading.Thread(target=serve_school, args=(school, started, stop), daemon=True)
    thread.start()
    assert started.wait(30)
    yield school
    loop, ended = stop[0]
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)


# --- the pupil's server


@dataclass(frozen=True)
class Server:
    home: Path
    url: str
    token: str

    def open_url(self, course: str = COURSE, lesson: str = LESSON) -> str:
        return f"{self.url}barmaja/open/{course}/{lesson}"

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers={"Authorization": f"token {self.token}"}, trust_env=False, timeout=30)


def start_server(home: Path, role: str, language: str, service_url: str) -> tuple[subprocess.Popen, Server]:
    """A Jupyter Server with nothing but the environment that the spawner gives."""
    home.mkdir(parents=True, exist_ok=True)
    port, token = free_port(), "the-servers-own-token"
    environment = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": str(home),
        "BARMAJA_SERVICE_URL": service_url,
        "JUPYTERHUB_API_TOKEN": SECRET,
        "JUPYTER_PREFER_ENV_PATH": "1",
        **server_environment(role, language),
    }
    command = [sys.executable, "-m", "jupyter_server", "--allow-root", f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]  # fmt: skip
    log = (home.parent / f"{home.name}.log").open("w")
    process = subprocess.Popen(command, cwd=home, env=environment, stdout=log, stderr=log)
    server = Server(home, f"http://127.0.0.1:{port}/", token)
    for _ in range(600):
        try:
            with server.client() as client:
                client.get("api/status").raise_for_status()
            return process, server
        except httpx.HTTPError:
            assert process.poll() is None, (home.parent / f"{home.name}.log").read_text()
            time.sleep(0.1)
    raise RuntimeError("the server did not answer")


def stop_server(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def server(school: School, tmp_path_factory) -> Iterator[Server]:
    """The server of a pupil who reads French."""
    process, server = start_server(tmp_path_factory.mktemp("homes") / PUPIL, "pupil", "fr", school.url)
    yield server
    stop_server(process)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags.split())
        yield browser
        browser.close()
