"""What a test expects, and the sentence about what was found instead.

A sentence is ``(msgid, values)``; a value that is such a pair is translated too. A judge returns ``None`` when the test
passes. Part of every test cell: see ``marking``.
"""

from curriculum.learning.comparing import exact, loose, quoted, same, show
from curriculum.learning.running import LIMIT, N_, TEST, Quiet, Run, Stop, line_of

LANGUAGES = ("fr", "ar")

TYPES = {
    "int": N_("an integer"),
    "float": N_("a decimal number"),
    "str": N_("a string"),
    "bool": N_("a boolean"),
    "list": N_("a list"),
    "tuple": N_("a tuple"),
    "dict": N_("a dictionary"),
    "set": N_("a set"),
    "function": N_("a function"),
    "NoneType": N_("the absence of a value"),
}


def type_name(value):
    name = type(value).__name__
    return (TYPES[name], {}) if name in TYPES else quoted(name)


def error_text(error):
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    return quoted(type(error).__name__ + (": " + message if message else ""))


def failure(run):
    """Why the program did not come to its end, as a sentence; ``None`` when it did."""
    if run.stop:
        return run.stop, {}
    if run.error is None:
        return None
    if run.asked_too_often and isinstance(run.error, EOFError):
        return N_("The program asks a question with `input()` more often than expected."), {}
    values = {"error": error_text(run.error), "line": line_of(run.error)}
    if values["line"] is None:
        return N_("The program stops with an error: {error}."), values
    return N_("The program stops with an error at line {line}: {error}."), values


def judge_returns(data, run):
    call, expected, found = quoted(data["call"]), data["returns"], run.value
    values = {"call": call, "found": show(found), "expected": show(expected)}
    if run.error is not None:
        name = getattr(run.error, "name", None)
        if (
            isinstance(run.error, NameError)
            and line_of(run.error) is None
            and data["call"].startswith(f"{name}(")
        ):
            return N_("After the program there is no function {name}."), {"name": quoted(name)}
        values["error"] = error_text(run.error)
        return N_("{call} stops with an error: {error}."), values
    if same(found, expected, data.get("tolerance")):
        return None
    if found is None and expected is not None:
        if loose(run.shown) and loose(run.shown) == loose(str(expected)):
            return N_(
                "{call} shows {expected} with `print`; the function must give it back with `return`."
            ), values
        return N_("{call} gives nothing back; {expected} was expected. Is a `return` missing?"), values
    if type(found) is not type(expected):
        values.update(found_type=type_name(found), expected_type=type_name(expected))
        return N_("{call} returned {found}, {found_type}; {expected} was expected, {expected_type}."), values
    return N_("{call} returned {found}; {expected} was expected."), values


def judge_prints(data, run):
    lines = exact if data.get("match") == "exact" else loose
    found, texts = lines(run.shown), list(dict.fromkeys(data["prints"].values()))
    if any(found == lines(text) for text in texts):
        return None
    return {
        language: shown_instead(found, lines(data["prints"].get(language, texts[0])), run.shown)
        for language in LANGUAGES
    }


def shown_instead(found, expected, shown):
    """The first difference between what was shown and what was expected."""
    if not loose(shown) and expected:
        return N_("The program shows nothing; expected: {expected}."), {
            "expected": quoted("\n".join(expected))
        }
    for number, (one, other) in enumerate(zip(found, expected, strict=False), start=1):
        if one != other:
            values = {"line": number, "found": quoted(one), "expected": quoted(other)}
            if one.casefold() == other.casefold():
                return N_(
                    "Only capital letters differ: the program shows {found}; expected: {expected}."
                ), values
            if "".join(one.split()) == "".join(other.split()):
                return N_("Only spaces differ: the program shows {found}; expected: {expected}."), values
            if len(found) == len(expected) == 1:
                return N_("The program shows {found}; expected: {expected}."), values
            return N_("Line {line}: the program shows {found}; expected: {expected}."), values
    if len(found) < len(expected):
        return N_("This line is missing: {expected}."), {"expected": quoted(expected[len(found)])}
    return N_("The program shows a line too many: {found}."), {"found": quoted(found[len(expected)])}


def judge_variable(data, run):
    name = data["variable"]
    values = {"name": quoted(name)}
    if name not in run.variables:
        return N_("After the program there is no variable {name}."), values
    found = run.variables[name]
    values.update(found=show(found), found_type=type_name(found))
    wanted = data.get("type")
    if wanted and type(found).__name__ != wanted:
        values["expected_type"] = (TYPES[wanted], {})
        return N_("{name} is {found}, {found_type}; expected: {expected_type}."), values
    if "equals" not in data or same(found, data["equals"], data.get("tolerance")):
        return None
    values.update(expected=show(data["equals"]), expected_type=type_name(data["equals"]))
    if type(found) is not type(data["equals"]):
        return N_("{name} is {found}, {found_type}; {expected} was expected, {expected_type}."), values
    return N_("{name} is {found}; {expected} was expected."), values


def judge_raises(data, run):
    values = {"expected": quoted(data["raises"])}
    if run.error is None:
        return N_("The error {expected} was expected, and there was none."), values
    if any(kind.__name__ == data["raises"] for kind in type(run.error).__mro__):
        return None
    values["found"] = error_text(run.error)
    return N_("The error {expected} was expected; there was {found}."), values


def judge_python(data, run):
    check = Run({**run.variables, "_output": run.output.getvalue(), "_source": data["source"]})
    try:
        with Quiet(check, (), LIMIT):
            exec(compile(data["python"], TEST, "exec", dont_inherit=True), check.variables)  # noqa: S102
    except (Exception, SystemExit, Stop):  # noqa: BLE001 - the pupil's objects may raise anything
        return N_("Something that this test looks for is not there yet."), {}
    return None


JUDGES = {
    "returns": judge_returns,
    "prints": judge_prints,
    "variable": judge_variable,
    "raises": judge_raises,
    "python": judge_python,
}
PASSED = {
    "returns": N_("{call} returns {expected}."),
    "prints": N_("The program shows what was expected."),
    "variable": N_("{name} has the expected value."),
    "raises": N_("The error {expected} appears, as expected."),
    "python": N_("This test passes."),
}
