"""Python's errors in a plain sentence, for the ones that beginners meet: what it means, where to look."""

import re

from translations.catalogue import Message


def explain(error):
    """A ``Message`` about ``error`` (an exception), or ``None`` when there is nothing to add to Python's own words."""
    for kind in type(error).__mro__:
        if maker := _EXPLANATIONS.get(kind.__name__):
            return maker(error)
    return None


def endless():
    return Message(
        "learning",
        "The program had not ended after a few seconds, so it was stopped. Look at the loops: does something change at each"
        " turn so that they can end?",
    )


def _name(error):
    name = getattr(error, "name", None)
    if not name:
        return None
    return Message(
        "learning",
        "Python does not know `{name}`. Is it created higher up, and spelled the same way, capital letters too? A text goes"
        " between quotes.",
        {"name": name},
    )


def _local(error):
    return Message(
        "learning",
        "In this function, `{name}` is used before it has a value. Give it one first, or make it a parameter.",
        {"name": getattr(error, "name", None) or "?"},
    )


def _syntax(error):
    text, line = error.msg or "", error.lineno or 1
    if found := re.search(r"invalid (?:non-printable )?character (?:'(.)' )?\(?(U\+[0-9A-F]+)\)?", text):
        return Message(
            "learning",
            "Line {line} has a character that Python does not know: `{character}`. Type it again with the keyboard in Latin"
            ' letters: `,` `;` `"` `-` `0`–`9`.',
            {"line": line, "character": found[1] or found[2]},
        )
    if "was never closed" in text:
        return Message(
            "learning",
            "Line {line}: a bracket is opened and never closed. Count those that open and those that close.",
            {"line": line},
        )
    if "unmatched" in text or "does not match opening" in text:
        return Message(
            "learning", "Line {line}: a bracket closes and none was opened for it.", {"line": line}
        )
    if "unterminated" in text:
        return Message(
            "learning",
            "Line {line}: a text begins with a quote mark and does not end with one.",
            {"line": line},
        )
    if "expected ':'" in text:
        return Message("learning", "Line {line}: a colon `:` is missing at the end.", {"line": line})
    if "'=='" in text or "cannot assign to" in text:
        return Message(
            "learning",
            "Line {line}: `=` gives a value to a variable (name on the left); to compare, write `==`.",
            {"line": line},
        )
    if "Missing parentheses" in text:
        return Message(
            "learning", "Line {line}: what is shown goes between brackets: `print(…)`.", {"line": line}
        )
    if "forgot a comma" in text:
        return Message("learning", "Line {line}: is a comma missing between two values?", {"line": line})
    return Message(
        "learning",
        "Python cannot read line {line}. Look at the brackets, the quote marks, the colon `:`, and at the line just above.",
        {"line": line},
    )


def _indentation(error):
    text, line = error.msg or "", error.lineno or 1
    if "expected an indented block" in text:
        return Message(
            "learning",
            "Line {line}: after a line that ends with `:`, the next one begins with four spaces.",
            {"line": line},
        )
    return Message(
        "learning",
        "Line {line} does not begin at the right place: the lines of one block begin with the same number of spaces.",
        {"line": line},
    )


def _type(error):
    text = str(error)
    if "concatenate" in text or "unsupported operand" in text:
        return Message(
            "learning",
            "This operation mixes values of different types, for example a text and a number. `int(…)` makes a number of a"
            " text, `str(…)` a text of a number.",
        )
    if "not callable" in text:
        return Message(
            "learning",
            "Brackets after a name call a function, and here the name is not one. Is a variable named like a function, or is"
            " `*` missing?",
        )
    if "argument" in text:
        return Message(
            "learning",
            "The function was not called with the number of values that it expects between the brackets.",
        )
    if "not supported between" in text:
        return Message(
            "learning",
            "A number and a text cannot be compared. `int(…)` makes a number of a text; `input()` always gives a text.",
        )
    return Message("learning", "An operation was asked of a value whose type does not allow it.")


def _value(error):
    text = str(error)
    if "invalid literal for int" in text or "could not convert string to float" in text:
        return Message(
            "learning",
            "This text cannot become a number. `int(…)` takes digits only; `float(…)` takes a point, not a comma: `3.5`.",
        )
    return Message("learning", "The type is right, but this value cannot be used here.")


def _always(msgid):
    return lambda error: msgid


_EXPLANATIONS = {
    "UnboundLocalError": _local,
    "NameError": _name,
    "IndentationError": _indentation,
    "SyntaxError": _syntax,
    "TypeError": _type,
    "ValueError": _value,
    "ZeroDivisionError": _always(
        Message(
            "learning", "The program divides by zero, which has no result. Which value is 0 at that moment?"
        )
    ),
    "IndexError": _always(
        Message(
            "learning",
            "There is no element at this position. Positions begin at 0: the last one is the length minus 1.",
        )
    ),
    "KeyError": _always(
        Message(
            "learning", "The dictionary has no such key. Is it spelled the same way, capital letters too?"
        )
    ),
    "EOFError": _always(
        Message(
            "learning",
            "The program asks one more question with `input()` than it gets answers. Count the `input()`.",
        )
    ),
    "TimeoutError": lambda error: endless(),
    "RecursionError": _always(
        Message("learning", "A function calls itself without end. In which case must it stop?")
    ),
    "ModuleNotFoundError": _always(
        Message("learning", "Python finds no module of that name. Look at the spelling after `import`.")
    ),
    "AttributeError": _always(
        Message(
            "learning",
            "This value has nothing of the name that stands after the point. Look at the spelling.",
        )
    ),
}
