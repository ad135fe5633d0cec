"""Click's own words in our languages: it asks the standard gettext, which is told here where our catalogue is.

``WORDS`` are the ones people meet; they stand here so that they are extracted with our own.
"""

from __future__ import annotations

import gettext
import os

from translations.catalogue import ROOT

DOMAIN = "hub"


def N_(word: str) -> str:
    return word


WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing command."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("default: {default}"),
    N_("required"),
    N_("Aborted!"),
)


def speak(language: str) -> None:
    """From now on click's words come in ``language``; English where a word is not in the catalogue."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(ROOT))
    gettext.textdomain(DOMAIN)
