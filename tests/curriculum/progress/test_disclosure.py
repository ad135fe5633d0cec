"""Hiding: no figure about fewer than five people is shown, and none can be worked out.

The reader is an attacker who knows how tables are made: every figure shown is an equation, and a hidden figure is lost
when the equations determine it.
"""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.progress import ALL, CLASS, SCHOOL, progress_rows
from curriculum.progress.disclosure import hidden_parts, is_small, total_is_hidden
from curriculum.progress.tally import Tally
from curriculum.school import Bilingual


@pytest.mark.parametrize(
    ("sizes", "hidden", "total"),
    [
        ([], set(), False),
        ([12, 12], set(), False),
        ([5], set(), False),
        ([4], {0}, True),
        ([0], set(), False),
        ([4, 20], {0, 1}, False),
        ([4, 20, 30], {0, 1}, False),  # the smallest of the others goes with it
        ([4, 30, 20], {0, 2}, False),
        ([3, 3, 20], {0, 1}, False),  # six together
        ([1, 2, 20], {0, 1, 2}, False),
        ([2, 2], {0, 1}, True),
        ([4, 0, 20], {0, 2}, False),  # nobody cannot cover anybody
        ([4, 0], {0}, True),
    ],
)
def test_which_parts_are_hidden(sizes, hidden, total):
    found = hidden_parts(sizes)
    assert found == hidden
    assert total_is_hidden(sizes, found) is total


@given(st.lists(st.integers(0, 12), max_size=8), st.sets(st.integers(0, 7)))
def test_what_a_total_less_the_shown_parts_gives_is_never_a_small_group(sizes, forced):
    forced = {position for position in forced if position < len(sizes)}
    hidden = hidden_parts(sizes, forced)
    assert forced <= hidden
    assert all(position in hidden for position, size in enumerate(sizes) if is_small(size))
    assert is_small(sum(sizes[position] for position in hidden)) is total_is_hidden(sizes, hidden)
    if total_is_hidden(sizes, hidden):
        assert all(position in hidden for position, size in enumerate(sizes) if size)


def tally(school, course, lesson, pupils, shares):
    """Counts that can be: everyone marked was handed in, and so on."""
    started, submitted, marked, passed = (round(pupils * share) for share in sorted(shares, reverse=True))
    return Tally(school, Bilingual(school, school), "MA-11", "MA-LAA", "2026-2027", course, course, "TC", lesson, 1,
                 Bilingual(lesson, lesson), pupils, started, submitted, marked, passed, marked * 10.25)  # fmt: skip


shares = st.tuples(*[st.floats(0, 1)] * 4)
schools = st.dictionaries(
    st.sampled_from(["A", "B", "C"]),
    st.dictionaries(st.sampled_from(["1", "2", "3", "4"]), st.tuples(st.integers(1, 14), shares), min_size=1),
    min_size=1,
)


def tallies_of(drawn):
    return [
        tally(school, f"{school}{course}", "variables", pupils, shares)
        for school, classes in drawn.items()
        for course, (pupils, shares) in classes.items()
    ]


def determined(unknowns: list[str], equations: list[set[str]]) -> set[str]:
    """The unknowns that the equations (sums of unknowns with a known value) fix, by elimination over fractions."""
    rows = [[Fraction(int(name in equation)) for name in unknowns] for equation in equations]
    pivots: list[list[Fraction]] = []
    for column in range(len(unknowns)):
        found = next((row for row in rows if row[column]), None)
        if found is None:
            continue
        rows.remove(found)
        found = [value / found[column] for value in found]
        rows = [[a - row[column] * b for a, b in zip(row, found, strict=True)] for row in rows]
        pivots = [[a - row[column] * b for a, b in zip(row, found, strict=True)] for row in pivots] + [found]
    return {unknowns[row.index(1)] for row in pivots if sum(value != 0 for value in row) == 1}


def equations_shown(tallies, rows, figure):
    """Each shown figure of a kind as the set of classes that it is the sum of."""
    of_class = {each.course: {each.course} for each in tallies}
    of_school = {
        each.school: {other.course for other in tallies if other.school == each.school} for each in tallies
    }
    everyone = {each.course for each in tallies}
    meaning = {
        CLASS: lambda row: of_class[row.course],
        SCHOOL: lambda row: of_school[row.school],
        ALL: lambda _: everyone,
    }
    return [meaning[row.kind](row) for row in rows if getattr(row, figure) is not None]


@settings(max_examples=300)
@given(schools)
def test_no_hidden_figure_of_a_class_can_be_worked_out_from_what_is_shown(drawn):
    tallies = tallies_of(drawn)
    rows = progress_rows(tallies)
    hidden = {row.course for row in rows if row.kind == CLASS and row.hidden}
    marks_hidden = {row.course for row in rows if row.kind == CLASS and row.marks_hidden}
    assert {each.course for each in tallies if each.pupils < 5} <= hidden
    assert {each.course for each in tallies if 0 < each.marked < 5} <= marks_hidden
    unknowns = sorted(each.course for each in tallies)
    for figure in ("pupils", "started", "submitted", "marked"):
        assert not determined(unknowns, equations_shown(tallies, rows, figure)) & hidden
    # the sum of marks can be told from a mean where somebody has a mark; nobody's marks are known to be nothing
    nobody = [{each.course} for each in tallies if not each.marked and each.course not in hidden]
    known = determined(unknowns, equations_shown(tallies, rows, "passed") + nobody)
    assert not known & {each.course for each in tallies if 0 < each.marked < 5}
    assert not known & (marks_hidden - hidden)


@settings(max_examples=300)
@given(schools)
def test_no_shown_total_and_no_difference_of_totals_is_about_fewer_than_five(drawn):
    tallies = tallies_of(drawn)
    rows = progress_rows(tallies)
    pupils = {each.course: each.pupils for each in tallies}
    marked = {each.course: each.marked for each in tallies}
    for figure, sizes in (("pupils", pupils), ("passed", marked)):
        groups = equations_shown(tallies, rows, figure)
        differences = [big - small for big in groups for small in groups if small < big]
        for total in groups:  # a total less all its parts that are shown
            parts = [part for part in groups if part < total]
            differences.append(total.difference(*parts))
        for group in (*groups, *differences):
            assert not is_small(sum(sizes[course] for course in group))


def test_a_row_that_is_not_hidden_tells_the_truth():
    rows = progress_rows(
        [tally("A", "1", "variables", 12, (1, 0.75, 0.5, 0.5)), tally("A", "2", "variables", 10, (0,) * 4)]
    )
    first, second, school = rows
    assert (first.pupils, first.started, first.submitted, first.marked, first.passed, first.mean) == (
        12,
        12,
        9,
        6,
        6,
        10.25,
    )
    assert (second.pupils, second.started, second.passed, second.mean) == (10, 0, 0, None)
    assert (school.kind, school.pupils, school.mean, school.course) == (SCHOOL, 22, 10.25, "")
    assert not any(row.marks_hidden for row in rows)


def test_no_more_is_hidden_than_must_be():
    """The class of three takes the class of six with it, and these two already cover the marks of the third."""
    sizes = {"1": (3, 0), "2": (6, 1), "3": (10, 0.2), "4": (10, 0.5)}
    rows = progress_rows(
        [
            tally("A", course, "variables", size, (1, share, share, 0))
            for course, (size, share) in sizes.items()
        ]
    )
    assert [(row.hidden, row.marks_hidden) for row in rows] == [
        (True, True),
        (True, True),
        (False, True),
        (False, False),
        (False, False),
    ]
