"""Lessons in, notebooks out: the grammar of ``lesson.md``, its checker and its compiler.

A lesson is a folder ``curriculum/lessons/NN-id/`` with ``lesson.md`` (and data files, copied beside the
notebook). ``NN`` orders the lessons; ``id`` names the lesson, its notebook and its nbgrader assignment. Words
are French, their Arabic stands in ``translations/ar/LC_MESSAGES/lessons.po``; names of blocks and keys are
English.

Front matter
    ``title``, ``minutes`` (whole number), ``objectives`` (list) are required; ``unit``, ``needs`` (list of
    lesson ids) may follow.

Prose
    Markdown (CommonMark and tables). Each heading, paragraph, list item and table cell is one msgid; its
    lines stay lines (a msgid of two lines has a line break in it; leading blanks are not part of it). A
    ``python`` fence (or one without a name) is the same in every language; a fence with any other name (``text``,
    ``pseudo``) is one msgid: what a program shows, an algorithm in words. HTML is kept
    as it is and not translated. The phases (Prédis, Lance, Examine, Modifie, Crée) are plain ``##`` headings.
    A line break inside a paragraph is ``\\`` at the end of the line, never two blanks.

Blocks (``name`` in small letters, digits and hyphens, once in a lesson)
    ``:::{predict} name`` … ``:::`` a question (prose, with code), then a list of choices: ``- [x] right``,
    ``- [ ] other``; after a choice, ``<!-- why -->``. Two or more choices, at least one right, at least one
    not.

    ```` ```{example} name ```` … code to run and to change. Right after it, ```` ```{example} name ar ````:
    the same with Arabic words. (Examples have names of their own: a prediction may have the same one.)

    ``::::{exercise} name`` … ``::::`` a graded task: options ``:points: 3`` (above 0, halves allowed) and
    ``:title: Sortie en mer`` (may be left out), then prose saying what to do, then inside it, in any order:

    - ```` ```{starter} ```` once, ```` ```{starter} ar ```` perhaps: what the pupil finds in the cell;
    - ```` ```{solution} ```` once: runs alone, earns full marks;
    - ```` ```{tests} ```` once: a YAML list, below;
    - ```` ```{wrong} 2 ```` any number: a mistake pupils make and the points it must get; ``:say: …`` first,
      what to tell them;
    - ``:::{hint}`` … ``:::`` two or more, from a question to nearly the line of code.

Tests
    The cell's text is run anew for every test in a copy of the notebook's variables, and must end without an
    error. A test expects exactly one of:

    - ``call: f(2)`` with ``returns: 4``: value of an expression after the program (``tolerance: 0.01`` for
      decimals: then 4 and 4.0 are the same; without, type and value must match: ``True`` is not 1, ``"5"`` is
      not 5, 4.0 is not 4);
    - ``prints: Bonjour``: what the program shows (a list of lines, or a YAML text with ``|``); ``prints: {fr:
      Bonjour, ar: مرحبا}``: any of them passes. With ``call:``, only what the call shows. Blanks, empty
      lines, direction marks and the script of digits do not count, capital letters do; ``match: exact``
      compares every character but the last line break. What ``input()`` shows as its question is not counted;
    - ``variable: age`` with ``equals: 15`` (and ``tolerance``) or ``type: int`` or both: a variable the
      program leaves; types: int, float, str, bool, list, tuple, dict, set, function;
    - ``raises: ValueError``: the program, or the ``call``, ends with this error;
    - ``python: |`` and lines of Python with ``assert``: for what does not fit. ``_output`` is the text the
      program showed, ``_source`` the text of the cell.

    With each may stand ``input: [Salma, 15]`` (one line for each ``input()``, always text), ``say: …`` (shown
    when the test fails) and ``hidden: true`` (not in what pupils get; its sentence shows no value, only
    ``say``).

    Points: points × passed / all tests, rounded down to the half point. Values: as ``yaml_lines`` reads them
    (``!py (1, 2)`` for a tuple or a set); a text that looks like a number goes between quotes.

Commands: ``barmaja lessons new | check | build | preview | extract`` (or ``python -m curriculum.authoring``).

"""

from curriculum.authoring.building import build
from curriculum.authoring.index import ExerciseInfo, LessonInfo, lesson_index
from curriculum.authoring.model import Exercise, Lesson
from curriculum.authoring.notebook import build_notebook
from curriculum.authoring.parse import Parsed, parse_lesson
from curriculum.authoring.problems import LessonError, LessonProblems, Problem

__all__ = [
    "Exercise",
    "ExerciseInfo",
    "Lesson",
    "LessonError",
    "LessonInfo",
    "LessonProblems",
    "Parsed",
    "Problem",
    "build",
    "build_notebook",
    "lesson_index",
    "parse_lesson",
]
