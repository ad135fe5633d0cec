"""Where a pupil stands: from checks, submissions and marks, as plain values."""

from __future__ import annotations

import pytest

from curriculum.events import Activity
from curriculum.school import MarksScale
from hub_config.pages.standing import DONE, NEW, TRIED, pupils_own_standing
from tests.hub_config.pages.conftest import at, lesson, mark, submission


@pytest.mark.parametrize(
    ("passed", "scores", "states"),
    [
        ({}, None, [NEW, NEW]),
        ({"age": (3, 3)}, None, [DONE, NEW]),
        ({"age": (2, 3), "prix": (0, 1)}, None, [TRIED, TRIED]),
        ({"age": (0, 0)}, None, [TRIED, NEW]),
        ({"gone": (3, 3)}, None, [NEW, NEW]),
        ({"age": (3, 3)}, {"age": 1, "prix": 2}, [TRIED, DONE]),
        ({}, {"age": 0, "prix": 0}, [TRIED, TRIED]),
    ],
)
def test_an_exercise_is_done_when_its_tests_passed_and_marks_outrank_checks(stand, passed, scores, states):
    found = stand(
        activity=Activity(passed=passed, checks=len(passed)),
        mark=mark(scores, at(9), at(10)) if scores else None,
    )
    assert [exercise.state for exercise in found.exercises] == states


def test_the_submission_that_counts_is_told_apart_from_the_last_one(stand):
    early, late = submission(at(9)), submission(at(20), counts=False, late=True)
    handed = stand(submissions=[early, late]).hand_in
    assert (handed.counting_at, handed.last_at, handed.count) == (at(9), at(20), 2)
    assert not handed.last_counts and not handed.late


@pytest.mark.parametrize(
    ("received", "marked_work", "feedback_at", "waits_for_grading", "waits_for_feedback"),
    [
        (None, None, None, False, False),
        (at(9), None, None, True, False),
        (at(9), at(9), None, False, True),
        (at(12), at(9), None, True, False),
        (at(9), at(9), at(11), False, False),
        (at(9), at(9), at(9, 30), False, True),
        (at(12), at(9), at(11), True, False),
    ],
)
def test_work_waits_until_what_counts_is_marked_and_given_back(
    stand, received, marked_work, feedback_at, waits_for_grading, waits_for_feedback
):
    found = stand(
        submissions=[submission(received)] if received else [],
        mark=mark({"age": 2, "prix": 1}, marked_work, at(10)) if marked_work else None,
        feedback_at=feedback_at,
    )
    assert found.awaits_grading is waits_for_grading
    assert found.awaits_feedback is waits_for_feedback


@pytest.mark.parametrize(
    ("checks", "passed", "handed_in", "stuck"),
    [
        (3, {}, False, False),
        (4, {}, False, True),
        (4, {"age": (1, 1)}, False, False),
        (8, {"age": (1, 1)}, False, True),
        (9, {}, True, False),
    ],
)
def test_a_pupil_who_checks_often_and_passes_little_may_be_stuck(stand, checks, passed, handed_in, stuck):
    found = stand(
        activity=Activity(passed=passed, checks=checks), submissions=[submission(at(9))] if handed_in else []
    )
    assert found.stuck is stuck


def test_the_mark_is_on_the_schools_scale(stand):
    grade = stand(mark=mark({"age": 2, "prix": 0.5}, at(9), at(10))).grade
    assert (grade.score, grade.mark, grade.passed) == (2.5, 12.5, True)


def test_a_pupil_sees_nothing_of_a_mark_before_feedback():
    scores = mark({"age": 2, "prix": 0}, at(9), at(10))
    seen = [
        pupils_own_standing("p", lesson(), None, [submission(at(9))], scores, given, MarksScale())
        for given in (None, at(11))
    ]
    assert seen[0].grade is None and [e.state for e in seen[0].exercises] == [NEW, NEW]
    assert seen[1].grade.mark == 10 and [e.state for e in seen[1].exercises] == [DONE, TRIED]
