"""Every address that a page of ours links to, in one place. Pure; course and lesson ids are URL-safe by contract."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode


@dataclass(frozen=True)
class Urls:
    """``prefix`` is the service's, with slashes at both ends (``/services/school/``); ``hub`` is the hub's."""

    prefix: str = "/services/school/"
    hub: str = "/hub/"

    @property
    def home(self) -> str:
        return self.prefix

    @property
    def learn(self) -> str:
        return f"{self.prefix}learn"

    @property
    def account(self) -> str:
        return f"{self.prefix}account"

    @property
    def secret(self) -> str:
        return f"{self.prefix}account/secret"

    @property
    def language(self) -> str:
        return f"{self.prefix}language"

    @property
    def classes(self) -> str:
        return f"{self.prefix}class"

    @property
    def coordination(self) -> str:
        return f"{self.prefix}coordination"

    @property
    def sign_out(self) -> str:
        return f"{self.hub}logout"

    def progress_file(self, kind: str) -> str:
        return f"{self.prefix}coordination/progress.{kind}"

    def open_lesson(self, course: str, lesson: str) -> str:
        """The lesson in the pupil's own notebook server, which the hub starts when it must."""
        return f"{self.hub}user-redirect/barmaja/open/{quote(course)}/{quote(lesson)}"

    def feedback(self, course: str, lesson: str) -> str:
        return f"{self.prefix}learn/{quote(course)}/{quote(lesson)}/feedback"

    def feedback_paper(self, course: str, lesson: str) -> str:
        return f"{self.feedback(course, lesson)}/paper"

    def section(self, course: str) -> str:
        return f"{self.prefix}class/{quote(course)}"

    def pupils(self, course: str) -> str:
        return f"{self.section(course)}/pupils"

    def reset(self, course: str, pupil: str) -> str:
        return f"{self.pupils(course)}/{quote(pupil)}/code"

    def lesson(self, course: str, lesson: str) -> str:
        return f"{self.section(course)}/lesson/{quote(lesson)}"

    def act(self, course: str, lesson: str, action: str) -> str:
        """``action``: ``release``, ``deadline``, ``grade``, ``feedback``, ``cancel`` or ``job``."""
        return f"{self.lesson(course, lesson)}/{action}"

    def grading_book(self, course: str) -> str:
        """nbgrader's formgrader in the class's own server, which the hub starts when it must."""
        user = f"course-{course}"
        return f"{self.hub}spawn/{quote(user)}?" + urlencode({"next": f"/user/{user}/formgrader"})
