"""Extraction sees every way the code says a sentence; the checker finds every way a translation can be broken."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from translations.domains import DOMAINS
from translations.tool import catalogue_problems, domain_of, entry_problems, template


@pytest.mark.parametrize(
    ("path", "domain"),
    [
        ("hub_config/pages/pupil.py", "pages"),
        ("hub_config/settings.py", "hub"),
        ("hub_config/notebook_ui/src/index.js", "notebook_ui"),
        ("curriculum/learning/check.py", "learning"),
        ("curriculum/progress/csv.py", "school"),
        ("README.md", None),
    ],
)
def test_the_longest_prefix_owns_a_file(path, domain):
    assert domain_of(Path(path)) == domain


def test_python_and_templates_are_both_read(tmp_path):
    folder = tmp_path / "hub_config" / "pages"
    folder.mkdir(parents=True)
    (folder / "pupil.py").write_text(
        'Message("pages", "{count} lesson", plural="{count} lessons", count=2)\n_("Sign in")\nMessage("pages", "Start")\n'
    )
    (folder / "map.html").write_text(
        '{{ _("My lessons") }}{% trans n=n %}One try{% pluralize %}{{ n }} tries{% endtrans %}'
    )
    ids = {entry.id for entry in template("pages", tmp_path) if entry.id}
    assert ids == {
        "Sign in",
        "Start",
        "My lessons",
        ("{count} lesson", "{count} lessons"),
        ("One try", "%(n)s tries"),
    }


@pytest.mark.parametrize(
    ("msgid", "text", "problem"),
    [
        ("Start", "", "not translated"),
        ("Port {port}", "المنفذ", "placeholders"),
        ("Port {port}", "المنفذ {prt}", "placeholders"),
        ("3 tries", "٣ محاولات", "Arabic-Indic"),
        (("{count} try", "{count} tries"), ("محاولة",), "not translated"),
    ],
)
def test_a_broken_translation_is_found(msgid, text, problem):
    entry = Catalog(locale="ar").add(msgid, text)
    assert any(problem in found for found in entry_problems(entry, 6))


def test_a_good_translation_has_no_problem():
    book = Catalog(locale="ar")
    assert not list(entry_problems(book.add("Port {port}", "المنفذ {port}"), 6))
    forms = ("لا محاولة", "محاولة واحدة", "محاولتان", "{count} محاولات", "{count} محاولة", "{count} محاولة")
    assert not list(entry_problems(book.add(("{count} try", "{count} tries"), forms), 6))


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_sentence_of_ours_is_translated(domain, language):
    assert list(catalogue_problems(domain, language)) == []
