"""What a person chose for their notebook, kept in their own Jupyter configuration folder.

Two small files: JupyterLab's own setting of the language of its menus, and ours, whether both languages are shown.
The language itself is the roster's and the browser cookie's; here is only what Jupyter needs at the next loading.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ChoiceFiles:
    """``settings`` is JupyterLab's folder of user settings, ``config`` the person's Jupyter configuration folder."""

    settings: Path
    config: Path

    @property
    def _locale(self) -> Path:
        return self.settings / "@jupyterlab" / "translation-extension" / "plugin.jupyterlab-settings"

    @property
    def _both(self) -> Path:
        return self.config / "barmaja.json"

    def store_language(self, language: str) -> None:
        """Jupyter's menus and dialogs are in ``language`` from the next loading of a page on."""
        _write(self._locale, {"locale": language})

    def store_both(self, both: bool) -> None:
        _write(self._both, {"both": both})

    @property
    def both(self) -> bool:
        """Whether lessons are shown in both languages; False until it was chosen."""
        try:
            return json.loads(self._both.read_text()).get("both") is True
        except (FileNotFoundError, ValueError):
            return False


def _write(path: Path, value: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.new")
    draft.write_text(json.dumps(value))
    draft.replace(path)
