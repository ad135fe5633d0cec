"""Builds lessons into the state folder: everything is read and checked first, and only then is anything written."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from curriculum.authoring import files
from curriculum.authoring.check import Checked, check_sources, check_translation
from curriculum.authoring.index import INDEX, LessonInfo, index_bytes, lesson_info
from curriculum.authoring.notebook import Words, build_notebook, notebook_bytes
from curriculum.authoring.problems import LessonProblems, errors
from translations import catalogue
from translations.catalogue import LANGUAGES


def read_checked(lessons: Path, po: Path) -> Checked:
    """The lessons of a folder with every problem, those of their Arabic among them."""
    checked = check_sources(files.read_sources(lessons))
    arabic = check_translation(checked.lessons, files.read_catalogue(po), files.place_of(po))
    return Checked(checked.lessons, (*checked.problems, *arabic))


def read_words(po: Path) -> Mapping[str, Words]:
    """Everything that a notebook says, in each language; the lessons' French is their own."""
    empty = files.read_catalogue(Path("/nonexistent/lessons.po"))
    books = {"ar": files.read_catalogue(po), "fr": empty}
    return {
        language: Words(books[language], catalogue("authoring", language), catalogue("learning", language))
        for language in LANGUAGES
    }


def build(lessons: Path, target: Path, po: Path = files.CATALOGUE) -> tuple[LessonInfo, ...]:
    """Writes ``<id>/<id>.ipynb`` (and data files) for every lesson, then ``index.json``; then removes what is no lesson any more.

    Each file appears whole or not at all; an unchanged one is not touched. Raises ``LessonProblems``, having written nothing.
    """
    checked = read_checked(lessons, po)
    if errors(checked.problems):
        raise LessonProblems(checked.problems)
    words = read_words(po)
    content: dict[str, bytes] = {}
    for lesson in checked.lessons:
        content[f"{lesson.id}/{lesson.id}.ipynb"] = notebook_bytes(build_notebook(lesson, words))
        content |= {f"{lesson.id}/{name}": data for name, data in files.read_data(lessons, lesson).items()}
    infos = tuple(lesson_info(lesson, words) for lesson in checked.lessons)
    for name, data in content.items():
        files.write_atomically(target / name, data)
    files.write_atomically(target / INDEX, index_bytes(infos))
    _remove_others(target, set(content))
    return infos


def _remove_others(target: Path, kept: set[str]) -> None:
    folders = {name.split("/")[0] for name in kept}
    for path in sorted(target.iterdir()):
        if path.is_dir() and path.name not in folders:
            shutil.rmtree(path)
    for folder in folders:
        for path in sorted((target / folder).rglob("*")):
            if path.is_file() and path.relative_to(target).as_posix() not in kept:
                path.unlink()
