"""On which line of a TOML text each field stands, since its parser keeps no places."""

from __future__ import annotations

import re

Path = tuple[int | str, ...]

_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY = re.compile(r'[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|' + r"'''.*?'{3,5}|" + r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'",
    re.DOTALL,
)
_BRACKETS = re.compile(rf"#[^\n]*|{_STRING.pattern}|[][{{}}]", re.DOTALL)
_PLAIN = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> dict[Path, int]:
    """Return the line, from 1, of each field and list entry of a text that is valid TOML."""
    return _Reader(text).lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Return the line of a field, or of the nearest table around it that is written out."""
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def last_field(text: str) -> tuple[int, Path]:
    """Return the line and the path of the last field of a text that is valid up to its end."""
    reader = _Reader(text)
    return reader.last


def deepest_line(text: str) -> int:
    """Return the line of the deepest bracket, be the text valid TOML or not."""
    depth = most = place = 0
    for found in _BRACKETS.finditer(text):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found.group(), 0)
        if depth > most:
            most, place = depth, found.start()
    return text.count("\n", 0, place) + 1


class _Reader:
    """Walks over the text once; values are only stepped over."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line, self._counted = 1, 0
        self.lines: dict[Path, int] = {}
        self.last: tuple[int, Path] = 1, ()
        self._counts: dict[Path, int] = {}  # of entries in a list of tables
        self._document()

    def _document(self) -> None:
        table: Path = ()
        while self._skip(_BLANK) < len(self._text):
            line = self._here()
            if self._text.startswith("[", self._at):
                table = self._header(line)
            else:
                self._pair(table)

    def _header(self, line: int) -> Path:
        double = self._text.startswith("[[", self._at)
        self._at += 2 if double else 1
        keys = self._keys()
        self._at += 2 if double else 1
        *around, last = keys
        path = (*self._newest(around), last)
        if double:
            number = self._counts.get(path, 0)
            self._counts[path] = number + 1
            self.lines.setdefault(path, line)
            path = (*path, number)
        else:
            path = self._newest(keys)
        self.lines.setdefault(path, line)
        return path

    def _newest(self, keys: list[str]) -> Path:
        """Return the path of a table; in a list of tables that is the newest."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return path

    def _keys(self) -> list[str]:
        keys = []
        while True:
            self._skip(_SPACE)
            found = _KEY.match(self._text, self._at)
            if found is None:
                raise ValueError(f"line {self._here()}: no name where one is expected")
            keys.append(_unquoted(found.group()))
            self._at = found.end()
            if not self._text.startswith(".", self._skip(_SPACE)):
                return keys
            self._at += 1

    def _pair(self, table: Path) -> None:
        line = self._here()
        path = table
        for key in self._keys():
            path = (*path, key)
            self.lines.setdefault(path, line)
        self.last = line, path
        self._at += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip(_SPACE)
        start = self._text[self._at : self._at + 1]
        if start == "[":
            self._list(path)
        elif start == "{":
            self._inline(path)
        else:
            self._skip(_STRING if start in ('"', "'") else _PLAIN)

    def _list(self, path: Path) -> None:
        self._at += 1
        number = 0
        while not self._text.startswith("]", self._skip(_BLANK)):
            self.lines[(*path, number)] = self._here()
            self._value((*path, number))
            number += 1
            self._comma()
        self._at += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while not self._text.startswith("}", self._skip(_BLANK)):
            self._pair(path)
            self._comma()
        self._at += 1

    def _comma(self) -> None:
        if self._text.startswith(",", self._skip(_BLANK)):
            self._at += 1

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise ValueError(f"line {self._here()}: cannot be read")
        self._at = found.end()
        return self._at

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line


def _unquoted(key: str) -> str:
    return key[1:-1] if key[0] in "\"'" else key
