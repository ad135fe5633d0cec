"""What pupils read after grading: their points and the reasons, in their language, and nothing that runs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback import give_feedback, page_in, pages_of
from autograder.feedback.clean import cleaned, in_language, markdown_html, sentence_html, without_hints
from autograder.feedback.document import both

SECRET = "7318"  # as in conftest


@pytest.fixture(scope="module")
def given_feedback(graded_classroom):
    room, _, _ = graded_classroom
    with room.course.gradebook() as gradebook:
        comment = gradebook.find_comment("somme", "variables", "variables", "pwrong")
        comment.manual_comment = "Relis <b>la consigne</b>.\nDemain on en parle."
        gradebook.db.commit()
    return room, give_feedback(room.course, room.store, "variables")


def page(given_feedback, pupil: str, language: str) -> str:
    room, _ = given_feedback
    return room.store.feedback(room.course.id, "variables", pupil, language).decode()


def test_every_graded_pupil_gets_a_page_and_the_others_none(given_feedback):
    room, given = given_feedback
    assert [g.pupil for g in given] == [
        "pempty",
        "ploops",
        "praises",
        "pright",
        "pscripts",
        "pspies",
        "pwrong",
    ]
    assert all(g.message is None for g in given)
    assert room.store.feedback(room.course.id, "variables", "pjunk", "fr") is None


def test_a_page_is_in_one_language_with_its_direction(given_feedback):
    arabic, french = page(given_feedback, "pwrong", "ar"), page(given_feedback, "pwrong", "fr")
    assert '<html lang="ar" dir="rtl">' in arabic
    assert '<html lang="fr" dir="ltr">' in french
    assert "a doit valoir 5" in french
    assert "a doit valoir 5" not in arabic
    assert "المتغيّرات" in arabic


def test_points_are_the_gradebooks(given_feedback):
    assert "Points\u00a0: 3 / 10" in page(given_feedback, "pwrong", "fr")
    assert "Points\u00a0: 10 / 10" in page(given_feedback, "pright", "fr")


def test_the_teachers_comment_is_shown_as_text(given_feedback):
    text = page(given_feedback, "pwrong", "fr")
    assert "Relis &lt;b&gt;la consigne&lt;/b&gt;.<br>Demain on en parle." in text


def test_tests_and_hidden_values_are_not_shown(given_feedback):
    for language in ("ar", "fr"):
        text = page(given_feedback, "pwrong", language)
        assert SECRET not in text
        assert "_tests" not in text
    assert "Un test caché" in page(given_feedback, "pwrong", "fr")


def test_an_endless_loop_and_an_error_are_explained(given_feedback):
    assert "boucle qui ne finit jamais" in page(given_feedback, "ploops", "fr")
    assert "ZeroDivisionError" in page(given_feedback, "praises", "fr")


def test_what_a_pupil_wrote_never_becomes_markup(given_feedback):
    text = page(given_feedback, "pscripts", "fr")
    assert "&lt;script&gt;" in text
    assert "<script" not in text


def test_a_page_asks_nothing_of_any_server(given_feedback):
    for pupil in ("pright", "pscripts", "praises"):
        for language in ("ar", "fr"):
            text = page(given_feedback, pupil, language)
            assert not re.search(r"(src|href)\s*=\s*[\"']?(?!data:)", text)
            assert not re.search(r"url\(|@import|<(script|iframe|object|link|form)\b", text)


def test_nbgraders_own_file_holds_both_languages(given_feedback):
    room, _ = given_feedback
    document = (room.course.path("feedback", "pwrong", "variables") / "variables.html").read_text()
    assert set(pages_of(document)) == {"ar", "fr"}
    assert 'lang="ar" dir="rtl"' in document
    assert 'lang="fr" dir="ltr"' in document


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        '<a href="java\nscript:alert(1)">x</a>',
        '<a href="data:text/html,<script>1</script>">x</a>',
        '<svg onload="alert(1)"></svg>',
        '<div style="background:url(http://evil/)" onclick="x()">x</div>',
        "![x](http://evil/x.png)",
        '<iframe src="http://evil/"></iframe>',
        '<form action="http://evil/"><button>x</button></form>',
    ],
)
def test_markdown_of_any_kind_comes_out_harmless(text):
    result = markdown_html(text).lower()
    assert not re.search(
        r"<(script|img|svg|iframe|form|button|style)|\bon\w+=|style=|href=\"(javascript|data)", result
    )


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert cleaned(cleaned(text)) == cleaned(text)


def test_a_task_is_read_in_one_language_without_its_hints():
    task = '<div lang="ar" dir="rtl">\n\nنص\n\n</div>\n<div lang="fr" dir="ltr">\n\ntexte\n\n</div>\n<details>x</details>'
    assert in_language(without_hints(task), "ar") == "نص"
    assert in_language(without_hints(task), "fr") == "texte"
    assert in_language("no blocks", "ar") == "no blocks"
    nested = (
        '<div lang="ar" dir="rtl">\nأ\n<div dir="ltr">\nx = 1\n</div>\nب\n</div>\n<div lang="fr">\nc\n</div>'
    )
    assert in_language(nested, "ar") == 'أ\n<div dir="ltr">\nx = 1\n</div>\nب'
    assert in_language(nested, "fr") == "c"


def test_code_in_a_sentence_is_code_and_the_rest_is_text():
    assert sentence_html("`a < b` & c") == '<code dir="ltr">a &lt; b</code> &amp; c'


@given(st.text(), st.text())
def test_taking_a_language_out_never_shows_the_other(arabic, french):
    document = both(
        "<title>t</title>", {"ar": f"A{arabic!a}".replace("<", ""), "fr": f"F{french!a}".replace("<", "")}
    )
    assert f"F{french!a}".replace("<", "") not in page_in(document, "ar").replace(f"A{arabic!a}", "")
    assert page_in(document, "fr").count("<html") == 1


def test_a_page_that_is_not_ours_is_passed_on_as_it_is():
    assert pages_of("<html><body>x</body></html>") == {"any": b"<html><body>x</body></html>"}
