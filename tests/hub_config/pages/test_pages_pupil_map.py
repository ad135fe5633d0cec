"""The lesson map's one question: what do I do now?"""

from __future__ import annotations

import pytest

from curriculum.events import Activity
from curriculum.school import MarksScale
from hub_config.pages.pupil.model import lesson_card, lesson_map
from hub_config.pages.standing import pupils_own_standing
from tests.hub_config.pages.conftest import at, lesson, mark, submission

NOW = at(12)
OPENED, HANDED_IN = Activity(opened_at=at(8)), [submission(at(9))]
MARK = mark({"age": 2, "prix": 1}, at(9), at(10))


def card(name: str, number: int, activity=None, submissions=(), feedback_at=None, deadline=None):
    info = lesson(name, number)
    seen = pupils_own_standing("p", info, activity, submissions, MARK, feedback_at, MarksScale())
    return lesson_card(info, seen, deadline, "fr", NOW, f"/open/{name}", f"/feedback/{name}")


@pytest.mark.parametrize(
    ("cards", "now", "step", "news"),
    [
        ([], None, None, None),
        ([card("a", 1), card("b", 2)], "a", "start", None),
        ([card("b", 2), card("a", 1, OPENED)], "a", "continue", None),
        ([card("a", 1, OPENED, HANDED_IN), card("b", 2)], "b", "start", None),
        ([card("a", 1, deadline=at(11)), card("b", 2)], "b", "start", None),
        ([card("a", 1, OPENED, HANDED_IN), card("b", 2, OPENED, HANDED_IN)], None, None, None),
        ([card("a", 1, OPENED, HANDED_IN, at(11)), card("b", 2, OPENED, HANDED_IN, at(10))], None, None, "a"),
        ([card("a", 1, OPENED, HANDED_IN, at(11)), card("b", 2)], "b", "start", "a"),
    ],
)
def test_the_first_open_lesson_that_is_not_handed_in_is_the_one_to_do(cards, now, step, news):
    found = lesson_map(cards)
    assert (found.now and found.now.id) == now
    assert (found.now and found.now.step) == step
    assert (found.news and found.news.id) == news
    assert [c.id for c in found.cards if c.is_now] == ([now] if now else [])


def test_lessons_stand_in_their_order():
    assert [c.number for c in lesson_map([card("z", 1), card("m", 3), card("a", 2)]).cards] == [1, 2, 3]


def test_a_mark_and_points_appear_with_the_feedback_and_not_before():
    before, after = card("a", 1, OPENED, HANDED_IN), card("a", 1, OPENED, HANDED_IN, at(11))
    assert (before.step, before.mark, before.feedback_href) == ("handed-in", None, None)
    assert [e.score for e in before.exercises] == [None, None]
    assert (after.step, after.mark, after.feedback_href) == ("marked", 15, "/feedback/a")
    assert [e.score for e in after.exercises] == [2, 1]


@pytest.mark.parametrize(
    ("activity", "submissions", "step"),
    [(None, (), "closed"), (OPENED, (), "closed"), (OPENED, HANDED_IN, "handed-in")],
)
def test_after_the_deadline_a_lesson_is_closed_unless_it_was_handed_in(activity, submissions, step):
    assert card("a", 1, activity, submissions, deadline=at(11)).step == step
