"""A lesson as a TOML file: read with every mistake at its line, and written from the window."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from playground.core.lesson import Lesson
from playground.core.lesson_building import built
from playground.core.lesson_faults import Faults
from playground.core.lesson_rules import schema_faults
from playground.core.lesson_schema import LessonSchema
from playground.core.schema_errors import Fault, path_of
from playground.core.toml_lines import deepest_line, last_field, line_of, lines_of
from playground.files import read, shown

MOST_MEGABYTES = 1
# Long names with dots, long numbers and deep lists are slow to parse; no lesson needs them.
_LONGEST_LINE = 2000
_MOST_DOTS = 100
_LONGEST_PROBLEM = 120  # of what the parser says, which may repeat a name
_PLACE = re.compile(
    r"(?P<problem>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$", re.S
)
_FIELD = re.compile(r"\s*([A-Za-z0-9_.-]{1,60})\s*=")
_LETTER = re.compile(r"'\\x([0-9a-f]{2})'")  # such as '\x00'
_TABLE = re.compile(r"\('[^()]*'\,?\)")  # such as ('steps', 'experiment')


class LessonFileError(ValueError):
    """What is wrong with a lesson file: `errors` has a line for each mistake."""

    def __init__(self, errors: tuple[str, ...]) -> None:
        self.errors = errors
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(errors[0] + more)


def read_lesson(path: Path) -> Lesson:
    """Return the lesson in a file.

    Raises ValueError as `lesson_from` does, or if the file cannot be read. Nothing else is read:
    a lesson names no other file.
    """
    return lesson_from(read(path, MOST_MEGABYTES), shown(path))


def lesson_from(text: str, name: str = "lesson") -> Lesson:
    """Return the lesson that a text describes.

    Raises LessonFileError: each mistake in one line with `name`, the line and the field.
    """
    document = _parsed(text, name)
    faults = Faults()
    try:
        lesson = built(LessonSchema.model_validate(document), faults)
    except ValidationError as error:
        raise LessonFileError(placed(name, text, schema_faults(error))) from None
    if faults.found or lesson is None:
        raise LessonFileError(placed(name, text, faults.found))
    return lesson


def _parsed(text: str, name: str) -> dict[str, Any]:  # Any: whatever the file holds
    try:
        if len(text.encode("utf-8", "backslashreplace")) > MOST_MEGABYTES * 1e6:
            raise ValueError(f"larger than {MOST_MEGABYTES} MB, the most it may be")
        _require_plain(text)
        if not text.strip():
            raise ValueError("the file is empty")
        return tomllib.loads(text)
    except RecursionError:
        problem = f"line {deepest_line(text)}: too many lists or tables inside each other"
        raise LessonFileError((f"{name}: {problem}",)) from None
    except ValueError as error:
        raise LessonFileError((f"{name}: {_plain(str(error), text)}",)) from None


def _require_plain(text: str) -> None:
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            most = f"must have at most {_LONGEST_LINE} characters in a line, not {len(line)}"
            raise ValueError(f"line {number}: {_written_to(lines[:number])}{most}")
        if line.partition("=")[0].count(".") > _MOST_DOTS:
            raise ValueError(f"line {number}: more than {_MOST_DOTS} dots in a name")


def _written_to(lines: list[str]) -> str:
    """Return the name of the last field that begins in these lines, which need not be TOML."""
    found = (_FIELD.match(line[:_LONGEST_LINE]) for line in reversed(lines))
    return next((f"{field[1]}: " for field in found if field is not None), "")


def _plain(problem: str, text: str) -> str:
    """Return what the parser says with the line in front."""
    found = _PLACE.match(problem)
    if found is None:
        return problem
    if found["problem"] == "Cannot overwrite a value":
        return _given_twice(text, found["line"], found["column"])
    line = found["line"] or str(text.rstrip().count("\n") + 1)
    said = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}"
        for letter in _in_words(found["problem"])[:_LONGEST_PROBLEM]
    )
    return f"line {line}: not TOML: {said[:1].lower()}{said[1:]}"


def _given_twice(text: str, line: str | None, column: str | None) -> str:
    """Say which field has a second value, which ends at that place, or with the text."""
    if line and column:
        rows = text.split("\n")[: int(line)]
        text = "\n".join([*rows[:-1], rows[-1][: int(column) - 1]])
    first, path = last_field(text)
    return f"line {first}: not TOML: {path_of(path)} is given twice"


def _in_words(problem: str) -> str:
    """Return what the parser says, without Python's way to write names and letters."""
    problem = _LETTER.sub(lambda found: f"U+{int(found[1], 16):04X}", problem)
    problem = problem.replace("mutate immutable namespace", "add to the finished table")
    problem = problem.replace("inline table key", "name")
    return _TABLE.sub(lambda found: ".".join(re.findall(r"'([^']*)'", found[0])), problem)


def placed(name: str, text: str, found: Iterable[Fault]) -> tuple[str, ...]:
    """Return what is wrong with a lesson, one line each: `name`, the line, the field, the rule."""
    lines = lines_of(text)
    told = [(line_of(lines, location), path_of(location), rule) for location, rule in found]
    told.sort(key=lambda mistake: mistake[0])
    return tuple(f"{name}: line {line}: {where}: {rule}" for line, where, rule in told)
