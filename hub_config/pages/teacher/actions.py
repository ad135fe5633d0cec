"""What a teacher does, over HTTP: release, deadline, grade, feedback, stop, a new secret code for a pupil.

What pupils will notice is asked on a page of its own first: GET asks, POST does. Long work becomes a job.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from tornado.web import HTTPError

from hub_config.pages.handler import in_thread
from hub_config.pages.render import wall_clock
from hub_config.pages.teacher.handlers import TeacherPage
from hub_config.pages.teacher.model import LessonRow
from translations import locale
from translations.locale import CLASSROOM_ZONE


class NewCode(TeacherPage):
    """GET asks, POST gives a pupil of this class a new secret code and shows it, once."""

    async def _pupil(self, course: str, pupil: str):
        found = next((one for one in await in_thread(self.sources.pupils, course) if one.id == pupil), None)
        if found is None:
            raise HTTPError(404)
        return found

    async def get(self, course: str, pupil: str) -> None:
        found = await self._pupil(course, pupil)
        self.page(
            "confirm.html",
            title=self.gettext("A new secret code for {name}?", name=found.name),
            words=[
                self.gettext("The present code stops working at once. You see the new one on the next page.")
            ],
            action=self.urls.reset(course, pupil),
            button=self.gettext("Make a new code"),
            look="btn-primary",
            back_href=self.urls.pupils(course),
            ask_deadline=False,
        )

    async def post(self, course: str, pupil: str) -> None:
        found = await self._pupil(course, pupil)
        code = await in_thread(self._issue, pupil)
        self.page("new_code.html", name=found.name, code=code, back_href=self.urls.pupils(course))

    def _issue(self, pupil: str) -> str:
        with self.sources.roster() as roster:
            return roster.issue_secret(pupil)


def deadline_from(typed: str, now: datetime) -> datetime | None:
    """The moment a teacher typed, on the school's clock; None for an empty field. Raises ``ValueError`` for
    something else, or a moment that has passed."""
    if not typed.strip():
        return None
    moment = datetime.fromisoformat(typed.strip()).replace(tzinfo=CLASSROOM_ZONE)
    if moment <= now:
        raise ValueError("the deadline has passed")
    return moment


class WithDeadline(TeacherPage):
    """GET asks for a deadline, POST takes it; what is typed wrong comes back."""

    async def get(self, course: str, lesson: str) -> None:
        _, row = await self.row(course, lesson)
        self._ask(course, row, f"{wall_clock(row.deadline):%Y-%m-%dT%H:%M}" if row.deadline else "")

    async def post(self, course: str, lesson: str) -> None:
        _, row = await self.row(course, lesson)
        typed = self.get_body_argument("deadline", "")
        try:
            deadline = deadline_from(typed, datetime.now(UTC))
        except ValueError:
            self.set_status(422)
            return self._ask(
                course, row, typed, self.gettext("Choose a day and a time that are still to come.")
            )
        return await self.take(course, row, deadline)

    def _ask(self, course: str, row: LessonRow, typed: str, error: str | None = None) -> None:
        title, words, button = self.question(row)
        self.page(
            "confirm.html",
            title=title,
            words=words,
            action=self.request.path,
            button=button,
            look="btn-primary",
            back_href=self.urls.section(course),
            ask_deadline=True,
            deadline=typed,
            deadline_error=error,
        )


class ReleasePage(WithDeadline):
    def question(self, row: LessonRow) -> tuple[str, list[str], str]:
        title = self.gettext("Release “{title}” to the class?", title=row.title)
        return title, [self.gettext("The pupils can open the lesson from then on.")], self.gettext("Release")

    async def take(self, course: str, row: LessonRow, deadline: datetime | None) -> None:
        due = {"deadline": f"{deadline.astimezone():%Y-%m-%dT%H:%M}"} if deadline else {}
        await self.jobs.start("release", course, row.id, self.language, due)
        self.go(f"{self.urls.section(course)}#lesson-{row.id}")


class DeadlinePage(WithDeadline):
    def question(self, row: LessonRow) -> tuple[str, list[str], str]:
        title = self.gettext("Deadline of “{title}”", title=row.title)
        words = self.gettext("A new deadline applies to what was handed in already, too.")
        return title, [words], self.gettext("Save the deadline")

    async def take(self, course: str, row: LessonRow, deadline: datetime | None) -> None:
        if row.state == "unreleased":
            raise HTTPError(404)
        await in_thread(self.sources.exchange.set_deadline, course, row.id, deadline)
        self.go(self.urls.section(course), "deadline")


class GradeAction(TeacherPage):
    async def get(self, course: str, lesson: str) -> None:
        self.redirect(self.urls.section(course))

    async def post(self, course: str, lesson: str) -> None:
        _, row = await self.row(course, lesson)
        if row.state == "unreleased":
            raise HTTPError(404)
        await self.jobs.start("grade", course, lesson, self.language)
        self.go(f"{self.urls.section(course)}#lesson-{lesson}")


class FeedbackAction(TeacherPage):
    async def get(self, course: str, lesson: str) -> None:
        _, row = await self.row(course, lesson)
        if not row.graded:
            raise HTTPError(404)
        self.page(
            "confirm.html",
            title=self.gettext("Give feedback on “{title}”?", title=row.title),
            words=self._words(row),
            action=self.request.path,
            button=self.gettext("Give feedback"),
            look="btn-primary",
            back_href=self.urls.section(course),
            ask_deadline=False,
        )

    def _words(self, row: LessonRow) -> list[str]:
        words = [self.gettext("The pupils then see their mark and the corrected work, in their language.")]
        number = partial(locale.number, language=self.language)
        if row.to_grade:
            words.append(self.gettext("Work that is not marked yet: {count}.", count=number(row.to_grade)))
        if row.manual:
            words.append(
                self.gettext("Work that still waits for a mark by hand: {count}.", count=number(row.manual))
            )
        return words

    async def post(self, course: str, lesson: str) -> None:
        _, row = await self.row(course, lesson)
        if not row.graded:
            raise HTTPError(404)
        await self.jobs.start("feedback", course, lesson, self.language)
        self.go(f"{self.urls.section(course)}#lesson-{lesson}")


class CancelAction(TeacherPage):
    async def get(self, course: str, lesson: str) -> None:
        self.redirect(self.urls.section(course))

    async def post(self, course: str, lesson: str) -> None:
        await self.row(course, lesson)
        await self.jobs.cancel(course, lesson)
        self.go(f"{self.urls.section(course)}#lesson-{lesson}", "cancelled")
