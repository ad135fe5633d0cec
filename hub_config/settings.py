"""Where everything of one running school stands: its files in the state folder, its addresses and ports.

Pure: no file is read or made here. ``settings_for`` gives the same settings for the same school, state and ports.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from curriculum.school import School

HUB_CONFIG = Path(__file__).parent
LOOPBACK = "127.0.0.1"
SERVICE = "school"
"""The hub service behind every page of ours; reached at ``/services/school/``."""

SERVICE_PREFIX = f"/services/{SERVICE}/"
DEFAULT_STATE = Path("var")
STATE_VARIABLE = "BARMAJA_STATE"
PORTS_VARIABLE = "BARMAJA_PORTS"


@dataclass(frozen=True)
class Ports:
    """TCP ports. ``public`` is the one people type; the other three listen on loopback only."""

    public: int
    hub: int
    proxy: int
    service: int

    def __str__(self) -> str:
        return f"{self.public},{self.hub},{self.proxy},{self.service}"

    @classmethod
    def parse(cls, text: str) -> Ports:
        """The inverse of ``str``: ``"8000,8001,8002,8003"``."""
        return cls(*(int(part) for part in text.split(",")))


@dataclass(frozen=True)
class Settings:
    """One school, its state folder and its ports; everything else follows from these three."""

    school: School
    state: Path
    ports: Ports

    @property
    def public_host(self) -> str:
        return self.school.listen.host

    @property
    def bind_url(self) -> str:
        """What the proxy listens on: the only listener that may leave loopback."""
        host = f"[{self.public_host}]" if ":" in self.public_host else self.public_host
        return f"http://{host}:{self.ports.public}"

    @property
    def local_url(self) -> str:
        """The public address as this machine itself reaches it."""
        everywhere = self.public_host in ("0.0.0.0", "::", "")  # noqa: S104 (compared with, not listened on)
        return f"http://{LOOPBACK}:{self.ports.public}" if everywhere else self.bind_url

    @property
    def address(self) -> str:
        """The address that people type and cards show."""
        return (getattr(self.school.listen, "url", None) or self.local_url).rstrip("/")

    @property
    def service_url(self) -> str:
        """The school service as the processes of this machine reach it, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.ports.service}{SERVICE_PREFIX}".rstrip("/")

    @property
    def hub_folder(self) -> Path:
        return self.state / "hub"

    @property
    def database(self) -> Path:
        return self.hub_folder / "jupyterhub.sqlite"

    @property
    def cookie_secret(self) -> Path:
        return self.hub_folder / "cookie-secret"

    @property
    def proxy_pid(self) -> Path:
        return self.hub_folder / "proxy.pid"

    @property
    def lock(self) -> Path:
        return self.hub_folder / "serve.lock"

    @property
    def log(self) -> Path:
        return self.hub_folder / "hub.log"

    @property
    def jobs(self) -> Path:
        return self.state / "jobs"

    @property
    def homes(self) -> Path:
        return self.state / "homes"

    @property
    def courses(self) -> Path:
        return self.state / "courses"

    @property
    def lessons(self) -> Path:
        return self.state / "lessons"

    @property
    def roster(self) -> Path:
        return self.state / "roster.sqlite"

    @property
    def sign_in_sheet(self) -> Path:
        return self.state / "sign-in.html"

    @property
    def school_file(self) -> Path:
        return self.state / "school.toml"

    def working_folder(self, user: str) -> Path:
        """Where ``user``'s notebooks are: a pupil's home, or the course's folder for a class's own account."""
        course = course_of(user)
        return self.courses / course if course else self.homes / user


COURSE_PREFIX = "course-"


def course_user(course_id: str) -> str:
    """The hub user that runs a class's course: ``2026-tcsf-1`` → ``course-2026-tcsf-1``."""
    return COURSE_PREFIX + course_id


def course_of(user: str) -> str | None:
    """The course that ``user`` runs, or ``None`` for a person. The inverse of ``course_user``."""
    return user.removeprefix(COURSE_PREFIX) if user.startswith(COURSE_PREFIX) else None


def role_of(school: School, user: str) -> str:
    """``"pupil"``, ``"teacher"``, ``"coordinator"`` or ``"course"``: what this hub user is at this school."""
    if course_of(user):
        return "course"
    return school.role(user) or "pupil"


def state_folder(option: str | os.PathLike | None = None) -> Path:
    """The state folder asked for: the option, else ``BARMAJA_STATE``, else ``./var``. Absolute; need not exist."""
    return Path(option or os.environ.get(STATE_VARIABLE) or DEFAULT_STATE).absolute()
