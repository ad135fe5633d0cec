"""The shape of ``school.toml``: which keys there are, and what a value may be by itself.

What only holds between values (a teacher that exists, a province of that region) is in ``consistency``. Each
validator raises a sentence with the remedy; ``shape_problems`` returns them all.
"""

from __future__ import annotations

import re
from typing import Annotated, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from curriculum.school.ids import is_staff_id
from curriculum.school.problems import DOMAIN
from translations import LANGUAGES, Message

KINDS = ("school", "centre", "association")
SCHOOL_CODE = re.compile(r"[0-9]{5}[A-Z]")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
YEAR = re.compile(r"([0-9]{4})-([0-9]{4})")
LONGEST_SLUG = 30


def _refuse(message: Message) -> PydanticCustomError:
    return PydanticCustomError("barmaja", "{message}", {"message": message})


def _text(value: str) -> str:
    if not value.strip():
        raise _refuse(Message(DOMAIN, "this text is empty; write something between the quotation marks."))
    return value.strip()


def _kind(value: str) -> str:
    if value not in KINDS:
        raise _refuse(
            Message(
                DOMAIN,
                "unknown kind “{value}”; use one of: {valid}.",
                {"value": value, "valid": ", ".join(KINDS)},
            )
        )
    return value


def _language(value: str) -> str:
    if value not in LANGUAGES:
        values = {"value": value, "valid": ", ".join(LANGUAGES)}
        raise _refuse(Message(DOMAIN, "unknown language “{value}”; use one of: {valid}.", values))
    return value


def _languages(values: list[str]) -> list[str]:
    if not values or len(set(values)) < len(values):
        raise _refuse(
            Message(
                DOMAIN,
                "name each language once, and at least one of: {valid}.",
                {"valid": ", ".join(LANGUAGES)},
            )
        )
    return values


def _year(value: str) -> str:
    match = YEAR.fullmatch(value)
    if match is None or int(match[2]) != int(match[1]) + 1:
        raise _refuse(
            Message(DOMAIN, "“{value}” is not a school year; write two years that follow, such as 2026-2027.",
                    {"value": value})
        )  # fmt: skip
    return value


def _slug(value: str) -> str:
    if SLUG.fullmatch(value) is None or len(value) > LONGEST_SLUG:
        raise _refuse(
            Message(DOMAIN, "“{value}” cannot be a slug; use small letters a–z, digits and single hyphens, "
                            "at most {longest} characters, such as tcsf-1.", {"value": value, "longest": LONGEST_SLUG})
        )  # fmt: skip
    return value


def _staff_id(value: str) -> str:
    if not is_staff_id(value):
        raise _refuse(
            Message(DOMAIN, "“{value}” cannot be an id; use 2 to 31 small letters a–z, digits, dots and hyphens, "
                            "a letter first, not beginning with course- and not shaped like a pupil's id; "
                            "for example s.elalaoui.", {"value": value})
        )  # fmt: skip
    return value


def _port(value: int) -> int:
    if not 1 <= value <= 65535:
        raise _refuse(
            Message(
                DOMAIN, "{value} is not a port; use a number from 1 to 65535, such as 8000.", {"value": value}
            )
        )
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:_-]+", value):
        raise _refuse(
            Message(DOMAIN, "“{value}” is not an address to listen on; use 127.0.0.1 for this machine only, "
                            "0.0.0.0 for the whole network, or the name of this machine.", {"value": value})
        )  # fmt: skip
    return value


def _url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise _refuse(
            Message(DOMAIN, "“{value}” is not an address that a browser opens; write it like http://192.168.1.10:8000.",
                    {"value": value})
        )  # fmt: skip
    return value.rstrip("/")


def _positive(value: float) -> float:
    if not 0 < value < 1000:
        raise _refuse(Message(DOMAIN, "{value} must be above 0 and below 1000.", {"value": value}))
    return value


Text = Annotated[str, AfterValidator(_text)]
Language = Annotated[str, AfterValidator(_language)]
Positive = Annotated[float, AfterValidator(_positive)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NameTable(_Table):
    fr: Text
    ar: Text


class SchoolTable(_Table):
    code: Text
    kind: Annotated[str, AfterValidator(_kind)]
    name: NameTable
    region: Text
    province: Text
    year: Annotated[str, AfterValidator(_year)]
    languages: Annotated[list[Language], AfterValidator(_languages)] = list(LANGUAGES)
    default_language: Language = LANGUAGES[0]
    names_on_sign_in: bool = True
    demo: bool = False


class MarksTable(_Table):
    out_of: Positive = 20
    pass_mark: Positive = 10
    step: Positive = 0.25


class ListenTable(_Table):
    host: Annotated[str, AfterValidator(_host)] = "127.0.0.1"
    port: Annotated[int, AfterValidator(_port)] = 8000
    url: Annotated[str, AfterValidator(_url)] | None = None


class ClassTable(_Table):
    slug: Annotated[str, AfterValidator(_slug)]
    name: Text
    level: Text
    teachers: list[str]


class PersonTable(_Table):
    id: Annotated[str, AfterValidator(_staff_id)]
    name: NameTable


class SchoolFile(_Table):
    school: SchoolTable
    marks: MarksTable = MarksTable()
    listen: ListenTable = ListenTable()
    classes: list[ClassTable] = Field(default=[])
    teachers: list[PersonTable] = Field(default=[])
    coordinators: list[PersonTable] = Field(default=[])


def _expected(kind: str) -> Message:
    return {
        "string_type": Message(DOMAIN, "“{key}” must be text between quotation marks."),
        "int_type": Message(DOMAIN, "“{key}” must be a whole number, without quotation marks."),
        "float_type": Message(DOMAIN, "“{key}” must be a number, without quotation marks and with a decimal point."),
        "bool_type": Message(DOMAIN, "“{key}” must be true or false, without quotation marks."),
        "list_type": Message(DOMAIN, "“{key}” must be a list between [ and ]; tables of a list begin with [[{key}]]."),
    }.get(kind, Message(DOMAIN, "“{key}” must be a table with keys of its own."))  # fmt: skip


def _valid_keys(path: tuple[str | int, ...]) -> str:
    """The keys that the table at ``path`` may have."""
    model = SchoolFile
    for key in path:
        if isinstance(key, str):
            annotation = model.model_fields[key].annotation
            model = next((kind for kind in get_args(annotation)), annotation)
    return ", ".join(model.model_fields)


def shape_problems(error: ValidationError) -> list[tuple[tuple[str | int, ...], Message]]:
    """Where and what, for everything pydantic found: the path of the key, and a sentence with the remedy."""
    found = []
    for each in error.errors(include_url=False):
        path, kind = tuple(each["loc"]), each["type"]
        key = next((part for part in reversed(path) if isinstance(part, str)), "")
        if kind == "barmaja":
            message = each["ctx"]["message"]
        elif kind == "missing":
            message = Message(DOMAIN, "the key “{key}” is missing here; add it.", {"key": key})
            path = path[:-1]
        elif kind == "extra_forbidden":
            values = {"key": key, "valid": _valid_keys(path[:-1])}
            message = Message(DOMAIN, "unknown key “{key}”; use one of: {valid}.", values)
        else:
            expected = _expected(kind)
            message = Message(DOMAIN, expected.msgid, {"key": key})
        found.append((path, message))
    return found
