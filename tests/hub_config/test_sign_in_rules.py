"""The small rules of signing in that need no hub."""

import asyncio

import pytest
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from hub_config.authenticator import TICKET_SECONDS, Tickets
from hub_config.sign_in_rules import client_address, locked_message, names_another, typed_id
from hub_config.spawner import Turns, waiting_message


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" P23456789A ", "p23456789a"),
        ("p234 567 89a", "p23456789a"),
        ("S.ElIdrissi", "s.elidrissi"),
        ("", ""),
        ("x" * 99, "x" * 40),
    ],
)
def test_an_id_may_be_typed_carelessly(typed, meant):
    assert typed_id(typed) == meant


class Connection:
    """What tornado wants to know of a connection: nothing."""

    context = None


@pytest.mark.parametrize(
    ("headers", "address"),
    [
        ({"X-Forwarded-For": "10.0.0.7"}, "10.0.0.7"),
        ({"X-Forwarded-For": "1.2.3.4, 10.0.0.7"}, "10.0.0.7"),
        ({"X-Forwarded-For": "10.0.0.7", "X-Real-Ip": "1.2.3.4"}, "10.0.0.7"),
        ({"X-Forwarded-For": "::ffff:10.0.0.7"}, "10.0.0.7"),
    ],
)
def test_the_address_is_what_our_proxy_saw_whatever_the_sender_claims(headers, address):
    start = RequestStartLine("POST", "/hub/login", "HTTP/1.1")
    request = HTTPServerRequest(
        start_line=start, headers=HTTPHeaders({"Host": "ecole", **headers}), connection=Connection()
    )
    assert client_address(request) == address


@pytest.mark.parametrize(
    ("url", "another"),
    [
        ("/services/school/learn", False),
        ("/user/p23456789a/tree", False),
        ("/user/pzzzzzzzzz/tree", True),
        ("/hub/user/pzzzzzzzzz/", True),
        ("/hub/spawn/pzzzzzzzzz", True),
        ("/hub/spawn-pending/pzzzzzzzzz", True),
        ("/hub/user-redirect/barmaja/open/2026-tcsf-1/variables", False),
        ("/user/course-2026-tcsf-1/formgrader", False),
        ("/user/course-2026-tclsh-1/formgrader", True),
        ("/hub/api/oauth2/authorize?client_id=jupyterhub-user-pzzzzzzzzz", True),
        ("/hub/api/oauth2/authorize?client_id=jupyterhub-user-p23456789a", False),
        ("/hub/api/oauth2/authorize?client_id=service-school", False),
    ],
)
def test_the_page_of_the_person_before_is_not_opened_for_the_next(url, another):
    assert names_another(url, "p23456789a", frozenset({"2026-tcsf-1"})) is another


class TestTickets:
    def setup_method(self):
        self.now = 0.0
        self.tickets = Tickets(lambda: self.now)

    def test_a_ticket_is_good_once(self):
        ticket = self.tickets.open("p1", "browser")
        assert self.tickets.redeem(ticket, "browser") == "p1"
        assert self.tickets.redeem(ticket, "browser") is None

    def test_in_the_browser_that_opened_it_only(self):
        assert self.tickets.redeem(self.tickets.open("p1", "browser"), "another") is None

    def test_for_a_few_minutes_only(self):
        ticket = self.tickets.open("p1", "browser")
        self.now = TICKET_SECONDS
        assert self.tickets.redeem(ticket, "browser") is None

    def test_nothing_and_no_browser_open_nothing(self):
        self.tickets.open("p1", "")
        assert self.tickets.redeem("", "") is None


def test_servers_start_in_turn_and_those_who_wait_know_their_place():
    async def scene():
        turns, log, gate = Turns(2), [], asyncio.Event()

        async def start(name):
            async with turns.turn(name):
                log.append(name)
                await gate.wait()

        tasks = [asyncio.create_task(start(name)) for name in "abcde"]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        places = [turns.ahead(name) for name in "abcde"]
        started = list(log)
        tasks[3].cancel()
        gate.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        return places, started, log

    places, started, log = asyncio.run(scene())
    assert places == [None, None, 0, 1, 2]
    assert started == ["a", "b"]
    assert log == ["a", "b", "c", "e"]


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_waiting_is_said_without_jargon(language):
    said = [waiting_message(ahead).text(language) for ahead in (None, 0, 1, 2, 11)]
    said += [locked_message(seconds).text(language) for seconds in (1, 2, 45, 60)]
    assert len(set(said)) == len(said)
    assert not any(word in text.lower() for text in said for word in ("server", "spawn", "kernel", "serveur"))
