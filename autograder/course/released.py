"""What a pupil gets of a source notebook: starters instead of solutions, and no hidden test.

The pure function and its thin nbgrader shell. Law: for every cell of ours, the released one holds only the
keys of ``PUBLIC``; its list of tests has no hidden one; an answer cell's source is its starter. Cells that
are not ours are left to nbgrader's own preprocessors.
"""

from __future__ import annotations

import copy

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

PUBLIC = frozenset(
    {"role", "exercise", "example", "predict", "title", "texts", "tests", "needs_input", "hints"}
)
"""What may be said to a pupil about a cell; anything else an author's tools may have noted stays in the
school.
"""


def released(notebook: NotebookNode, language: str) -> NotebookNode:
    """``notebook`` as pupils may see it, starters in ``language`` (French where there is none)."""
    result = copy.deepcopy(notebook)
    for cell in result.cells:
        ours = cell.metadata.get("barmaja")
        if ours is None:
            continue
        cell.metadata["barmaja"] = public_metadata(ours)
        texts = ours.get("texts") or {}
        if ours.get("role") == "answer" and texts:
            cell.source = texts.get(language) or texts.get("fr") or next(iter(texts.values()))
    return result


def public_metadata(ours: dict) -> dict:
    """A cell's own metadata without what a pupil may not see."""
    public = {key: value for key, value in ours.items() if key in PUBLIC}
    if "tests" in public:
        public["tests"] = [test for test in public["tests"] if not test.get("hidden")]
    return public


def leaks(notebook: NotebookNode) -> list[str]:
    """What a released notebook should not hold, by cell; empty when all is well."""
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        if any(mark in cell.source for mark in ("BEGIN HIDDEN TESTS", "BEGIN SOLUTION", "BEGIN MARK SCHEME")):
            found.append(f"{number}: {cell.metadata.get('nbgrader', {}).get('grade_id', '')}")
        elif any(test.get("hidden") for test in cell.metadata.get("barmaja", {}).get("tests", ())):
            found.append(f"{number}: {cell.metadata.barmaja.get('exercise', '')}")
    return found


class ReleasedTexts(NbGraderPreprocessor):
    """``released`` among nbgrader's own preprocessors."""

    language = Unicode("fr", help="Language of the starters in the released notebook").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        return released(nb, self.language), resources
