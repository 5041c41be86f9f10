"""``check-lesson``: whether a lesson can be read, and what of it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import torch

from playground.command_line.arguments import PROGRAM, Parser, file_name
from playground.command_line.output import to_standard_output
from playground.command_line.progress import watched
from playground.core import words
from playground.core.lesson import Lesson
from playground.core.lesson_checking import checking, unchecked
from playground.core.lesson_file import MOST_MEGABYTES, LessonFileError, lesson_from, placed
from playground.core.lesson_formulas import formula_faults
from playground.core.toml_lines import line_of, lines_of
from playground.files import read, shown

MOST_LINES = 20  # of mistakes; whoever made more made them all in one way
_EXAMPLES = """example:
  check-lesson my-lesson.toml"""


def command(arguments: list[str]) -> int:
    """Print the mistakes of a lesson, a line each. Raises ValueError if there is one."""
    about = (
        "Read a lesson, run all of its steps, and say which of its answers and numbers do not hold."
    )
    parser = Parser(f"{PROGRAM} check-lesson", about, _EXAMPLES)
    parser.add_argument("file", type=file_name, metavar="FILE", help="a lesson: a TOML file")
    path = Path(parser.parse(arguments[1:]).file)
    torch.set_num_threads(1)  # the steps are small runs
    found: list[str] = []
    to_standard_output(_first(_lines(path, found), found))
    if found:
        raise ValueError(f"{shown(path)}: {words.count(len(found), 'mistake')}")
    return 0


def _first(lines: Iterator[str], found: list[str]) -> Iterator[str]:
    """Yield the first mistakes, and how many more there are."""
    for number, line in enumerate(lines):
        if number < MOST_LINES:
            yield line
    if len(found) > MOST_LINES:
        yield f"… and {len(found) - MOST_LINES:,} more\n"


def _lines(path: Path, found: list[str]) -> Iterator[str]:
    """Yield what is wrong, and add it to what was found; else what was checked."""
    try:
        text = read(path, MOST_MEGABYTES)
        lesson = lesson_from(text, shown(path))
    except LessonFileError as error:
        found += error.errors
        yield from (f"{line}\n" for line in error.errors)
        return
    formulas = tuple(f"{shown(path)}: {fault}" for fault in formula_faults(lesson, text))
    steps = watched(checking(lesson), len(lesson.steps))
    runs = (placed(shown(path), text, faults) for faults in steps)
    for lines in chain((formulas,), runs):
        found += lines
        yield from (f"{line}\n" for line in lines)
    if not found:
        count = words.count(len(lesson.steps), "step")
        yield f"{shown(path)}: {lesson.title}, {count}: every answer and number holds\n"
        yield from _not_checked(shown(path), lesson, text)


def _not_checked(name: str, lesson: Lesson, text: str) -> Iterator[str]:
    """Yield the one line that says for which answers the author has to stand."""
    places = lines_of(text)
    lines = ", ".join(f"line {line_of(places, answer)}" for answer in unchecked(lesson))
    if lines:
        yield f"{name}: not checked, for want of a quantity: the answer in {lines}\n"
