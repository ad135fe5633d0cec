"""One school day through the pages of a really served school: released, handed in, graded, given back."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import cached_property

import httpx
import nbformat
import pytest

from autograder.exchange import ExchangeStore
from tests.running_school import RunningSchool, hidden_fields

PAGES = "/services/school/"
LESSON = "afficher"
JOB_SECONDS = 240


@dataclass
class Day:
    """The people of the day and their browsers. ``pupil`` handed in a right solution, ``classmate`` the untouched
    lesson; ``other_pupil`` and ``other_teacher`` belong to the other class."""

    school: RunningSchool
    browsers: dict[str, httpx.Client] = field(default_factory=dict)

    @cached_property
    def course(self) -> str:
        return self.school.school.sections[0].course_id

    @cached_property
    def other_course(self) -> str:
        return self.school.school.sections[1].course_id

    @cached_property
    def people(self) -> dict[str, str]:
        school = self.school.school
        here, there = self.school.pupils(self.course), self.school.pupils(self.other_course)
        return {
            "pupil": here[0],
            "classmate": here[1],
            "other_pupil": there[0],
            "teacher": school.sections[0].teachers[0],
            "other_teacher": school.sections[1].teachers[0],
            "coordinator": school.coordinators[0].id,
        }

    def browser(self, who: str) -> httpx.Client:
        """The browser of one of ``people``, signed in once; ``"nobody"`` has a new one each time."""
        if who == "nobody":
            return self.school.browser()
        if who not in self.browsers:
            self.browsers[who] = self.school.sign_in(self.people[who], "fr")
        return self.browsers[who]

    def get(self, who: str, path: str, **options) -> httpx.Response:
        return self.browser(who).get(PAGES + path, **options)

    def form_token(self, who: str) -> str:
        return hidden_fields(self.get(who, "account").text)["_xsrf"]

    def post(self, who: str, path: str, *, follow: bool = True, **fields: str) -> httpx.Response:
        """A form of ours, with the token that ``who``'s own pages carry."""
        data = {"_xsrf": "" if who == "nobody" else self.form_token(who), **fields}
        return self.browser(who).post(PAGES + path, data=data, follow_redirects=follow)

    def lesson(self, action: str = "") -> str:
        return f"class/{self.course}/lesson/{LESSON}" + (f"/{action}" if action else "")

    def row(self) -> str:
        """The lesson's row as the class page asks for it while a job runs."""
        return self.get("teacher", self.lesson("job")).text

    def wait_for_job(self) -> None:
        end = time.monotonic() + JOB_SECONDS
        while "progress-line" in self.row():
            assert time.monotonic() < end, "the job did not end"
            time.sleep(0.3)

    @property
    def store(self) -> ExchangeStore:
        return ExchangeStore(self.school.state / "exchange")


def solved(released: bytes, source: str) -> bytes:
    """The released notebook with the reference solutions of ``source`` in its answer cells."""
    notebook, reference = nbformat.reads(released.decode(), 4), nbformat.reads(source, 4)
    answers = {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in reference.cells
        if cell.metadata.get("nbgrader", {}).get("solution")
    }
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
    return nbformat.writes(notebook).encode()


@pytest.fixture(scope="session")
def day(served) -> Day:
    """The day until feedback is given, each step from the teacher's own page."""
    day = Day(served)
    assert day.post("teacher", day.lesson("release"), deadline="").status_code == 200
    day.wait_for_job()
    notebook = f"{LESSON}.ipynb"
    released = day.store.contents(day.course, day.store.released(day.course, LESSON).files)[notebook]
    source = (served.state / "lessons" / LESSON / notebook).read_text(encoding="utf-8")
    for who, content in (("pupil", solved(released, source)), ("classmate", released)):
        day.store.submit(day.course, LESSON, [day.people[who]], {notebook: content})
    day.post("teacher", day.lesson("grade"))
    day.wait_for_job()
    day.post("teacher", day.lesson("feedback"))
    day.wait_for_job()
    return day
