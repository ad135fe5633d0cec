"""What can go wrong in the exchange, each with the sentence a person reads and the HTTP status it travels
under.
"""

from __future__ import annotations

from translations import BarmajaError


class ExchangeProblem(BarmajaError):
    """Something the exchange refuses. ``code`` is stable and for programs; the message is for people."""

    code = "refused"
    status = 400


class BadName(ExchangeProblem):
    """A course, an assignment, a person or a file has a name that may not become a file name."""

    code = "bad-name"


class BadRequest(ExchangeProblem):
    """The body of a request is not what this address takes."""

    code = "bad-request"


class TooLarge(ExchangeProblem):
    """More bytes or more files than a hand-in may have."""

    code = "too-large"
    status = 413


class NotThere(ExchangeProblem):
    """There is no such thing, or none that this person may know of: the two are not told apart."""

    code = "not-found"
    status = 404


class NotAllowed(ExchangeProblem):
    """The person is known and may see the course, but not do this."""

    code = "not-allowed"
    status = 403


class NotSignedIn(ExchangeProblem):
    """The request carries no token that the hub knows."""

    code = "not-signed-in"
    status = 403


class Unreachable(ExchangeProblem):
    """The client could not reach the service, or the service failed; sending again later is harmless."""

    code = "unreachable"
    status = 502
