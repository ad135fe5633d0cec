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
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
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


# --- the school: hub, service and exchange


@dataclass
class School:
    """The school's state folder and what the service was told. ``url`` is the service's address."""

    state: Path
    port: int
    heard: list[tuple[str, dict]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/school"

    def told(self, name: str) -> list[dict]:
        return [body for heard, body in list(self.heard) if heard == name]

    def hears(self, name: str, **fields) -> dict:
        """The latest of what it was told under ``name`` with these ``fields``, awaited; fails when it never comes."""
        for _ in range(200):
            found = [body for body in self.told(name) if fields.items() <= body.items()]
            if found:
                return found[-1]
            time.sleep(0.1)
        raise AssertionError(f"{name} {fields} not among {self.told(name)}")


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
            ExchangeStore(school.state / "exchange"),
            EveryonesCourse(),
            prefix="/services/school/",
            hub_auth=hub,
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


def release(state: Path) -> None:
    """Our own lesson, built and released to the class until tomorrow, as a teacher does it."""
    from autograder.course import Course, release_lesson
    from autograder.exchange import ExchangeStore
    from curriculum.authoring import build

    build(ROOT / "curriculum" / "lessons", state / "lessons")
    course = Course(state / "courses" / COURSE).ensure()
    deadline = datetime.now(UTC) + timedelta(days=1)
    release_lesson(course, LESSON, state / "lessons" / LESSON, ExchangeStore(state / "exchange"), deadline)


@contextmanager
def serving(school: School) -> Iterator[School]:
    started, stop = threading.Event(), []
    thread = threading.Thread(target=serve_school, args=(school, started, stop), daemon=True)
    thread.start()
    assert started.wait(30)
    yield school
    loop, ended = stop[0]
    loop.call_soon_threadsafe(ended.set)
    thread.join(10)


@pytest.fixture(scope="session")
def school(tmp_path_factory) -> Iterator[School]:
    """A school that has released one lesson to one class."""
    state = tmp_path_factory.mktemp("school")
    release(state)
    with serving(School(state, free_port())) as school:
        yield school


# --- the pupil's server


@dataclass(frozen=True)
class Server:
    home: Path
    url: str
    token: str

    def open_url(self, course: str = COURSE, lesson: str = LESSON) -> str:
        return f"{self.url}barmaja/open/{course}/{lesson}"

    def client(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.url, headers={"Authorization": f"token {self.token}"}, trust_env=False, timeout=30
        )


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
    command = [sys.executable, "-m", "jupyter_server", "--allow-root", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
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
def lonely_server(tmp_path_factory) -> Iterator[Server]:
    """A pupil's server whose school does not answer."""
    home = tmp_path_factory.mktemp("lonely") / PUPIL
    process, server = start_server(home, "pupil", "fr", "http://127.0.0.1:9/services/school")
    yield server
    stop_server(process)


@pytest.fixture(scope="session")
def course_server(school: School, tmp_path_factory) -> Iterator[Server]:
    """The server of a class's hub user, in the folder of its nbgrader course."""
    process, server = start_server(tmp_path_factory.mktemp("courses") / COURSE, "course", "fr", school.url)
    yield server
    stop_server(process)


@pytest.fixture(scope="session")
def course() -> str:
    return COURSE


@pytest.fixture(scope="session")
def lesson() -> str:
    return LESSON
