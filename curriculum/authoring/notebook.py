"""A lesson as an nbgrader source notebook, both languages in it. Pure: the same lesson and words give the same bytes.

A Markdown cell holds both languages as blocks ``<div lang dir>``. An exercise is three cells: the task (locked), the answer (the
reference solution between nbgrader's marks; what pupils find stands in its metadata) and the tests (locked, graded).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog

from curriculum.authoring.machinery import metadata_of, test_cell
from curriculum.authoring.messages import CODE_SPAN, localize
from curriculum.authoring.model import Example, Exercise, Fence, Lesson, Predict, Prose, Text
from curriculum.authoring.problems import N_
from translations.catalogue import LANGUAGES, direction

if TYPE_CHECKING:
    from nbformat.notebooknode import NotebookNode  # importing nbformat takes seconds: only when one is built

VERSION = 1
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


@dataclass(frozen=True)
class Words:
    """One language's words: of the lessons, of what stands around them in the notebook, and of the tests."""

    lessons: Catalog
    interface: NullTranslations
    tests: NullTranslations


def build_notebook(lesson: Lesson, words: Mapping[str, Words]) -> NotebookNode:
    """The nbgrader source notebook of ``lesson`` in every language of ``words`` (``fr`` and ``ar``)."""
    tongues = {language: localize(lesson, words[language].lessons) for language in LANGUAGES}
    cells = [_title(tongues, words)]
    number = text = 0
    for blocks in zip(*(tongues[language].blocks for language in LANGUAGES), strict=True):
        spoken = dict(zip(LANGUAGES, blocks, strict=True))
        block = spoken["fr"]
        if isinstance(block, Prose):
            text += 1
            cells.append(
                _text_cell(f"text-{text}", {"role": "text"}, {k: written(b, k) for k, b in spoken.items()})
            )
        elif isinstance(block, Predict):
            cells.append(_predict(spoken, words))
        elif isinstance(block, Example):
            texts = texts_of(block.texts)
            cells.append(
                _code_cell(
                    f"example-{block.id}",
                    texts["fr"],
                    {"role": "example", "example": block.id, "texts": texts},
                )
            )
        else:
            number += 1
            cells += _exercise(lesson, number, spoken, words)
    title = {language: tongues[language].title.text for language in LANGUAGES}
    metadata = {
        "barmaja": {"lesson": lesson.id, "version": VERSION, "title": title},
        "kernelspec": KERNEL,
        "language_info": {"name": "python"},
    }
    from nbformat.v4 import new_notebook

    return new_notebook(cells=cells, metadata=metadata)


def notebook_bytes(notebook: NotebookNode) -> bytes:
    """The file, as nbformat writes it."""
    import nbformat

    return (nbformat.writes(notebook, version=nbformat.NO_CONVERT).rstrip("\n") + "\n").encode()


def exercise_title(exercise: Exercise, number: int, gettext: Callable[[str], str]) -> str:
    """The exercise's title, or its number where it has none."""
    return exercise.title.text if exercise.title else gettext(N_("Exercise {number}")).format(number=number)


def texts_of(codes: Mapping) -> dict[str, str]:
    """The code a language; where there is no Arabic text, the French one serves both."""
    return {"ar": codes.get("ar", codes["fr"]).text, "fr": codes["fr"].text}


def written(prose: Prose, language: str) -> str:
    """Markdown of ``prose``; in Arabic, code keeps its own direction wherever the notebook is shown."""
    if direction(language) == "ltr":
        return prose.markdown()
    return "".join(part if isinstance(part, str) else _directed(part) for part in prose.parts).strip("\n")


def _directed(part: Text | Fence) -> str:
    if isinstance(part, Text):
        return isolated(part.markdown())
    words = isinstance(part.body, Text) and re.search("[\u0600-\u06ff]", part.body.text)
    if part.indent or words:
        return part.markdown()
    return f'<div dir="ltr">\n\n{part.markdown()}\n\n</div>\n'


def isolated(markdown: str) -> str:
    """Code between backticks, isolated from the right-to-left text around it."""
    return CODE_SPAN.sub(lambda match: f'<bdi dir="ltr">{match[0]}</bdi>', markdown)


def both(texts: Mapping[str, str]) -> str:
    """One Markdown text with a block a language; the blank lines let the Markdown inside be rendered."""
    return "\n\n".join(
        f'<div lang="{language}" dir="{direction(language)}">\n\n{texts[language]}\n\n</div>'
        for language in LANGUAGES
    )


def _text_cell(name: str, barmaja: dict, texts: Mapping[str, str], **metadata: object) -> NotebookNode:
    from nbformat.v4 import new_markdown_cell

    return new_markdown_cell(both(texts), id=name, metadata={"barmaja": barmaja, **metadata})


def _code_cell(name: str, source: str, barmaja: dict, **metadata: object) -> NotebookNode:
    from nbformat.v4 import new_code_cell

    return new_code_cell(source, id=name, metadata={"barmaja": barmaja, **metadata})


def _title(tongues: Mapping[str, Lesson], words: Mapping[str, Words]) -> NotebookNode:
    def head(language: str) -> str:
        lesson, interface = tongues[language], words[language].interface
        minutes = interface.ngettext("{count} minute", "{count} minutes", lesson.minutes).format(
            count=lesson.minutes
        )
        objectives = "\n".join(f"- {_inline(text, language)}" for text in lesson.objectives)
        aim = interface.gettext(N_("By the end, you will be able to:"))
        return f"# {_inline(lesson.title, language)}\n\n{minutes}\n\n{aim}\n\n{objectives}"

    return _text_cell("title", {"role": "text"}, {language: head(language) for language in LANGUAGES})


def _inline(text: Text, language: str) -> str:
    return text.markdown() if direction(language) == "ltr" else isolated(text.markdown())


def _predict(spoken: Mapping[str, Predict], words: Mapping[str, Words]) -> NotebookNode:
    def question(language: str) -> str:
        predict = spoken[language]
        choices = "\n".join(
            f"{n}. {_inline(c.text, language)}" for n, c in enumerate(predict.choices, start=1)
        )
        answers = "\n".join(
            f"- {'✓' if c.right else '✕'} **{n}.**" + (f" {_inline(c.why, language)}" if c.why else "")
            for n, c in enumerate(predict.choices, start=1)
        )
        summary = words[language].interface.gettext(N_("Open it when you have chosen"))
        return f"{written(predict.question, language)}\n\n{choices}\n\n{details(summary, answers)}"

    name = spoken["fr"].id
    return _text_cell(
        f"predict-{name}", {"role": "predict", "predict": name}, {k: question(k) for k in LANGUAGES}
    )


def details(summary: str, body: str) -> str:
    """Something to open with a click, wherever the notebook is shown."""
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


def _exercise(
    lesson: Lesson, number: int, spoken: Mapping[str, Exercise], words: Mapping[str, Words]
) -> list[NotebookNode]:
    exercise = spoken["fr"]
    name = exercise.id

    def task(language: str) -> str:
        here, interface = spoken[language], words[language].interface
        points = interface.ngettext("{count} point", "{count} points", int(here.points)).format(
            count=f"{here.points:g}".replace(".", ",")
        )
        title = (
            f"{number}. {here.title.text}" if here.title else exercise_title(here, number, interface.gettext)
        )
        parts = [f"### {title} ({points})", written(here.task, language)]
        for n, hint in enumerate(here.hints, start=1):
            parts.append(
                details(interface.gettext(N_("Hint {number}")).format(number=n), written(hint, language))
            )
        return "\n\n".join(parts)

    hints = [
        {language: spoken[language].hints[n].markdown() for language in LANGUAGES}
        for n in range(len(exercise.hints))
    ]
    said = [
        {language: spoken[language].tests[n].say.text for language in LANGUAGES} if test.say else {}
        for n, test in enumerate(exercise.tests)
    ]
    tests = list(zip(exercise.tests, said, strict=True))
    gettexts = {language: words[language].tests.gettext for language in LANGUAGES}
    title = {k: exercise_title(spoken[k], number, words[k].interface.gettext) for k in LANGUAGES}
    return [
        _text_cell(
            f"{name}-task",
            {"role": "task", "exercise": name, "title": title, "hints": hints},
            {language: task(language) for language in LANGUAGES},
            nbgrader=_nbgrader(f"{name}-task", locked=True),
        ),
        _code_cell(
            name,
            f"### BEGIN SOLUTION\n{exercise.solution.text}\n### END SOLUTION",
            {"role": "answer", "exercise": name, "texts": texts_of(exercise.starters)},
            nbgrader=_nbgrader(name, solution=True),
        ),
        _code_cell(
            f"{name}-test",
            test_cell(lesson.id, name, exercise.points, tests, gettexts),
            {
                "role": "tests",
                "exercise": name,
                "needs_input": any("input" in test.data for test in exercise.tests),
                "tests": [metadata_of(test, say) for test, say in tests],
            },
            nbgrader=_nbgrader(f"{name}-test", grade=True, locked=True, points=exercise.points),
            jupyter={"source_hidden": True},
            tags=["barmaja-tests"],
        ),
    ]


def _nbgrader(grade_id: str, **flags: object) -> dict[str, object]:
    """nbgrader's cell metadata, schema version 3."""
    plain = {
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return {**plain, **flags}
