"""One HTML document with a whole page for each language, and taking one language out of it. Pure.

nbgrader makes one file a notebook; pupils read one language. Law: ``page_in(both(pages), language)`` is a
document that holds that page only, with ``lang`` and ``dir`` on its root.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from translations import LANGUAGES, direction

_ROOT = re.compile(r'<html lang="[a-z]+" dir="[a-z]+">')


def both(head: str, pages: Mapping[str, str]) -> str:
    """A document with ``head`` (trusted) and every page of ``pages`` (safe HTML), in the order of the
    languages.
    """
    body = "\n".join(
        f"<!--barmaja:{language}-->\n{pages[language]}\n<!--/barmaja:{language}-->" for language in LANGUAGES
    )
    first = LANGUAGES[0]
    return (
        f'<!doctype html>\n<html lang="{first}" dir="{direction(first)}">\n<head>\n{head}\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def page_in(document: str, language: str) -> str | None:
    """``document`` in one language; None when it is not one of ours or has no such language."""
    part = _part(document, language)
    if part is None or not _ROOT.search(document):
        return None
    start = document.index(f"<!--barmaja:{LANGUAGES[0]}-->")
    end_mark = f"<!--/barmaja:{LANGUAGES[-1]}-->"
    end = document.rindex(end_mark) + len(end_mark)
    root = f'<html lang="{language}" dir="{direction(language)}">'
    return _ROOT.sub(root, document[:start], count=1) + part + document[end:]


def pages_of(document: str) -> dict[str, bytes]:
    """Language → page, as the exchange takes them; a document that is not ours as it is, under ``any``."""
    pages = {language: page_in(document, language) for language in LANGUAGES}
    if any(page is None for page in pages.values()):
        return {"any": document.encode()}
    return {language: page.encode() for language, page in pages.items()}


def _part(document: str, language: str) -> str | None:
    found = re.search(rf"<!--barmaja:{language}-->(.*?)<!--/barmaja:{language}-->", document, re.DOTALL)
    return found.group(1) if found and language in LANGUAGES else None
