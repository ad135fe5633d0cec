"""How the exchange speaks JSON over HTTP: files as base64 by path, errors as their message in every language.
Pure.

An error is ``{"error": code, "message": {"ar": …, "fr": …, "en": …}, "msgid": …, "values": {…}}``: a page
shows ``message``, our own client makes the error again from ``msgid``.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from autograder.exchange import errors
from autograder.exchange.errors import BadRequest, ExchangeProblem
from translations import LANGUAGES, SOURCE_LANGUAGE, Message

_PROBLEMS = {
    problem.code: problem
    for problem in (
        errors.BadName,
        errors.BadRequest,
        errors.TooLarge,
        errors.NotThere,
        errors.NotAllowed,
        errors.NotSignedIn,
        errors.Unreachable,
    )
}


def files_to_json(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: base64.b64encode(content).decode("ascii") for path, content in files.items()}


def files_from_json(value: object) -> dict[str, bytes]:
    """Raises ``BadRequest`` unless ``value`` is an object of base64 texts."""
    if not isinstance(value, dict) or not all(isinstance(content, str) for content in value.values()):
        raise bad_body()
    try:
        return {path: base64.b64decode(content, validate=True) for path, content in value.items()}
    except (binascii.Error, ValueError):
        raise bad_body() from None


def body_from(content: bytes) -> dict:
    """The JSON object that ``content`` is. Raises ``BadRequest``."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        raise bad_body() from None
    if not isinstance(value, dict):
        raise bad_body()
    return value


def problem_to_json(problem: ExchangeProblem) -> dict:
    message = problem.message
    return {
        "error": problem.code,
        "message": {language: message.text(language) for language in (*LANGUAGES, SOURCE_LANGUAGE)},
        "msgid": message.msgid,
        "values": {
            name: value if isinstance(value, int) else str(value) for name, value in message.values.items()
        },
    }


def problem_from_json(value: Mapping) -> ExchangeProblem:
    """The error that ``problem_to_json`` wrote. Raises ``KeyError`` or ``TypeError`` for anything else."""
    kind = _PROBLEMS.get(value["error"], ExchangeProblem)
    return kind(Message("autograder", str(value["msgid"]), dict(value["values"])))


def bad_body() -> BadRequest:
    return BadRequest(Message("autograder", "The exchange could not read this request."))
