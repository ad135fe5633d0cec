"""Points into marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.school import MarksScale


@pytest.mark.parametrize(
    ("score", "max_score", "step", "mark"),
    [
        (0, 12, 0.25, 0),
        (12, 12, 0.25, 20),
        (5, 12, 0.25, 8.25),  # 8.333
        (7.5, 12, 0.25, 12.5),
        (1, 16, 0.5, 1.5),  # 1.25 is half way: up
        (1, 32, 0.25, 0.75),  # 0.625 is half way: up
        (3, 32, 0.25, 2),  # 1.875 is half way: up
        (0.1 + 0.2, 0.3, 0.25, 20),
        (2.4999999999999996, 10, 1, 5),
        (13, 12, 0.25, 20),
        (-1, 12, 0.25, 0),
        (0, 0, 0.25, 0),
        (9.9, 20, 1, 10),
        (9.49, 20, 1, 9),
    ],
)
def test_marks_are_rounded_half_up_to_the_step(score, max_score, step, mark):
    assert MarksScale(step=step).mark(score, max_score) == mark


@given(st.integers(0, 100), st.integers(1, 100), st.sampled_from([0.25, 0.5, 1]))
def test_a_mark_is_the_nearest_step_within_the_scale_and_never_falls_with_more_points(score, max_score, step):
    scale = MarksScale(step=step)
    mark = scale.mark(min(score, max_score), max_score)
    assert 0 <= mark <= 20
    assert (mark / step).is_integer()
    assert abs(mark - 20 * min(score, max_score) / max_score) <= step / 2 + 1e-9
    assert scale.mark(min(score, max_score), max_score) <= scale.mark(min(score + 1, max_score), max_score)


def test_the_pass_mark_itself_is_a_pass():
    assert MarksScale().passed(10)
    assert not MarksScale().passed(9.75)
