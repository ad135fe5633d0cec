"""Every address of the service ``school``, and the application behind them. The composition root of pages, events
and exchange.

    /                                role's first page            (signed in)
    learn, learn/<course>/<lesson>/feedback[/paper]               (pupil)
    class, class/<course>, class/<course>/pupils[/<pupil>/code],
    class/<course>/lesson/<lesson>[/<action>]                     (teacher of that class)
    coordination, coordination/progress.{csv,xlsx}                (coordinator)
    account, account/secret, language                             (all of these)
    events, exchange/…                                            (hub tokens)
    static/…                                                      (everyone)
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyterhub.services.auth import HubOAuthCallbackHandler
from tornado.web import Application

from autograder.exchange import exchange_handlers
from hub_config.attempts import Attempts
from hub_config.pages.account.handlers import AccountPage, LanguageSwitch, SecretChange
from hub_config.pages.coordinator.handlers import CoordinationPage, ProgressFile
from hub_config.pages.handler import NotFound
from hub_config.pages.home import HomePage
from hub_config.pages.pupil.handlers import FeedbackPage, FeedbackPaper, LearnPage
from hub_config.pages.sources import CourseAccess, Sources
from hub_config.pages.teacher import actions
from hub_config.pages.teacher import handlers as teacher
from hub_config.pages.urls import Urls
from hub_config.services.events import EventsHandler
from hub_config.services.jobs import Jobs
from hub_config.services.run_job import command_of
from hub_config.services.static import PublicStatic

STATIC = Path(__file__).parent.parent / "pages" / "static"
NAME = r"(?P<{}>[a-z0-9][a-z0-9._-]*)"


@dataclass(frozen=True)
class Service:
    """The application and what must be closed with it."""

    app: Application
    jobs: Jobs


def routes(prefix: str, shared: Mapping[str, object], sources: Sources, access: CourseAccess) -> list[tuple]:
    """Address patterns and their handlers, in the order they are tried."""
    course, lesson, pupil = (NAME.format(name) for name in ("course", "lesson", "pupil"))
    section, act = f"class/{course}", f"class/{course}/lesson/{lesson}"
    pages = [
        ("", HomePage),
        ("learn", LearnPage),
        (f"learn/{course}/{lesson}/feedback", FeedbackPage),
        (f"learn/{course}/{lesson}/feedback/paper", FeedbackPaper),
        ("class", teacher.ClassesPage),
        (section, teacher.SectionPage),
        (f"{section}/pupils", teacher.PupilsPage),
        (f"{section}/pupils/{pupil}/code", actions.NewCode),
        (act, teacher.LessonDetail),
        (f"{act}/release", actions.ReleasePage),
        (f"{act}/deadline", actions.DeadlinePage),
        (f"{act}/grade", actions.GradeAction),
        (f"{act}/feedback", actions.FeedbackAction),
        (f"{act}/cancel", actions.CancelAction),
        (f"{act}/job", teacher.JobStatus),
        ("coordination", CoordinationPage),
        (r"coordination/progress\.(?P<kind>csv|xlsx)", ProgressFile),
        ("account", AccountPage),
        ("account/secret", SecretChange),
        ("language", LanguageSwitch),
    ]
    return [
        *((prefix + pattern, handler, shared) for pattern, handler in pages),
        (prefix + "oauth_callback", HubOAuthCallbackHandler),
        (prefix + "events", EventsHandler, shared),
        *exchange_handlers(sources.exchange, access, prefix=prefix),
        (".*", NotFound, shared),
    ]


def make_service(
    state: Path, prefix: str = "/services/school/", cookie_secret: bytes | None = None
) -> Service:
    """The service of the school in ``state``. Reads nothing until it is asked something."""
    sources, urls = Sources(state), Urls(prefix)
    access = CourseAccess(sources)
    jobs = Jobs(state, command_of)
    shared = {
        "sources": sources,
        "urls": urls,
        "jobs": jobs,
        "access": access,
        "attempts": Attempts(time.monotonic),
    }
    app = Application(
        routes(prefix, shared, sources, access),
        cookie_secret=cookie_secret or os.urandom(32),
        static_path=str(STATIC),
        static_url_prefix=f"{prefix}static/",
        static_handler_class=PublicStatic,
        xheaders=True,
    )
    return Service(app, jobs)


def make_app(
    state: Path, prefix: str = "/services/school/", cookie_secret: bytes | None = None
) -> Application:
    return make_service(state, prefix, cookie_secret).app


__all__: Sequence[str] = ("Service", "make_app", "make_service")
