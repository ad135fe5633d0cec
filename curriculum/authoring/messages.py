"""The words of lessons as a gettext catalogue, and lessons in the words of a catalogue.

Laws: every text with words in it is one msgid of the template, once, with all its places; localising with the identity
gives the same lesson; what is fuzzy is never used. msgids are French.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from curriculum.authoring.model import Exercise, Lesson, Predict, Text, texts, with_texts
from curriculum.authoring.problems import N_, Problem
from translations import Message

CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_STRING = re.compile(r'"[^"]*"|\'[^\']*\'')
_PLACEHOLDER = re.compile(r"\{[A-Za-z_][A-Za-z0-9_]*\}")
_LINK = re.compile(r"\]\(([^)\s]+)")
_WORD = re.compile(r"[^\W\d_]{2}|[^\W\d_]\s+[^\W\d_]")
_ARABIC_DIGITS = re.compile("[٠-٩۰-۹]")


def has_words(text: str) -> bool:
    """Whether there is anything to translate: letters outside code."""
    return bool(_WORD.search(CODE_SPAN.sub(" ", text)))


def contexts(lesson: Lesson) -> Iterator[tuple[Text, str]]:
    """Every text with words, with what a translator should know about where it stands."""
    whole = (lesson.title, *lesson.objectives)
    for text in whole:
        yield text, f"lesson {lesson.id}"
    for block in lesson.blocks:
        if isinstance(block, Exercise):
            where = f"exercise {block.id}"
        elif isinstance(block, Predict):
            where = f"predict {block.id}"
        else:
            where = ""
        for text in texts(block):
            yield text, where


def template(lessons: Iterable[Lesson]) -> Catalog:
    """All msgids of ``lessons``, in the order of the files."""
    found = Catalog(domain="lessons", project="Barmaja", charset="utf-8", fuzzy=False)
    for lesson in lessons:
        for text, where in contexts(lesson):
            if has_words(text.text):
                found.add(
                    text.text, locations=[(lesson.place, text.line)], auto_comments=[where] if where else []
                )
    return found


def merged(catalogue: Catalog, fresh: Catalog) -> Catalog:
    """``fresh`` with the translations that ``catalogue`` has for the very same msgids; nothing is guessed, nothing fuzzy."""
    result = Catalog(
        locale=catalogue.locale, domain="lessons", project="Barmaja", charset="utf-8", fuzzy=False
    )
    for entry in fresh:
        if entry.id:
            old = catalogue.get(entry.id)
            result.add(
                entry.id,
                old.string if old and not old.fuzzy else "",
                locations=entry.locations,
                auto_comments=entry.auto_comments,
                user_comments=old.user_comments if old else (),
            )
    return result


def localize(lesson: Lesson, catalogue: Catalog) -> Lesson:
    """``lesson`` in the words of ``catalogue``; a text without a confirmed translation keeps its French."""

    def translated(text: Text) -> str:
        entry = catalogue.get(text.text)
        return entry.string if entry and entry.string and not entry.fuzzy else text.text

    return with_texts(lesson, translated)


def identity(lesson: Lesson) -> Catalog:
    """The catalogue that says every text of ``lesson`` in its own words."""
    same = Catalog(domain="lessons")
    for text in texts(lesson):
        if text.text:
            same.add(text.text, text.text)
    return same


def translation_problems(lesson: Lesson, catalogue: Catalog, place: str) -> Iterator[Problem]:
    """What is wrong with the translation of ``lesson``: at the lesson's line when missing, at ``place``'s when broken."""
    seen = set()
    for text, _ in contexts(lesson):
        if text.text in seen or not has_words(text.text):
            continue
        seen.add(text.text)
        entry = catalogue.get(text.text)
        if entry is None or not entry.string:
            yield _problem(
                lesson.place,
                text.line,
                N_("not translated into Arabic: “{text}”; write it in {place}"),
                text=shortened(text.text),
                place=place,
            )
        else:
            for msgid, values in entry_problems(entry):
                yield _problem(place, entry.lineno or 0, msgid, text=shortened(text.text), **values)


def entry_problems(entry: Entry) -> Iterator[tuple[str, dict[str, object]]]:
    """What is wrong with one translation, as msgid and values."""
    if entry.fuzzy:
        yield N_("“{text}”: the translation is marked fuzzy; confirm it and remove the mark"), {}
    for msgid, find in (
        (N_("“{text}”: the code between backticks is not the same: {difference}"), code_spans),
        (N_("“{text}”: the names between braces are not the same: {difference}"), _placeholders),
        (N_("“{text}”: the links are not the same: {difference}"), _LINK.findall),
    ):
        wanted, got = Counter(find(entry.id)), Counter(find(entry.string))
        if wanted != got:
            lost = [f"−{item}" for item in (wanted - got).elements()]
            more = [f"+{item}" for item in (got - wanted).elements()]
            yield msgid, {"difference": ", ".join(lost + more)}
    if "\n" in entry.string and "\n" not in entry.id:
        yield N_("“{text}”: one line in French must stay one line"), {}
    if _ARABIC_DIGITS.search(entry.string):
        yield N_("“{text}”: write digits as 0–9"), {}


def code_spans(text: str) -> list[str]:
    """Code between backticks; words inside quote marks may differ from a language to another."""
    return [_STRING.sub('""', match[2].strip()) for match in CODE_SPAN.finditer(text)]


def _placeholders(text: str) -> list[str]:
    return _PLACEHOLDER.findall(CODE_SPAN.sub(" ", text))


def shortened(text: str, length: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _problem(place: str, line: int, msgid: str, /, **values: object) -> Problem:
    return Problem(place, line, Message("authoring", msgid, values))
