"""The environment alone makes a server a pupil's or a class's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hub_config.notebook_ui import ROLES, server_environment
from hub_config.notebook_ui.errors import NotebookInterfaceError
from translations import LANGUAGES

LOOK = """
import json
from jupyter_core.paths import jupyter_config_path, jupyter_path
from jupyter_server.config_manager import BaseJSONConfigManager, recursive_update
from jupyter_server.services.config.manager import ConfigManager

server = {}
for folder in reversed(jupyter_config_path()):
    recursive_update(server, BaseJSONConfigManager(config_dir=folder).get("jupyter_server_config"))
front = ConfigManager(config_dir_name="labconfig")
print(json.dumps({
    "config": jupyter_config_path(), "data": jupyter_path(), "server": server["ServerApp"],
    "page": front.get("page_config"), "settings": front.get("default_setting_overrides"),
}))
"""


def as_jupyter_sees_it(home: Path, role: str, language: str) -> dict:
    """Jupyter's merged configuration in a process whose user has tried to change it."""
    own = home / ".jupyter"
    (own / "labconfig").mkdir(parents=True)
    (own / "jupyter_server_config.json").write_text('{"ServerApp": {"terminals_enabled": true}}')
    (own / "labconfig" / "page_config.json").write_text(
        '{"disabledExtensions": {"@jupyterlab/debugger-extension": false, "@jupyterlab/terminal-extension": false}}'
    )
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), **server_environment(role, language)}
    answer = subprocess.run(
        [sys.executable, "-c", LOOK], env=environment, capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)


@pytest.mark.parametrize("language", LANGUAGES)
def test_our_configuration_goes_before_the_installed_and_the_pupils_own(tmp_path, language):
    seen = as_jupyter_sees_it(tmp_path, "pupil", language)
    assert [Path(folder).name for folder in seen["config"][:3]] == ["pupil", language, "common"]
    assert seen["server"]["terminals_enabled"] is False
    extensions = seen["server"]["jpserver_extensions"]
    assert [name for name, enabled in extensions.items() if enabled and name.startswith("nbgrader")] == []
    assert extensions["hub_config.notebook_ui.server_extension"] is True
    assert seen["page"]["disabledExtensions"]["@jupyterlab/debugger-extension"] is True
    assert seen["page"]["disabledExtensions"]["@jupyterlab/terminal-extension"] is True
    locale = seen["settings"]["@jupyterlab/translation-extension:plugin"]["locale"]
    assert locale == language


def test_a_class_has_formgrader_and_not_the_pupils_interface(tmp_path):
    seen = as_jupyter_sees_it(tmp_path, "course", "fr")
    extensions = seen["server"]["jpserver_extensions"]
    assert extensions["nbgrader.server_extensions.formgrader"] is True
    assert "hub_config.notebook_ui.server_extension" not in extensions
    assert seen["page"]["disabledExtensions"]["@barmaja/notebook-ui"] is True


def test_every_folder_it_names_is_there():
    for role in ROLES:
        for language in LANGUAGES:
            folders = server_environment(role, language)["JUPYTER_CONFIG_PATH"].split(os.pathsep)
            assert all(Path(folder).is_dir() for folder in folders)


@pytest.mark.parametrize(
    ("role", "language", "valid"), [("teacher", "ar", "pupil, course"), ("pupil", "en", "ar, fr")]
)
def test_an_unknown_role_or_language_is_refused_with_the_valid_ones(role, language, valid):
    with pytest.raises(NotebookInterfaceError) as refused:
        server_environment(role, language)
    assert valid in refused.value.text("fr")
