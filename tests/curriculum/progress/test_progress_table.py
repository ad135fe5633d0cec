"""From roster, activity and marks to the coordinator's table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as pq
import pytest

from curriculum.events import Activity, Checked, EventStore, Opened, Submitted
from curriculum.progress import (
    ALL,
    CLASS,
    SCHOOL,
    LessonMark,
    LessonName,
    progress_records,
    publish,
    query,
    write_parquet,
)
from curriculum.school import DEMO_SCHOOL, Bilingual, Pupil, Roster, SchoolError, ensure_demo, pseudonym

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
LESSONS = (
    LessonName("afficher", 1, Bilingual("Afficher", "العرض")),
    LessonName("variables", 2, Bilingual("Variables", "المتغيّرات")),
)
ONE, TWO = "2026-tcsf-1", "2026-tclsh-1"
KEY = b"k" * 32


def pupils(course, count):
    letter = "a" if course == ONE else "b"
    return [
        Pupil(f"p2345678{letter}{n}", f"R13{letter}{n}", f"الاسم {n}", "", "", course)
        for n in range(2, 2 + count)
    ]


@pytest.fixture
def records():
    """Class one: six pupils of whom five have marks in ``afficher``. Class two: four pupils who opened it."""
    first, second = pupils(ONE, 6), pupils(TWO, 4)
    activity = {
        ONE: {(first[5].id, "afficher"): _opened(), ("p23456789z", "afficher"): _opened()},
        TWO: {(each.id, "afficher"): _opened() for each in second},
    }
    marks = {
        ONE: [LessonMark(each.id, "afficher", n * 3, 12, False, NOW) for n, each in enumerate(first[:5])]
    }
    handed_in = [
        (ONE, "afficher", first[5].id, NOW),
        (ONE, "afficher", first[5].id, NOW + timedelta(hours=1)),
    ]
    return progress_records(
        DEMO_SCHOOL, [*first, *second], activity, marks, handed_in, LESSONS, {ONE: ["variables"]}, KEY
    )


def _opened():
    return Activity(opened_at=NOW)


def test_a_record_for_each_pupil_and_lesson_the_class_has_met(records):
    assert [(record.course, record.lesson) for record in records] == (
        [(ONE, "afficher")] * 6 + [(ONE, "variables")] * 6 + [(TWO, "afficher")] * 4
    )
    by_pupil = {record.pupil: record for record in records if record.lesson == "afficher"}
    last = by_pupil[pseudonym(KEY, "p2345678a7")]
    assert (last.started, last.submitted_at, last.mark, last.passed) == (
        True,
        NOW + timedelta(hours=1),
        None,
        False,
    )
    marked = by_pupil[pseudonym(KEY, "p2345678a4")]
    assert (marked.started, marked.score, marked.mark, marked.passed) == (True, 6, 10.0, True)
    released = [record for record in records if record.lesson == "variables"]
    assert not any(record.started or record.mark is not None for record in released)


def test_nothing_in_the_file_names_a_pupil(records, tmp_path):
    path = write_parquet(tmp_path, "00001X", records)
    content = str(pq.read_table(path).to_pylist())
    for each in (*pupils(ONE, 6), *pupils(TWO, 4)):
        assert each.id not in content
        assert each.code not in content
        assert each.name not in content
    assert len({record.pupil for record in records}) == 10
    assert pq.read_schema(path).metadata[b"barmaja.progress"] == b"1"


def test_the_table_counts_what_the_records_say_and_hides_the_class_of_four(records, tmp_path):
    write_parquet(tmp_path, "00001X", records)
    shown = [
        (
            row.kind,
            row.class_name,
            row.lesson,
            row.pupils,
            row.started,
            row.submitted,
            row.marked,
            row.passed,
            row.mean,
        )
        for row in query(tmp_path)
    ]
    assert shown == [
        (CLASS, "TCLSH-1", "afficher", None, None, None, None, None, None),
        (CLASS, "TCSF-1", "afficher", None, None, None, None, None, None),
        (CLASS, "TCSF-1", "variables", 6, 0, 0, 0, 0, None),
        (SCHOOL, "", "afficher", 10, 10, 6, 5, 3, 10.0),
        (SCHOOL, "", "variables", 6, 0, 0, 0, 0, None),
    ]


def test_gathering_twice_and_in_any_order_gives_the_same_table(records, tmp_path):
    write_parquet(tmp_path, "00002X", [_moved(record, "00002X", "École B") for record in records])
    write_parquet(tmp_path, "00001X", records)
    once = query(tmp_path)
    write_parquet(tmp_path, "00002X", [_moved(record, "00002X", "École B") for record in reversed(records)])
    assert query(tmp_path) == once
    assert [row.school for row in once if row.kind == SCHOOL] == [
        "00002X",
        "00002X",
        "00001X",
        "00001X",
    ]  # É before L
    assert [row.pupils for row in once if row.kind == ALL] == [20, 12]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["00001X.parquet", "00002X.parquet"]


def _moved(record, code, name):
    return replace(record, school=code, school_fr=name)


def test_a_school_on_another_scale_counts_out_of_20(records, tmp_path):
    of_ten = [replace(record, out_of=10, mark=record.mark and record.mark / 2) for record in records]
    write_parquet(tmp_path, "00001X", of_ten)
    assert [row.mean for row in query(tmp_path) if row.kind == SCHOOL] == [10.0, None]


def test_a_failed_publication_leaves_the_older_file(records, tmp_path):
    write_parquet(tmp_path, "00001X", records)
    before = query(tmp_path)
    with pytest.raises((TypeError, ValueError)):
        write_parquet(tmp_path, "00001X", [replace(record, checks="many") for record in records])
    with pytest.raises(FileNotFoundError):
        write_parquet(tmp_path, "no-such-folder/00001X", records)  # fails when all is written but the name
    assert query(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["00001X.parquet"]


def test_an_empty_folder_is_an_empty_table_and_a_foreign_file_an_error(tmp_path):
    assert query(tmp_path) == ()
    (tmp_path / "x.parquet").write_text("no")
    with pytest.raises(SchoolError, match="Take it out of the folder"):
        query(tmp_path)


def test_a_school_with_no_record_yet_publishes_an_empty_file(tmp_path):
    ensure_demo(tmp_path, "fr")
    assert query(publish(tmp_path, DEMO_SCHOOL, {}).parent) == ()


def test_publishing_reads_the_schools_own_files(tmp_path):
    school = ensure_demo(tmp_path, "fr")
    with (
        Roster.open(tmp_path / "roster.sqlite") as roster,
        EventStore.open(tmp_path / "events.sqlite") as events,
    ):
        one = roster.pupils(ONE)
        for pupil in one[:7]:
            events.add(ONE, pupil.id, Opened("afficher", NOW))
        events.add(ONE, one[0].id, Submitted("afficher", NOW))
        events.add(ONE, one[8].id, Checked("afficher", NOW, "ex-1", 1, 2))
    path = publish(
        tmp_path, school, {ONE: tmp_path / "none.db"}, [(ONE, "afficher", one[1].id, NOW)], LESSONS
    )
    assert path == tmp_path / "progress" / "00001X.parquet"
    (row, _school) = query(path.parent)
    assert (row.pupils, row.started, row.submitted, row.marked, row.lesson_title.ar) == (12, 8, 2, 0, "العرض")
    assert (tmp_path / "pseudonym.key").stat().st_mode & 0o777 == 0o600
