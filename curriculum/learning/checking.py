"""*Check*: runs the visible tests of an exercise in the pupil's own kernel and shows the result beside the exercise.

Law: the pupil's variables, history and screen stay as they were; the answer is one display of type ``CHECK_TYPE``.
"""

import ast
import json

from curriculum.learning.explain import endless, explain
from curriculum.learning.judging import LANGUAGES
from curriculum.learning.marking import Marker, plain
from curriculum.learning.running import shell
from translations.catalogue import catalogue

CHECK_TYPE = "application/vnd.barmaja.check+json"


def check(payload):
    """Checks what the JSON text ``payload`` holds ({"exercise", "source", "tests", "language"}) and publishes the outcome."""
    asked = json.loads(payload)
    here = shell()
    found = outcome(asked["exercise"], asked["source"], asked["tests"], here.user_ns)
    language = asked.get("language")
    text = plain(found["results"], (language,) if language in LANGUAGES else LANGUAGES)
    here.display_pub.publish({CHECK_TYPE: found, "text/plain": text})


def outcome(exercise, source, tests, namespace):
    """What Check answers, as JSON data: see the Check contract in ``docs``."""
    words = {language: catalogue("learning", language).gettext for language in LANGUAGES}
    marker = Marker(exercise, source, namespace, words=words)
    for test in tests:
        marker.test(**arguments(test))
    error, note = None, None
    if marker.broken and marker.broken.stop:
        error, note = "TimeoutError", endless()
    elif marker.broken:
        error, note = type(marker.broken.error).__name__, explain(marker.broken.error)
    return {
        "exercise": exercise,
        "passed": sum(result["passed"] for result in marker.results),
        "total": len(marker.results),
        "error": error,
        "results": [
            {key: result[key] for key in ("index", "passed", "sentence")} for result in marker.results
        ],
        "note": note and {language: note.text(language) for language in LANGUAGES},
    }


def arguments(test):
    """A test of the notebook's metadata as ``Marker.test`` takes it: values are Python literals there."""
    values = {key: ast.literal_eval(test[key]) for key in ("returns", "equals") if key in test}
    return {**{key: value for key, value in test.items() if key != "kind"}, **values}
