"""The roster: ids, secrets, languages, and lists imported into it."""

import json
import re
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curriculum.school import (
    Pupil,
    PupilRow,
    Roster,
    RosterError,
    SchoolError,
    is_pupil_id,
    pseudonym,
    pseudonym_key,
)
from curriculum.school.changes import roster_changes
from curriculum.school.ids import is_staff_id, is_trivial_pin, new_password, new_pin, new_pupil_id

COURSE = "2026-tcsf-1"


def row(name, code="", course=COURSE, **values):
    return PupilRow(name, course, code, **values)


@pytest.fixture
def roster(tmp_path):
    with Roster.open(tmp_path / "state" / "roster.sqlite") as roster:
        yield roster


@pytest.fixture
def pupil(roster):
    roster.import_pupils([row("العلوي سعاد", "R130000001")])
    return roster.pupils()[0]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


# Ids and secrets


def test_ids_are_opaque_and_made_of_clear_letters():
    made = {new_pupil_id() for _ in range(500)}
    assert len(made) == 500
    assert all(
        re.fullmatch("p[23456789abcdefghjkmnpqrstuvwxyz]{9}", each) and is_pupil_id(each) for each in made
    )


@pytest.mark.parametrize(
    ("user_id", "fits"),
    [("s.elidrissi", True), ("a1", True), ("a", False), ("S.a", False), ("1a", False), ("course-2026", False),
     ("pabcdefghj", False), ("pabcdefghi", True), ("a" * 31, True), ("a" * 32, False), ("é.a", False), ("a_b", False)],
)  # fmt: skip
def test_staff_ids_never_look_like_a_pupil_or_a_course(user_id, fits):
    assert is_staff_id(user_id) is fits


@pytest.mark.parametrize(
    "pin",
    ["000000", "123456", "654321", "890123", "210987", "121212", "112211", "123123", "909090", "777778"],
)
def test_trivial_pins_are_known(pin):
    assert is_trivial_pin(pin)


@pytest.mark.parametrize("pin", ["142857", "309174", "111234"])
def test_other_pins_are_not_trivial(pin):
    assert not is_trivial_pin(pin)


def test_pins_are_six_digits_and_never_trivial():
    pins = [new_pin() for _ in range(3000)]
    assert all(re.fullmatch("[0-9]{6}", pin) and not is_trivial_pin(pin) for pin in pins)
    assert any(pin.startswith("0") for pin in pins)


def test_a_new_pupil_has_a_pin_that_opens(roster, pupil):
    pin = roster.initial_secrets()[pupil.id]
    assert re.fullmatch("[0-9]{6}", pin)
    assert roster.verify(pupil.id, pin)
    assert not roster.verify(pupil.id, "428571" if pin != "428571" else "428572")


def test_a_pin_typed_with_other_digits_or_spaces_is_the_same(roster, pupil):
    roster.set_secret(pupil.id, "309174")
    assert roster.verify(pupil.id, "٣٠٩ ١٧٤")
    assert roster.verify(pupil.id, " 309174\u200f")
    assert not roster.verify(pupil.id, "٣٠٩١٧٥")


def test_nobody_opens_who_does_not_exist(roster):
    assert not roster.verify("pabcdefghj", "nobody's secret")


def test_a_changed_secret_is_no_longer_an_initial_one(roster, pupil):
    pin = roster.initial_secrets()[pupil.id]
    roster.change_secret(pupil.id, pin, "309174")
    assert pupil.id not in roster.initial_secrets()
    assert "309174" not in (roster._initial_path).read_text()
    assert roster.verify(pupil.id, "309174")
    assert not roster.verify(pupil.id, pin)


def test_only_who_knows_the_old_secret_changes_it(roster, pupil):
    with pytest.raises(RosterError, match="not right"):
        roster.change_secret(pupil.id, "999999", "309174")
    assert not roster.verify(pupil.id, "309174")


@pytest.mark.parametrize(
    ("user", "secret", "words"),
    [("pupil", "12345", "six digits"), ("pupil", "abcdef", "six digits"), ("pupil", "123456", "easy to guess"),
     ("s.a", "1234567", "at least 8")],
)  # fmt: skip
def test_weak_secrets_are_refused(roster, pupil, user, secret, words):
    with pytest.raises(RosterError, match=words):
        roster.set_secret(pupil.id if user == "pupil" else user, secret)


def test_staff_get_a_password_and_a_reset_makes_the_old_one_useless(roster):
    first = roster.issue_secret("s.elidrissi")
    second = roster.issue_secret("s.elidrissi")
    assert first != second and len(first) == len(new_password()) == 14
    assert not roster.verify("s.elidrissi", first)
    assert roster.verify("s.elidrissi", second)
    assert roster.initial_secrets()["s.elidrissi"] == second


def test_no_secret_for_a_pupil_who_does_not_exist(roster):
    with pytest.raises(RosterError, match="barmaja roster list"):
        roster.issue_secret("pabcdefghj")


def test_secrets_are_stored_hashed_and_files_are_the_owners_only(roster, pupil):
    roster.set_secret("s.a", "a long password")
    folder = roster._initial_path.parent
    assert {mode(path) for path in folder.iterdir()} == {0o600}
    database = b"".join(path.read_bytes() for path in folder.glob("roster.sqlite*"))
    assert b"a long password" not in database
    assert roster.initial_secrets()[pupil.id].encode() not in database
    assert b"$argon2id$" in database


def test_an_initial_secret_left_over_from_a_crash_does_not_count(roster, pupil):
    path = roster._initial_path
    content = json.loads(path.read_text())
    content[pupil.id] = {"secret": "424242", "hash": "$argon2id$of-a-write-that-was-undone"}
    path.write_text(json.dumps(content))
    assert pupil.id not in roster.initial_secrets()


# Languages


def test_a_language_is_remembered_for_anybody(roster, pupil):
    assert roster.language(pupil.id) is None
    roster.set_language(pupil.id, "fr")
    roster.set_language("s.elidrissi", "ar")
    roster.set_language(pupil.id, "ar")
    assert (roster.language(pupil.id), roster.pupil(pupil.id).language) == ("ar", "ar")
    assert roster.language("s.elidrissi") == "ar"
    with pytest.raises(RosterError, match="ar, fr"):
        roster.set_language(pupil.id, "en")


# Erasing


def test_an_erased_pupil_leaves_only_an_id_that_is_not_given_again(roster, pupil, monkeypatch):
    roster.set_language(pupil.id, "fr")
    roster.erase(pupil.id)
    assert roster.pupil(pupil.id) is None
    assert roster.language(pupil.id) is None
    assert not roster.has_secret(pupil.id)
    assert pupil.id not in roster._initial_path.read_text()
    dice = iter([pupil.id, pupil.id, "p23456789a"])
    monkeypatch.setattr("curriculum.school.ids.new_pupil_id", lambda: next(dice))
    roster.import_pupils([row("العلوي سعاد", "R130000001")])
    assert [each.id for each in roster.pupils()] == ["p23456789a"]


def test_erasing_nobody_is_an_error(roster):
    with pytest.raises(RosterError):
        roster.erase("pabcdefghj")


# Lists


def test_a_list_again_changes_neither_ids_nor_pins(roster):
    rows = [row("ب", "R130000001", birth_date=date(2010, 5, 1)), row("ا", "R130000002"), row("ج")]
    first = roster.import_pupils(rows)
    before, secrets = roster.pupils(), dict(roster.initial_secrets())
    again = roster.import_pupils(reversed(rows))
    assert [len(changes.added) for changes in (first, again)] == [3, 0]
    assert len(again.unchanged) == 3
    assert roster.pupils() == before
    assert dict(roster.initial_secrets()) == secrets


def test_a_known_code_is_brought_up_to_date_and_moves_class(roster, pupil):
    changes = roster.import_pupils([row("العلوي سعاد الزهراء", "R130000001", "2026-b", sex="F")])
    after = roster.pupil(pupil.id)
    assert (after.name, after.course_id, after.sex) == ("العلوي سعاد الزهراء", "2026-b", "F")
    assert [each.id for each in changes.updated] == [pupil.id]


def test_what_a_list_leaves_out_stays(roster):
    roster.import_pupils([row("ا", "R130000001", birth_date=date(2010, 5, 1), sex="F")])
    roster.import_pupils([row("ا", "R130000001")])
    assert (roster.pupils()[0].birth_date, roster.pupils()[0].sex) == (date(2010, 5, 1), "F")


def test_who_is_not_in_the_list_stays_and_is_told(roster, pupil):
    changes = roster.import_pupils([row("بوجمعة", "R130000009")])
    assert [each.id for each in changes.absent] == [pupil.id]
    assert len(roster.pupils(COURSE)) == 2


def test_looking_at_changes_writes_nothing(roster):
    assert len(roster.changes([row("ا", "R130000001")]).added) == 1
    assert roster.pupils() == ()


@pytest.mark.parametrize(
    "rows",
    [
        [row("ا", "R130000001"), row("ب", "R130000001")],
        [row("ا"), row("ا")],
        [row("ا"), row("أ")],  # folds alike
        [row("ا", "R130000001"), row("ا")],
    ],
)
def test_rows_that_cannot_be_told_apart_are_refused_and_nothing_is_written(roster, rows):
    with pytest.raises(RosterError):
        roster.import_pupils([row("ج", "R130000009"), *rows])
    assert roster.pupils() == ()


def test_two_of_one_name_with_codes_are_two_pupils(roster):
    roster.import_pupils([row("ا", "R130000001"), row("ا", "R130000002")])
    assert len(roster.pupils()) == 2
    with pytest.raises(RosterError, match="two pupils"):
        roster.import_pupils([row("ا")])


def test_a_code_that_comes_later_goes_to_the_pupil_of_that_name(roster):
    roster.import_pupils([row("ا")])
    roster.import_pupils([row("أ", "R130000001")])
    assert [(each.code, each.name) for each in roster.pupils()] == [("R130000001", "أ")]


def test_pupils_are_in_the_order_of_a_class_list(roster):
    roster.import_pupils(
        [row(name, f"R13000000{n}") for n, name in enumerate(["ب", "آمنة", "أحمد", "إبراهيم", "Éric"])]
    )
    assert [pupil.name for pupil in roster.pupils()] == ["Éric", "إبراهيم", "أحمد", "آمنة", "ب"]


names = st.sampled_from(["ا", "أ", "ب", "ج", "د", "Éa", "Ea"])
codes = st.sampled_from(["", "", "R1", "R2", "R3", "R4"])
courses = st.sampled_from(["2026-a", "2026-b"])
born = st.sampled_from([None, date(2010, 1, 1), date(2011, 2, 2)])
lists = st.lists(
    st.builds(PupilRow, names, courses, codes, sex=st.sampled_from(["", "M"]), birth_date=born), max_size=6
)


def applied(pupils, rows):
    """The roster after a list, without a database."""
    changes = roster_changes(pupils, rows)
    after = {pupil.id: pupil for pupil in pupils} | {pupil.id: pupil for pupil in changes.updated}
    fresh = [f"new{len(after) + n}" for n in range(len(changes.added))]
    for new_id, each in zip(fresh, changes.added, strict=True):
        after[new_id] = Pupil(new_id, each.code, each.name, each.family_name, each.given_name, each.course_id, None,
                              each.sex, each.birth_date)  # fmt: skip
    return tuple(after.values())


@settings(suppress_health_check=[HealthCheck.filter_too_much], max_examples=400)
@given(lists, lists, st.randoms(use_true_random=False))
def test_a_list_applied_twice_changes_nothing_the_second_time_in_any_order(before, rows, random):
    try:
        pupils = applied((), before)
        once = applied(pupils, rows)
    except RosterError:
        return
    shuffled = random.sample(rows, len(rows))
    again = roster_changes(once, shuffled)
    assert not again.added
    assert not again.updated
    assert {pupil.id for pupil in pupils} <= {pupil.id for pupil in once}
    assert len({pupil.code for pupil in once if pupil.code}) == len([pupil for pupil in once if pupil.code])


def test_one_code_in_two_rows_is_refused_even_if_the_first_found_its_pupil_by_name():
    pupils = applied((), [PupilRow("ا", "2026-a", "")])
    with pytest.raises(RosterError):
        roster_changes(pupils, [PupilRow("ا", "2026-a", "R1"), PupilRow("ا", "2026-b", "R1")])


# Several at once


def test_several_processes_import_at_once_and_nobody_is_doubled(tmp_path):
    path = tmp_path / "roster.sqlite"
    script = (
        "import sys; from pathlib import Path; from curriculum.school import Roster, PupilRow\n"
        "with Roster.open(Path(sys.argv[1])) as roster:\n"
        "    roster.import_pupils([PupilRow(f'n{i}', 'c', f'R{i}') for i in range(8)])\n"
        "    roster.issue_secret('staff.' + sys.argv[2])\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(path), str(number)]) for number in range(4)
    ]
    assert [process.wait() for process in running] == [0] * 4
    with Roster.open(path) as roster:
        assert len(roster.pupils()) == 8
        secrets = roster.initial_secrets()
        assert len(secrets) == 12
        assert all(roster.verify(user, secret) for user, secret in secrets.items())


def test_threads_share_one_roster(roster, pupil):
    pin = roster.initial_secrets()[pupil.id]
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda _: roster.verify(pupil.id, pin), range(8)))
        list(pool.map(lambda n: roster.set_language(f"u{n}", "fr"), range(20)))
    assert all(roster.language(f"u{n}") == "fr" for n in range(20))


def test_a_roster_of_a_newer_version_is_left_alone(tmp_path):
    path = tmp_path / "roster.sqlite"
    with Roster.open(path) as roster:
        roster._database.read("PRAGMA user_version = 99")
    with pytest.raises(SchoolError, match="newer version"):
        Roster.open(path)


# Pseudonyms


def test_a_pseudonym_is_the_same_for_a_pupil_and_another_under_another_key(tmp_path):
    key = pseudonym_key(tmp_path / "pseudonym.key")
    assert pseudonym_key(tmp_path / "pseudonym.key") == key
    assert len(key) == 32 and mode(tmp_path / "pseudonym.key") == 0o600
    assert pseudonym(key, "pabcdefghj") == pseudonym(key, "pabcdefghj") != pseudonym(b"other", "pabcdefghj")
    assert "pabcdefghj" not in pseudonym(key, "pabcdefghj")
    assert [path.name for path in tmp_path.iterdir()] == ["pseudonym.key"]
