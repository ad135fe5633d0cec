"""The extension's three entry points. Formgrader is there only once all extensions are loaded, hence ``start``."""

from __future__ import annotations

import os

from autograder.formgrader.safe import make_safe
from autograder.formgrader.words import TranslatingLoader
from translations import LANGUAGES, language_of


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "autograder.formgrader"}]


def _load_jupyter_server_extension(serverapp) -> None:
    """Nothing yet: extensions load in the order of their names, and ours comes before nbgrader's."""


async def _start_jupyter_server_extension(serverapp) -> None:
    """Formgrader's pages speak the server's language and show a submission harmlessly."""
    settings = serverapp.web_app.settings
    if "nbgrader_jinja2_env" not in settings:
        serverapp.log.warning("autograder.formgrader: nbgrader's formgrader is not loaded, nothing to do")
        return
    language = language_of(os.environ.get("BARMAJA_LANGUAGE"), default=LANGUAGES[0])
    exporter = settings["nbgrader_exporter"]
    make_safe(exporter)
    for environment in (settings["nbgrader_jinja2_env"], exporter.environment):
        environment.loader = TranslatingLoader(environment.loader, language)
        if environment.cache is not None:
            environment.cache.clear()
