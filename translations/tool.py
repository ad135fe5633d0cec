"""Keeps the catalogues: ``python -m translations.tool update | check | compile``.

``update`` reads every msgid from the code and merges it into each language's ``.po`` (translations kept, unused entries
dropped, nothing guessed: Babel's fuzzy matching is off). ``check`` reports what is missing, unused or broken, as
``file:line: problem``, and exits with 1. ``compile`` writes the ``.mo`` files; unfinished entries stay out of them.
"""

from __future__ import annotations

import io
import string
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from translations.catalogue import LANGUAGES, ROOT
from translations.domains import DOMAINS
from translations.locale import typeset

REPOSITORY = ROOT.parent
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2), "_n": (1, 2), "_p": ((1, "c"), 2)}
LOCALES = {"ar": "ar", "fr": "fr"}
DATA_DOMAINS = ("lessons", "jupyterlab")
"""Catalogues whose msgids do not come from our code: lessons' prose, and Jupyter's own interface."""


def domain_of(path: Path) -> str | None:
    """The domain that owns ``path`` (relative to the repository): the one with the longest matching prefix."""
    name = path.as_posix()
    owners = [
        (len(prefix), domain)
        for domain, prefixes in DOMAINS.items()
        for prefix in prefixes
        if name == prefix or name.startswith(prefix + "/")
    ]
    return max(owners)[1] if owners else None


def source_files(repository: Path) -> Iterator[Path]:
    """Every file that may hold a msgid, relative to ``repository``, sorted."""
    skipped = {"node_modules", "vendor", "share", "labextension", "lib", "__pycache__"}
    for top in ("translations", "curriculum", "autograder", "hub_config"):
        for path in sorted((repository / top).rglob("*")):
            relative = path.relative_to(repository)
            if path.suffix in {".py", ".html", ".xml", ".j2", ".tpl", ".txt", ".js"} and not skipped & set(
                relative.parts
            ):
                yield relative


def extract_messages(fileobj, _keywords, comment_tags, options):
    """Babel extractor for our Python: the usual functions, and ``Message(domain, msgid, values, plural=…)``."""
    import ast

    source = fileobj.read()
    yield from extract_python(io.BytesIO(source), KEYWORDS.keys(), comment_tags, options)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and len(node.args) > 1 and getattr(node.func, "id", "") == "Message":
            msgid = _constant(node.args[1])
            plural = next((_constant(k.value) for k in node.keywords if k.arg == "plural"), None)
            if msgid:
                yield (
                    (node.lineno, "ngettext", (msgid, plural), [])
                    if plural
                    else (node.lineno, "_", msgid, [])
                )


def _constant(node) -> str | None:
    value = getattr(node, "value", None)
    return value if isinstance(value, str) else None


def _method(path: Path):
    if path.suffix == ".py":
        return extract_messages
    return "javascript" if path.suffix == ".js" else "jinja2.ext:babel_extract"


def template(domain: str, repository: Path = REPOSITORY) -> Catalog:
    """All msgids of ``domain`` as they stand in the code now."""
    found = Catalog(domain=domain, project="Barmaja", charset="utf-8")
    for relative in source_files(repository):
        if domain_of(relative) != domain:
            continue
        options = {"encoding": "utf-8", "silent": "false", "trimmed": "true", "extensions": "jinja2.ext.i18n"}
        with (repository / relative).open("rb") as source:
            for line, msgid, comments, context in extract(
                _method(relative), source, KEYWORDS, ("Translators:",), options
            ):
                flags = ["python-brace-format"] if _fields(msgid) else []
                found.add(msgid, None, [(relative.as_posix(), line)], flags, comments, context=context)
    return found


def po_file(domain: str, language: str) -> Path:
    return ROOT / language / "LC_MESSAGES" / f"{domain}.po"


def read_catalogue(domain: str, language: str) -> Catalog:
    """The catalogue on disk, or an empty one with the language's plural forms."""
    path = po_file(domain, language)
    if not path.exists():
        return Catalog(locale=LOCALES[language], domain=domain, project="Barmaja", charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=LOCALES[language], domain=domain)


def write_catalogue(catalog: Catalog, domain: str, language: str) -> None:
    """Writes the ``.po`` without the header's dates, so that nothing changes when nothing changed."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, sort_by_file=True, ignore_obsolete=True, include_previous=False)
    dated = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')
    lines = [line for line in buffer.getvalue().splitlines(keepends=True) if not line.startswith(dated)]
    path = po_file(domain, language)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_bytes() != b"".join(lines):
        path.write_bytes(b"".join(lines))


def _texts(value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value or "",)


def _fields(value) -> set[str]:
    """Names between braces and percent placeholders, in any of the forms of ``value``; none where braces are not a format."""
    names: set[str] = set()
    for text in _texts(value):
        try:
            names |= {
                name for _, name, _, _ in string.Formatter().parse(text) if name and name.isidentifier()
            }
        except ValueError:
            continue
    return names


def entry_problems(entry: Entry, plural_forms: int) -> Iterator[str]:
    """What is wrong with one translation: missing, fuzzy, a plural form missing, other placeholders than the msgid."""
    texts = _texts(entry.string)
    if entry.fuzzy:
        yield "fuzzy: confirm the translation and remove the flag"
    if not all(texts) or (entry.pluralizable and len(texts) < plural_forms):
        yield "not translated"
        return
    wanted, optional = _fields(entry.id), {"count", "n", "num"} if entry.pluralizable else set()
    for text in texts:
        got = _fields(text)
        if got - wanted or (wanted - optional) - got:
            yield f"placeholders {sorted(got)} instead of {sorted(wanted)}"
    if any(digit in text for text in texts for digit in "٠١٢٣٤٥٦٧٨٩"):
        yield "Arabic-Indic digits: write 0–9"


def catalogue_problems(domain: str, language: str) -> Iterator[str]:
    """Every problem of one catalogue, as ``file:line: problem: msgid``."""
    path = po_file(domain, language)
    name = path.relative_to(REPOSITORY)
    catalog = read_catalogue(domain, language)
    entries = {
        (entry.id if isinstance(entry.id, str) else entry.id[0], entry.context): entry
        for entry in catalog
        if entry.id
    }
    if domain not in DATA_DOMAINS:
        wanted = {
            (entry.id if isinstance(entry.id, str) else entry.id[0], entry.context): entry
            for entry in template(domain)
            if entry.id
        }
        for key in wanted.keys() - entries.keys():
            place = ":".join(map(str, wanted[key].locations[0]))
            yield f"{place}: not in {name}: {key[0]!r}; run: make catalogues"
        for key in entries.keys() - wanted.keys():
            yield f"{name}:{entries[key].lineno}: no longer used: {key[0]!r}; run: make catalogues"
    for entry in entries.values():
        for problem in entry_problems(entry, catalog.num_plurals):
            yield f"{name}:{entry.lineno}: {problem}: {_texts(entry.id)[0]!r}"


def _chosen(domain: tuple[str, ...]) -> Iterable[str]:
    unknown = set(domain) - {*DOMAINS, *DATA_DOMAINS}
    if unknown:
        raise click.BadParameter(f"{', '.join(sorted(unknown))}; use: {', '.join([*DOMAINS, *DATA_DOMAINS])}")
    return domain or (*DOMAINS, *DATA_DOMAINS)


domain_option = click.option("--domain", multiple=True, help="Only this catalogue (may be repeated).")


@click.group(help=__doc__)
def main() -> None:
    pass


@main.command(help="Merge the msgids of the code into every .po file.")
@domain_option
def update(domain: tuple[str, ...]) -> None:
    for name in _chosen(domain):
        if name in DATA_DOMAINS:
            continue
        fresh = template(name)
        for language in LANGUAGES:
            catalog = read_catalogue(name, language)
            catalog.update(fresh, no_fuzzy_matching=True)
            if len(catalog):
                write_catalogue(catalog, name, language)
            missing = sum(
                1 for entry in catalog if entry.id and any(entry_problems(entry, catalog.num_plurals))
            )
            click.echo(f"{name} {language}: {len(catalog)} messages, {missing} to do")


@main.command(help="Report what is missing, unused or broken; exit 1 if anything is.")
@domain_option
def check(domain: tuple[str, ...]) -> None:
    problems = [
        problem
        for name in _chosen(domain)
        for language in LANGUAGES
        if po_file(name, language).exists() or name in DOMAINS
        for problem in catalogue_problems(name, language)
    ]
    for problem in problems:
        click.echo(problem)
    if problems:
        sys.exit(1)
    click.echo("Catalogues: complete in " + ", ".join(LANGUAGES))


def typeset_catalogue(catalog: Catalog, language: str) -> Catalog:
    """``catalog`` as readers see it, changed in place."""
    for entry in catalog:
        if isinstance(entry.string, tuple):
            entry.string = tuple(typeset(text, language) for text in entry.string)
        elif entry.id:
            entry.string = typeset(entry.string, language)
    return catalog


@main.command("compile", help="Write the .mo files that the programs read.")
@domain_option
def compile_(domain: tuple[str, ...]) -> None:
    for name in _chosen(domain):
        for language in LANGUAGES:
            path = po_file(name, language)
            if not path.exists():
                continue
            target = path.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= path.stat().st_mtime:
                continue
            buffer = io.BytesIO()
            write_mo(buffer, typeset_catalogue(read_catalogue(name, language), language))
            temporary = target.with_suffix(".mo.new")
            temporary.write_bytes(buffer.getvalue())
            temporary.replace(target)


if __name__ == "__main__":
    main()
