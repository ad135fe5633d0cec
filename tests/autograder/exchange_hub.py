"""A real JupyterHub and the exchange as one of its services, on loopback, for tests of who may do what."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx

HUB_PORT, PROXY_PORT, SERVICE_PORT = 18140, 18141, 18142
SERVICE_URL = f"http://127.0.0.1:{SERVICE_PORT}/services/school"
COURSES = {"2026-tcsf-1": ("pnadia", "pyoussef"), "2026-tcsf-2": ("psalma",)}
TEACHERS = {"2026-tcsf-1": "benali", "2026-tcsf-2": "alaoui"}

HUB_CONFIG = """
from jupyterhub.proxy import Proxy

class NoProxy(Proxy):
    should_start = False
    async def add_route(self, routespec, target, data): pass
    async def delete_route(self, routespec): pass
    async def get_all_routes(self): return {{}}
    async def get_route(self, routespec): return None
    async def check_routes(self, *args, **kwargs): pass

c = get_config()
c.JupyterHub.proxy_class = NoProxy
c.JupyterHub.bind_url = "http://127.0.0.1:{proxy}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/cookie"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {users}
c.JupyterHub.services = [
    {{"name": "school", "api_token": "{service}", "url": "http://127.0.0.1:{port}/"}},
    {{"name": "operator", "api_token": "{operator}"}},
]
c.JupyterHub.load_roles = [
    {{"name": "user", "scopes": ["self", "access:services!service=school"]}},
    {{"name": "operator", "scopes": ["admin:users", "tokens"], "services": ["operator"]}},
]
"""

SERVICE = """
import asyncio, sys
from tornado.web import Application
from autograder.exchange import ExchangeStore, exchange_handlers

courses, teachers = {courses}, {teachers}

class Access:
    def role(self, user, course):
        if user in courses.get(course, ()): return "pupil"
        if user == teachers.get(course): return "teacher"
        return "course" if course in courses and user == "course-" + course else None

async def main():
    handlers = exchange_handlers(ExchangeStore({store!r}), Access(), prefix="/services/school/")
    Application(handlers, xsrf_cookies=True, cookie_secret="x").listen({port}, "127.0.0.1")
    await asyncio.Event().wait()

asyncio.run(main())
"""


@dataclass
class RealHub:
    """``tokens``: hub user → a token like the one of that user's notebook server."""

    folder: Path
    store: Path
    processes: list[subprocess.Popen] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    operator: str = field(default_factory=lambda: secrets.token_hex(16))
    service_token: str = field(default_factory=lambda: secrets.token_hex(16))

    url = SERVICE_URL

    @property
    def users(self) -> set[str]:
        pupils = {pupil for members in COURSES.values() for pupil in members}
        return pupils | set(TEACHERS.values()) | {f"course-{course}" for course in COURSES} | {"stranger"}

    def start(self) -> RealHub:
        config = HUB_CONFIG.format(
            proxy=PROXY_PORT,
            hub=HUB_PORT,
            port=SERVICE_PORT,
            folder=self.folder,
            users=self.users,
            service=self.service_token,
            operator=self.operator,
        )
        (self.folder / "hub.py").write_text(config)
        self._run([sys.executable, "-m", "jupyterhub", "-f", "hub.py"], {})
        api = httpx.Client(
            base_url=f"http://127.0.0.1:{HUB_PORT}/hub/api/",
            headers={"Authorization": f"token {self.operator}"},
            trust_env=False,
        )
        self._wait(lambda: api.get("info").status_code < 500)
        program = SERVICE.format(courses=COURSES, teachers=TEACHERS, store=str(self.store), port=SERVICE_PORT)
        environment = {
            "JUPYTERHUB_API_TOKEN": self.service_token,
            "JUPYTERHUB_API_URL": f"http://127.0.0.1:{HUB_PORT}/hub/api",
            "JUPYTERHUB_SERVICE_NAME": "school",
            "JUPYTERHUB_SERVICE_PREFIX": "/services/school/",
            "JUPYTERHUB_OAUTH_ACCESS_SCOPES": '["access:services", "access:services!service=school"]',
        }
        self._run([sys.executable, "-c", program], environment)
        for user in sorted(self.users):
            answer = api.post(f"users/{user}/tokens", json={"scopes": ["access:services!service=school"]})
            self.tokens[user] = answer.raise_for_status().json()["token"]
        powerless = api.post("users/pnadia/tokens", json={"scopes": ["read:users:name!user"]})
        self.tokens["pnadia, without access"] = powerless.raise_for_status().json()["token"]
        self._wait(lambda: httpx.get(f"{SERVICE_URL}/exchange/x", trust_env=False).status_code == 403)
        return self

    def stop(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(20)

    def ask(self, user: str | None, method: str, path: str, **kwargs) -> httpx.Response:
        headers = {"Authorization": f"token {self.tokens[user]}"} if user else {}
        return httpx.request(
            method, f"{SERVICE_URL}/exchange/{path}", headers=headers, trust_env=False, timeout=30, **kwargs
        )

    def _run(self, command: list[str], environment: dict[str, str]) -> None:
        log = (self.folder / f"process-{len(self.processes)}.log").open("wb")
        own = {**os.environ, **environment, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
        self.processes.append(
            subprocess.Popen(command, cwd=self.folder, env=own, stdout=log, stderr=subprocess.STDOUT)
        )

    def _wait(self, ready) -> None:
        for _attempt in range(600):
            for number, process in enumerate(self.processes):
                if process.poll() is not None:
                    log = (self.folder / f"process-{number}.log").read_text()
                    raise AssertionError(textwrap.shorten(log[-3000:], 3000))
            try:
                if ready():
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
        raise AssertionError("the hub did not start")
