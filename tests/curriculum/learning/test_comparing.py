"""Values are compared as plain data, type first; texts as a reader sees them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.learning.comparing import exact, loose, quoted, same, show

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)


class EqualsEverything:
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 1


class IntInDisguise(int):
    def __eq__(self, other):
        return True

    __hash__ = int.__hash__


DIFFERENT = [
    (True, 1), (1, 1.0), ("5", 5), (None, 0), ((1, 2), [1, 2]), ([1], [1, 2]), ([True], [1]), ({"a": 1}, {"a": 1.0}),
    ({1: "a"}, {True: "a"}), ({1}, {1.0}), (EqualsEverything(), 3), ([EqualsEverything()], [3]), (IntInDisguise(2), 3),
    ({EqualsEverything(): 1}, {"a": 1}), ("a", "A"), (0.1 + 0.2, 0.3),
]  # fmt: skip


@pytest.mark.parametrize(("found", "expected"), DIFFERENT)
def test_what_only_looks_equal_is_not(found: object, expected: object) -> None:
    assert not same(found, expected)


@given(PLAIN)
def test_every_plain_value_is_the_same_as_itself(value: object) -> None:
    assert same(value, value)


@given(PLAIN, PLAIN)
def test_same_values_are_of_the_same_type(one: object, other: object) -> None:
    if same(one, other):
        assert type(one) is type(other)
        assert same(other, one)


@pytest.mark.parametrize(
    ("found", "expected", "tolerance", "close"),
    [
        (0.1 + 0.2, 0.3, 0.001, True),
        (4, 4.0, 0.001, True),
        (4.1, 4.0, 0.01, False),
        ([0.1 + 0.2], [0.3], 0.001, True),
        (True, 1.0, 0.1, False),
        ("4", 4.0, 0.1, False),
        (float("inf"), 4.0, 0.1, False),
        (float("nan"), 4.0, 0.1, False),
    ],
)
def test_tolerance_is_for_numbers(found: object, expected: object, tolerance: float, close: bool) -> None:
    assert same(found, expected, tolerance) is close


ALIKE = [
    ("Bonjour  \n", "Bonjour"),
    ("a\n\nb", "a\nb"),
    ("  a   b ", "a b"),
    ("Prix :  12 DH", "Prix: 12 DH"),
    ("١٢", "12"),
    ("۳", "3"),
    ("a\u00a0b", "a b"),
    ("\u200fمرحبا", "مرحبا"),
    ("e\u0301", "é"),
    ("مرحبا !", "مرحبا!"),
]
UNLIKE = [
    ("Bonjour", "bonjour"),
    ("BonjourSalma", "Bonjour Salma"),
    ("a b", "b a"),
    ("a\nb", "a b"),
    ("12", "13"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_loose_leaves_out_what_a_reader_does_not_see(one: str, other: str) -> None:
    assert loose(one) == loose(other)
    assert exact(one) != exact(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_loose_keeps_what_a_reader_sees(one: str, other: str) -> None:
    assert loose(one) != loose(other)


def test_exact_forgives_one_line_break_at_the_end_only() -> None:
    assert exact("a\n") == exact("a")
    assert exact("a\n\n") != exact("a")


@given(st.text())
def test_what_is_quoted_is_one_short_line_between_backticks(text: str) -> None:
    found = quoted(text)
    assert found[0] == found[-1] == "`"
    assert "`" not in found[1:-1]
    assert len(found.splitlines()) == 1
    assert len(found) <= 82


def test_a_long_value_is_shortened_and_a_broken_one_named() -> None:
    class Broken:
        def __repr__(self):
            raise ValueError

    assert len(show(list(range(10**6)))) < 90
    assert show(Broken()) == "`Broken`"
    assert show("é") == "`'é'`"
