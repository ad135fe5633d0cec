"""What a pupil is told after handing in: pure, from the exchange's records to a small JSON object in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from autograder.exchange import Receipt, Submission
from translations import LANGUAGES
from translations.locale import CLASSROOM_ZONE, moment


def in_languages(when: datetime) -> dict[str, str]:
    """``when``, by the classroom's clock, as each language writes it."""
    local = when.astimezone(CLASSROOM_ZONE)
    return {language: moment(local, language) for language in LANGUAGES}


def receipt_view(receipt: Receipt, submissions: Iterable[Submission], deadline: datetime | None) -> dict:
    """``{id, number, when, counts, deadline}``.

    ``number`` is what a pupil notes down: the id without its moment. ``counts`` says whether this is the submission
    that will be graded; a receipt that is not among ``submissions`` counts as far as is known.
    """
    found = [submission for submission in submissions if submission.receipt.id == receipt.id]
    return {
        "id": receipt.id,
        "number": receipt.id.partition("-")[2] or receipt.id,
        "when": in_languages(receipt.received_at),
        "counts": found[0].counts if found else True,
        "deadline": None if deadline is None else in_languages(deadline),
    }
