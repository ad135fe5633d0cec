"""The class pages over HTTP. A class is open to its own teachers; to any other teacher it does not exist (404).

What pupils will notice (releasing, giving feedback, a new secret code) is asked on a page of its own first: GET asks,
POST does. Long work becomes a job; the class page follows it by asking again.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

from tornado.web import HTTPError

from hub_config.isolation import isolation_notice
from hub_config.pages.frame import TEACHER
from hub_config.pages.handler import Page, in_thread
from hub_config.pages.render import ZONE, locale, render, wall_clock
from hub_config.pages.teacher.model import ClassPage, LessonRow
from hub_config.pages.teacher.read import read_class_page, read_lesson_page, read_marks_page


class TeacherPage(Page):
    roles = frozenset({TEACHER})

    def initialize(self, jobs, **rest: object) -> None:
        super().initialize(**rest)
        self.jobs = jobs

    async def prepare(self) -> None:
        await super().prepare()
        course = self.path_kwargs.get("course")
        if not self._finished and course is not None and not self.visitor.has_course(course):
            raise HTTPError(404, "not this teacher's class")

    def section(self, course: str):
        section = self.sources.school.section(course)
        if section is None:
            raise HTTPError(404)
        return section

    async def class_page(self, course: str) -> ClassPage:
        jobs = self.jobs.of_course(course)
        return await in_thread(partial(read_class_page, self.sources, course, jobs, self.language))

    async def row(self, course: str, lesson: str) -> tuple[ClassPage, LessonRow]:
        page = await self.class_page(course)
        row = next((row for row in page.rows if row.id == lesson), None)
        if row is None:
            raise HTTPError(404)
        return page, row


class ClassesPage(TeacherPage):
    """All classes of a teacher; with one class, that class."""

    async def get(self) -> None:
        if len(self.visitor.courses) == 1:
            return self.redirect(self.urls.section(self.visitor.courses[0][0]))
        return self.page("classes.html", classes=await in_thread(self._classes))

    def _classes(self) -> list[dict]:
        return [
            {
                "name": name,
                "href": self.urls.section(course),
                "pupils": len(self.sources.pupils(course)),
                "released": len(self.sources.exchange.releases(course)),
            }
            for course, name in self.visitor.courses
        ]


class SectionPage(TeacherPage):
    async def get(self, course: str) -> None:
        page = await self.class_page(course)
        notice = {
            "title": self.gettext("Pupils’ programs are not separated on this machine yet"),
            "words": isolation_notice(self.language),
        }
        pupils = page.rows[0].pupils if page.rows else len(await in_thread(self.sources.pupils, course))
        section = self.section(course)
        self.page("class.html", course=course, section=section, page=page, pupils=pupils, notice=notice)


class LessonDetail(TeacherPage):
    async def get(self, course: str, lesson: str) -> None:
        job = self.jobs.get(course, lesson)
        read = partial(read_lesson_page, self.sources, course, lesson, job, self.language)
        page = await in_thread(read)
        if page is None:
            raise HTTPError(404)
        scale = self.sources.school.marks
        self.page("lesson.html", course=course, section=self.section(course), page=page, scale=scale)


class PupilsPage(TeacherPage):
    async def get(self, course: str) -> None:
        lessons, rows = await in_thread(partial(read_marks_page, self.sources, course, self.language))
        section, scale = self.section(course), self.sources.school.marks
        self.page("pupils.html", course=course, section=section, rows=rows, lessons=lessons, scale=scale)


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
            words=[self.gettext("The present code stops working at once. You see the new one on the next page.")],
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
    moment = datetime.fromisoformat(typed.strip()).replace(tzinfo=ZONE)
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
            return self._ask(course, row, typed, self.gettext("Choose a day and a time that are still to come."))
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


class JobStatus(TeacherPage):
    """What the class page asks every second while a job runs: the row anew, and who needs the teacher."""

    async def get(self, course: str, lesson: str) -> None:
        page, row = await self.row(course, lesson)
        quarter = row.job.quarter if row.job else 0
        announce = row.job is not None and (
            not row.job.running or str(quarter) != self.get_query_argument("seen", "")
        )
        self.finish(
            render(
                "job.html",
                self.language,
                frame=self.frame(),
                course=course,
                page=page,
                row=row,
                announce=announce,
            )
        )
