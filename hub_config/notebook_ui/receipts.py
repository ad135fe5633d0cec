"""What a pupil is told after handing in: pure, from the exchange's records to a small JSON object in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from autograder.exchange import Receipt, Submission
from translations import LANGUAGES
from translations.locale import moment

ZONE = ZoneInfo("Africa/Casablanca")
"""The clock on the wall of the classroom, whatever the server's; the same as on the school's pages."""


def in_languages(when: datetime) -> dict[str, str]:
    """``when``, by the classroom's clock, as each language writes it."""
    local = when.astimezone(ZONE)
    return {language: moment(local, language) for language in LANGUAGES}


def receipt_view(receipt: Receipt, submissions: Iterable[Submission], deadline: datetime | None) -> dict:
    """``{id, when, counts, deadline}``; ``counts`` says whether this is the submission that will be graded.

    A receipt that is not among ``submissions`` counts as far as is known.
    """
    found = [submission for submission in submissions if submission.receipt.id == receipt.id]
    return {
        "id": receipt.id,
        "when": in_languages(receipt.received_at),
        "counts": found[0].counts if found else True,
        "deadline": None if deadline is None else in_languages(deadline),
    }
