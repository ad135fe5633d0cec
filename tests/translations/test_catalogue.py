"""Sentences choose their language late; plural forms, nested messages and fallbacks hold."""

import pytest

from translations import BarmajaError, Message, catalogue, command_line_language, direction, language_of


def test_a_message_without_catalogue_is_its_msgid_with_its_values():
    message = Message("no-such-domain", "{path}: unknown key “{key}”", {"path": "school.toml", "key": "nmae"})
    assert message.text("ar") == "school.toml: unknown key “nmae”"


def test_a_message_inside_a_message_is_written_in_the_same_language():
    inner = Message("no-such-domain", "line {line}", {"line": 3})
    assert Message("no-such-domain", "{where}: wrong", {"where": inner}).text("fr") == "line 3: wrong"


@pytest.mark.parametrize(("count", "text"), [(1, "1 pupil"), (2, "2 pupils")])
def test_a_counted_message_follows_the_plural(count, text):
    message = Message("no-such-domain", "{count} pupil", plural="{count} pupils", count=count)
    assert message.text("fr") == text


def test_braces_of_code_are_left_alone_when_there_are_no_values():
    assert Message("no-such-domain", 'print(f"{x}")').text("fr") == 'print(f"{x}")'


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("ar_MA.UTF-8", "ar"),
        ("fr-FR", "fr"),
        ("FR", "fr"),
        ("C.UTF-8", "en"),
        ("", "en"),
        (None, "en"),
        ("de", "en"),
    ],
)
def test_any_locale_name_gives_an_offered_language(wanted, language):
    assert language_of(wanted) == language


def test_the_first_locale_variable_that_is_set_decides(monkeypatch):
    for name in ("BARMAJA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert command_line_language() == "en"
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert command_line_language() == "fr"
    monkeypatch.setenv("BARMAJA_LANG", "ar")
    assert command_line_language() == "ar"


def test_only_arabic_runs_right_to_left():
    assert (direction("ar"), direction("fr"), direction("en")) == ("rtl", "ltr", "ltr")


def test_an_error_keeps_its_sentence_for_any_reader():
    error = BarmajaError(Message("no-such-domain", "busy: port {port}", {"port": 8000}))
    assert error.text("ar") == "busy: port 8000"


def test_a_missing_catalogue_is_empty_not_an_error():
    assert catalogue("no-such-domain", "ar").gettext("Run") == "Run"
