"""Locking out: who waits after how many wrong tries, and who does not."""

import pytest

from hub_config.attempts import ALLOWED_ANYWHERE, Attempts


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def attempts(clock):
    return Attempts(clock)


def wrong(attempts, times, person="p1", address="10.0.0.1"):
    return [attempts.begin(person, address) for _ in range(times)]


@pytest.mark.parametrize(
    ("tries", "waits"),
    [(0, 0), (1, 0), (4, 0), (5, 60)],
)
def test_the_fifth_wrong_try_locks_for_a_minute(attempts, tries, waits):
    wrong(attempts, tries)
    assert attempts.wait("p1", "10.0.0.1") == waits


def test_a_locked_pair_is_told_how_long_and_its_tries_do_not_count(attempts, clock):
    wrong(attempts, 5)
    clock.now += 20.5
    assert wrong(attempts, 3) == [40, 40, 40]
    clock.now += 39.5
    assert attempts.begin("p1", "10.0.0.1") == 0


def test_after_the_minute_five_more_tries(attempts, clock):
    wrong(attempts, 5)
    clock.now += 60
    assert wrong(attempts, 5) == [0] * 5
    assert attempts.wait("p1", "10.0.0.1") == 60


def test_others_at_the_same_address_do_not_wait(attempts):
    wrong(attempts, 5)
    assert attempts.wait("p2", "10.0.0.1") == 0


def test_the_same_person_elsewhere_does_not_wait(attempts):
    wrong(attempts, 5)
    assert attempts.wait("p1", "10.0.0.2") == 0


def test_a_right_secret_forgets_the_wrong_ones(attempts):
    wrong(attempts, 4)
    attempts.right("p1", "10.0.0.1")
    assert wrong(attempts, 4) == [0] * 4
    assert attempts.wait("p1", "10.0.0.1") == 0


def test_tries_long_ago_do_not_count(attempts, clock):
    wrong(attempts, 4)
    clock.now += 601
    wrong(attempts, 4)
    assert attempts.wait("p1", "10.0.0.1") == 0


def test_many_addresses_do_not_make_many_guesses(attempts):
    for number in range(ALLOWED_ANYWHERE):
        assert attempts.begin("p1", f"10.0.1.{number}") == 0
    assert attempts.wait("p1", "10.0.2.1") == 60
    assert attempts.wait("p2", "10.0.2.1") == 0


def test_tries_count_from_their_beginning_so_that_a_burst_is_no_free_ride(attempts):
    begun = wrong(attempts, 40)
    assert begun.count(0) == 5
