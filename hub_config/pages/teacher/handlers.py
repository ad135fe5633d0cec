"""What a teacher reads, over HTTP. A class is open to its own teachers; to any other teacher it does not exist (404).

A job that runs is followed by asking for its row again; ``actions`` has what changes something.
"""

from __future__ import annotations

from functools import partial

from tornado.web import HTTPError

from hub_config.isolation import isolation_notice
from hub_config.pages.frame import TEACHER
from hub_config.pages.handler import Page, in_thread
from hub_config.pages.render import render
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
