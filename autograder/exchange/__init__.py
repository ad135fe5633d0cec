"""How a lesson reaches the pupils, their work comes back, and feedback goes out.

nbgrader's plug-in classes are in ``autograder.exchange.plugin`` (not imported here: nbgrader is slow to
load).
"""

from autograder.exchange.client import ExchangeClient
from autograder.exchange.errors import ExchangeProblem, NotAllowed, NotThere, Unreachable
from autograder.exchange.handlers import Access, exchange_handlers
from autograder.exchange.records import Feedback, Receipt, Release, StoredFile, Submission
from autograder.exchange.store import ExchangeStore

__all__ = [
    "Access",
    "ExchangeClient",
    "ExchangeProblem",
    "ExchangeStore",
    "Feedback",
    "NotAllowed",
    "NotThere",
    "Receipt",
    "Release",
    "StoredFile",
    "Submission",
    "Unreachable",
    "exchange_handlers",
]
