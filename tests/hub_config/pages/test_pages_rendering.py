"""Pages that the demo school has no occasion for, rendered in both languages from plain values."""

from __future__ import annotations

import pytest

from hub_config.pages.frame import Frame, Visitor, frame_user, navigation
from hub_config.pages.pupil.model import lesson_map
from hub_config.pages.render import render
from hub_config.pages.teacher.model import class_page
from hub_config.pages.urls import Urls

URLS = Urls()
TEACHER = Visitor("k.amrani", "teacher", "Karim <Amrani>", "كريم", (("2026-a", "A"), ("2026-b", "B")))


def frame(language: str, visitor: Visitor = TEACHER) -> Frame:
    return Frame(
        language,
        URLS,
        URLS.classes,
        "token",
        "École",
        lambda name: f"/static/{name}",
        frame_user(visitor, language),
        navigation(visitor, URLS.classes, URLS, language),
    )


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_teacher_of_several_classes_chooses_one(language):
    classes = [{"name": "A", "href": URLS.section("2026-a"), "pupils": 12, "released": 2}]
    page = render("classes.html", language, frame=frame(language), classes=classes)
    assert f'href="{URLS.section("2026-a")}"' in page
    assert {"ar": "درسان منشوران", "fr": "leçons publiées"}[language] in page
    assert "<Amrani>" not in page


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_an_empty_page_says_what_to_do_next(language):
    pupil = Visitor("p", "pupil", "مريم", "مريم", (("2026-a", "A"),))
    nothing = render(
        "pupil.html", language, frame=frame(language, pupil), map=lesson_map([]), section_name="A", scale=None
    )
    assert f'class="btn btn-primary" href="{URLS.learn}"' in nothing
    no_class = render("classes.html", language, frame=frame(language), classes=[])
    assert "school.toml" in no_class
    no_lesson = render(
        "class.html",
        language,
        frame=frame(language),
        course="2026-a",
        section={"name": "A"},
        page=class_page([]),
        pupils=0,
        notice=None,
    )
    assert {"ar": "أن يجهّز الدروس", "fr": "construire les leçons"}[language] in no_lesson


@pytest.mark.parametrize(
    ("language", "sheet"), [("ar", "bootstrap.rtl.min.css"), ("fr", "bootstrap.min.css")]
)
def test_the_frame_follows_the_language(language, sheet):
    page = render("classes.html", language, frame=frame(language), classes=[])
    direction = {"ar": "rtl", "fr": "ltr"}[language]
    assert f'<html lang="{language}" dir="{direction}">' in page and f"vendor/{sheet}" in page
    assert f'value="{language}" lang="{language}" aria-pressed="true"' in page
