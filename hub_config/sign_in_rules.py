"""The rules of signing in as plain values: what was typed, from where, where to go next, what is said."""

from __future__ import annotations

from urllib.parse import parse_qs, urlparse

from hub_config.settings import course_of
from translations import Message

LONGEST_ID = 40

WRONG_PIN = Message("hub", "This number or this PIN is not right. Look at the card and try again.")
WRONG_PASSWORD = Message("hub", "This name or this password is not right. Try again.")
EXPIRED = Message("hub", "This page was open for too long. Please begin again.")


def locked_message(seconds: int) -> Message:
    """How long to wait, after too many wrong tries."""
    return Message(
        "hub",
        "Too many tries. Wait {count} second, then try again.",
        {"count": seconds},
        plural="Too many tries. Wait {count} seconds, then try again.",
        count=seconds,
    )


def typed_id(text: str) -> str:
    """An id as a person may type it: spaces, dashes and capitals do not matter for a pupil's."""
    return "".join(text.split()).lower()[:LONGEST_ID]


def client_address(request) -> str:
    """The address of the browser, as our own proxy reports it.

    The proxy *appends* the address it sees to ``X-Forwarded-For``, so only the last entry is sure; whatever else the
    request claims (earlier entries, ``X-Real-Ip``) is the sender's own word.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
    return forwarded.removeprefix("::ffff:") or request.remote_ip


def names_another(url: str, person: str, courses: frozenset[str]) -> bool:
    """Whether ``url`` leads to a server that is neither ``person``'s nor of one of their ``courses``.

    Such a link is what the person before left on a shared computer; following it would end in an error page.
    """
    parsed = urlparse(url)
    parts = [part for part in parsed.path.split("/") if part]
    parts = parts[1:] if parts[:1] == ["hub"] else parts
    client = parse_qs(parsed.query).get("client_id", [""])[0]
    owner = None
    if len(parts) > 1 and parts[0] in ("user", "spawn", "spawn-pending"):
        owner = parts[1]
    elif client.startswith("jupyterhub-user-"):
        owner = client.removeprefix("jupyterhub-user-")
    if owner is None or owner == person:
        return False
    return (course_of(owner) or "") not in courses
