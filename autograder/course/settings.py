"""What nbgrader is told about a course. ``configure`` is all that a course's ``nbgrader_config.py`` calls.

Everything is named, not imported, so that the file costs nothing to load and formgrader can show it.
"""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config

CELL_SECONDS = 10
"""How long one cell may run when a work is graded; then it is interrupted and the next one runs."""

RELEASE_PREPROCESSORS = (
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "nbgrader.preprocessors.InstantiateTests",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearSolutions",
    "autograder.course.released.ReleasedTexts",  # before the checksums, so that they are the starter's
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
)
"""nbgrader's own list with ours put in after ``ClearSolutions``."""

FILE = """# The nbgrader course of one class: any nbgrader command works in this folder.
# Written once by Barmaja and then yours; settings of your own go below the last line.
from pathlib import Path

from autograder.course.settings import configure

c = get_config()  # noqa: F821
configure(c, {course_id!r}, Path(__file__).parent{db_url})
"""


def config_file(course_id: str, db_url: str | None = None) -> str:
    """The text of ``nbgrader_config.py``."""
    return FILE.format(course_id=course_id, db_url="" if db_url is None else f", db_url={db_url!r}")


def configure(c: Config, course_id: str, root: Path, *, db_url: str | None = None) -> None:
    """Sets in ``c`` what a course in the folder ``root`` needs. ``db_url`` None: ``gradebook.db`` in the
    folder.
    """
    root = root.resolve()
    c.CourseDirectory.course_id = course_id
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.db_url = db_url or f"sqlite:///{root / 'gradebook.db'}"
    c.NbGrader.logfile = str(root / "nbgrader.log")
    configure_exchange(c)
    c.GenerateAssignment.preprocessors = list(RELEASE_PREPROCESSORS)
    c.Execute.timeout = CELL_SECONDS
    c.Execute.interrupt_on_timeout = True
    c.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"
    c.GenerateFeedback.preprocessors = ["nbgrader.preprocessors.GetGrades"]
    c.HTMLExporter.mathjax_url = ""  # nothing may come from another server
    c.HTMLExporter.require_js_url = ""
    c.HTMLExporter.jquery_url = ""
    c.HTMLExporter.mermaid_js_url = ""


def configure_exchange(c: Config) -> None:
    """Sets in ``c`` that nbgrader's exchange is ours. A pupil's notebook server needs no more than this."""
    c.ExchangeFactory.exchange = "autograder.exchange.plugin.BarmajaExchange"
    c.ExchangeFactory.fetch_assignment = "autograder.exchange.plugin.BarmajaExchangeFetchAssignment"
    c.ExchangeFactory.fetch_feedback = "autograder.exchange.plugin.BarmajaExchangeFetchFeedback"
    c.ExchangeFactory.release_assignment = "autograder.exchange.plugin.BarmajaExchangeReleaseAssignment"
    c.ExchangeFactory.release_feedback = "autograder.exchange.plugin.BarmajaExchangeReleaseFeedback"
    c.ExchangeFactory.list = "autograder.exchange.plugin.BarmajaExchangeList"
    c.ExchangeFactory.submit = "autograder.exchange.plugin.BarmajaExchangeSubmit"
    c.ExchangeFactory.collect = "autograder.exchange.plugin.BarmajaExchangeCollect"
    c.Exchange.path_includes_course = True
