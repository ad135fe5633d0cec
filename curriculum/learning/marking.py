"""Marks one exercise: the one definition of what a test means, for *Check* and for the test cells of notebooks.

The sources of ``comparing``, ``running``, ``judging`` and this module, without docstrings, stand in every test cell, so that
stock nbgrader marks as Check does. They import the standard library only, ask IPython only for what is there already, and know no
catalogue: they are given the words.
"""

import json
import warnings
from pathlib import Path

from curriculum.learning.comparing import quoted, show
from curriculum.learning.judging import JUDGES, LANGUAGES, PASSED, failure, judge_raises
from curriculum.learning.running import LIMIT, N_, has_instruction, perform, shell

SHORT = 0.5
"""Seconds a test gets once another of the same exercise took all its time."""
TESTS_MARK = "# barmaja tests: "
RESULTS_TYPE = "application/vnd.barmaja.tests+json"


class Marker:
    """Marks one exercise: ``test(…)`` once a test, then ``earned()``. ``words[language](msgid)`` is the translated sentence."""

    def __init__(self, exercise, source, namespace, points=0, words=None):
        self.exercise, self.source, self.namespace, self.points = exercise, source, namespace, points
        self.words = words or dict.fromkeys(LANGUAGES, str)
        self.results, self.seconds, self.broken = [], LIMIT, None

    def test(self, index, hidden=False, say=None, **data):
        """Runs one test, remembers its result, and says whether it passed."""
        kind = next(kind for kind in JUDGES if kind in data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on stderr, one would cost all the points with nbgrader
            failed, judged = self.outcome(kind, data)
        if hidden:
            sentence = N_("A hidden test does not pass.") if failed else N_("A hidden test passes.")
            parts = {language: [(sentence, {})] for language in LANGUAGES}
        else:
            parts = {language: self.parts(kind, data, failed, language) for language in LANGUAGES}
        self.results.append(
            {
                "index": index,
                "passed": not failed,
                "hidden": hidden,
                "sentence": {
                    language: " ".join(
                        [self.text(part, language) for part in parts[language]]
                        + ([say[language]] if failed and judged and say else [])
                    )
                    for language in LANGUAGES
                },
            }
        )
        return not failed

    def outcome(self, kind, data):
        """Why a test fails (by language where it differs) or ``None``, and whether the program came so far as to be judged."""
        if not has_instruction(self.source):
            return (N_("There is no instruction in the cell yet."), {}), False
        run = perform(self.source, self.namespace, data.get("input", ()), data.get("call"), self.seconds)
        if run.stop:
            self.seconds = SHORT
        why = failure(run)
        if kind == "raises" and not run.stop and (run.in_call or "call" not in data):
            return judge_raises(data, run), True
        if why and self.broken is None:
            self.broken = run
        if why and not (kind == "returns" and run.in_call and not run.stop):
            return why, False
        return JUDGES[kind]({**data, "source": self.source}, run), True

    def parts(self, kind, data, failed, language):
        parts = []
        if data.get("input"):
            parts.append(
                (N_("Typed at the keyboard: {input}."), {"input": ", ".join(map(quoted, data["input"]))})
            )
        if data.get("call") and kind in ("prints", "raises"):
            parts.append((N_("Call: {call}."), {"call": quoted(data["call"])}))
        if isinstance(failed, dict):
            return [*parts, failed[language]]
        values = {"call": quoted(data.get("call")), "name": quoted(data.get("variable"))}
        values["expected"] = show(data["returns"]) if kind == "returns" else quoted(data.get("raises"))
        return [*parts, failed or (PASSED[kind], values)]

    def text(self, part, language):
        msgid, values = part
        filled = {
            name: self.text(value, language) if isinstance(value, tuple) else value
            for name, value in values.items()
        }
        return self.words[language](msgid).format(**filled)

    def earned(self):
        """Points × passed / all, rounded down to the half point; a whole number without decimals."""
        if not self.results:
            return 0
        passed = sum(result["passed"] for result in self.results)
        halves = int(self.points * 2) * passed // len(self.results)
        return halves // 2 if halves % 2 == 0 else halves / 2


def answer_of(lesson, exercise, here):
    """The answer: what the saved notebook holds under its grade_id if that was run (or is blank), else the last input."""
    inputs = [text for text in here.history_manager.input_hist_raw[1:] if text.strip()]
    own = TESTS_MARK + exercise + "\n"
    while inputs and inputs[-1].startswith(own):
        inputs.pop()
    since = []
    while inputs and not inputs[-1].startswith(TESTS_MARK):
        since.append(inputs.pop())
    try:
        cells = json.loads(Path(lesson + ".ipynb").read_text(encoding="utf-8"))["cells"]
        saved = next(
            "".join(cell["source"])
            for cell in cells
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == exercise
        )
    except (OSError, ValueError, LookupError, TypeError, AttributeError, StopIteration):
        saved = None
    if saved is not None and (not saved.strip() or saved in since):
        return saved
    return since[0] if since else ""


def mark(lesson, exercise, points, tests, words):
    """What a test cell does: runs every test on the answer, shows the results, returns the points."""
    marker = NotebookMarker(lesson, exercise, points, words)
    for test in tests:
        marker.test(**test)
    return marker.earned()


class NotebookMarker(Marker):
    """The marker inside a test cell: finds the answer, and shows the results at the end."""

    def __init__(self, lesson, exercise, points, words):
        here = shell()
        spoken = {
            language: lambda msgid, known=words[language]: known.get(msgid, msgid) for language in LANGUAGES
        }
        super().__init__(exercise, answer_of(lesson, exercise, here), here.user_ns, points, spoken)

    def earned(self):
        points = super().earned()
        content = {
            "exercise": self.exercise,
            "points": points,
            "max_points": self.points,
            "results": self.results,
        }
        shell().display_pub.publish({RESULTS_TYPE: content, "text/plain": plain(self.results)})
        return points


def plain(results, languages=LANGUAGES):
    """Results where nothing better can be shown: a line a test and language."""
    return "\n".join(
        ("✓ " if result["passed"] else "✕ ") + result["sentence"][language]
        for result in results
        for language in languages
    )
