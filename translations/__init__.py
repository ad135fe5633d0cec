"""Every word a person reads, in Arabic and French, and how numbers and dates are written.

``translations.locale`` (numbers, dates, sorting) imports Babel and is not re-exported here, so that a pupil's
kernel, which needs sentences only, stays light.
"""

from translations.catalogue import (
    LANGUAGES,
    SOURCE_LANGUAGE,
    BarmajaError,
    Message,
    catalogue,
    command_line_gettext,
    command_line_language,
    direction,
    language_of,
)

__all__ = [
    "LANGUAGES",
    "SOURCE_LANGUAGE",
    "BarmajaError",
    "Message",
    "catalogue",
    "command_line_gettext",
    "command_line_language",
    "direction",
    "language_of",
]
