"""``barmaja lessons`` as an author uses it: new, check, extract, build, preview; nothing is written when there is a problem."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import httpx
import pytest
from babel.messages.catalog import Catalog
from click.testing import CliRunner, Result

from curriculum.authoring import LessonProblems, build, files, lesson_index, parse_lesson
from curriculum.authoring.cli import lessons
from curriculum.authoring.preview import make_app
from curriculum.authoring.scaffold import slug
from tests.curriculum.authoring.lesson_texts import EXERCISE, HEAD, exercise, write_lesson


def run(*arguments: object) -> Result:
    return CliRunner().invoke(lessons, [str(argument) for argument in arguments])


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A folder with one good lesson, and its Arabic in ``ar.po``."""
    write_lesson(tmp_path / "lessons", "01-essai", HEAD + EXERCISE)
    (tmp_path / "lessons" / "01-essai" / "data.csv").write_text("a;b\n")
    translate_everything(tmp_path)
    return tmp_path


def translate_everything(folder: Path) -> None:
    assert run("extract", "--lessons", folder / "lessons", "--catalogue", folder / "ar.po").exit_code == 0
    catalog: Catalog = files.read_catalogue(folder / "ar.po")
    for entry in catalog:
        if entry.id:
            entry.string = entry.string or entry.id.replace("e", "ه")
    files.write_catalogue(catalog, folder / "ar.po")


def where(school: Path) -> tuple:
    return ("--lessons", school / "lessons", "--catalogue", school / "ar.po")


def test_a_good_lesson_is_checked_run_and_built(school: Path) -> None:
    catalog = files.read_catalogue(school / "ar.po")
    for entry in catalog:
        if "`" in str(entry.id):
            entry.string = entry.id
    files.write_catalogue(catalog, school / "ar.po")
    assert run("check", *where(school)).exit_code == 0
    done = run("build", *where(school), "--state", school / "var")
    assert done.exit_code == 0, done.output
    built = tree(school / "var" / "lessons")
    assert sorted(built) == ["essai/data.csv", "essai/essai.ipynb", "index.json"]
    (info,) = lesson_index(school / "var" / "lessons")
    assert (info.id, info.number, info.minutes, info.max_score) == ("essai", 1, 20, 2)
    assert info.title["fr"] == "Un essai"
    assert [(e.id, e.title["fr"], e.points) for e in info.exercises] == [("double", "Exercice 1", 2)]
    assert run("build", *where(school), "--state", school / "var").exit_code == 0
    assert tree(school / "var" / "lessons") == built


def test_what_is_no_lesson_any_more_leaves_the_state(school: Path) -> None:
    write_lesson(school / "lessons", "02-autre", HEAD + exercise("a", "- prints: x", "print('x')"))
    translate_everything(school)
    catalog = files.read_catalogue(school / "ar.po")
    for entry in catalog:
        entry.string = entry.id
    files.write_catalogue(catalog, school / "ar.po")
    assert len(build(school / "lessons", school / "built", school / "ar.po")) == 2
    (school / "lessons" / "02-autre" / "lesson.md").unlink()
    (school / "lessons" / "02-autre").rmdir()
    assert [info.id for info in build(school / "lessons", school / "built", school / "ar.po")] == ["essai"]
    assert sorted(path.name for path in (school / "built").iterdir()) == ["essai", "index.json"]


BROKEN = {
    "broken lesson": (EXERCISE.replace(": 2", ": 0"), "02-b/lesson.md:9: "),
    "missing translation": ("Un texte nouveau.\n\n" + EXERCISE, "02-b/lesson.md:8: not translated"),
    "same id": (EXERCISE, "`essai` is used by `01-essai` already"),
}


@pytest.mark.parametrize(("body", "words"), BROKEN.values(), ids=BROKEN)
def test_a_problem_anywhere_writes_nothing(school: Path, body: str, words: str) -> None:
    name = "02-essai" if "used by" in words else "02-b"
    write_lesson(school / "lessons", name, HEAD + body)
    before = tree(school)
    for command in (
        ("build", *where(school), "--state", school / "var"),
        ("check", "--no-run", *where(school)),
    ):
        done = run(*command)
        assert done.exit_code == 1
        assert words in done.output
        assert tree(school) == before
    with pytest.raises(LessonProblems):
        build(school / "lessons", school / "var", school / "ar.po")
    assert tree(school) == before


def test_check_runs_solutions_starters_and_wrong_answers(tmp_path: Path) -> None:
    text = HEAD + EXERCISE.replace("return n * 2", "return n + 4").replace(
        "n):\n    return\n", "n):\n    return -6\n"
    )
    text = text.replace(":::{hint}", "```{wrong} 0\ndef double(n):\n    return 8\n```\n\n:::{hint}", 1)
    write_lesson(tmp_path, "01-essai", text)
    done = run("check", "--no-translation", "--lessons", tmp_path)
    assert done.exit_code == 1
    found = [line.split("lesson.md:")[1] for line in done.output.splitlines() if "lesson.md:" in line]
    assert [line.split(":")[0] for line in found] == ["19", "14", "32"]
    assert "the solution of `double` earns 1 of 2 points" in found[0]
    assert "already earns 1 points" in found[1]
    assert "earns 1 points, not 0" in found[2]
    assert run("check", "--no-translation", "--no-run", "--lessons", tmp_path).exit_code == 0


def test_a_new_lesson_passes_but_for_its_arabic(tmp_path: Path) -> None:
    write_lesson(tmp_path, "07-essai", HEAD + EXERCISE)
    done = run("new", "Les boucles : répéter", "--lessons", tmp_path)
    assert done.exit_code == 0, done.output
    path = tmp_path / "08-les-boucles-repeter" / "lesson.md"
    assert parse_lesson(path.read_text(encoding="utf-8"), "boucles", 8).problems == ()
    assert run("check", "--no-translation", "--lessons", tmp_path).exit_code == 0
    assert (
        "not translated"
        in run("check", "--no-run", "--lessons", tmp_path, "--catalogue", tmp_path / "ar.po").output
    )
    again = run("new", "Les boucles : répéter", "--lessons", tmp_path)
    assert again.exit_code == 1
    assert "already" in again.output


def test_a_title_becomes_a_folders_name() -> None:
    assert slug("Les boucles : répéter !") == "les-boucles-repeter"
    assert slug("3 essais") == "essais"
    assert slug("الحلقات") == ""


def test_extracting_keeps_translations_and_changes_nothing_twice(school: Path) -> None:
    before = (school / "ar.po").read_bytes()
    assert run("extract", *where(school)).exit_code == 0
    assert (school / "ar.po").read_bytes() == before


def test_our_own_catalogue_is_what_extracting_gives(tmp_path: Path) -> None:
    copy = tmp_path / "lessons.po"
    copy.write_bytes(files.CATALOGUE.read_bytes())
    assert run("extract", "--catalogue", copy).exit_code == 0
    kept, fresh = files.read_catalogue(files.CATALOGUE), files.read_catalogue(copy)
    assert {entry.id: entry.string for entry in fresh if entry.id} == {
        entry.id: entry.string for entry in kept if entry.id
    }


def test_no_folder_is_said_in_one_line(tmp_path: Path) -> None:
    done = run("check", "--lessons", tmp_path / "rien")
    assert done.exit_code == 1
    assert "there is no such folder" in done.output
    assert len(done.output.splitlines()) == 1


def test_the_index_before_the_first_build_is_empty(tmp_path: Path) -> None:
    assert lesson_index(tmp_path) == ()


def test_preview_shows_both_languages_and_follows_the_file(school: Path) -> None:
    async def visit() -> None:
        app = make_app(school / "lessons", school / "ar.po", "fr")
        server = app.listen(0, address="127.0.0.1")
        (socket,) = server._sockets.values()
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{socket.getsockname()[1]}") as browser:
            start = (await browser.get("/")).text
            assert '<a href="/essai">Un essai</a>' in start
            page = (await browser.get("/essai")).text
            assert '<div lang="ar" dir="rtl">' in page
            assert "Complète la fonction <code>double</code>." in page
            version = (await browser.get("/version")).text
            assert (await browser.get("/version")).text == version
            write_lesson(school / "lessons", "02-casse", HEAD + "::::{exercice} a\n::::\n")
            assert (await browser.get("/version")).text != version
            assert "exercice" in (await browser.get("/")).text
        server.stop()

    asyncio.run(visit())


def test_index_json_is_plain(school: Path) -> None:
    catalog = files.read_catalogue(school / "ar.po")
    for entry in catalog:
        entry.string = entry.id
    files.write_catalogue(catalog, school / "ar.po")
    build(school / "lessons", school / "built", school / "ar.po")
    assert json.loads((school / "built" / "index.json").read_bytes())["version"] == 1


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text + b"\nmots perdus\n", "not a catalogue any more"),
        (lambda text: text.replace("ه".encode(), b"\xe5"), "UTF-8"),
    ],
)
def test_a_spoilt_catalogue_is_said_and_never_written_over(school, spoil, said):
    catalogue = school / "ar.po"
    spoilt = spoil(catalogue.read_bytes())
    catalogue.write_bytes(spoilt)
    for command in ("check", "extract"):
        answer = run(command, "--lessons", school / "lessons", "--catalogue", catalogue)
        assert answer.exit_code == 1 and isinstance(answer.exception, SystemExit)
        assert said in answer.output
    assert catalogue.read_bytes() == spoilt


def test_a_catalogue_that_cannot_be_written_is_one_line(school):
    (school / "file").write_text("")
    answer = run("extract", "--lessons", school / "lessons", "--catalogue", school / "file" / "ar.po")
    assert answer.exit_code == 1 and isinstance(answer.exception, SystemExit)
    assert "cannot be written" in answer.output and len(answer.output.strip().splitlines()) == 1
