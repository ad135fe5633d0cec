"""The exchange on the disk: what is acknowledged is there, whole, under its hash."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.exchange import ExchangeStore, NotThere
from autograder.exchange.errors import BadName, TooLarge
from autograder.exchange.folders import folder_files, write_missing, write_new_folder
from autograder.exchange.names import checked_files
from autograder.exchange.records import Receipt, counting

COURSE = "2026-tcsf-1"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path, clock) -> ExchangeStore:
    store = ExchangeStore(tmp_path / "exchange", clock=clock)
    store.release(COURSE, "variables", {"variables.ipynb": b"{}", "donnees/villes.csv": b"x"})
    return store


def test_what_was_released_comes_back_byte_for_byte(store):
    release = store.released(COURSE, "variables")
    assert store.contents(COURSE, release.files) == {"variables.ipynb": b"{}", "donnees/villes.csv": b"x"}
    assert release.notebooks == ("variables",)


def test_the_same_bytes_again_give_the_same_receipt(store, clock):
    first = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    clock.forward(hours=1)
    assert store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"}) == first
    assert len(store.submissions(COURSE, "variables")) == 1


def test_going_back_to_an_earlier_version_is_a_new_hand_in_that_counts(store, clock):
    first = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"2"})
    back = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    assert back.sha256 == first.sha256
    assert store.counting(COURSE, "variables", "pnadia").receipt == back


def test_the_same_bytes_of_another_pupil_are_another_hand_in(store):
    one = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    other = store.submit(COURSE, "variables", ["pyoussef"], {"variables.ipynb": b"1"})
    assert (one.id != other.id, one.sha256 == other.sha256) == (True, True)


def test_the_last_before_the_deadline_counts_and_a_later_one_is_marked_late(store, clock):
    store.set_deadline(COURSE, "variables", NOON + timedelta(hours=1))
    in_time = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    clock.forward(hours=2)
    late = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"2"})
    found = store.submissions(COURSE, "variables", "pnadia")
    assert [(s.receipt, s.late, s.counts) for s in found] == [(in_time, False, True), (late, True, False)]


def test_without_one_in_time_the_last_late_one_counts(store, clock):
    store.set_deadline(COURSE, "variables", NOON - timedelta(days=1))
    store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    last = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"2"})
    counted = store.counting(COURSE, "variables", "pnadia")
    assert (counted.receipt, counted.late) == (last, True)


def test_a_deadline_moved_afterwards_applies_to_what_was_handed_in(store, clock):
    first = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    clock.forward(hours=2)
    store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"2"})
    store.set_deadline(COURSE, "variables", NOON + timedelta(hours=1))
    assert store.counting(COURSE, "variables", "pnadia").receipt == first


def test_a_shared_hand_in_stands_for_each_of_its_authors(store):
    shared = store.submit(COURSE, "variables", ["pyoussef", "pnadia"], {"variables.ipynb": b"1"})
    own = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"2"})
    assert shared.authors == ("pnadia", "pyoussef")
    assert store.counting(COURSE, "variables", "pnadia").receipt == own
    assert store.counting(COURSE, "variables", "pyoussef").receipt == shared


def test_a_clock_put_back_does_not_make_an_older_hand_in_count(store, clock):
    store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    clock.forward(days=-3)
    last = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"2"})
    assert store.counting(COURSE, "variables", "pnadia").receipt == last


def test_what_is_not_released_can_neither_be_fetched_nor_handed_in(store):
    for act in (
        lambda: store.released(COURSE, "boucles"),
        lambda: store.submit(COURSE, "boucles", ["pnadia"], {"a": b""}),
    ):
        with pytest.raises(NotThere):
            act()


def test_withdrawing_keeps_what_was_handed_in(store):
    receipt = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    store.withdraw(COURSE, "variables")
    assert store.releases(COURSE) == ()
    assert store.counting(COURSE, "variables", "pnadia").receipt == receipt


def test_another_process_and_a_new_start_see_the_same(store, tmp_path):
    receipt = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    again = ExchangeStore(tmp_path / "exchange")
    assert again.counting(COURSE, "variables", "pnadia").receipt == receipt
    assert again.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"}) == receipt


def test_a_receipt_exists_only_after_the_files_and_their_folders_are_synced(store, tmp_path, monkeypatch):
    """Every rename is followed by an fsync of the folder it happened in, and the record comes last."""
    events = []
    real_fsync, real_replace = os.fsync, os.replace
    monkeypatch.setattr(
        os,
        "fsync",
        lambda fd: (events.append(("sync", str(Path(f"/proc/self/fd/{fd}").readlink()))), real_fsync(fd))[1],
    )
    monkeypatch.setattr(
        os, "replace", lambda a, b, **k: (events.append(("name", str(b))), real_replace(a, b, **k))[1]
    )
    receipt = store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"new"})
    names = [number for number, (kind, _) in enumerate(events) if kind == "name"]
    assert len(names) == 2
    for number in names:
        path = events[number][1]
        assert events[number - 1][0] == "sync"
        assert ".tmp/" in events[number - 1][1]
        assert ("sync", str(Path(path).parent)) in events[number + 1 :]
    assert events[names[-1]][1].endswith(f"{receipt.id}.json")


def test_a_crash_before_the_record_leaves_no_submission(store, monkeypatch):
    from autograder.exchange import store as module

    def crash(path, content, tmp):
        raise OSError("no space left on device")

    monkeypatch.setattr(module, "write_durably", crash)
    with pytest.raises(OSError, match="no space"):
        store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"1"})
    assert store.submissions(COURSE, "variables") == ()


def test_a_damaged_file_is_noticed(store, tmp_path):
    file = store.released(COURSE, "variables").files[-1]
    path = tmp_path / "exchange" / COURSE / "objects" / file.sha256[:2] / file.sha256
    path.write_bytes(b"[]")
    with pytest.raises(OSError, match="damaged"):
        store.contents(COURSE, [file])


def test_twenty_hand_ins_at_once_are_twenty_different_ones(store, tmp_path):
    def hand_in(number: int):
        own = ExchangeStore(tmp_path / "exchange")
        return own.submit(COURSE, "variables", [f"p{number % 4}"], {"variables.ipynb": str(number).encode()})

    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(hand_in, range(20)))
    assert len({r.id for r in receipts}) == 20
    assert len({r.received_at for r in receipts}) == 20
    assert {s.receipt for s in store.submissions(COURSE, "variables")} == set(receipts)


def test_feedback_is_given_by_language_and_replaced_by_the_next(store):
    assert store.feedback(COURSE, "variables", "pnadia", "ar") is None
    pages = {"variables": {"ar": b"A", "fr": b"F"}}
    store.release_feedback(COURSE, "variables", "pnadia", pages)
    assert store.feedback(COURSE, "variables", "pnadia", "ar") == b"A"
    store.release_feedback(COURSE, "variables", "pnadia", {"variables": {"fr": b"G"}})
    assert store.feedback(COURSE, "variables", "pnadia", "ar") == b"G"
    assert store.feedback(COURSE, "variables", "pyoussef", "fr") is None


@pytest.mark.parametrize(
    ("course", "lesson", "pupil"),
    [
        ("..", "variables", "pnadia"),
        (COURSE, "../x", "pnadia"),
        (COURSE, "variables", "../pnadia"),
        (COURSE, "variables", ""),
    ],
)
def test_names_that_are_no_names_touch_nothing(store, course, lesson, pupil):
    with pytest.raises(BadName):
        store.release_feedback(course, lesson, pupil, {"variables": {"fr": b""}})


def test_limits_say_how_much_is_allowed(tmp_path):
    small = ExchangeStore(tmp_path, max_bytes=2**20, max_files=2)
    with pytest.raises(TooLarge, match="1 MB"):
        small.release(COURSE, "variables", {"a": bytes(2**20 + 1)})
    with pytest.raises(TooLarge, match="2"):
        small.release(COURSE, "variables", {"a": b"", "b": b"", "c": b""})
    assert small.releases(COURSE) == ()


def test_a_file_that_is_also_a_folder_is_refused():
    with pytest.raises(BadName):
        checked_files({"a": b"", "a/b": b""})


@given(st.dictionaries(st.text(max_size=30), st.binary(max_size=5), max_size=4))
def test_every_accepted_set_of_files_can_be_written_inside_a_folder_and_read_back(tmp_path_factory, files):
    try:
        accepted = checked_files(files)
    except BadName:
        return
    folder = tmp_path_factory.mktemp("law") / "inside"
    write_missing(folder, accepted)
    assert folder_files(folder, ignored=()) == accepted
    assert [path.name for path in folder.parent.iterdir()] == ["inside"]


@given(
    st.lists(st.tuples(st.integers(0, 20), st.text("ab", min_size=1, max_size=3)), unique=True),
    st.integers(0, 20),
)
def test_which_one_counts_does_not_depend_on_the_order_of_listing(moments, deadline):
    receipts = [
        Receipt(f"{text}{minute}", COURSE, "variables", ("p",), text, NOON + timedelta(minutes=minute))
        for minute, text in moments
    ]
    due = NOON + timedelta(minutes=deadline)
    chosen = counting(receipts, due)
    assert chosen == counting(list(reversed(receipts)), due)
    in_time = [r for r in receipts if r.received_at <= due]
    assert (chosen in in_time) if in_time else (chosen is None) == (not receipts)


def test_a_link_in_the_work_is_refused_and_never_followed(tmp_path):
    (tmp_path / "secret").write_text("x")
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.txt").symlink_to(tmp_path / "secret")
    with pytest.raises(BadName, match=r"a\.txt"):
        folder_files(work)


def test_fetching_writes_through_no_link_and_over_no_file(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    work = tmp_path / "work"
    work.mkdir()
    (work / "data").symlink_to(outside)
    (work / "mine.txt").write_text("mine")
    with pytest.raises(BadName):
        write_missing(work, {"data/a.txt": b"theirs"})
    assert write_missing(work, {"mine.txt": b"theirs", "b.txt": b"b"}) == ("b.txt",)
    assert (list(outside.iterdir()), (work / "mine.txt").read_text()) == ([], "mine")


def test_a_new_folder_replaces_all_of_the_old_one(tmp_path):
    write_new_folder(tmp_path / "x", {"old.txt": b"1"})
    write_new_folder(tmp_path / "x", {"new.txt": b"2"})
    assert folder_files(tmp_path / "x") == {"new.txt": b"2"}
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_records_on_the_disk_hold_no_file_contents(store, tmp_path):
    store.submit(COURSE, "variables", ["pnadia"], {"variables.ipynb": b"print(12345)"})
    for record in (tmp_path / "exchange").rglob("*.json"):
        assert "12345" not in json.dumps(json.loads(record.read_text()))
