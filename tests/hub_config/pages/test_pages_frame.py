"""What surrounds a page: navigation by role, addresses a form may lead to, sentences with names in them."""

from __future__ import annotations

import pytest

from hub_config.pages.account.model import first_empty, mismatch
from hub_config.pages.frame import Visitor, navigation
from hub_config.pages.handler import local_address
from hub_config.pages.render import environment, wall_clock
from hub_config.pages.urls import Urls
from tests.hub_config.pages.conftest import at

URLS = Urls()
TWO = (("2026-a", "A"), ("2026-b", "B"))


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("/services/school/learn?x=1", True),
        ("https://elsewhere.example/", False),
        ("//elsewhere.example/", False),
        ("/\\elsewhere.example/", False),
        ("learn", False),
        ("", False),
        ("javascript:alert(1)", False),
        ("/a\r\nSet-Cookie: b=c", False),
    ],
)
def test_a_form_never_leads_off_the_site(address, safe):
    assert local_address(address, "/home") == (address if safe else "/home")


@pytest.mark.parametrize(
    ("role", "courses", "path", "links", "current"),
    [
        ("pupil", TWO[:1], URLS.learn, [URLS.learn], URLS.learn),
        ("pupil", TWO[:1], URLS.account, [URLS.learn], None),
        ("coordinator", (), URLS.coordination, [URLS.coordination], URLS.coordination),
        ("teacher", TWO[:1], URLS.account, [URLS.section("2026-a"), URLS.pupils("2026-a")], None),
        ("teacher", TWO, URLS.classes, [URLS.classes], URLS.classes),
        (
            "teacher",
            TWO,
            URLS.pupils("2026-b"),
            [URLS.classes, URLS.section("2026-b"), URLS.pupils("2026-b")],
            URLS.pupils("2026-b"),
        ),
        ("course", (), URLS.home, [], None),
        ("stranger", (), URLS.home, [], None),
    ],
)
def test_each_role_is_offered_its_own_pages(role, courses, path, links, current):
    items = navigation(Visitor("x", role, "X", "س", courses), path, URLS, "fr")
    assert [item.href for item in items] == links
    assert [item.href for item in items if item.current] == ([current] if current else [])


def test_what_is_put_into_a_sentence_is_escaped_and_isolated():
    page = environment("ar").from_string('{{ _("Class {name}", name=name|bdi) }}')
    assert page.render(name="<script>x</script>") == "القسم <bdi>&lt;script&gt;x&lt;/script&gt;</bdi>"


@pytest.mark.parametrize(
    ("count", "arabic", "french"),
    [
        (0, "لا تلاميذ", "<bdi>0</bdi> élève"),
        (1, "تلميذ واحد", "<bdi>1</bdi> élève"),
        (2, "تلميذان", "<bdi>2</bdi> élèves"),
        (7, "<bdi>7</bdi> تلاميذ", "<bdi>7</bdi> élèves"),
        (12, "<bdi>12</bdi> تلميذا", "<bdi>12</bdi> élèves"),
        (100, "<bdi>100</bdi> تلميذ", "<bdi>100</bdi> élèves"),
        (1203, "<bdi>1203</bdi> تلاميذ", None),
    ],
)
def test_plurals_follow_each_language(count, arabic, french):
    source = '{{ ngettext("{count} pupil", "{count} pupils", n) }}'
    assert environment("ar").from_string(source).render(n=count).replace(".", "") == arabic
    if french:
        assert environment("fr").from_string(source).render(n=count) == french


def test_numbers_and_moments_are_written_as_moroccan_readers_do():
    source = "{{ 12.5|number }} {{ t|moment }}"
    assert environment("fr").from_string(source).render(t=at(13, 5)) == (
        '12,5 <time datetime="2026-11-24T14:05+01:00"><bdi>24 novembre 2026, 14:05</bdi></time>'
    )
    assert "24 نونبر 2026، 14:05" in environment("ar").from_string(source).render(t=at(13, 5))


def test_the_schools_clock_is_moroccos():
    assert f"{wall_clock(at(23, 30)):%d %H:%M}" == "25 00:30"


@pytest.mark.parametrize(
    ("typed", "empty", "wrong"),
    [
        (("", "b", "b"), "old", None),
        (("a", "", ""), "new", None),
        (("a", "b", ""), "again", "again"),
        (("a", "b", "c"), None, "again"),
        (("a", "a", "a"), None, "new"),
        (("a", "b", "b"), None, None),
    ],
)
def test_a_mistyped_change_of_secret_names_its_field(typed, empty, wrong):
    assert first_empty(*typed) == empty
    if empty is None or wrong:
        assert mismatch(*typed) == wrong
