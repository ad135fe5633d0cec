"""What every lesson in ``curriculum/lessons`` promises to pupils, whatever it teaches.

Whether solutions, starters and known mistakes earn what they should is proved where notebooks are built and graded;
here it is the shape and the words that are looked at.
"""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from curriculum.authoring import Exercise, Lesson, parse_lesson
from curriculum.authoring.building import read_words
from curriculum.authoring.model import Code, Example, Predict, Prose
from curriculum.authoring.notebook import build_notebook
from curriculum.authoring.trial import Attempt, cells_of, run_attempts

ROOT = Path(__file__).parents[2]
FOLDERS = sorted((ROOT / "curriculum" / "lessons").glob("[0-9]*-*"))
CATALOGUE = ROOT / "translations" / "ar" / "LC_MESSAGES" / "lessons.po"

PHASES = ("Prédis", "Exécute", "Examine", "Modifie", "À toi de faire", "Défi", "Ce que tu as appris")
FORBIDDEN_ARABIC = {
    "إعلام آلي": "معلوميات",
    "الإعلام الآلي": "معلوميات",
    "قائمة": "لائحة",
    "القائمة": "لائحة",
    "بيانات": "معطيات",
    "البيانات": "معطيات",
    "السلسلة النصية": "سلسلة حروف",
    "سلسلة نصية": "سلسلة حروف",
}
"""Words of other countries' classrooms, with the one the Moroccan programme uses (the project's glossary)."""

ARABIC = re.compile("[\u0600-\u06ff]")
OTHER_DIGITS = re.compile("[٠-٩۰-۹]")
NATURAL_WORD = re.compile(r"[^\W\d_]{2,}")
NEUTRAL = {"kg", "km", "cm", "DH", "Python", "STOP", "GO", "Salam"}
"""Words that a French and an Arabic class read alike."""


def lesson_in(folder: Path) -> Lesson:
    number, _, name = folder.name.partition("-")
    parsed = parse_lesson((folder / "lesson.md").read_text("utf-8"), name, int(number), folder.name)
    assert parsed.lesson is not None, "\n".join(problem.text("en") for problem in parsed.problems)
    return parsed.lesson


LESSONS = tuple(map(lesson_in, FOLDERS))
EXERCISES = tuple((lesson, exercise) for lesson in LESSONS for exercise in lesson.exercises)
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
each_exercise = pytest.mark.parametrize(
    "exercise", [pytest.param(e, id=f"{lesson.id}-{e.id}") for lesson, e in EXERCISES]
)


def words_in(code: Code) -> set[str]:
    """The natural words in the strings and comments of ``code``, which may be unfinished Python."""
    found: set[str] = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(code.text + "\n").readline):
            if token.type in (tokenize.STRING, tokenize.COMMENT):
                found.update(NATURAL_WORD.findall(token.string))
    except tokenize.TokenError:  # the end of an unfinished program: what came before was read
        pass
    return found - NEUTRAL


def predictions(lesson: Lesson) -> list[Predict]:
    return [block for block in lesson.blocks if isinstance(block, Predict)]


def headings(lesson: Lesson) -> list[str]:
    source = "\n".join(block.markdown() for block in lesson.blocks if isinstance(block, Prose))
    return re.findall(r"^## (.+)$", source, flags=re.MULTILINE)


def test_the_first_month_is_there():
    assert [lesson.id for lesson in LESSONS][:3] == ["afficher", "variables", "conditions"]


@each_lesson
def test_a_lesson_fills_one_class_period_and_says_what_it_teaches(lesson):
    assert lesson.minutes == 55
    assert 3 <= len(lesson.objectives) <= 5
    assert lesson.unit


@each_lesson
def test_a_lesson_builds_only_on_earlier_lessons(lesson):
    earlier = {other.id for other in LESSONS if other.number < lesson.number}
    assert set(lesson.needs) <= earlier


@each_lesson
def test_a_lesson_goes_from_predicting_to_making_and_ends_with_a_summary(lesson):
    assert headings(lesson) == list(PHASES)
    assert any(isinstance(block, Predict) for block in lesson.blocks)
    assert sum(isinstance(block, Example) for block in lesson.blocks) >= 4


@each_lesson
def test_every_choice_of_a_prediction_says_why(lesson):
    for predict in predictions(lesson):
        assert [choice.text.text for choice in predict.choices if choice.why is None] == []


@each_lesson
def test_the_right_choice_cannot_be_guessed_from_its_place(lesson):
    places = {
        place
        for predict in predictions(lesson)
        for place, choice in enumerate(predict.choices)
        if choice.right
    }
    assert places != {0}
    assert len(predictions(lesson)) >= 2


@each_lesson
def test_a_lesson_has_four_graded_exercises_worth_ten_points(lesson):
    assert len(lesson.exercises) == 4
    assert lesson.points == 10
    assert all(2 <= exercise.points <= 4 for exercise in lesson.exercises)


@each_exercise
def test_an_exercise_has_visible_and_hidden_tests(exercise: Exercise):
    assert any(test.hidden for test in exercise.tests)
    assert any(not test.hidden for test in exercise.tests)
    assert len(exercise.tests) >= 2


@each_exercise
def test_an_exercise_has_a_title_hints_and_known_mistakes_that_say_something(exercise: Exercise):
    assert exercise.title
    assert len(exercise.hints) >= 2
    assert len(exercise.wrongs) >= 2
    assert all(wrong.say and wrong.say.text for wrong in exercise.wrongs)


@each_exercise
def test_hints_do_not_give_the_whole_solution(exercise: Exercise):
    for hint in exercise.hints:
        assert exercise.solution.text not in hint.markdown()


@each_lesson
def test_code_with_french_words_in_it_has_an_arabic_text(lesson):
    starters = [(exercise.id, exercise.starters) for exercise in lesson.exercises]
    examples = [(block.id, block.texts) for block in lesson.blocks if isinstance(block, Example)]
    without = [name for name, texts in starters + examples if words_in(texts["fr"]) and "ar" not in texts]
    assert without == []


@each_lesson
def test_the_arabic_text_of_code_does_the_same_with_arabic_words(lesson):
    """But for strings and comments both texts are one program, and identifiers are Latin (they reorder otherwise)."""
    starters = [exercise.starters for exercise in lesson.exercises]
    examples = [block.texts for block in lesson.blocks if isinstance(block, Example)]
    for texts in starters + examples:
        if "ar" in texts:
            assert without_words(texts["fr"]) == without_words(texts["ar"])
            assert ARABIC.search(texts["ar"].text)
            assert not ARABIC.search(without_words(texts["ar"]))


def without_words(code: Code) -> str:
    return re.sub(r'"[^"\n]*"|#.*', "~", code.text)


@each_exercise
def test_a_text_that_must_be_printed_may_be_printed_in_either_language(exercise: Exercise):
    for test in exercise.tests:
        if test.kind == "prints" and NATURAL_WORD.search(str(test.data["prints"]["fr"])):
            assert ARABIC.search(test.data["prints"]["ar"])


def arabic_texts() -> list[str]:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    code = [texts["ar"].text for lesson in LESSONS for texts in _all_code(lesson) if "ar" in texts]
    return [str(entry.string) for entry in catalogue if entry.id] + code


def _all_code(lesson: Lesson):
    yield from (exercise.starters for exercise in lesson.exercises)
    yield from (block.texts for block in lesson.blocks if isinstance(block, Example))


@pytest.mark.parametrize("word", FORBIDDEN_ARABIC)
def test_arabic_uses_the_words_of_the_moroccan_programme(word):
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    assert [text for text in arabic_texts() if pattern.search(text)] == []


def test_arabic_writes_digits_as_the_schools_do_and_the_arabic_comma_in_prose():
    for text in arabic_texts():
        assert not OTHER_DIGITS.search(text), text
        assert not re.search("[\u0600-\u06ff] ?[,;?](?:\\s|$)", text), text


def test_no_arabic_text_was_left_in_french():
    """A msgid with words is not its own translation, unless it is code or pseudo-code, which the class writes in French."""
    with CATALOGUE.open("rb") as file:
        same = [entry.id for entry in read_po(file) if entry.id and entry.id == entry.string]
    assert [text for text in same if text != "Python" and not text.startswith("Algorithme ")] == []


ARABIC_SOLUTIONS = {
    "panneau": 'print("سوق كلميم")\nprint("صباح السبت")',
    "guichet": 'print("التذاكر", 5 * 40, "درهم")\nprint("الباقي", 250 - 5 * 40, "درهم")',
    "panneaux-solaires": 'print("الألواح " + str(6))\nprint("القدرة", 6 * 300, "واط")',
    "grand-taxi": """passagers = int(input("كم راكبا؟ "))
if passagers == 6:
    print("ننطلق")
else:
    print("ننتظر")""",
    "alerte-chaleur": """temperature = int(input())
if temperature >= 40:
    print("أحمر")
elif temperature >= 30:
    print("برتقالي")
else:
    print("أخضر")""",
}
"""An answer as a pupil who works in Arabic writes it, for each exercise whose program prints words."""


def prints_words(exercise: Exercise) -> bool:
    return any(
        test.kind == "prints" and NATURAL_WORD.search(test.data["prints"]["fr"]) for test in exercise.tests
    )


def test_there_is_an_arabic_answer_to_try_for_every_program_that_prints_words():
    assert {exercise.id for _, exercise in EXERCISES if prints_words(exercise)} == set(ARABIC_SOLUTIONS)


def test_an_answer_in_arabic_earns_as_much_as_one_in_french():
    words = read_words(CATALOGUE)
    notebooks = {lesson.id: build_notebook(lesson, words) for lesson in LESSONS}
    tried = [
        (exercise, cells_of(notebooks[lesson.id], Attempt(exercise, ARABIC_SOLUTIONS[exercise.id], 0, 0, "")))
        for lesson, exercise in EXERCISES
        if exercise.id in ARABIC_SOLUTIONS
    ]
    outcomes = run_attempts([cells for _, cells in tried], "ar")
    earned = {exercise.id: outcome.points for (exercise, _), outcome in zip(tried, outcomes, strict=True)}
    assert earned == {exercise.id: exercise.points for exercise, _ in tried}
