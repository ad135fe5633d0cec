"""Check in a real kernel and nbgrader's autograde give one outcome, test by test, for answers of every kind.

All cases are exercises of one lesson: graded once by nbgrader, checked one by one in one kernel.
"""
# ruff: noqa: E501 - one case, one line

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel
from nbformat.v4 import new_code_cell

from curriculum.authoring.notebook import build_notebook
from curriculum.learning.checking import CHECK_TYPE
from tests.curriculum.authoring.lesson_texts import exercise, lesson_of, words_with
from tests.curriculum.authoring.nbgrader_course import NbgraderCourse, answered


@dataclass(frozen=True)
class Case:
    """An answer, the tests it meets, and which of them pass; ``extra`` is a cell the pupil put before the tests."""

    source: str
    tests: str
    passed: tuple[bool, ...]
    extra: str = ""


CASES = {
    "function": Case(
        "def f(x):\n    return x * 2",
        "- call: f(2)\n  returns: 4\n- call: f(2)\n  returns: 4.0\n- call: f('a')\n  returns: aa\n- call: f(None)\n  raises: TypeError",
        (True, False, True, True),
    ),
    "true-is-not-one": Case(
        "def f():\n    return True", "- call: f()\n  returns: 1\n- call: f()\n  returns: true", (False, True)
    ),
    "equals-everything": Case(
        "class Joker:\n    def __eq__(self, other):\n        return True\ndef f():\n    return Joker()\nx = Joker()",
        "- call: f()\n  returns: 3\n- call: '[f()]'\n  returns: [3]\n- variable: x\n  equals: 3",
        (False, False, False),
    ),
    "tolerance": Case(
        "x = 0.1 + 0.2",
        "- variable: x\n  equals: 0.3\n- variable: x\n  equals: 0.3\n  tolerance: 0.001",
        (False, True),
    ),
    "prints": Case(
        "print('Prix :  12 DH')",
        "- prints: 'Prix: ١٢ DH'\n- prints: 'Prix : 12 DH'\n  match: exact\n- prints: prix 12 DH",
        (True, False, False),
    ),
    "prints-arabic": Case("print('مرحبا')", "- prints: {fr: Bonjour, ar: مرحبا}", (True,)),
    "input": Case(
        "nom = input('Ton nom ? ')\nage = int(input())\nprint('Bonjour', nom, age + 1)",
        "- input: [Salma, 15]\n  prints: Bonjour Salma 16\n- input: [Brahim, 9]\n  variable: age\n  equals: 9\n- prints: Bonjour\n"
        "- input: [a, b]\n  raises: ValueError",
        (True, True, False, True),
    ),
    "error": Case(
        "print('a')\nprint(inconnu)",
        "- prints: a\n- raises: NameError\n- python: assert True",
        (False, True, False),
    ),
    "syntax": Case("print('a'", "- prints: a\n- raises: SyntaxError", (False, True)),
    "empty": Case("", "- python: assert True\n- variable: notes\n  equals: [1, 2]", (False, False)),
    "comment-only": Case("# rien", "- python: assert True", (False,)),
    "warning": Case("import warnings\nwarnings.warn('ah')\nx = 3 is 3\nprint('a')", "- prints: a", (True,)),
    "stderr": Case("import sys\nprint('oups', file=sys.stderr)\nprint('a')", "- prints: a", (True,)),
    "a-value-at-the-end": Case("print('a')\n99", "- prints: a\n- prints: 99", (True, False)),
    "display": Case("from IPython.display import display\ndisplay(99)\nprint('a')", "- prints: a", (True,)),
    "leaves": Case("import sys\nprint('a')\nsys.exit()\nprint('b')", "- prints: a", (True,)),
    "endless": Case("while True:\n    pass", "- prints: a\n- prints: b", (False, False)),
    "earlier-cells": Case("saluer('Salma')\nprint(notes)", "- prints: ['Bonjour Salma', '[1, 2]']", (True,)),
    "helper-sees-new-variable": Case("nom = 'Brahim'\nsaluer_nom()", "- prints: Bonjour Brahim", (True,)),
    "python-kind": Case(
        "for i in range(3):\n    print(i)",
        "- python: |\n    assert _output.split() == ['0', '1', '2']\n    assert 'for' in _source\n- python: assert i == 5",
        (True, False),
    ),
    "magic": Case("%time x = 3\nprint(x)", "- variable: x\n  equals: 3", (True,)),
    "a-cell-between": Case("print('a')", "- prints: a", (True,), extra="print('brouillon')"),
    "half-points": Case(
        "a = 1\nb = 2",
        "- variable: a\n  equals: 1\n- variable: b\n  equals: 3\n- variable: b\n  equals: 4",
        (True, False, False),
    ),
    "own-names-for-builtins": Case(
        "list = 3\nlen = 2\nexec = 1\nprint('a')", "- prints: a\n- variable: len\n  equals: 2", (True, True)
    ),
    "after-own-names": Case("print('b')", "- prints: b", (True,)),
}
EXAMPLE = """\
```{example} outils
notes = [1, 2]
nom = "personne"
def saluer(qui):
    print("Bonjour", qui)
def saluer_nom():
    print("Bonjour", nom)
```

"""


@pytest.fixture(scope="module")
def notebook():
    body = EXAMPLE + "\n".join(exercise(name, case.tests) for name, case in CASES.items())
    return build_notebook(lesson_of(body, "accord"), words_with())


@pytest.fixture(scope="module")
def graded(notebook, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict, dict]:
    """Points and shown results by exercise, as stock nbgrader has them."""
    course = NbgraderCourse(Path(tmp_path_factory.mktemp("agree")))
    submitted = answered(course.release(notebook), {name: case.source for name, case in CASES.items()})
    cells = []
    for cell in submitted.cells:
        barmaja = cell.metadata.get("barmaja", {})
        if barmaja.get("role") == "tests" and CASES[barmaja.exercise].extra:
            cells.append(new_code_cell(CASES[barmaja.exercise].extra))
        cells.append(cell)
    submitted.cells = cells
    points = course.grade(submitted)
    return points, course.results("accord")


@pytest.fixture(scope="module")
def kernel() -> Iterator[BlockingKernelClient]:
    manager, client = start_new_kernel()
    try:
        run(client, EXAMPLE.split("\n", 1)[1].rsplit("```", 1)[0])
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str, **options: object) -> list[dict]:
    """What the kernel sends while it runs ``code``."""
    sent: list[dict] = []
    reply = client.execute_interactive(
        code, timeout=60, output_hook=sent.append, allow_stdin=False, **options
    )
    assert reply["content"]["status"] == "ok", reply["content"]
    return sent


def checked(client: BlockingKernelClient, name: str, source: str, tests: list[dict]) -> dict:
    """Check, asked as the notebook's interface asks it."""
    payload = json.dumps({"exercise": name, "source": source, "tests": tests, "language": "ar"})
    code = f'__import__("curriculum.learning").learning.check({json.dumps(payload)})'
    shown = [m for m in run(client, code, silent=True, store_history=False) if m["msg_type"] != "status"]
    assert [message["msg_type"] for message in shown] == ["display_data"], shown
    return shown[0]["content"]["data"][CHECK_TYPE]


def visible_tests(notebook, name: str) -> list[dict]:
    (cell,) = (
        c
        for c in notebook.cells
        if c.metadata.barmaja.get("exercise") == name and c.metadata.barmaja.role == "tests"
    )
    return [dict(test) for test in cell.metadata.barmaja.tests]


@pytest.mark.parametrize("name", CASES)
def test_check_and_nbgrader_agree(name: str, notebook, graded, kernel) -> None:
    case = CASES[name]
    found = checked(kernel, name, case.source, visible_tests(notebook, name))
    points, shown = graded
    assert tuple(result["passed"] for result in found["results"]) == case.passed, found
    stock = shown[name]["results"]
    keys = ("index", "passed", "sentence")
    assert [{k: r[k] for k in keys} for r in stock] == [{k: r[k] for k in keys} for r in found["results"]]
    assert points[name] == int(2 * 4 * sum(case.passed) / len(case.passed)) / 2


def test_check_leaves_the_pupils_kernel_as_it_was(kernel, notebook) -> None:
    run(kernel, "count = 1\nbefore = len(In)", store_history=True)
    tests = [{"index": 1, "kind": "prints", "hidden": False, "prints": {"fr": "2", "ar": "2"}}]
    found = checked(kernel, "a", "count = count + 1\nnotes.append(3)\nprint(count)", tests)
    assert found["passed"] == 1
    sent = run(kernel, "print(count, notes, len(In) - before)", store_history=True)
    (text,) = (message["content"]["text"] for message in sent if message["msg_type"] == "stream")
    assert re.fullmatch(r"1 \[1, 2\] 1\n", text)
