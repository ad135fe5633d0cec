"""What the front-end extension finds in the page: its language, its sentences, where the lessons and fonts are."""

from __future__ import annotations

import json
from collections.abc import Mapping

from translations import LANGUAGES, catalogue

DOMAIN = "notebook_ui"


def sentences(language: str) -> dict[str, str]:
    """Every msgid of this interface with its text in ``language``. None of them has plural forms."""
    book = getattr(catalogue(DOMAIN, language), "_catalog", {})
    return {msgid: text for msgid, text in book.items() if isinstance(msgid, str) and msgid}


def page_settings(language: str, both: bool, service: str) -> Mapping[str, object]:
    """For the page of a person who reads ``language``; ``service`` is the school service's path, ``/services/school``."""
    return {
        "language": language,
        "both": both,
        "texts": {name: sentences(name) for name in LANGUAGES},
        "home": f"{service}/learn",
        "fonts": f"{service}/static/vendor/fonts.css",
    }


def page_option(settings: Mapping[str, object]) -> str:
    """``settings`` as JupyterLab's page configuration carries them: a string."""
    return json.dumps(settings, ensure_ascii=False)
