"""The class page: a lesson's state, its next step, who needs the teacher."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from curriculum.events import Activity
from hub_config.pages.teacher.actions import deadline_from
from hub_config.pages.teacher.model import JobView, Remark, class_page, lesson_page, lesson_row, mark_rows
from tests.hub_config.pages.conftest import at, lesson, mark, submission

RELEASE = SimpleNamespace(released_at=at(8), deadline=None)
FULL = mark({"age": 2, "prix": 2}, at(9), at(10))
BY_HAND = mark({"age": 2, "prix": 0}, at(9), at(10), manual=True)
NAMES = {"p": "العلوي مريم", "q": "بناني يوسف"}


def row(standings, release=RELEASE, number: int = 2):
    return lesson_row(lesson(number=number), release, standings, NAMES, "fr", at(12))


@pytest.mark.parametrize(
    ("work", "state", "step"),
    [
        ([{}, {}], "released", None),
        ([{"submissions": [submission(at(9))]}, {}], "released", "grade"),
        ([{"submissions": [submission(at(9))], "mark": FULL}, {}], "graded", "feedback"),
        ([{"submissions": [submission(at(9))], "mark": BY_HAND}, {}], "graded", "manual"),
        ([{"submissions": [submission(at(9))], "mark": FULL, "feedback_at": at(11)}, {}], "returned", None),
        (
            [
                {"submissions": [submission(at(9))], "mark": FULL, "feedback_at": at(11)},
                {"submissions": [submission(at(11))]},
            ],
            "graded",
            "grade",
        ),
    ],
)
def test_a_lessons_state_and_its_next_step_follow_the_work(stand, work, state, step):
    found = row([stand(pupil, **facts) for pupil, facts in zip("pq", work, strict=True)])
    assert (found.state, found.next) == (state, step)


def test_an_unreleased_lesson_can_only_be_released(stand):
    found = row([stand("p"), stand("q")], release=None)
    assert (found.state, found.next, found.deadline) == ("unreleased", "release", None)


def test_counts_are_of_pupils(stand):
    found = row(
        [
            stand(
                "p", activity=Activity(opened_at=at(8), checks=9), submissions=[submission(at(9))], mark=FULL
            ),
            stand("q", activity=Activity(opened_at=at(8))),
        ]
    )
    assert (found.pupils, found.opened, found.checked, found.handed_in, found.graded) == (2, 2, 1, 1, 1)
    assert found.mean == 20


def test_a_class_needs_its_teacher_for_waiting_work_and_for_stuck_pupils(stand):
    stuck = row([stand("p", activity=Activity(checks=5)), stand("q")], number=1)
    waiting = row([stand("p", submissions=[submission(at(9))]), stand("q")], number=2)
    quiet = row([stand("p"), stand("q")], number=3)
    fresh = row([stand("p"), stand("q")], release=None, number=4)
    page = class_page([fresh, quiet, waiting, stuck])
    assert [r.number for r in page.rows] == [1, 2, 3, 4]
    assert [r.number for r in page.needs] == [1, 2]
    assert page.rows[0].stuck == ("العلوي مريم",)
    assert page.suggested.number == 4 and not page.nothing_released


def test_the_lesson_page_keeps_the_order_of_the_class_list_and_counts_each_exercise(stand):
    pupils = [SimpleNamespace(id=one, name=NAMES[one]) for one in "pq"]
    standings = {"q": stand("q", activity=Activity(passed={"age": (1, 1)}, checks=1)), "p": stand("p")}
    page = lesson_page(lesson(), row(list(standings.values())), pupils, standings, "ar")
    assert [line.id for line in page.rows] == ["p", "q"]
    assert [(column.title, column.done) for column in page.columns] == [("تمرين age", 1), ("تمرين prix", 0)]


def test_the_mean_is_over_marked_lessons_only(stand):
    pupils = [SimpleNamespace(id=one, name=NAMES[one]) for one in "pq"]
    standings = {
        ("p", "a"): stand("p", mark=FULL),
        ("p", "b"): stand("p"),
        ("q", "a"): stand("q"),
        ("q", "b"): stand("q"),
    }
    rows = mark_rows(pupils, ["a", "b"], standings)
    assert [(one.grades[0] and one.grades[0].mark, one.grades[1], one.mean) for one in rows] == [
        (20, None, 20),
        (None, None, None),
    ]


@pytest.mark.parametrize(
    ("status", "remarks", "age", "shown"),
    [
        ("running", (), 0, True),
        ("done", (), 5, True),
        ("done", (), 5000, False),
        ("done", (Remark("x", False, "slow"),), 5000, True),
        ("failed", (), 5000, True),
        ("interrupted", (), 5000, True),
    ],
)
def test_a_job_that_went_well_is_forgotten_and_others_stay(status, remarks, age, shown):
    assert JobView("grade", status, 1, 2, 3, "", remarks, "", age).shown is shown


def test_a_deadline_is_read_on_the_schools_clock():
    assert deadline_from("", at(12)) is None
    assert deadline_from("2026-11-24T18:00", at(12)) == at(17)
    for wrong in ("2026-11-24T12:59", "tomorrow", "2026-13-01T10:00"):
        with pytest.raises(ValueError):
            deadline_from(wrong, at(12))
