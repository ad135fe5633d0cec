"""A small lesson of two exercises, as the lesson builder makes them, and a course it is released in."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.course import Course, release_lesson
from autograder.exchange import ExchangeStore
from autograder.grading import grade_lesson

COURSE = "2026-tcsf-1"
LESSON = "variables"
SECRET = "7318"  # stands in a hidden test and in no other place

TESTS = """
def _tests():
    import contextlib, io
    from IPython.display import display
    source = In[-2]
    found = {{}}
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(source, "answer", "exec"), found)
    results = []
    for index, (name, expected, hidden) in enumerate({tests!r}):
        passed = found.get(name) == expected
        sentence = {{"fr": "Un test caché n'est pas réussi.", "ar": "اختبار مخفي غير ناجح."}} if hidden else {{
            "fr": f"{{name}} doit valoir {{expected}}.", "ar": f"يجب أن تكون قيمة {{name}} هي {{expected}}."}}
        results.append({{"index": index, "passed": passed, "hidden": hidden, "sentence": sentence}})
    earned = {points} * sum(r["passed"] for r in results) / len(results)
    data = {{"exercise": {exercise!r}, "points": earned, "max_points": {points}, "results": results}}
    display({{"application/vnd.barmaja.tests+json": data, "text/plain": ""}}, raw=True)
    return int(earned * 2) / 2
_tests()
"""


def both(french: str, arabic: str) -> str:
    return f'<div lang="ar" dir="rtl">\n\n{arabic}\n\n</div>\n<div lang="fr" dir="ltr">\n\n{french}\n\n</div>'


def graded(grade_id: str, *, grade: bool = False, solution: bool = False, points: int | None = None) -> dict:
    mark = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": not solution,
        "task": False,
    }
    return mark if points is None else {**mark, "points": points}


def exercise(
    name: str, french: str, arabic: str, solution: str, visible: list, hidden: list, points: int
) -> list:
    """The three cells of an exercise."""
    code = TESTS.format(tests=[(n, v, False) for n, v in visible], points=points, exercise=name).strip()
    secret = TESTS.format(tests=[(n, v, True) for n, v in hidden], points=points, exercise=name)
    tests = [
        {"index": i, "kind": "variable", "hidden": False, "name": n, "equals": v}
        for i, (n, v) in enumerate(visible)
    ]
    tests += [{"index": 9, "kind": "variable", "hidden": True, "name": n, "equals": v} for n, v in hidden]
    if hidden:
        all_tests = [(n, v, False) for n, v in visible] + [(n, v, True) for n, v in hidden]
        secret = TESTS.format(tests=all_tests, points=points, exercise=name).strip()
        code = f"{code}\n### BEGIN HIDDEN TESTS\n{secret}\n### END HIDDEN TESTS"
    return [
        new_markdown_cell(
            both(f"### {french}", f"### {arabic}"),
            id=f"{name}-task",
            metadata={
                "nbgrader": graded(f"{name}-task"),
                "barmaja": {"role": "task", "exercise": name, "title": {"fr": french, "ar": arabic}},
            },
        ),
        new_code_cell(
            f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION",
            id=f"{name}-answer",
            metadata={
                "nbgrader": graded(name, solution=True),
                "barmaja": {
                    "role": "answer",
                    "exercise": name,
                    "texts": {"fr": "# Écris ton code ici\n", "ar": "# اكتب برنامجك هنا\n"},
                    "wrong": ["a = 999"],
                },
            },
        ),
        new_code_cell(
            code,
            id=f"{name}-test",
            metadata={
                "nbgrader": graded(f"{name}-test", grade=True, points=points),
                "barmaja": {"role": "tests", "exercise": name, "tests": tests, "needs_input": False},
            },
        ),
    ]


def lesson_notebook() -> nbformat.NotebookNode:
    cells = [
        new_markdown_cell(
            both("# Les variables", "# المتغيّرات"), id="intro", metadata={"barmaja": {"role": "text"}}
        ),
        *exercise("somme", "La somme", "المجموع", "a = 2 + 3", [("a", 5)], [], 4),
        *exercise("age", "L'âge", "العمر", f"b = 10\nc = {SECRET}", [("b", 10)], [("c", int(SECRET))], 6),
    ]
    return new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            "barmaja": {
                "lesson": LESSON,
                "version": 1,
                "title": {"fr": "Les variables", "ar": "المتغيّرات"},
            },
        },
    )


@dataclass(frozen=True)
class Classroom:
    """A released lesson, its exchange and its course."""

    course: Course
    store: ExchangeStore
    lesson: str = LESSON

    def released(self) -> nbformat.NotebookNode:
        release = self.store.released(self.course.id, self.lesson)
        content = self.store.contents(self.course.id, release.files)[f"{self.lesson}.ipynb"]
        return nbformat.reads(content.decode(), as_version=4)

    def work(self, **answers: str) -> bytes:
        """The released notebook with ``answers`` written into the cells of the exercises."""
        notebook = self.released()
        for cell in notebook.cells:
            ours = cell.metadata.get("barmaja", {})
            if ours.get("role") == "answer" and ours["exercise"] in answers:
                cell.source = dedent(answers[ours["exercise"]]).strip()
        return json.dumps(notebook).encode()

    def hand_in(self, pupil: str, content: bytes | None = None, **answers: str):
        files = {f"{self.lesson}.ipynb": self.work(**answers) if content is None else content}
        return self.store.submit(self.course.id, self.lesson, (pupil,), files)


@pytest.fixture(scope="session")
def lesson_source(tmp_path_factory) -> Path:
    """A folder with the source notebook and a data file."""
    folder = tmp_path_factory.mktemp("lessons") / LESSON
    folder.mkdir()
    nbformat.write(lesson_notebook(), folder / f"{LESSON}.ipynb")
    (folder / "villes.csv").write_text("ville,habitants\nدخلة,106277\n", encoding="utf-8")
    return folder


def open_classroom(state: Path, source: Path) -> Classroom:
    course = Course(state / "courses" / COURSE).ensure()
    store = ExchangeStore(state / "exchange")
    release_lesson(course, LESSON, source, store)
    return Classroom(course, store)


@pytest.fixture(scope="session")
def released_state(tmp_path_factory, lesson_source) -> Path:
    """A state folder in which the lesson is released; copied, never used itself."""
    state = tmp_path_factory.mktemp("state")
    open_classroom(state, lesson_source)
    return state


def copied(state: Path, target: Path) -> Classroom:
    shutil.copytree(state, target, dirs_exist_ok=True)
    return Classroom(Course(target / "courses" / COURSE), ExchangeStore(target / "exchange"))


@pytest.fixture
def classroom(tmp_path, released_state) -> Classroom:
    return copied(released_state, tmp_path / "state")


@pytest.fixture(scope="session")
def graded_classroom(tmp_path_factory, released_state) -> tuple[Classroom, dict, list]:
    """A class whose pupils handed in every kind of work, graded once: with the outcomes and the progress."""
    room = copied(released_state, tmp_path_factory.mktemp("graded"))
    good = {"somme": "a = 5", "age": f"b = 10\nc = {SECRET}"}
    room.hand_in("pright", **good)
    room.hand_in("pwrong", somme="a = 4", age="b = 10")
    room.hand_in("pempty")
    room.hand_in("praises", somme="a = 1 / 0", age=good["age"])
    room.hand_in("ploops", somme="while True:\n    pass", age=good["age"])
    room.hand_in("pexits", somme="import os\nos._exit(0)", age=good["age"])
    room.hand_in("pjunk", content=b"this is no notebook")
    room.hand_in("pspies", somme="import os\na = dict(os.environ)\nprint(a)", age=good["age"])
    room.hand_in("pscripts", somme="a = '<script>alert(1)</script>'\nprint(a)", age=good["age"])
    progress = []
    with setenv(JUPYTERHUB_API_TOKEN="a-secret-token", BARMAJA_STATE="/somewhere"):
        outcomes = grade_lesson(room.course, room.store, room.lesson, progress.append)
    return room, {outcome.pupil: outcome for outcome in outcomes}, progress


@contextmanager
def setenv(**variables: str):
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


@pytest.fixture(scope="session")
def hub(tmp_path_factory):
    """One real hub with the exchange as its service for all tests of this folder."""
    import importlib.util
    import sys

    name = "barmaja_exchange_hub"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / "exchange_hub.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("hub")
    real = module.RealHub(folder, folder / "exchange")
    try:
        yield real.start()
    finally:
        real.stop()
