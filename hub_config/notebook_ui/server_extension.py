"""The Jupyter Server extension of a pupil's server; ``etc/pupil`` switches it on. Nothing but putting together."""

from __future__ import annotations

import os
from pathlib import Path

from jupyter_core.paths import jupyter_config_dir

from autograder.exchange import ExchangeClient
from hub_config.language import chosen_language
from translations import LANGUAGES

from .choice import ChoiceFiles
from .environment import LANGUAGE_VARIABLE
from .handlers import Interface, routes
from .school import SchoolService


def interface_of(root: Path, environment=os.environ) -> Interface:
    """The interface of the server whose files lie in ``root``."""
    config = Path(jupyter_config_dir())
    settings = environment.get("JUPYTERLAB_SETTINGS_DIR") or config / "lab" / "user-settings"
    return Interface(
        home=root,
        default_language=chosen_language(environment.get(LANGUAGE_VARIABLE), default=LANGUAGES[0]),
        choices=ChoiceFiles(settings=Path(settings), config=config),
        service=SchoolService(
            environment.get("BARMAJA_SERVICE_URL", ""), environment.get("JUPYTERHUB_API_TOKEN", "")
        ),
        exchange=ExchangeClient.from_environment,
    )


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "hub_config.notebook_ui.server_extension"}]


def _load_jupyter_server_extension(serverapp) -> None:
    web_app = serverapp.web_app
    interface = interface_of(Path(serverapp.root_dir))
    web_app.add_handlers(".*$", routes(web_app.settings["base_url"], interface))
    page = web_app.settings.setdefault("page_config_data", {})
    page["barmaja"] = interface.page_option(interface.default_language)
