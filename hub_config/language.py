"""The language of a page: chosen by the person at this browser, else stored for them, else the school's.

``RequestLanguage`` gives JupyterHub's own templates gettext. JupyterHub renders every page from two Jinja environments
that know no language, and its template variables see a user but no request; the request is found through the
``static_url`` that each rendering is given, because the language of a page before sign-in is known from a cookie only.
"""

from __future__ import annotations

from jinja2 import Environment, pass_context
from jinja2.ext import InternationalizationExtension

from translations import LANGUAGES, catalogue, direction

COOKIE = "barmaja-language"
DOMAIN = "hub"
OWN_NAMES = {"ar": "العربية", "fr": "Français"}
"""Each language's name in itself: what a person looks for who reads no other."""


def chosen_language(*wanted: str | None, default: str) -> str:
    """The first of ``wanted`` that is offered, else ``default``."""
    return next((language for language in wanted if language in LANGUAGES), default)


def request_language(request, default: str) -> str:
    """The language of the browser that sent this tornado request: its cookie's, else ``default``."""
    cookie = request.cookies.get(COOKIE)
    return chosen_language(cookie.value if cookie else None, default=default)


def handler_language(handler) -> str:
    """The language in which this hub handler answers: one it has just chosen, else the browser's, else the school's."""
    settings = handler.settings
    default = settings.get("barmaja_default_language", LANGUAGES[0])
    return getattr(handler, "page_language", None) or request_language(handler.request, default)


@pass_context
def _language(context) -> str:
    return handler_language(context["static_url"].__self__)


@pass_context
def _direction(context) -> str:
    return direction(_language(context))


@pass_context
def _gettext(context, msgid: str) -> str:
    return catalogue(DOMAIN, _language(context)).gettext(msgid)


@pass_context
def _ngettext(context, singular: str, plural: str, n: int) -> str:
    return catalogue(DOMAIN, _language(context)).ngettext(singular, plural, n)


class RequestLanguage(InternationalizationExtension):
    """Jinja's own i18n extension with callables that ask the request: ``_``, ``{% trans %}``, ``language()``, ``direction()``."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._install_callables(_gettext, _ngettext, newstyle=True)
        environment.globals.update(page_language=_language, page_direction=_direction, own_names=OWN_NAMES)
        environment.policies["ext.i18n.trimmed"] = True
