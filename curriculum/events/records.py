"""What happened in class, as small records: opened, checked, submitted. No code, no free text, no name.

A record comes from outside only through ``event_from_mapping``, which holds it against its ``jupyter-events``
schema (``schemas/<kind>.yaml``). Times are aware and in UTC.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

import yaml

from translations import BarmajaError, Message

KINDS = ("opened", "checked", "submitted")


class EventError(BarmajaError):
    """An event that is not one of ours, or says more than it may. Nothing was recorded."""


@dataclass(frozen=True)
class Opened:
    """A pupil opened the lesson."""

    lesson: str
    at: datetime
    kind = "opened"


@dataclass(frozen=True)
class Submitted:
    """A pupil handed the lesson in."""

    lesson: str
    at: datetime
    kind = "submitted"


@dataclass(frozen=True)
class Checked:
    """A pupil checked an exercise: ``passed`` of ``total`` tests, those in ``failed`` (indexes) not;
    ``error`` is the type of the built-in exception that stopped the program, if one did."""

    lesson: str
    at: datetime
    exercise: str
    passed: int
    total: int
    failed: tuple[int, ...] = ()
    error: str | None = None
    kind = "checked"


Event = Opened | Checked | Submitted


def event_from_mapping(content: Mapping, now: datetime) -> Event:
    """The event that ``content`` (``kind`` and what its schema lists) reports, as happening ``now``.

    ``EventError`` for anything else. A pupil's own exception class has a name of the pupil's making: it is
    recorded as plain ``Exception``.
    """
    kind = content.get("kind")
    if kind not in KINDS:
        raise EventError(
            Message("school", "unknown kind of event “{kind}”; use one of: {valid}.",
                    {"kind": kind, "valid": ", ".join(KINDS)})
        )  # fmt: skip
    values = {key: value for key, value in content.items() if key != "kind"}
    problem = next(iter(_validator(kind).iter_errors(values)), None)
    if problem is None and kind == "checked" and values["passed"] > values["total"]:
        raise EventError(Message("school", "this event says that more tests passed than ran."))
    if problem is not None:
        where = ".".join(map(str, problem.absolute_path)) or kind
        raise EventError(
            Message("school", "this “{kind}” event does not fit its schema at {where}: {problem}",
                    {"kind": kind, "where": where, "problem": problem.message})
        )  # fmt: skip
    if kind == "opened":
        return Opened(values["lesson"], now)
    if kind == "submitted":
        return Submitted(values["lesson"], now)
    return Checked(**values | {"at": now, "failed": tuple(values.get("failed", ())),
                               "error": _error_type(values.get("error"))})  # fmt: skip


def event_to_mapping(event: Event) -> dict:
    """``event`` as its schema has it, with its ``kind``; the time is left to the store."""
    values = {key: value for key, value in asdict(event).items() if key != "at"}
    if "failed" in values:
        values["failed"] = list(values["failed"])
    return {"kind": event.kind, **values}


def _error_type(name: str | None) -> str | None:
    if name is None:
        return None
    found = getattr(builtins, name, None)
    return name if isinstance(found, type) and issubclass(found, BaseException) else "Exception"


def schema(kind: str) -> dict:
    """The ``jupyter-events`` schema of a kind of event."""
    return yaml.safe_load(
        (files("curriculum.events") / "schemas" / f"{kind}.yaml").read_text(encoding="utf-8")
    )


@cache
def _validator(kind: str):
    """``EventSchema`` holds the schema against Jupyter's own rules for schemas; its validator then finds
    every fault.

    Imported when the first event comes: ``jupyter_events`` takes a second, which most commands need not wait
    for.
    """
    from jsonschema import Draft7Validator
    from jupyter_events.schema import EventSchema

    EventSchema(schema(kind))
    return Draft7Validator(schema(kind))
