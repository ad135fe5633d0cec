"""What must hold before a school can be served: described, everyone with a secret, texts compiled, lessons built."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from curriculum.school import Roster, School, read_school
from curriculum.school.demo import ensure_demo, ensure_staff_secrets
from hub_config import doctor
from hub_config.ports import is_free, ports_near
from hub_config.settings import HUB_CONFIG, Settings
from translations import BarmajaError, Message

LESSONS = HUB_CONFIG.parent / "curriculum" / "lessons"


class ServeError(BarmajaError):
    """Why the school is not served, and what to do about it."""


class Unfit(ServeError):
    """Something about this machine does not work; the finding says what, and the remedy."""

    def __init__(self, finding: doctor.Finding) -> None:
        super().__init__(finding.words)
        self.finding = finding

    def text(self, language: str) -> str:
        return self.finding.line(language)


def refuse(finding: doctor.Finding) -> None:
    """Raises what is ✕ about this machine as one line."""
    if finding.level == "bad":
        raise Unfit(finding)


def prepared(state: Path, console: Console, language: str) -> Settings:
    """A school that is ready to be served: described, with secrets for everyone, lessons built, texts compiled."""
    school = ensured_school(state, console, language)
    port = school.listen.port
    refuse(doctor.port_finding(school.listen.host, port, is_free(school.listen.host, port), ours=False))
    settings = Settings(school, state, ports_near(port))
    for folder in (settings.hub_folder, settings.homes, settings.jobs):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    compile_catalogues(console, language)
    build_lessons(settings, console, language)
    return settings


def ensured_school(state: Path, console: Console, language: str) -> School:
    """The school of ``state``, or the demo school where there is none yet."""
    if not (state / "school.toml").exists():
        console.print(
            Message("hub", "No school in {folder} yet: making the demo school.", {"folder": state}).text(
                language
            )
        )
        return ensure_demo(state, language)
    school = read_school(state / "school.toml")
    if school.demo:
        return ensure_demo(state, language)
    with Roster.open(state / "roster.sqlite") as roster:
        ensure_staff_secrets(school, roster)
    return school


def compile_catalogues(console: Console, language: str) -> None:
    """Brings the ``.mo`` files up to date where they are not."""
    if not doctor.stale_catalogues():
        return
    with console.status(Message("hub", "Compiling the Arabic and French texts…").text(language)):
        subprocess.run([sys.executable, "-m", "translations.tool", "compile"], check=True)


def build_lessons(settings: Settings, console: Console, language: str) -> None:
    """Builds the lessons when there is no index yet or a source is newer than it."""
    index = settings.lessons / "index.json"
    if index.exists() and index.stat().st_mtime >= newest(lesson_sources()):
        return
    from curriculum.authoring import build

    with console.status(Message("hub", "Building the lessons…").text(language)):
        build(LESSONS, settings.lessons)
    index.touch()  # an unchanged index is not written anew, but it is up to date from now on


def lesson_sources() -> Iterable[Path]:
    """Everything that a built lesson depends on."""
    yield from LESSONS.rglob("*")
    yield from (HUB_CONFIG.parent / "curriculum" / "authoring").glob("*.py")
    yield from (HUB_CONFIG.parent / "translations").glob("*/LC_MESSAGES/lessons.po")


def newest(paths: Iterable[Path]) -> float:
    return max((path.stat().st_mtime for path in paths if path.is_file()), default=0.0)
