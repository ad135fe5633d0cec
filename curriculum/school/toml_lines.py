"""On which line each key of a TOML text stands, since ``tomllib`` does not say.

Law: for every text that ``tomllib`` reads, the locations are exactly the paths of what it read: a tuple of
keys and list positions for each table, each value and each element of an array of tables or array. Lines
count from 1. The text must be valid TOML: reading it with ``tomllib`` first is the caller's part.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from tomllib import loads

Path = tuple[str | int, ...]

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}" + r"|" + r'"(?:[^"\\\n]|\\.)*"' + r"|'[^'\n]*'", re.DOTALL
)
_PLAIN = re.compile(r"[^,\]}#\r\n]+")


def key_lines(text: str) -> Mapping[Path, int]:
    """The line of every table, key and array element of a valid TOML ``text``; the whole document, ``()``,
    is line 1."""
    return _Scanner(text).lines()


class _Scanner:
    """Walks over the text once. A table's own line is its header's, or that of the first key that implies
    it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {(): 1}
        self.lists: dict[Path, int] = {}

    def lines(self) -> Mapping[Path, int]:
        table: Path = ()
        while self.skip(_BLANK) or self.at < len(self.text):
            if self.at >= len(self.text):
                break
            if self.text.startswith("[[", self.at):
                table = self.header("]]", new_element=True)
            elif self.text[self.at] == "[":
                table = self.header("]", new_element=False)
            else:
                self.key_and_value(table)
        return self.found

    def skip(self, pattern: re.Pattern) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def note(self, path: Path) -> None:
        self.found.setdefault(path, self.text.count("\n", 0, self.at) + 1)

    def dotted_key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self.skip(_SPACE)
            if self.text[self.at] in "\"'":
                parts.append(loads(f"key = {self.skip(_STRING)}")["key"])
            else:
                parts.append(self.skip(_BARE_KEY))
            self.skip(_SPACE)
            if self.text[self.at] != ".":
                return tuple(parts)
            self.at += 1

    def header(self, close: str, *, new_element: bool) -> Path:
        start = self.at
        self.at += len(close)
        keys = self.dotted_key()
        end, self.at = self.at + len(close), start
        path: Path = ()
        for position, key in enumerate(keys):
            path = (*path, key)
            self.note(path)
            if new_element and position == len(keys) - 1:
                self.lists[path] = self.lists.get(path, -1) + 1
            if path in self.lists:
                path = (*path, self.lists[path])
                self.note(path)
        self.at = end
        return path

    def key_and_value(self, table: Path) -> None:
        start = self.at
        keys = self.dotted_key()
        end, self.at = self.at + 1, start
        for position in range(len(keys)):
            self.note((*table, *keys[: position + 1]))
        self.at = end
        self.value((*table, *keys))

    def value(self, path: Path) -> None:
        self.skip(_SPACE)
        opening = self.text[self.at]
        if opening == "[":
            self.items(path, "]", self.element)
        elif opening == "{":
            self.items(path, "}", lambda table, _: self.key_and_value(table))
        elif opening in "\"'":
            self.skip(_STRING)
        else:
            self.skip(_PLAIN)

    def items(self, path: Path, close: str, item) -> None:
        self.at += 1
        position = 0
        while True:
            self.skip(_BLANK)
            if self.text[self.at] == close:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            item(path, position)
            position += 1

    def element(self, path: Path, position: int) -> None:
        self.note((*path, position))
        self.value((*path, position))
