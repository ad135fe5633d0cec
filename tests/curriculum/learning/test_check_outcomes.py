"""What Check answers: the sentences, the note about an error, and what it leaves untouched."""

from __future__ import annotations

import builtins
import signal
import subprocess
import sys

import pytest

from curriculum.learning.checking import outcome
from curriculum.learning.explain import explain
from translations.locale import typeset

MAIN = {"__name__": "__main__"}


def answer(source: str, *tests: dict, namespace: dict | None = None) -> dict:
    numbered = [{"index": n, "hidden": False, **test} for n, test in enumerate(tests, start=1)]
    return outcome("essai", source, numbered, {**MAIN, **(namespace or {})})


def sentence(source: str, test: dict, language: str = "fr") -> str:
    return answer(source, test)["results"][0]["sentence"][language]


CALL = {"call": "f(2)", "returns": "4"}
PRINTS = {"prints": {"fr": "Bonjour\n2 kg", "ar": "مرحبا\n2 kg"}}
VARIABLE = {"variable": "age", "equals": "15"}
SENTENCES = [
    ("def f(x): return x * 2", CALL, "`f(2)` renvoie `4`."),
    ("def f(x): return x * 3", CALL, "`f(2)` a renvoyé `6`, on attendait `4`."),
    (
        "def f(x): return str(x * 2)",
        CALL,
        "`f(2)` a renvoyé `'4'`, une chaîne de caractères ; on attendait `4`, un entier.",
    ),
    (
        "def f(x): print(x * 2)",
        CALL,
        "`f(2)` affiche `4` avec `print` ; la fonction doit renvoyer cette valeur avec `return`.",
    ),
    ("def f(x): x * 2", CALL, "`f(2)` ne renvoie rien ; on attendait `4`. Manque-t-il un `return` ?"),
    ("def g(x): return 4", CALL, "Après le programme, il n’y a pas de fonction `f`."),
    (
        "def f(x): return x / 0",
        CALL,
        "`f(2)` s’arrête sur une erreur : `ZeroDivisionError: division by zero`.",
    ),
    ("# rien", CALL, "Il n’y a pas encore d’instruction dans la cellule."),
    (
        "print('bonjour'); print('2 kg')",
        PRINTS,
        "Seules les majuscules diffèrent : le programme affiche `bonjour`, on attendait `Bonjour`.",
    ),
    (
        "print('Bonjour', '2 kg')",
        PRINTS,
        "Ligne 1 : le programme affiche `Bonjour 2 kg`, on attendait `Bonjour`.",
    ),
    ("print('Bonjour')", PRINTS, "Il manque cette ligne : `2 kg`."),
    ("print('Bonjour\\n2 kg\\n3')", PRINTS, "Le programme affiche une ligne de trop : `3`."),
    ("x = 1", PRINTS, "Le programme n’affiche rien ; on attendait `Bonjour⏎2 kg`."),
    (
        "print('Bonjour\\n2kg')",
        PRINTS,
        "Seuls les espaces diffèrent : le programme affiche `2kg`, on attendait `2 kg`.",
    ),
    ("age = '15'", VARIABLE, "`age` vaut `'15'`, une chaîne de caractères ; on attendait `15`, un entier."),
    ("age = 14", VARIABLE, "`age` vaut `14`, on attendait `15`."),
    ("Age = 15", VARIABLE, "Après le programme, il n’y a pas de variable `age`."),
    ("age = 15", VARIABLE, "`age` a la valeur attendue."),
    (
        "age = 15.0",
        {"variable": "age", "type": "int"},
        "`age` vaut `15.0`, un nombre décimal ; on attendait un entier.",
    ),
    (
        "x = 1\nprint(y)",
        PRINTS,
        "Le programme s’arrête sur une erreur à la ligne 2 : `NameError: name 'y' is not defined`.",
    ),
    (
        "input(); input()",
        {**PRINTS, "input": ["a"]},
        "Au clavier : `a`. Le programme pose plus de questions avec `input()` que prévu.",
    ),
    ("print(1)", {"raises": "ValueError"}, "On attendait l’erreur `ValueError`, et il n’y en a pas eu."),
    ("int('a')", {"raises": "ValueError"}, "L’erreur `ValueError` apparaît, comme prévu."),
    ("a = 1", {"python": "assert 'for' in _source"}, "Il manque encore quelque chose que ce test cherche."),
]


@pytest.mark.parametrize(("source", "test", "expected"), SENTENCES)
def test_the_sentence_says_what_was_expected_and_what_was_found(
    source: str, test: dict, expected: str
) -> None:
    assert sentence(source, test) == typeset(expected, "fr")
    arabic = sentence(source, test, "ar")
    assert arabic != expected
    assert "{" not in arabic


def test_each_language_is_shown_its_own_text() -> None:
    assert sentence("x = 1", PRINTS, "ar").endswith("`مرحبا⏎2 kg`.")
    assert answer("print('مرحبا\\n٢ kg')", PRINTS)["passed"] == 1


def test_say_comes_after_a_test_that_was_judged_only() -> None:
    test = {**CALL, "say": {"fr": "Et le double ?", "ar": "والضعف؟"}}
    assert sentence("def f(x): return 1", test).endswith(" Et le double ?")
    assert "double" not in sentence("def f(x): return 4", test)
    assert "double" not in sentence("x = (", test)


def test_a_hidden_test_shows_no_value() -> None:
    hidden = {**CALL, "hidden": True}
    assert sentence("def f(x): return 31", hidden) == "Un test caché n’est pas encore réussi."


def test_an_error_is_explained_and_counted() -> None:
    found = answer("x = 1\nprint(y)", CALL, PRINTS)
    assert (found["passed"], found["total"], found["error"]) == (0, 2, "NameError")
    assert "`y`" in found["note"]["fr"]
    assert "`y`" in found["note"]["ar"]
    assert answer("def f(x): return 4", CALL)["note"] is None


def test_a_program_without_end_is_stopped_and_the_next_tests_do_not_wait_as_long() -> None:
    found = answer(
        "while True:\n    try:\n        pass\n    except Exception:\n        pass", CALL, CALL, CALL
    )
    assert (found["passed"], found["error"]) == (0, "TimeoutError")
    assert found["note"]["fr"]
    assert answer("while True: print(1)", CALL)["error"] == "TimeoutError"


def test_the_pupils_world_stays_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    notes = [1]
    namespace = {**MAIN, "notes": notes, "list": 3}
    exec("total = 0\ndef add():\n    global total\n    total += 1\n    print(total)", namespace)
    before = dict(namespace)
    kept = sys.stdout, sys.stderr, builtins.input, signal.getsignal(signal.SIGALRM)
    source = "import sys\nnotes.append(2)\nadd()\nnew = 1\nprint('x', file=sys.stderr)\n"
    test = {
        "index": 1,
        "hidden": False,
        "python": "assert notes == [1, 2] and total == 1 and _output == '1\\n'",
    }
    found = outcome("essai", source, [test], namespace)
    assert found["passed"] == 1, found
    assert namespace == before
    assert (notes, namespace["total"]) == ([1], 0)
    assert kept == (sys.stdout, sys.stderr, builtins.input, signal.getsignal(signal.SIGALRM))
    assert capsys.readouterr() == ("", "")


def test_the_stop_button_still_works() -> None:
    with pytest.raises(KeyboardInterrupt):
        answer("raise KeyboardInterrupt", CALL)


def test_leaving_the_program_ends_it_and_no_more() -> None:
    assert answer("def f(x): return 4\nimport sys\nsys.exit()", CALL)["passed"] == 1
    assert answer("def f(x): return 4\nexit()", CALL, namespace={"exit": None})["passed"] == 1


ERRORS = [
    "print(y)",
    "print('a' + 1)",
    "len(3, 4)",
    "'a' < 1",
    "x = 3\nx()",
    "None[0]",
    "if True print(1)",
    "print((1",
    "print 1",
    "x = 'a",
    "if x = 3:\n    pass",
    "if True:\nprint(1)",
    "  x = 1\ny = 2",
    "print(1))",
    "print(1، 2)",
    "x == = 3",
    "1 / 0",
    "int('a')",
    "float('3,5')",
    "[1][4]",
    "{}['a']",
    "input()",
    "def f(): f()\nf()",
    "import rien_de_tel",
    "'a'.rien",
    "[1 2]",
    "def f():\n    print(z)\n    z = 1\nf()",
]


@pytest.mark.parametrize("source", ERRORS)
def test_every_error_a_beginner_meets_has_a_sentence_in_both_languages(source: str) -> None:
    note = answer(source, PRINTS)["note"]
    assert note
    assert note["fr"] != note["ar"]
    assert "{" not in note["fr"] + note["ar"].replace("{}", "")


def test_an_unknown_error_is_left_to_python() -> None:
    assert explain(OSError("disk")) is None


def test_importing_it_costs_little() -> None:
    """A pupil's kernel loads it: the standard library and ``translations.catalogue``, no IPython, no Babel."""
    code = "import sys; before = set(sys.modules); import curriculum.learning; print(*(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    foreign = {
        name.split(".")[0]
        for name in done.stdout.split()
        if name.split(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == {"curriculum", "translations"}
