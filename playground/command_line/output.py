"""Where the text of a command goes: into the file that was named, or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from playground.command_line.arguments import Parser, file_name
from playground.files import save


def add_output(parser: Parser, formats: Iterable[str]) -> None:
    """Give the parser the options for how the text is written, and where."""
    add = parser.add_argument
    add("--format", choices=tuple(formats), default="table", help="how to print it (table)")
    add("--output", type=file_name, metavar="FILE",
        help="write to a file instead, whole or not at all")  # fmt: skip


def deliver(text: Iterator[str], output: str | None) -> None:
    """Write the text to the file, or to standard output if none is named.

    Raises ValueError in one line, before any of the text is made, if the file cannot be written.
    """
    if output is not None:
        save(Path(output), text)
    else:
        to_standard_output(text)


def to_standard_output(text: Iterable[str]) -> None:
    """Write the text piece by piece; where the shell closed standard output, make none of it."""
    if sys.stdout is not None:
        for piece in text:
            sys.stdout.write(piece)
