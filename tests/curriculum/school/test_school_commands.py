"""``barmaja school``, ``roster`` and ``progress``, as typed by an operator."""

import pytest
from click.testing import CliRunner

from curriculum.events import EventStore, Opened
from curriculum.progress.cli import progress
from curriculum.school import Roster, read_school
from curriculum.school.cli import roster, school

NEW = ["new", "--code", "58394w", "--name-fr", "Lycée Mohammed V", "--name-ar", "ثانوية محمد الخامس", "--province", "MA-BOD",
       "--year", "2026-2027", "--class", "TCSF-1", "--class", "1BACSEF-2=s.a", "--teacher", "s.a=Salma A=سلمى",
       "--teacher", "b.b=Brahim B=إبراهيم", "--coordinator", "n.c=Naïma C=نعيمة"]  # fmt: skip


@pytest.fixture
def run(tmp_path):
    def run(group, *words, input=None):
        arguments = [*words, "--state", str(tmp_path)] if words[-1] != "--help" else list(words)
        return CliRunner().invoke(group, arguments, input=input)

    return run


@pytest.fixture
def demo(run):
    assert run(school, "demo").exit_code == 0


def write(path, *lines):
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def everything(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("group", "count"), [(school, 5), (roster, 4), (progress, 3)])
def test_every_command_and_option_says_what_it_is(group, count):
    assert len(group.commands) == count
    assert group.help
    for command in group.commands.values():
        assert command.help
        assert all(option.help for option in command.params if option.param_type_name == "option"), (
            command.name
        )
        assert CliRunner().invoke(command, ["--help"]).exit_code == 0


def test_the_demo_is_two_classes_of_twelve_and_stays_as_it_is(run, demo, tmp_path):
    with Roster.open(tmp_path / "roster.sqlite") as people:
        found, secrets = people.pupils(), dict(people.initial_secrets())
    assert run(school, "demo").exit_code == 0
    with Roster.open(tmp_path / "roster.sqlite") as people:
        assert people.pupils() == found
        assert dict(people.initial_secrets()) == secrets
        assert [len(people.pupils(course)) for course in ("2026-tcsf-1", "2026-tclsh-1")] == [12, 12]
    assert len(secrets) == 24 + 3
    assert len({pupil.name for pupil in found}) == 24
    assert {pupil.sex for pupil in found} == {"F", "M"}


def test_a_new_school_by_options_in_an_empty_folder(run, tmp_path):
    done = run(school, *NEW)
    assert done.exit_code == 0, done.output
    made = read_school(tmp_path / "school.toml")
    assert (made.code, made.region.code, made.demo) == ("58394W", "MA-11", False)
    assert [(each.slug, each.level, each.teachers) for each in made.sections] == [
        ("tcsf-1", "TCSF", ("s.a", "b.b")),
        ("1bacsef-2", "1BACSEF", ("s.a",)),
    ]
    with Roster.open(tmp_path / "roster.sqlite") as people:
        secrets = people.initial_secrets()
        assert set(secrets) == {"s.a", "b.b", "n.c"}
    assert all(secret in done.output for secret in secrets.values())


def test_a_new_school_asks_for_what_is_missing(run, tmp_path):
    answers = ["58394W", "Lycée", "ثانوية", "MA-BOD", "TCSF-1", "", "s.a=Salma=سلمى", ""]
    done = run(school, "new", input="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    assert read_school(tmp_path / "school.toml").sections_of("s.a")[0].name == "TCSF-1"


def test_a_school_that_is_wrong_writes_nothing(run, tmp_path):
    done = run(school, *NEW, "--class", "TCSF-1", "--teacher", "s.a=x=y")
    assert done.exit_code == 1
    assert "already a class" in done.output and "already another person" in done.output
    done = run(school, *NEW, "--teacher", "nobody")
    assert done.exit_code == 1 and "is not a person" in done.output
    assert list(tmp_path.iterdir()) == []


def test_the_demo_makes_way_only_when_confirmed_and_nothing_is_lost(run, demo, tmp_path):
    (tmp_path / "courses").mkdir()
    (tmp_path / "courses" / "work.txt").write_text("a pupil's work")
    before = everything(tmp_path)
    refused = run(school, *NEW, input="n\n")
    assert refused.exit_code == 1
    assert everything(tmp_path) == before
    assert run(school, *NEW, input="y\n").exit_code == 0
    assert not read_school(tmp_path / "school.toml").demo
    with Roster.open(tmp_path / "roster.sqlite") as people:
        assert people.pupils() == ()
    (replaced,) = (tmp_path / "replaced").iterdir()
    assert everything(replaced) == before


def test_a_real_school_makes_way_only_with_replace(run, tmp_path):
    run(school, *NEW)
    before = everything(tmp_path)
    done = run(school, *NEW)
    assert done.exit_code == 1 and "--replace" in done.output
    assert everything(tmp_path) == before
    assert run(school, *NEW, "--replace", "--yes").exit_code == 0
    assert run(school, "demo").exit_code == 1
    assert run(school, *NEW, "--replace", "--yes").exit_code == 0
    assert len(list((tmp_path / "replaced").iterdir())) >= 1


def test_check_and_show(run, demo, tmp_path):
    assert run(school, "check").exit_code == 0
    shown = run(school, "show").output
    assert "2026-tcsf-1" in shown and "12" in shown
    file = tmp_path / "school.toml"
    file.write_text(file.read_text().replace("kind", "kinds"))
    done = run(school, "check")
    assert done.exit_code == 1
    assert f"{file}:7: " in done.output
    assert "MA-LAA" in CliRunner().invoke(school, ["places"]).output


def test_a_list_does_not_go_into_the_demo(run, demo, tmp_path):
    before = everything(tmp_path / "..")
    done = run(
        roster,
        "import",
        write(tmp_path.parent / "l.csv", "Nom;Prénom;Code", "A;B;R130000001"),
        "--class",
        "TCSF-1",
    )
    assert done.exit_code == 1 and "barmaja school new" in done.output
    (tmp_path.parent / "l.csv").unlink()
    assert everything(tmp_path / "..") == before


def test_importing_looking_first_and_again(run, tmp_path):
    run(school, *NEW)
    path = write(
        tmp_path / "l.csv", "Nom;Prénom;Code;Classe", "A;B;R130000001;TCSF-1", "C;D;r130000002;1bacsef 2"
    )
    looked = run(roster, "import", path, "--dry-run")
    assert looked.exit_code == 0 and "2 new pupils" in looked.output
    with Roster.open(tmp_path / "roster.sqlite") as people:
        assert people.pupils() == ()
    assert "2 new pupils" in run(roster, "import", path).output
    assert "2 pupils unchanged" in run(roster, "import", path).output
    listed = run(roster, "list", "--secrets", "--class", "tcsf-1").output
    with Roster.open(tmp_path / "roster.sqlite") as people:
        (pupil,) = people.pupils("2026-tcsf-1")
        assert people.initial_secrets()[pupil.id] in listed
    assert "A B" in listed and "C D" not in listed


def test_a_list_with_an_error_changes_nothing(run, tmp_path):
    run(school, *NEW)
    path = write(tmp_path / "l.csv", "Nom;Prénom;Code;Classe", "A;B;R130000001;TCSF-1", "C;D;no;TCSF-9")
    done = run(roster, "import", path)
    assert done.exit_code == 1
    assert "row 3, column C (Code)" in done.output and "row 3, column D (Classe)" in done.output
    with Roster.open(tmp_path / "roster.sqlite") as people:
        assert people.pupils() == ()
    assert "TCSF-1, 1BACSEF-2" in run(roster, "import", path, "--class", "X").output


def test_resetting_a_secret(run, demo, tmp_path):
    with Roster.open(tmp_path / "roster.sqlite") as people:
        pupil = people.pupils()[0]
        for user in (pupil.id, "s.elidrissi"):
            secret = run(roster, "reset-secret", user).output.strip()
            assert people.verify(user, secret)
    done = run(roster, "reset-secret", "stranger")
    assert done.exit_code == 1 and "nobody called" in done.output


def test_erasing_asks_and_takes_the_pupils_activity_too(run, demo, tmp_path):
    from datetime import UTC, datetime

    with (
        Roster.open(tmp_path / "roster.sqlite") as people,
        EventStore.open(tmp_path / "events.sqlite") as events,
    ):
        pupil = people.pupils()[0]
        events.add(pupil.course_id, pupil.id, Opened("variables", datetime.now(UTC)))
        assert run(roster, "erase", pupil.id, input="n\n").exit_code == 1
        assert people.pupil(pupil.id) and events.events(pupil.course_id)
        assert run(roster, "erase", pupil.id, input="نعم\n").exit_code == 0
        assert people.pupil(pupil.id) is None and not events.events(pupil.course_id)
    assert run(roster, "erase", pupil.id, "--yes").exit_code == 1


def test_publishing_showing_and_exporting_progress(run, demo, tmp_path):
    assert run(progress, "show").exit_code == 1
    with (
        Roster.open(tmp_path / "roster.sqlite") as people,
        EventStore.open(tmp_path / "events.sqlite") as events,
    ):
        from datetime import UTC, datetime

        for pupil in people.pupils("2026-tcsf-1"):
            events.add(pupil.course_id, pupil.id, Opened("variables", datetime.now(UTC)))
    assert run(progress, "publish").exit_code == 0
    shown = run(progress, "show").output
    assert "TCSF-1" in shown and "12" in shown
    for name, first in (("t.csv", b"\xef\xbb\xbf"), ("t.xlsx", b"PK"), ("t.svg", b"<svg")):
        assert run(progress, "export", str(tmp_path / name), "--language", "ar").exit_code == 0
        assert (tmp_path / name).read_bytes().startswith(first)
    assert run(progress, "export", str(tmp_path / "t.doc")).exit_code == 1
    done = run(progress, "publish", "--gradebook", "2026-x=sqlite:///x")
    assert done.exit_code == 1 and "2026-tcsf-1, 2026-tclsh-1" in done.output
