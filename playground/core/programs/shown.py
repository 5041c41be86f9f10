"""A program as it is shown: lines of many numbers are cut short, and can be made whole again."""

from __future__ import annotations

import re
from dataclasses import dataclass

WIDEST = 72  # letters; a line that is longer shows only the first of its numbers
_FIRST = 3
_LIST = re.compile(r"\[[^\[\]]*\]")


@dataclass(frozen=True)
class ShownLine:
    """A line of a program; `hidden` is what its letters from `start` to `end` stand for."""

    text: str
    start: int = 0
    end: int = 0
    hidden: str = ""

    @property
    def whole(self) -> str:
        """The line as it is in the program."""
        return self.text[: self.start] + self.hidden + self.text[self.end :]

    def part(self, start: int, end: int) -> str:
        """Return the letters from start to end, with all that is hidden behind any of them."""
        if not self.hidden or end <= self.start or start >= self.end:
            return self.text[start:end]
        before = self.text[start : self.start] if start < self.start else ""
        return before + self.hidden + self.text[self.end : end]


def shown_line(line: str) -> ShownLine:
    """Return a line as it is shown: of a long list of numbers, the first and how many there are."""
    if len(line) <= WIDEST:
        return ShownLine(line)
    found = max(_LIST.finditer(line), key=lambda match: len(match.group()), default=None)
    numbers = found.group()[1:-1].split(", ") if found is not None else []
    if found is None or len(numbers) <= _FIRST + 1:
        return ShownLine(line)
    first = ", ".join(numbers[:_FIRST])
    start = found.start() + 1 + len(first) + 2
    words = f"… {len(numbers):,} numbers in all"
    text = line[:start] + words + line[found.end() - 1 :]
    return ShownLine(text, start, start + len(words), line[start : found.end() - 1])
