"""Colours of a program: quiet, and each readable on the ground of a changed line as well."""

from __future__ import annotations

import keyword
import re
from dataclasses import dataclass

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from playground.app.palette import Theme, mixed

CHANGED_PART = 0.10  # of the accent in the ground of a changed line
_WORDS = "|".join(sorted(keyword.kwlist, key=len, reverse=True))
_PARTS = re.compile(
    r'(?P<comment>#.*|…[^\]]*)|(?P<string>"""|"[^"]*"|\'[^\']*\')'
    rf"|(?P<keyword>\b(?:{_WORDS})\b)"
    r"|(?P<number>(?<![\w.])(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)"
)
_QUOTES = '"""'
_INSIDE = 1  # the state of a line that ends within a docstring


@dataclass(frozen=True)
class CodeColours:
    """What the parts of a program are written in, and the ground of a changed line."""

    keyword: str
    string: str
    number: str
    comment: str
    changed: str


def code_colours(theme: Theme) -> CodeColours:
    """Return the colours that suit a theme."""
    changed = mixed(theme.accent, theme.surface, CHANGED_PART)
    if theme.dark:
        return CodeColours("#C6A8F2", "#7FD3A9", "#E8B96F", "#A3ADB8", changed)
    return CodeColours("#6F35A5", "#17663F", "#8A4A00", "#545E69", changed)


class Highlighter(QSyntaxHighlighter):
    """Colours the keywords, strings, numbers and comments of a program."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        colours = code_colours(theme)
        for name in ("keyword", "string", "number", "comment"):
            made = QTextCharFormat()
            made.setForeground(QColor(getattr(colours, name)))
            self._formats[name] = made
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        start = 0
        self.setCurrentBlockState(0)
        if self.previousBlockState() == _INSIDE:
            start = self._docstring(text, 0, 0)
        while start < len(text):
            found = _PARTS.search(text, start)
            if found is None:
                return
            start = found.end()
            if found.group() == _QUOTES:
                start = self._docstring(text, found.start(), found.end())
            elif found.lastgroup is not None and found.lastgroup in self._formats:
                part = self._formats[found.lastgroup]
                self.setFormat(found.start(), len(found.group()), part)

    def _docstring(self, text: str, start: int, inside: int) -> int:
        """Colour the rest of a docstring; return where the line goes on after it."""
        end = text.find(_QUOTES, inside)
        if end < 0:
            self.setCurrentBlockState(_INSIDE)
        end = len(text) if end < 0 else end + len(_QUOTES)
        if "string" in self._formats:
            self.setFormat(start, end - start, self._formats["string"])
        return end
