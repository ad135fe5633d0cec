"""The source of a test cell: the tests as data, then the marker's own source, so that it works wherever Python does.

Law: the same exercise gives the same text; nothing of Barmaja is imported by it; what is hidden stands between nbgrader's marks.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from pprint import pformat

from curriculum.authoring.model import LessonTest
from curriculum.learning import comparing, judging, marking, running

_MODULES = (comparing, running, judging, marking)
_HEAD = "# لا تغيّر شيئا في هذه الخلية · Ne change rien dans cette cellule"


@cache
def machinery() -> str:
    """The marker's modules as one text: without docstrings, notes to linters, and imports of each other."""
    return "\n\n".join(_bare(inspect.getsource(module)) for module in _MODULES)


def _bare(source: str) -> str:
    lines = source.split("\n")
    for parent in ast.walk(ast.parse(source)):
        body = getattr(parent, "body", [])
        for node in body if isinstance(body, list) else []:
            documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if documents or (isinstance(node, ast.ImportFrom) and node.module.startswith("curriculum.")):
                lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
                if len(body) == 1:
                    lines[node.lineno - 1] = " " * node.col_offset + "pass"
    text = "\n".join(re.sub(r"\s+# noqa.*$", "", line).rstrip() for line in lines)
    return re.sub(r"\n{2,}", "\n", text).strip("\n")


@cache
def sentences() -> tuple[str, ...]:
    """Every msgid of the domain ``learning`` that a test cell can say, sorted."""
    found = set()
    for node in ast.walk(ast.parse(machinery())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
            found.add(node.args[0].value)
    return tuple(sorted(found))


def metadata_of(test: LessonTest, say: Mapping[str, str]) -> dict[str, object]:
    """A test in the notebook's metadata: JSON, values as Python literals."""
    spoken = {"say": dict(say)} if say else {}
    return {"index": test.index, "kind": test.kind, "hidden": test.hidden, **test.data, **spoken}


def arguments_of(test: LessonTest, say: Mapping[str, str]) -> dict[str, object]:
    """A test as ``Marker.test`` takes it."""
    values = {
        key: ast.literal_eval(value) for key, value in test.data.items() if key in ("returns", "equals")
    }
    spoken = {"say": dict(say)} if say else {}
    hidden = {"hidden": True} if test.hidden else {}
    return {"index": test.index, **hidden, **test.data, **values, **spoken}


def test_cell(
    lesson: str,
    exercise: str,
    points: float,
    tests: Iterable[tuple[LessonTest, Mapping[str, str]]],
    words: Mapping[str, Callable[[str], str]],
) -> str:
    """The source of the test cell of ``exercise``; ``tests`` come with what they say in each language."""
    spoken = {
        language: {msgid: translate(msgid) for msgid in sentences()} for language, translate in words.items()
    }
    tools = machinery()
    if "'''" in tools:
        raise ValueError("the marker's source must not contain '''")
    return "\n".join(
        [
            f"{marking.TESTS_MARK}{exercise}",
            _HEAD,
            "_barmaja_tests = [",
            *_rows(tests),
            "]",
            "_barmaja = {}",
            f"__import__('builtins').exec(r'''\n{tools}\n''', _barmaja)",
            f'_barmaja["mark"]({lesson!r}, {exercise!r}, {points!r}, _barmaja_tests,',
            f"{pformat(spoken, width=1000, sort_dicts=True)})",
        ]
    )


def _rows(tests: Iterable[tuple[LessonTest, Mapping[str, str]]]) -> Iterator[str]:
    for hidden, group in groupby(tests, key=lambda pair: pair[0].hidden):
        if hidden:
            yield "    ### BEGIN HIDDEN TESTS"
        for test, say in group:
            yield f"    {arguments_of(test, say)!r},"
        if hidden:
            yield "    ### END HIDDEN TESTS"
