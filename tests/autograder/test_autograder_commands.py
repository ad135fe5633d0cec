"""The commands ``course`` and ``autograde``: what they print for a program and for a person."""

from __future__ import annotations

import json
import shutil

import click
import pytest
from click.testing import CliRunner

from autograder.cli import autograde, course


@pytest.fixture
def run(classroom, lesson_source):
    state = classroom.course.root.parent.parent
    shutil.copytree(lesson_source.parent, state / "lessons", dirs_exist_ok=True)

    def invoke(command, *arguments: str):
        return CliRunner().invoke(command, [*arguments, "--state", str(state)])

    return invoke


def lines(result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_day_by_commands_in_json(run, classroom):
    result = run(
        course,
        "release",
        classroom.course.id,
        "variables",
        "--deadline",
        "2030-01-01T12:00",
        "--progress",
        "json",
    )
    assert (result.exit_code, lines(result)[0]["status"]) == (0, "released")
    assert classroom.store.released(classroom.course.id, "variables").deadline.year in (2029, 2030)
    classroom.hand_in("pnadia", somme="a = 5")
    classroom.hand_in("pjunk", content=b"junk")
    graded = run(autograde, classroom.course.id, "variables", "--progress", "json")
    assert graded.exit_code == 1  # one work could not be graded
    by_pupil = {line["pupil"]: line for line in lines(graded)}
    assert {line["total"] for line in by_pupil.values()} == {2}
    assert (by_pupil["pnadia"]["status"], by_pupil["pnadia"]["message"]) == ("graded", None)
    assert by_pupil["pjunk"]["status"] == "failed"
    assert set(by_pupil["pjunk"]["message"]) == {"ar", "fr", "en"}
    given = run(course, "feedback", classroom.course.id, "variables", "--progress", "json")
    assert [(line["pupil"], line["status"]) for line in lines(given)] == [("pnadia", "given")]


def test_a_person_gets_tables(run, classroom):
    classroom.hand_in("pnadia", somme="a = 5")
    assert "variables" in run(course, "list").stdout
    assert "pnadia" in run(course, "show", classroom.course.id).stdout
    assert run(course, "collect", classroom.course.id, "variables").exit_code == 0
    assert (classroom.course.path("submitted", "pnadia", "variables") / "variables.ipynb").is_file()


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (course, ["release", "2026-tcsf-1", "boucles"]),
        (course, ["feedback", "2026-tcsf-1", "variables"]),
        (autograde, ["2026-tcsf-1", "boucles"]),
        (course, ["show", "../2026"]),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_status_1(run, command, arguments):
    result = run(command, *arguments)
    assert result.exit_code == 1
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_an_error_for_a_program_is_one_line_of_json(run):
    result = run(autograde, "2026-tcsf-1", "boucles", "--progress", "json")
    (line,) = lines(result)
    assert (line["status"], set(line["message"])) == ("error", {"ar", "fr", "en"})


@pytest.mark.parametrize("name", [*course.commands, None])
def test_every_command_and_option_has_help(name):
    command = autograde if name is None else course.commands[name]
    assert command.help
    assert all(p.help for p in command.params if isinstance(p, click.Option))
