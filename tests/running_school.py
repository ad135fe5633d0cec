"""A whole school, really running: ``with running_school(tmp_path / "var") as school: …``.

What starts is ``barmaja serve`` itself on the demo school, on a free port; what is stopped is stopped with Ctrl-C's
signal, and then nothing of it may be left.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path

import httpx
import psutil

from curriculum.school import Pupil, Roster, School, read_school
from curriculum.school.demo import ensure_demo

BARMAJA = Path(sys.executable).parent / "barmaja"
OPEN_SECONDS = 240


@dataclass(frozen=True)
class RunningSchool:
    """The school that is served: where, whose, and how people sign in."""

    state: Path
    url: str
    process: subprocess.Popen
    output: Path
    issued: dict[str, str] = field(default_factory=dict)
    """What everyone signed in with when the school opened."""

    @property
    def school(self) -> School:
        return read_school(self.state / "school.toml")

    def secret(self, person: str) -> str:
        """The PIN or password that ``person`` was given."""
        with Roster.open(self.state / "roster.sqlite") as roster:
            return roster.initial_secrets()[person]

    def pupils(self, course_id: str) -> list[str]:
        """The ids of a class, in the order of its list."""
        with Roster.open(self.state / "roster.sqlite") as roster:
            return [pupil.id for pupil in roster.pupils(course_id)]

    def pupil(self, person: str) -> Pupil:
        """The pupil whose id is ``person``."""
        with Roster.open(self.state / "roster.sqlite") as roster:
            return roster.pupil(person)

    def browser(self, **options) -> httpx.Client:
        """A browser of its own: cookies, redirects, no proxies of the environment."""
        options = {"follow_redirects": True, "timeout": 60, "trust_env": False, **options}
        return httpx.Client(base_url=self.url, headers={"Sec-Fetch-Mode": "navigate"}, **options)

    def sign_in(self, person: str, language: str = "", browser: httpx.Client | None = None) -> httpx.Client:
        """A browser (a new one unless given) in which ``person`` has gone through every step."""
        browser = browser or self.browser()
        staff = self.school.role(person) is not None
        step = {"staff": "1"} if staff else {"pupil": person}
        page = browser.get("/hub/login", params={**step, **({"language": language} if language else {})})
        form = {**hidden_fields(page.text), "person": person, "secret": self.secret(person)}
        page = browser.post("/hub/login", data=form)
        if not staff:
            page = browser.post("/hub/login/confirm", data={**hidden_fields(page.text), "answer": "me"})
        assert page.url.path.startswith("/services/school/"), f"{person} did not get in: {page.url}"
        return browser

    def open_server(self, browser: httpx.Client, user: str, path: str = "tree") -> httpx.Response:
        """Starts ``user``'s notebook server from ``browser`` and returns the page at ``path`` in it."""
        page = browser.get(f"/hub/spawn/{user}", params={"next": f"/user/{user}/{path}"})
        deadline = time.monotonic() + OPEN_SECONDS
        while "spawn-pending" in page.url.path:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.5)
            page = browser.get(str(page.url))
        return page

    def server_token(self, user: str) -> str:
        """The hub token that the notebook server of ``user`` holds."""
        for process in psutil.Process(self.process.pid).children(recursive=True):
            environment = process.environ()
            if environment.get("JUPYTERHUB_USER") == user:
                return environment["JUPYTERHUB_API_TOKEN"]
        raise LookupError(f"no server of {user} is running")

    def descendants(self) -> list[psutil.Process]:
        """Every process of this school, the first one apart."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def printed(self) -> str:
        return self.output.read_text(encoding="utf-8")


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden fields of the forms of a page."""
    pattern = r'<input type="hidden" name="([^"]*)" value="([^"]*)"'
    return {name: unescape(value) for name, value in re.findall(pattern, page)}


def free_port() -> int:
    """A port that is free now, below those that systems give away by themselves."""
    for port in range(18020, 18100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no free port from 18020 to 18099")


def demo_school(state: Path, port: int) -> School:
    """The demo school in ``state``, listening on ``port``."""
    ensure_demo(state, "fr")
    path = state / "school.toml"
    text = re.sub(r"(?m)^port = \d+$", f"port = {port}", path.read_text(encoding="utf-8"))
    path.write_text(re.sub(r"(?m)^url = .*$", f'url = "http://127.0.0.1:{port}"', text), encoding="utf-8")
    return read_school(path)


def start_serving(state: Path, output: Path, language: str = "en") -> subprocess.Popen:
    """``barmaja serve``, with what it prints going to ``output``."""
    environment = {
        **os.environ,
        "OPERATORS_SECRET": "x",
        "BARMAJA_LANG": language,
        "PYTHONUNBUFFERED": "1",
        "COLUMNS": "200",
    }
    with output.open("wb") as file:
        return subprocess.Popen(
            [BARMAJA, "serve", "--state", str(state)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def wait_until_open(process: subprocess.Popen, state: Path, output: Path) -> None:
    """Returns when the start-up table has been printed to its end."""
    deadline = time.monotonic() + OPEN_SECONDS
    while "Ctrl-C closes it." not in output.read_text(encoding="utf-8"):
        log = state / "hub" / "hub.log"
        if process.poll() is not None or time.monotonic() > deadline:
            tail = log.read_text(encoding="utf-8")[-3000:] if log.exists() else ""
            raise AssertionError(f"barmaja serve did not open:\n{output.read_text(encoding='utf-8')}\n{tail}")
        time.sleep(0.1)


@contextmanager
def running_school(state: Path, port: int | None = None) -> Iterator[RunningSchool]:
    """Serves the demo school of ``state`` (made when missing) for as long as the block lasts."""
    port = port or free_port()
    demo_school(state, port)
    output = state.with_name(f"{state.name}-serve.txt")
    process = start_serving(state, output)
    try:
        wait_until_open(process, state, output)
        with Roster.open(state / "roster.sqlite") as roster:
            issued = dict(roster.initial_secrets())
        yield RunningSchool(state, f"http://127.0.0.1:{port}", process, output, issued)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.wait(90)
