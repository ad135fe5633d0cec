"""Lessons' words go out to a catalogue and come back: the laws, and what is said about a bad translation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from babel.messages.catalog import Catalog
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.authoring import files, parse_lesson
from curriculum.authoring.check import check_sources
from curriculum.authoring.messages import (
    has_words,
    identity,
    localize,
    merged,
    template,
    translation_problems,
)  # fmt: skip
from curriculum.authoring.model import texts
from tests.curriculum.authoring.lesson_texts import EXERCISE, HEAD, exercise, lesson_of

WORDS = st.text(st.sampled_from("abéàç ،مرحبا`*_{}|#>-!.:'\"\\123\n"), min_size=1, max_size=40)
BLOCKS = st.one_of(
    WORDS,
    WORDS.map(lambda text: "## " + text.replace("\n", " ")),
    WORDS.map(lambda text: "- " + text.replace("\n", "\n  ")),
    WORDS.map(lambda text: "> " + text.replace("\n", "\n> ")),
    WORDS.map(lambda text: "```text\n" + text.replace("`", "") + "\n```"),
    WORDS.map(lambda text: f"| {text.replace(chr(10), ' ').replace('|', '')} | b |\n|---|---|\n| un | `x` |"),
    st.just(EXERCISE),
)


def catalogue_of(translations: dict[str, str]) -> Catalog:
    catalog = Catalog(locale="ar", domain="lessons")
    for msgid, string in translations.items():
        catalog.add(msgid, string)
    return catalog


@settings(max_examples=150, deadline=None)
@given(st.lists(BLOCKS, min_size=1, max_size=5).map("\n\n".join))
def test_the_identity_catalogue_changes_nothing_and_extraction_finds_every_text_once(body: str) -> None:
    parsed = parse_lesson(HEAD + body, "essai", 1)
    if parsed.lesson is None:
        return
    lesson = parsed.lesson
    assert localize(lesson, identity(lesson)) == lesson
    msgids = [entry.id for entry in template([lesson]) if entry.id]
    assert len(msgids) == len(set(msgids))
    assert set(msgids) == {text.text for text in texts(lesson) if has_words(text.text)}


def test_the_identity_law_holds_for_every_lesson_of_ours() -> None:
    lessons = check_sources(files.read_sources(files.LESSONS)).lessons
    assert lessons
    for lesson in lessons:
        assert localize(lesson, identity(lesson)) == lesson


def test_a_translation_stands_where_the_french_stood() -> None:
    lesson = lesson_of("- un\n- deux mots\n  ensemble\n")
    catalog = catalogue_of({"un": "واحد", "deux mots\nensemble": "كلمتان\nمعا"})
    assert localize(lesson, catalog).blocks[0].markdown() == "- واحد\n- كلمتان\n  معا"


def test_a_text_used_twice_is_one_msgid_with_two_places() -> None:
    catalog = template([lesson_of("Encore.\n\nAutre chose.\n\nEncore.\n")])
    assert [line for _, line in catalog["Encore."].locations] == [8, 12]


def test_where_a_text_stands_is_told_to_the_translator() -> None:
    assert template([lesson_of(EXERCISE)])["La multiplication s'écrit `*`."].auto_comments == [
        "exercise double"
    ]


def test_merging_keeps_translations_drops_the_unused_and_never_guesses() -> None:
    lesson = lesson_of("Un texte ici.\n\nUn autre texte.\n")
    old = catalogue_of({"Un texte ici.": "نص هنا.", "Un autre texte": "قريب", "Parti.": "ذهب"})
    new = merged(old, template([lesson]))
    assert new["Un texte ici."].string == "نص هنا."
    assert new["Un autre texte."].string == ""
    assert "Parti." not in new
    assert not any(entry.fuzzy for entry in new)


def test_fuzzy_is_never_shown() -> None:
    lesson = lesson_of("Un texte.\n")
    catalog = catalogue_of({"Un texte.": "نص."})
    catalog["Un texte."].flags.add("fuzzy")
    assert localize(lesson, catalog).blocks[0].markdown() == "Un texte."
    assert "fuzzy" in problems_of("Un texte.", catalog)


def problems_of(french: str, catalog: Catalog) -> str:
    lesson = replace(lesson_of(french + "\n"), objectives=())
    catalog.add("Un essai", "تجربة")
    return "\n".join(problem.text("en") for problem in translation_problems(lesson, catalog, "ar.po"))


BAD = {
    "missing": ("Un texte.", "", "not translated into Arabic"),
    "code lost": ("Écris `print`.", "اكتب.", "−print"),
    "code changed": ("Écris `print(x)`.", "اكتب `print(y)`.", "+print(y)"),
    "placeholder": ("Le {nom} ici.", "الاسم هنا.", "−{nom}"),
    "link": ("Voir [ici](a.png).", "انظر [هنا](b.png).", "−a.png"),
    "digits": ("Il y en a 12.", "هناك ١٢.", "write digits as 0–9"),
    "two lines": ("Une ligne.", "سطر\nوآخر", "must stay one line"),
}


@pytest.mark.parametrize(("french", "arabic", "words"), BAD.values(), ids=BAD)
def test_a_bad_translation_is_named(french: str, arabic: str, words: str) -> None:
    assert words in problems_of(french, catalogue_of({french: arabic}))


GOOD = {
    "order may change": ("`a` puis `b`.", "`b` بعد `a`."),
    "words inside quotes may differ": ('Écris `print("Salam")`.', 'اكتب `print("سلام")`.'),
    "code alone needs no translation": ("`print(1)`", ""),
    "numbers alone need none": ("| 12 | `a` |\n|---|---|\n| 3,5 | `b` |", ""),
}


@pytest.mark.parametrize(("french", "arabic"), GOOD.values(), ids=GOOD)
def test_a_good_translation_is_left_alone(french: str, arabic: str) -> None:
    assert problems_of(french, catalogue_of({french: arabic} if arabic else {})) == ""


def test_two_lessons_are_one_catalogue() -> None:
    one, two = lesson_of(exercise("a", "- prints: x")), lesson_of("Un.\n", "autre")
    assert len(template([one, two])) == len(template([two, one]))
