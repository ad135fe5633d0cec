"""Jupyter's own interface in Arabic: ``python -m hub_config.notebook_ui.language_pack`` makes it from our catalogue.

JupyterLab's Arabic pack covers 7 % of its strings and an installed package can add to a pack but never correct it, so
Barmaja ships its own, under the locale ``ar``: what a pupil meets in the reduced Notebook. The catalogue
``translations/ar/LC_MESSAGES/jupyterlab.po`` is the source; msgids and contexts are Jupyter's. Nothing is written
when nothing changed.
"""

from __future__ import annotations

import json
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from translations.catalogue import ROOT

DOMAINS = ("jupyterlab", "notebook")
"""Jupyter's domains, whose strings lie together in our catalogue: Notebook's own are few, and some are in both."""

PACK = Path(__file__).parent / "language_pack_ar" / "locale" / "ar" / "LC_MESSAGES"
SOURCE = ROOT / "ar" / "LC_MESSAGES" / "jupyterlab.po"


def pack(catalog: Catalog, domain: str) -> dict[str, object]:
    """``catalog`` as JupyterLab reads a domain: ``context<EOT>msgid`` → list of forms; unfinished entries left out."""
    header = {"domain": domain, "language": "ar", "plural_forms": catalog.plural_forms, "version": ""}
    entries: dict[str, object] = {"": header}
    for entry in catalog:
        texts = list(entry.string) if isinstance(entry.string, tuple) else [entry.string]
        if not entry.id or entry.fuzzy or not all(texts):
            continue
        msgid = entry.id[0] if isinstance(entry.id, tuple) else entry.id
        entries[f"{entry.context}\x04{msgid}" if entry.context else msgid] = texts
    return entries


def write_pack(source: Path = SOURCE, target: Path = PACK) -> None:
    """Makes ``target`` hold one file a domain, from the catalogue ``source``."""
    with source.open("rb") as lines:
        catalog = read_po(lines, locale="ar", domain="jupyterlab")
    target.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        text = json.dumps(pack(catalog, domain), ensure_ascii=False, indent=0)
        path = target / f"{domain}.json"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_pack()
