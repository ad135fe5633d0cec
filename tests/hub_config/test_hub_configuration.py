"""What the hub is told, against a bare configuration object and without a hub."""

from pathlib import Path

import pytest
from traitlets.config import Config

from curriculum.school.demo import DEMO_SCHOOL
from hub_config import jupyterhub_config as composition
from hub_config import roles
from hub_config.settings import Ports, Settings

SETTINGS = Settings(DEMO_SCHOOL, Path("/srv/school"), Ports(8000, 8001, 8002, 8003))


@pytest.fixture
def c():
    config = Config()
    composition.configure(config, SETTINGS)
    return config


def role(name):
    return next(role for role in roles.school_roles(DEMO_SCHOOL) if role["name"] == name)


def test_every_private_door_is_on_loopback(c):
    assert c.JupyterHub.hub_bind_url == "http://127.0.0.1:8001"
    assert c.ConfigurableHTTPProxy.api_url == "http://127.0.0.1:8002"
    assert {service["url"] for service in c.JupyterHub.services if "url" in service} == {
        "http://127.0.0.1:8003"
    }


def test_what_the_hub_keeps_is_in_the_state_folder(c):
    kept = (
        c.JupyterHub.db_url.removeprefix("sqlite:///"),
        c.JupyterHub.cookie_secret_file,
        c.ConfigurableHTTPProxy.pid_file,
    )
    assert all(path.startswith("/srv/school/hub/") for path in kept)


def test_a_session_lasts_a_school_day(c):
    assert c.JupyterHub.cookie_max_age_days * 24 == 8
    assert c.JupyterHub.oauth_token_expires_in == 8 * 3600
    assert c.JupyterHub.tornado_settings["cookie_options"] == {"samesite": "Lax", "expires_days": None}


def test_no_announcement_no_statistics_nobody_is_admin(c):
    assert "announcement" not in c.JupyterHub.template_vars
    assert "admin_users" not in c.Authenticator
    assert all(role["name"] != "admin" for role in c.JupyterHub.load_roles)
    granted = {scope.split("!")[0] for role in c.JupyterHub.load_roles for scope in role["scopes"]}
    assert not {
        scope
        for scope in granted
        if "admin" in scope or scope in ("tokens", "shares", "proxy", "shutdown", "inherit", "self")
    }


def test_servers_inherit_almost_nothing_of_the_operators_shell(c):
    assert set(c.SchoolSpawner.env_keep) <= {"LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ"}


def test_a_class_may_press_start_together(c):
    assert c.JupyterHub.active_server_limit >= 2 * 40
    assert c.JupyterHub.concurrent_spawn_limit >= 2 * 40
    assert c.SchoolSpawner.start_timeout >= 300


def test_configuring_twice_is_configuring_once(c):
    again = Config(c)
    composition.configure(again, SETTINGS)
    assert again.JupyterHub.load_roles == c.JupyterHub.load_roles
    assert again.JupyterHub.services == c.JupyterHub.services


def test_only_a_pupil_has_a_server():
    with_own = [role["name"] for role in roles.school_roles(DEMO_SCHOOL) if "servers!user" in role["scopes"]]
    assert with_own == ["pupil"]
    assert role("pupil")["groups"] == [roles.PUPILS]


def test_teachers_reach_their_own_courses_only():
    for section in DEMO_SCHOOL.sections:
        scopes = role(f"teach-{section.course_id}")["scopes"]
        assert scopes and all(scope.endswith(f"!user=course-{section.course_id}") for scope in scopes)
        assert role(f"teach-{section.course_id}")["groups"] == [f"teachers-of-{section.course_id}"]


@pytest.mark.parametrize(
    ("user", "role_name", "groups"),
    [
        ("p23456789a", "pupil", ["pupils"]),
        ("s.elidrissi", "teacher", ["teachers", "teachers-of-2026-tcsf-1"]),
        ("n.chakir", "coordinator", ["coordinators"]),
        ("course-2026-tcsf-1", "course", ["courses"]),
    ],
)
def test_groups_say_what_someone_is(user, role_name, groups):
    assert roles.groups_of(DEMO_SCHOOL, user, role_name) == groups


def test_a_server_speaks_to_the_school_service_and_to_nobody_elses_server():
    assert f"access:services!service={composition.SERVICE}" in roles.SERVER_TOKEN_SCOPES
    assert "access:servers!server" in roles.SERVER_TOKEN_SCOPES
    assert not [
        scope for scope in roles.SERVER_TOKEN_SCOPES if scope in ("access:servers", "servers", "inherit")
    ]
