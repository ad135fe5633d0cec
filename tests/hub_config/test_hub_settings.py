"""Addresses, ports and names that follow from a school and its state folder."""

from dataclasses import replace
from pathlib import Path

import pytest

from curriculum.school.demo import DEMO_SCHOOL
from curriculum.school.model import Listen
from hub_config.ports import ports_near
from hub_config.settings import Ports, Settings, course_of, course_user, role_of

STATE = Path("/srv/school")


def settings(host="127.0.0.1", port=8000, url="http://127.0.0.1:8000"):
    school = replace(DEMO_SCHOOL, listen=Listen(host, port, url))
    return Settings(school, STATE, Ports(port, 8001, 8002, 8003))


@pytest.mark.parametrize(
    ("host", "bind", "local"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://0.0.0.0:8000", "http://127.0.0.1:8000"),
        ("192.168.1.10", "http://192.168.1.10:8000", "http://192.168.1.10:8000"),
        ("::1", "http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_only_the_public_address_leaves_loopback(host, bind, local):
    found = settings(host)
    assert (found.bind_url, found.local_url) == (bind, local)
    assert found.service_url == "http://127.0.0.1:8003/services/school"


def test_cards_show_the_address_that_people_type():
    assert settings(url="http://ecole.local/").address == "http://ecole.local"


def test_ports_survive_being_passed_to_the_hub():
    assert Ports.parse(str(Ports(8000, 8001, 8002, 8003))) == Ports(8000, 8001, 8002, 8003)


def test_private_ports_are_the_first_free_ones_after_the_public_one():
    assert ports_near(8000, lambda port: port not in (8001, 8003)) == Ports(8000, 8002, 8004, 8005)
    assert ports_near(65534, lambda port: True) == Ports(65534, 65535, 1024, 1025)


@pytest.mark.parametrize("course", ["2026-tcsf-1", "2026-2bac-pc-3"])
def test_a_course_has_a_user_of_its_own(course):
    assert course_of(course_user(course)) == course


def test_nobody_else_is_a_course_user():
    assert course_of("p23456789a") is None
    assert course_of("s.elidrissi") is None


@pytest.mark.parametrize(
    ("user", "role"),
    [
        ("p23456789a", "pupil"),
        ("s.elidrissi", "teacher"),
        ("n.chakir", "coordinator"),
        ("course-2026-tcsf-1", "course"),
    ],
)
def test_every_hub_user_has_one_role(user, role):
    assert role_of(DEMO_SCHOOL, user) == role


def test_a_course_works_in_its_own_folder_and_a_pupil_at_home():
    assert settings().working_folder("course-2026-tcsf-1") == STATE / "courses" / "2026-tcsf-1"
    assert settings().working_folder("p23456789a") == STATE / "homes" / "p23456789a"
