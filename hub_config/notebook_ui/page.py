"""What the front-end extension finds in the page: its language, its sentences, where the lessons and fonts are."""

from __future__ import annotations

import json
from collections.abc import Mapping

from translations import LANGUAGES, catalogue

DOMAIN = "notebook_ui"


def sentences(language: str) -> dict[str, str | list[str]]:
    """Every msgid of this interface with its text in ``language``; one with plural forms has them all, in order."""
    book: dict[str, str | list[str]] = {}
    for key, text in getattr(catalogue(DOMAIN, language), "_catalog", {}).items():
        if key == "":
            continue
        if isinstance(key, tuple):
            msgid, form = key
            forms = book.setdefault(msgid, [])
            forms.extend([""] * (form + 1 - len(forms)))
            forms[form] = text
        else:
            book[key] = text
    return book


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
