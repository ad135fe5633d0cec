"""nbgrader's exchange over HTTP: the plug-in classes that a course's configuration names.

``nbgrader list, fetch_assignment, submit, collect, release_assignment, release_feedback, fetch_feedback`` and
the notebook extensions work as with nbgrader's own exchange, but every file goes through the school's
service, and who someone is comes from the token in ``JUPYTERHUB_API_TOKEN``, never from ``--student``. A
failure is an ``ExchangeError`` with a sentence for the person.

A hand-in leaves a copy in the cache folder: the files, ``timestamp.txt`` and ``receipt.json``.
"""

from autograder.exchange.plugin.listing import BarmajaExchangeList
from autograder.exchange.plugin.pupil import (
    BarmajaExchangeFetchAssignment,
    BarmajaExchangeFetchFeedback,
    BarmajaExchangeSubmit,
)
from autograder.exchange.plugin.shared import BarmajaExchange
from autograder.exchange.plugin.staff import (
    BarmajaExchangeCollect,
    BarmajaExchangeReleaseAssignment,
    BarmajaExchangeReleaseFeedback,
)

__all__ = [
    "BarmajaExchange",
    "BarmajaExchangeCollect",
    "BarmajaExchangeFetchAssignment",
    "BarmajaExchangeFetchFeedback",
    "BarmajaExchangeList",
    "BarmajaExchangeReleaseAssignment",
    "BarmajaExchangeReleaseFeedback",
    "BarmajaExchangeSubmit",
]
