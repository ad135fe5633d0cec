"""A released lesson becomes a pupil's own copy: fetched once, in the pupil's language, and never overwritten.

The copy lies where nbgrader's own fetch puts it with ``path_includes_course``: ``<home>/<course>/<lesson>/``.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat

from autograder.exchange.folders import write_missing, write_new_folder
from autograder.exchange.names import checked_assignment, checked_course

Fetch = Callable[[str, str], Mapping[str, bytes]]
"""The files of a released lesson of a course; raises ``ExchangeProblem``."""


def in_language(notebook: nbformat.NotebookNode, language: str) -> nbformat.NotebookNode:
    """``notebook`` with starters and examples in ``language``, where the lesson has them so.

    Only cells that nbgrader does not lock are changed (its checksums stay true), and the lesson's own prose can no
    longer be edited or deleted by accident. Everything else stays as released.
    """
    own = copy.deepcopy(notebook)
    for cell in own.cells:
        about = cell.metadata.get("barmaja")
        if not about:
            continue
        locked = cell.metadata.get("nbgrader", {}).get("locked", False)
        text = about.get("texts", {}).get(language)
        if text is not None and not locked:
            cell.source = text
        cell.metadata["deletable"] = False
        if cell.cell_type == "markdown":
            cell.metadata["editable"] = False
    return own


def notebook_path(course: str, lesson: str) -> str:
    """The lesson's notebook below a pupil's home, with ``/``. Raises ``BadName`` for what is no course or lesson id."""
    return f"{checked_course(course)}/{checked_assignment(lesson)}/{lesson}.ipynb"


@dataclass(frozen=True)
class Opened:
    """A lesson that lies in a pupil's home. ``path`` is below the home; ``fresh`` the notebook if it was written just now."""

    path: str
    fresh: nbformat.NotebookNode | None


def open_lesson(home: Path, course: str, lesson: str, language: str, fetch: Fetch) -> Opened:
    """Makes sure that the pupil has the lesson.

    Fetches only when the notebook is not there, and then writes only files that are not there: what a pupil has is
    never changed. Blocks. Raises ``ExchangeProblem``.
    """
    path = notebook_path(course, lesson)
    if (home / path).exists():
        return Opened(path, None)
    files = dict(fetch(course, lesson))
    name = f"{lesson}.ipynb"
    own = in_language(nbformat.reads(files[name].decode(), as_version=4), language)
    files[name] = nbformat.writes(own).encode()
    folder = (home / path).parent
    if folder.exists():
        write_missing(folder, files)
    else:
        folder.parent.mkdir(parents=True, exist_ok=True)
        write_new_folder(folder, files)
    return Opened(path, own)
