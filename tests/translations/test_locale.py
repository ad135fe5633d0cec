"""Numbers, dates and order as Morocco writes them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translations.locale import (
    MONTHS_AR,
    day,
    fold,
    moment,
    number,
    percent,
    sorted_names,
    typeset,
    without_marks,
)


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (12.5, "ar", "12,5"),
        (12.5, "fr", "12,5"),
        (12.5, "en", "12.5"),
        (20, "ar", "20"),
        (12345, "fr", "12\u202f345"),
        (0.255, "fr", "0,26"),
    ],
)
def test_numbers_have_a_decimal_comma_and_latin_digits(value, language, text):
    assert number(value, language).replace("\u00a0", "\u202f") == text


def test_shares_are_whole_percents():
    assert percent(0.256, "ar") == "26%"
    assert percent(0.256, "fr").replace("\u00a0", " ").replace("\u202f", " ") == "26 %"


@pytest.mark.parametrize("month", range(1, 13))
def test_arabic_months_are_the_moroccan_ones(month):
    assert day(date(2026, month, 4), "ar") == f"4 {MONTHS_AR[month - 1]} 2026"


@pytest.mark.parametrize(
    ("language", "text", "seen"),
    [
        ("fr", "« Vérifier » : prêt ?", "«\u00a0Vérifier\u00a0»\u00a0: prêt\u00a0?"),
        ("fr", "{host}:{port} ; fini !", "{host}:{port}\u00a0; fini\u00a0!"),
        ("ar", "«تحقّق» : ?", "«تحقّق» : ?"),
    ],
)
def test_no_line_begins_with_a_french_sign(language, text, seen):
    assert typeset(text, language) == seen


def test_moments_have_a_24_hour_clock():
    assert moment(datetime(2026, 8, 4, 14, 5), "ar") == "4 غشت 2026، 14:05"
    assert moment(datetime(2026, 8, 4, 14, 5), "fr") == "4 août 2026, 14:05"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أمينة", "امينه"),
        ("مُحَمَّد", "محمد"),
        ("فـاطمة", "فاطمه"),
        ("مصطفى", "مصطفي"),
        ("Élodie", "elodie"),
        ("ال  عيون", "ال عيون"),
        ("\u200fسعيد", "سعيد"),
    ],
)
def test_spellings_that_a_reader_takes_for_one_fold_to_one(one, other):
    assert fold(one) == fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text()))
def test_sorting_keeps_every_name(names):
    assert sorted(sorted_names(names)) == sorted(names)


def test_names_sort_as_a_class_list_does():
    assert sorted_names(["يوسف", "إدريس", "أحمد", "بشرى"]) == ["أحمد", "إدريس", "بشرى", "يوسف"]


def test_direction_marks_are_removed():
    assert without_marks("\u200f24\u200e/11") == "24/11"
