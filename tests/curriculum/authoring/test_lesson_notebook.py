"""The notebook that is built: the same bytes each time, nbgrader's own metadata, both languages, nothing hidden elsewhere."""
# ruff: noqa: E501 - a lesson in a line, flags in a line

from __future__ import annotations

import ast
import os
from pathlib import Path

import nbformat
import pytest
from babel.messages.catalog import Catalog
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import CheckCellMetadata

from curriculum.authoring import files
from curriculum.authoring.building import read_words
from curriculum.authoring.check import check_sources
from curriculum.authoring.machinery import machinery, sentences
from curriculum.authoring.notebook import build_notebook, isolated, notebook_bytes
from curriculum.learning import marking
from tests.curriculum.authoring.lesson_texts import EXERCISE, exercise, lesson_of, words_with
from translations import catalogue

GOLDEN = Path(__file__).parent / "golden" / "essai.json"
BODY = (
    "## Prédis\n\n:::{predict} p\nQue va afficher `print(1)` ?\n\n```python\nprint(1)\n```\n\n- [x] `1`\n- [ ] rien du tout  <!-- Si. -->\n:::\n\n"
    '```{example} e\nprint("Salut")\n```\n\n```{example} e ar\nprint("سلام")\n```\n\n' + EXERCISE
)
ARABIC = {
    "Un essai": "تجربة",
    "Essayer.": "أن نجرّب.",
    "Prédis": "توقّع",
    "Que va afficher `print(1)` ?": "ماذا سيعرض `print(1)`؟",
    "rien du tout": "لا شيء",
    "Si.": "بلى.",
    "Complète la fonction `double`.": "أكمل الدالة `double`.",
    "Essaie avec un nombre négatif.": "جرّب عددا سالبا.",
    "Quelle opération ?": "أيّ عملية؟",
    "La multiplication s'écrit `*`.": "الضرب يُكتب `*`.",
}


def arabic() -> Catalog:
    catalog = Catalog(locale="ar", domain="lessons")
    for msgid, string in ARABIC.items():
        catalog.add(msgid, string)
    return catalog


def built():
    return build_notebook(lesson_of(BODY), words_with(arabic()))


def test_building_twice_gives_the_same_bytes() -> None:
    assert notebook_bytes(built()) == notebook_bytes(built())


def test_the_golden_notebook() -> None:
    """The whole notebook but the marker's source. Anew with: BARMAJA_REFRESH_GOLDEN=1 pytest …"""
    notebook = built()
    for cell in notebook.cells:
        if cell.metadata.barmaja.role == "tests":
            cell.source = cell.source[: cell.source.index("__import__")] + "…"
    found = notebook_bytes(notebook).decode()
    if os.environ.get("BARMAJA_REFRESH_GOLDEN"):
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "lesson", check_sources(files.read_sources(files.LESSONS)).lessons, ids=lambda lesson: lesson.id
)
def test_every_lesson_is_a_valid_nbgrader_notebook(lesson) -> None:
    notebook = build_notebook(lesson, read_words(files.CATALOGUE))
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    CheckCellMetadata().preprocess(notebook, {})
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    graded = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    }
    assert list(graded) == [f"{e.id}{part}" for e in lesson.exercises for part in ("-task", "", "-test")]
    for task in lesson.exercises:
        assert graded[f"{task.id}-test"]["points"] == task.points
        flags = [
            tuple(graded[task.id + part][flag] for flag in ("grade", "solution", "locked"))
            for part in ("-task", "", "-test")
        ]
        assert flags == [(False, False, True), (False, True, False), (True, False, True)]


def test_every_text_cell_has_both_languages_and_room_for_its_markdown() -> None:
    for cell in built().cells:
        if cell.cell_type == "markdown":
            assert cell.source.count('<div lang="ar" dir="rtl">\n\n') == 1
            assert cell.source.count('<div lang="fr" dir="ltr">\n\n') == 1
            assert cell.source.endswith("\n\n</div>")


def test_code_stays_left_to_right_in_arabic() -> None:
    assert (
        isolated("أكمل `double`، ثم ``a`b``")
        == 'أكمل <bdi dir="ltr">`double`</bdi>، ثم <bdi dir="ltr">``a`b``</bdi>'
    )
    predict = next(cell for cell in built().cells if cell.metadata.barmaja.role == "predict")
    assert '<div dir="ltr">\n\n```python\nprint(1)\n```\n\n</div>' in predict.source


def test_texts_by_language_stand_in_the_metadata() -> None:
    roles = {cell.metadata.barmaja.role: cell for cell in built().cells}
    assert roles["example"].metadata.barmaja.texts == {"fr": 'print("Salut")', "ar": 'print("سلام")'}
    assert roles["example"].source == 'print("Salut")'
    answer = roles["answer"]
    assert (
        answer.metadata.barmaja.texts.fr == answer.metadata.barmaja.texts.ar == "def double(n):\n    return"
    )
    assert answer.source == "### BEGIN SOLUTION\ndef double(n):\n    return n * 2\n### END SOLUTION"
    tests = roles["tests"].metadata.barmaja
    assert [(test["index"], test["kind"], test["hidden"]) for test in tests.tests] == [
        (1, "returns", False),
        (2, "returns", True),
    ]
    assert tests.tests[1]["say"] == {"fr": "Essaie avec un nombre négatif.", "ar": "جرّب عددا سالبا."}
    assert tests.needs_input is False
    assert roles["task"].metadata.barmaja.hints[1] == {
        "fr": "La multiplication s'écrit `*`.",
        "ar": "الضرب يُكتب `*`.",
    }


def test_input_is_announced() -> None:
    lesson = lesson_of(exercise("a", "- input: 3\n  prints: 3"))
    cell = build_notebook(lesson, words_with()).cells[-1]
    assert cell.metadata.barmaja.needs_input is True


def test_a_test_cell_imports_nothing_of_ours_and_names_little() -> None:
    source = next(cell.source for cell in built().cells if cell.metadata.barmaja.role == "tests")
    assert "import curriculum" not in source
    assert "from curriculum" not in source
    assert "translations" not in source
    names = {
        node.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    assert all(name.startswith("_barmaja") for name in names)


def test_the_marker_in_a_test_cell_is_the_one_of_check() -> None:
    """Every function and class of the marker is there, and does the same without its docstring."""
    names = {
        node.name
        for node in ast.walk(ast.parse(machinery()))
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
    }
    assert {"mark", "perform", "same", "judge_prints", "Marker"} <= names
    assert '"""' not in machinery()
    space: dict = {}
    exec(machinery(), space)
    assert space["same"]([1, "a"], [1, "a"])
    assert set(vars(marking.Marker)) - {"__doc__", "__module__"} == set(vars(space["Marker"])) - {
        "__doc__",
        "__module__",
    }


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_sentence_of_a_test_cell_is_translated(language: str) -> None:
    missing = [msgid for msgid in sentences() if catalogue("learning", language).gettext(msgid) == msgid]
    assert missing == []
