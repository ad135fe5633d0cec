"""When what a program left or showed is what was expected, and how values are written in sentences.

Law: values are compared as plain data, by type and then by value, all the way down; no method of the pupil's runs, so an object
that equals everything equals nothing here. Part of every test cell: see ``marking``.
"""

import re
import reprlib
import unicodedata

PLAIN = (int, float, str, bool, type(None), list, tuple, dict, set, frozenset, bytes, complex)


def same(found, expected, tolerance=None):
    """Whether two values are equal as plain data. Never runs a method of the pupil's."""
    number = (int, float)
    if tolerance is not None and type(found) in number and type(expected) in number:
        return found == expected or abs(found - expected) <= tolerance
    if type(found) is not type(expected) or type(found) not in PLAIN:
        return False
    if isinstance(found, (list, tuple)):
        return len(found) == len(expected) and all(
            same(*pair, tolerance) for pair in zip(found, expected, strict=True)
        )
    if isinstance(found, dict):
        return len(found) == len(expected) and all(
            any(same(key, other) and same(value, expected[other], tolerance) for other in expected)
            for key, value in found.items()
        )
    if isinstance(found, (set, frozenset)):
        return len(found) == len(expected) and all(any(same(item, o) for o in expected) for item in found)
    return found == expected or (found != found and expected != expected)


def digits(text):
    """``text`` with every decimal digit of any script as 0–9."""
    return "".join(str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in text)


def loose(text):
    """The lines of ``text`` as far as they count: without empty lines, spare blanks, direction marks, or the script of digits."""
    kept = "".join(
        letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter) != "Cf"
    )
    lines = (" ".join(line.split()) for line in digits(kept).splitlines())
    for mark in "!?:;،؛؟":
        lines = [line.replace(" " + mark, mark) for line in lines]
    return [line for line in lines if line]


def exact(text):
    """The lines of ``text`` with every character, but for the line break at the end."""
    return text.removesuffix("\n").split("\n")


def show(value):
    """``repr`` of a value for a sentence: between backticks, short."""
    short = reprlib.Repr()
    short.maxstring = short.maxother = short.maxlong = 60
    short.maxlist = short.maxtuple = short.maxdict = short.maxset = 8
    try:
        text = short.repr(value) if type(value) in PLAIN else repr(value)
    except Exception:  # noqa: BLE001 - a pupil's own __repr__ may raise anything
        text = type(value).__name__
    return quoted(re.sub(r" at 0x[0-9A-Fa-f]+", "", text))


def quoted(text):
    """Text for a sentence: between backticks, in one short line."""
    text = "⏎".join(str(text).replace("`", "ˋ").splitlines())
    return "`" + (text if len(text) <= 80 else text[:79] + "…") + "`"
