"""The composition root: JupyterHub's configuration, put together from one school's settings.

One ``update_*`` function a concern; each only sets values on the configuration it is given. JupyterHub runs this file
with its configuration object as ``get_config``; anything else may import it and call ``configure``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from traitlets.config import Config

from curriculum.school import read_school
from hub_config import roles
from hub_config.authenticator import SchoolAuthenticator
from hub_config.language import RequestLanguage
from hub_config.settings import (
    HUB_CONFIG,
    LOOPBACK,
    PORTS_VARIABLE,
    SERVICE,
    SERVICE_PREFIX,
    STATE_VARIABLE,
    Ports,
    Settings,
    course_user,
    state_folder,
)
from hub_config.spawner import SchoolSpawner

SCHOOL_DAY_HOURS = 8
IDLE_SECONDS = 45 * 60
SERVERS_AT_MOST = 80
"""Two full classes with two servers' worth of people in the door; a server takes 150 MB or so."""

WAITING_AT_MOST = 120


def update_addresses(c: Config, settings: Settings) -> None:
    """Only the proxy listens where the school says; the hub's and the proxy's own doors are on loopback."""
    c.JupyterHub.bind_url = settings.bind_url
    c.JupyterHub.hub_bind_url = f"http://{LOOPBACK}:{settings.ports.hub}"
    c.JupyterHub.default_url = SERVICE_PREFIX
    c.ConfigurableHTTPProxy.api_url = f"http://{LOOPBACK}:{settings.ports.proxy}"
    c.ConfigurableHTTPProxy.command = proxy_command()
    c.ConfigurableHTTPProxy.pid_file = str(settings.proxy_pid)


def update_state(c: Config, settings: Settings) -> None:
    """What JupyterHub keeps: one database and one secret, both in the state folder."""
    c.JupyterHub.db_url = f"sqlite:///{settings.database}"
    c.JupyterHub.cookie_secret_file = str(settings.cookie_secret)
    c.JupyterHub.cleanup_servers = True
    c.JupyterHub.cleanup_proxy = True


def update_sessions(c: Config) -> None:
    """A session lasts a school day at most; signing out ends the pupil's server too, for the next pupil's sake."""
    c.JupyterHub.cookie_max_age_days = SCHOOL_DAY_HOURS / 24
    c.JupyterHub.oauth_token_expires_in = SCHOOL_DAY_HOURS * 3600
    c.JupyterHub.token_expires_in_max_seconds = SCHOOL_DAY_HOURS * 3600
    c.JupyterHub.shutdown_on_logout = True
    c.JupyterHub.tornado_settings = {"cookie_options": {"samesite": "Lax", "expires_days": None}}


def update_people(c: Config, settings: Settings) -> None:
    """The roster decides who signs in; groups follow the school at every sign-in and every few minutes after."""
    c.JupyterHub.authenticator_class = SchoolAuthenticator
    c.SchoolAuthenticator.settings = settings
    c.Authenticator.allow_all = True
    c.Authenticator.manage_groups = True
    c.Authenticator.auth_refresh_age = 300
    c.Authenticator.auth_refresh_strict = True
    c.JupyterHub.load_roles = roles.school_roles(settings.school)
    c.JupyterHub.tornado_settings["oauth_no_confirm_list"] = unasked_clients(settings)


def update_servers(c: Config, settings: Settings) -> None:
    """How many notebook servers, how they start, and how long a slow machine may take over it."""
    c.JupyterHub.spawner_class = SchoolSpawner
    c.JupyterHub.active_server_limit = SERVERS_AT_MOST
    c.JupyterHub.concurrent_spawn_limit = WAITING_AT_MOST
    c.JupyterHub.allow_named_servers = False
    c.JupyterHub.implicit_spawn_seconds = 1
    c.SchoolSpawner.settings = settings
    c.SchoolSpawner.width = max(2, os.cpu_count() or 2)
    c.SchoolSpawner.env_keep = ["LANG", "LC_ALL", "LD_LIBRARY_PATH", "TZ"]
    c.SchoolSpawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
    c.SchoolSpawner.default_url = "/tree"
    c.SchoolSpawner.http_timeout = 180
    c.SchoolSpawner.start_timeout = 600
    c.SchoolSpawner.consecutive_failure_limit = 0
    c.SchoolSpawner.server_token_scopes = list(roles.SERVER_TOKEN_SCOPES)


def update_services(c: Config, settings: Settings) -> None:
    """The school's pages, events and exchange in one process; and the one that stops servers nobody uses."""
    c.JupyterHub.services = [
        {
            "name": SERVICE,
            "url": f"http://{LOOPBACK}:{settings.ports.service}",
            "command": [sys.executable, "-m", "hub_config.services"],
            "environment": {STATE_VARIABLE: str(settings.state), "PATH": os.environ.get("PATH", os.defpath)},
            "oauth_no_confirm": True,
            "display": False,
        },
        {
            "name": "idle-culler",
            "command": [
                sys.executable,
                "-m",
                "jupyterhub_idle_culler",
                f"--timeout={IDLE_SECONDS}",
                "--cull-every=300",
            ],
        },
    ]


def update_pages(c: Config, settings: Settings) -> None:
    """JupyterHub's own pages from our templates, in the language of the browser."""
    school = settings.school
    c.JupyterHub.template_paths = [str(HUB_CONFIG / "templates")]
    c.JupyterHub.jinja_environment_options = {
        "extensions": [RequestLanguage],
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    c.JupyterHub.template_vars = {
        "school_name": school.name,
        "service_prefix": SERVICE_PREFIX,
        "home": SERVICE_PREFIX,
    }
    c.JupyterHub.tornado_settings["barmaja_default_language"] = school.default_language


def unasked_clients(settings: Settings) -> set[str]:
    """Who may learn a person's name without asking: our service, and a class's server when its teacher opens it."""
    courses = (course_user(section.course_id) for section in settings.school.sections)
    return {f"service-{SERVICE}", *(f"jupyterhub-user-{user}" for user in courses)}


def proxy_command() -> list[str]:
    """The proxy as npm installed it, run by the Node.js on the path."""
    return [
        "node",
        str(HUB_CONFIG / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"),
    ]


def configure(c: Config, settings: Settings) -> None:
    """The whole configuration of one school's hub."""
    update_addresses(c, settings)
    update_state(c, settings)
    update_sessions(c)
    update_people(c, settings)
    update_servers(c, settings)
    update_services(c, settings)
    update_pages(c, settings)


def settings_from_environment() -> Settings:
    """The settings that ``barmaja serve`` chose, as it passes them to the hub's process."""
    state = state_folder()
    return Settings(read_school(state / "school.toml"), Path(state), Ports.parse(os.environ[PORTS_VARIABLE]))


if "get_config" in globals():
    configure(get_config(), settings_from_environment())  # noqa: F821 (JupyterHub puts it there)
