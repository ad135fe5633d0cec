"""Jupyter's own interface in our languages: ``python -m hub_config.notebook_ui.language_pack`` makes the packs.

JupyterLab's Arabic pack covers 7 % of its strings, its French one says "noyau" to a pupil, and an installed package can
add to a pack but never correct it. So Barmaja has packs of its own, ``ar`` and ``fr``: what a pupil meets in the reduced
Notebook, over the published French where we say nothing. The catalogues ``translations/<language>/LC_MESSAGES/jupyterlab.po``
are the source; msgids and contexts are Jupyter's. Nothing is written when nothing changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from translations.catalogue import LANGUAGES, ROOT
from translations.locale import typeset

DOMAINS = ("jupyterlab", "notebook")
"""Jupyter's domains, whose strings lie together in our catalogue: Notebook's own are few, and some are in both."""

PUBLISHED = {"fr": ("jupyterlab_language_pack_fr_FR", "fr_FR")}
"""Language → package and locale of the pack that ours completes."""


def pack(catalog: Catalog, domain: str, published: Mapping[str, object]) -> dict[str, object]:
    """``catalog`` over ``published`` as JupyterLab reads a domain: ``context<EOT>msgid`` → list of forms.

    Unfinished entries are left out.
    """
    language = str(catalog.locale)
    header = {"domain": domain, "language": language, "plural_forms": catalog.plural_forms, "version": ""}
    entries: dict[str, object] = {**published, "": header}
    for entry in catalog:
        texts = list(entry.string) if isinstance(entry.string, tuple) else [entry.string]
        if not entry.id or entry.fuzzy or not all(texts):
            continue
        msgid = entry.id[0] if isinstance(entry.id, tuple) else entry.id
        key = f"{entry.context}\x04{msgid}" if entry.context else msgid
        entries[key] = [typeset(text, language) for text in texts]
    return entries


def published_pack(language: str, domain: str) -> Mapping[str, object]:
    """The installed pack that ours completes; empty where there is none."""
    package, locale = PUBLISHED.get(language, (None, None))
    spec = package and find_spec(package)
    if not spec or not spec.origin:
        return {}
    path = Path(spec.origin).parent / "locale" / locale / "LC_MESSAGES" / f"{domain}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def pack_folder(language: str) -> Path:
    """Where Jupyter reads the pack of ``language``."""
    return Path(__file__).parent / f"language_pack_{language}" / "locale" / language / "LC_MESSAGES"


def write_pack(language: str, source: Path, target: Path) -> None:
    """Makes ``target`` hold one file a domain, from the catalogue ``source``."""
    with source.open("rb") as lines:
        catalog = read_po(lines, locale=language, domain="jupyterlab")
    target.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        made = pack(catalog, domain, published_pack(language, domain))
        text = json.dumps(made, ensure_ascii=False, indent=0)
        path = target / f"{domain}.json"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def write_packs() -> None:
    """Makes the packs of all our languages where Jupyter looks for them."""
    for language in LANGUAGES:
        write_pack(language, ROOT / language / "LC_MESSAGES" / "jupyterlab.po", pack_folder(language))


if __name__ == "__main__":
    write_packs()
