"""What happens in class: what may be recorded, and what the pages read of it."""

import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jupyter_events import EventLogger

from curriculum.events import (
    Activity,
    Checked,
    EventError,
    EventStore,
    Opened,
    StoredEvent,
    Submitted,
    event_from_mapping,
    event_to_mapping,
)
from curriculum.events.records import KINDS, schema

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
COURSE = "2026-tcsf-1"


def later(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def events(tmp_path):
    with EventStore.open(tmp_path / "state" / "events.sqlite") as store:
        yield store


@pytest.mark.parametrize("kind", KINDS)
def test_schemas_are_ones_that_jupyter_events_takes(kind):
    logger = EventLogger()
    logger.register_event_schema(schema(kind))
    assert schema(kind)["$id"] in logger.schemas
    assert schema(kind)["additionalProperties"] is False


GOOD_CHECK = {"kind": "checked", "lesson": "variables", "exercise": "ex-1", "passed": 1, "total": 3}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "hacked"}, {"kind": None}, {"lesson": "../etc"}, {"lesson": ""}, {"lesson": 3}, {"exercise": "a b"},
        {"passed": -1}, {"passed": 4}, {"passed": True}, {"passed": 1.5}, {"total": 0}, {"failed": [0, 0]}, {"failed": ["x"]},
        {"failed": [-1]}, {"error": "my secret is 12"}, {"error": 3}, {"code": "print(1)"}, {"name": "العلوي"},
        {"at": "2020-01-01"},
    ],
)  # fmt: skip
def test_anything_else_is_refused(change):
    with pytest.raises(EventError):
        event_from_mapping(GOOD_CHECK | change, NOW)


def test_a_refusal_says_what_is_wrong():
    with pytest.raises(EventError, match="opened, checked, submitted"):
        event_from_mapping({"kind": "x"}, NOW)
    with pytest.raises(EventError, match="lesson"):
        event_from_mapping({"kind": "opened"}, NOW)


@pytest.mark.parametrize(
    ("error", "kept"),
    [("NameError", "NameError"), ("AymanError", "Exception"), ("print", "Exception"), (None, None)],
)
def test_an_error_of_the_pupils_own_making_loses_its_name(error, kept):
    assert event_from_mapping(GOOD_CHECK | {"error": error}, NOW).error == kept


ids = st.from_regex("[a-z][a-z0-9-]{0,9}", fullmatch=True)
checked = st.builds(
    lambda lesson, exercise, total, part, failed, error: Checked(
        lesson, NOW, exercise, min(part, total), total, tuple(sorted(failed)), error
    ),
    ids, ids, st.integers(1, 20), st.integers(0, 20), st.sets(st.integers(0, 20)),
    st.sampled_from([None, "NameError", "TypeError"]),
)  # fmt: skip
any_event = st.one_of(checked, st.builds(Opened, ids, st.just(NOW)), st.builds(Submitted, ids, st.just(NOW)))


@given(any_event)
def test_an_event_comes_back_from_its_mapping(event):
    assert event_from_mapping(event_to_mapping(event), NOW) == event


def test_events_are_kept_in_their_order_by_course_lesson_and_time(events):
    recorded = [
        Opened("variables", NOW),
        Checked("variables", later(1), "ex-1", 1, 3, (0, 2), "NameError"),
        Opened("conditions", later(2)),
        Submitted("variables", later(3)),
    ]
    for event in recorded:
        events.add(COURSE, "p1", event)
    events.add("2026-other", "p2", Opened("variables", NOW))
    stored = [StoredEvent(COURSE, "p1", event) for event in recorded]
    assert events.events(COURSE) == tuple(stored)
    assert events.events(COURSE, "conditions") == (stored[2],)
    assert events.events(COURSE, since=later(1)) == tuple(stored[2:])


def test_the_summary_has_the_first_opening_the_last_check_and_the_best_result(events):
    for event in [
        Opened("variables", NOW),
        Opened("variables", later(9)),
        Checked("variables", later(1), "ex-1", 1, 3),
        Checked("variables", later(2), "ex-1", 3, 3),
        Checked("variables", later(3), "ex-1", 2, 3),
        Checked("variables", later(4), "ex-2", 0, 2),
        Submitted("variables", later(5)),
        Submitted("variables", later(7)),
    ]:
        events.add(COURSE, "p1", event)
    events.add(COURSE, "p2", Checked("variables", NOW, "ex-1", 1, 3))
    assert dict(events.summary(COURSE)) == {
        ("p1", "variables"): Activity(NOW, later(4), 4, {"ex-1": (3, 3), "ex-2": (0, 2)}, later(7)),
        ("p2", "variables"): Activity(None, NOW, 1, {"ex-1": (1, 3)}, None),
    }
    assert dict(events.summary("2026-other")) == {}


def test_an_erased_pupil_leaves_no_event(events):
    events.add(COURSE, "p1", Opened("variables", NOW))
    events.add(COURSE, "p2", Opened("variables", NOW))
    events.erase("p1")
    assert [each.user_id for each in events.events(COURSE)] == ["p2"]


def test_several_processes_write_at_once_and_nothing_is_lost(tmp_path):
    path = tmp_path / "events.sqlite"
    script = (
        "import sys; from datetime import datetime, UTC; from pathlib import Path\n"
        "from curriculum.events import EventStore, Opened\n"
        "with EventStore.open(Path(sys.argv[1])) as store:\n"
        "    for n in range(50): store.add('c', sys.argv[2], Opened(f'l{n}', datetime.now(UTC)))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), f"p{n}"]) for n in range(4)]
    assert [process.wait() for process in running] == [0] * 4
    with EventStore.open(path) as store:
        assert len(store.summary("c")) == 200
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
