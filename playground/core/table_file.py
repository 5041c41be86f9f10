"""A table read from a CSV file or from pasted text."""

from __future__ import annotations

import contextlib
import csv
import io
import math
import re
from array import array
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from playground.core.datasets import Table
from playground.files import read, shown

MOST_MEGABYTES = 20
MOST_COLUMNS = 1000
_LONGEST_NAME = 100
_SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma"}  # in the order that breaks a tie

_LINE_END = re.compile(r"\r\n|\r|\n")

Chunk = tuple[int, list[list[str]]]  # how many lines came before, and the rows


class _Header(NamedTuple):
    """The line that the header starts on, its cells, and the rows read together with it."""

    line: int
    cells: list[str]
    below: list[list[str]]


class TableError(ValueError):
    """What is wrong with a table, in one line that names the file, the line and the column."""


def read_table(path: Path) -> Table:
    """Return the table in a CSV file; its name is the file's.

    Raises ValueError in one line, as `parse_table` does, also where the file cannot be read.
    """
    return parse_table(read(path, MOST_MEGABYTES), shown(path))


def parse_table(text: str, name: str) -> Table:
    """Return the table in a text with a header line and commas, semicolons or tabs.

    Every cell below the header is a finite number with a decimal point; cells may be quoted;
    blank lines do not count. Raises TableError naming the line and the column.
    """
    if len(text) > MOST_MEGABYTES * 1e6:
        raise TableError(f"{name}: the text is larger than {MOST_MEGABYTES} MB")
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise TableError(f"{name}: line {line}: holds a zero byte, so this is not a text file")
    if not text.strip():
        raise TableError(f"{name}: the file is empty; a table needs a header line and numbers")
    chunks = _chunks(text, name)
    header = _header(chunks, name)
    names = _names(header.line, header.cells, name)
    # Python would read 1_000 and ١٢ as numbers; looking for them in each cell is slow.
    careful = _odd(text) > sum(map(_odd, header.cells))
    numbers = array("d")
    for before, rows in chain([(header.line + _lines(header.cells) - 1, header.below)], chunks):
        numbers.extend(_numbers(before, rows, names, name, careful))
    if not numbers:
        raise TableError(f"{name}: line {header.line}: a header, but no rows of numbers below it")
    return Table(name, names, np.frombuffer(numbers, dtype=np.float64).reshape(-1, len(names)))


def _chunks(text: str, name: str) -> Iterator[Chunk]:
    """Yield the rows a thousand at a time, so that the GIL is free in between."""
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=_separator(text),
        skipinitialspace=True,
        strict=True,
    )
    before = 0
    while True:
        rows: list[list[str]] = []
        try:
            rows.extend(islice(reader, 1000))
        except csv.Error as error:
            line = before + sum(map(_lines, rows)) + 1
            raise TableError(f"{name}: line {line}: {_quote_error(error)}") from None
        if not rows:
            return
        yield before, rows
        before = reader.line_num


def _lines(row: list[str]) -> int:
    """Return how many lines a row takes; a quoted cell may hold line ends."""
    return 1 + sum(len(_LINE_END.findall(cell)) for cell in row) if row else 1


def _separator(text: str) -> str:
    """Return the separator that the header uses most, not counting what is in quotes."""
    header = text.lstrip()[: MOST_COLUMNS * _LONGEST_NAME].splitlines()[:1]
    bare = re.sub(r'"[^"]*"', "", header[0]) if header else ""
    return max(_SEPARATORS, key=bare.count) if any(s in bare for s in _SEPARATORS) else ","


def _header(chunks: Iterator[Chunk], name: str) -> _Header:
    for before, rows in chunks:
        line = before
        for place, row in enumerate(rows):
            if row and any(cell.strip() for cell in row):
                return _Header(line + 1, row, rows[place + 1 :])
            line += _lines(row)
    raise TableError(f"{name}: the cells are all empty; a table needs a header line and numbers")


def _quote_error(error: csv.Error) -> str:
    if "field larger" in str(error):
        most = csv.field_size_limit()
        return f"a cell is longer than {most} characters; is a quotation mark left open?"
    if "unexpected end" in str(error):
        return "a quotation mark is opened and never closed"
    if "expected after" in str(error):
        return "text follows a closing quotation mark"
    return str(error)


def _names(line: int, cells: list[str], name: str) -> tuple[str, ...]:
    where = f"{name}: line {line}"
    if len(cells) > MOST_COLUMNS:
        raise TableError(f"{where}: {len(cells)} columns are more than {MOST_COLUMNS}")
    names = tuple(" ".join(cell.split()) for cell in cells)
    if len(names) < 2:
        raise TableError(
            f"{where}: only one column; two or more are needed, with a comma, a semicolon or "
            "a tab between them"
        )
    if all(_number(column) is not None for column in names):
        raise TableError(f"{where}: numbers where the header with the columns' names should be")
    for place, column in enumerate(names, 1):
        if not column:
            raise TableError(f"{where}: column {place} has no name")
        if len(column) > _LONGEST_NAME or not column.isprintable():
            raise TableError(
                f"{where}: the name of column {place} must be at most {_LONGEST_NAME} "
                "printable characters"
            )
        if column in names[: place - 1]:
            first = names.index(column) + 1
            raise TableError(f'{where}: columns {first} and {place} are both named "{column}"')
    return names


def _numbers(
    before: int, rows: list[list[str]], names: tuple[str, ...], name: str, careful: bool
) -> array[float]:
    """Return all cells, row by row; only where something is wrong is each looked at."""
    filled = [row for row in rows if any(row)]  # spreadsheets write a blank line as separators
    numbers = array("d")
    if not filled:
        return numbers
    if {len(row) for row in filled} == {len(names)} and not careful:
        with contextlib.suppress(ValueError):
            numbers.extend(map(float, chain.from_iterable(filled)))
            if math.isfinite(sum(numbers)):
                return numbers
    numbers = array("d")
    line = before + 1
    for row in rows:
        if row and any(cell.strip() for cell in row):
            numbers.extend(_checked(line, row, names, name))
        line += _lines(row)
    return numbers


def _checked(line: int, row: list[str], names: tuple[str, ...], name: str) -> list[float]:
    if len(row) != len(names):
        raise TableError(f"{name}: line {line}: {_ragged(len(row), len(names))}")
    numbers = [_number(cell) for cell in row]
    for column, cell, number in zip(names, row, numbers, strict=True):
        if number is None or not math.isfinite(number):
            where = f'{name}: line {line}, column "{column}"'
            raise TableError(f"{where}: {_cell_error(cell.strip(), number)}")
    return [number for number in numbers if number is not None]


def _ragged(found: int, width: int) -> str:
    cells = "1 cell" if found == 1 else f"{found} cells"
    return f"{cells}, but the header has {width} columns"


def _cell_error(text: str, number: float | None) -> str:
    if not text:
        return "the cell is empty"
    if number is not None:
        return f"{_short(text)} is not a finite number"
    if _number(text.replace(",", ".", 1)) is not None:
        return f"{_short(text)} is not a number; write decimals with a point"
    return f"{_short(text)} is not a number"


def _number(cell: str) -> float | None:
    try:
        return None if _odd(cell.strip()) else float(cell)
    except ValueError:
        return None


def _odd(text: str) -> int:
    """Return how much of the text can be in no number, though Python might read it as one."""
    return text.count("_") + len(text.encode("utf-8", "replace")) - len(text)


def _short(text: str) -> str:
    return repr(text if len(text) <= 30 else f"{text[:29]}…")
