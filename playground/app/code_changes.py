"""Which lines of a text are other ones than before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_MISTAKE = "# Mistake:"  # how the comment begins that stands above a line with a mistake


@dataclass(frozen=True)
class Swap:
    """Lines from `start` to `end` of the text before give way to those of the text after."""

    start: int
    end: int
    after_start: int
    after_end: int


def swaps(before: Sequence[str], after: Sequence[str]) -> list[Swap]:
    """Return what makes the text after of the text before, from the top down."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [Swap(*place) for kind, *place in matcher.get_opcodes() if kind != "equal"]


def changed_lines(swaps: Sequence[Swap]) -> frozenset[int]:
    """Return the numbers of the lines after that are new; the first line is 0."""
    return frozenset(n for swap in swaps for n in range(swap.after_start, swap.after_end))


def gaps(swaps: Sequence[Swap]) -> frozenset[int]:
    """Return the numbers of the lines after above which lines have gone and none have come."""
    return frozenset(swap.after_start for swap in swaps if swap.after_start == swap.after_end)


def mistakes(text: Sequence[str]) -> list[int]:
    """Return the numbers of the lines that say that the line below them makes a mistake."""
    return [number for number, line in enumerate(text) if line.lstrip().startswith(_MISTAKE)]


def followed(line: int, swaps: Sequence[Swap]) -> int:
    """Return where a line of the text before is after; for one that has gone, where it was."""
    moved = line
    for swap in swaps:
        if swap.end <= line:
            moved += (swap.after_end - swap.after_start) - (swap.end - swap.start)
        elif swap.start <= line:
            return min(
                swap.after_start + line - swap.start, max(swap.after_end - 1, swap.after_start)
            )
    return moved


def in_words(changed: frozenset[int], gone: frozenset[int]) -> str:
    """Return which lines have changed, in a sentence; "" if none has."""
    numbers = sorted(changed)
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][-1] == number - 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    if not ranges:
        return "Lines were taken out." if gone else ""
    said = ", ".join("–".join(str(number + 1) for number in ends) for ends in ranges)
    return f"Changed: {'line' if len(numbers) == 1 else 'lines'} {said}."
