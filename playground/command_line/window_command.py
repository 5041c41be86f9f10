"""Without a command: the window, on a file if one is given."""

from __future__ import annotations

import argparse
import contextlib
import difflib
import os
import sys
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from playground.command_line.arguments import PROGRAM, Parser, one_line
from playground.command_line.system_libraries import import_problem, window_problem
from playground.files import is_file, shown

_COMMANDS = {
    "run": "descend without the window and print every step (run --help)",
    "sweep": "run many learning rates as one batch, to see which is right",
    "curvature": "curvature at a place, and the learning rates that it allows",
    "map": "one descent for each pixel, as a picture or arrays",
    "range-test": "the learning-rate finder: a ramp of rates, and what it suggests",
    "code": "the PyTorch program of a run, to be saved as a file or a notebook",
    "check-lesson": "run a lesson's steps, and say what of it does not hold",
    "list": "print the losses, optimizers, schedules, datasets or mistakes there are",
}
_EPILOG = "\n".join(
    [
        "commands:",
        *(f"  {name:<14}  {what}" for name, what in _COMMANDS.items()),
        "",
        "Without a command, the window opens.",
    ]
)
_TABLES = (".csv", ".tsv", ".txt")


def command(arguments: list[str]) -> int:
    """Open the window and return its exit code when it is closed. Raises ValueError."""
    given = _parser().parse(arguments)
    file = None if given.file is None else _openable(given.file)
    problem = window_problem(os.environ)
    if problem:
        return _refuse(problem)
    try:
        _load_torch_where_it_must_be_first()
        from playground.app.main import open_window
    except ImportError as error:
        problem = import_problem(error)
        if not problem:
            raise
        return _refuse(problem)
    return open_window(file)


def _load_torch_where_it_must_be_first() -> None:
    """On Windows, load torch before Qt, whose libraries would be taken for its own."""
    if sys.platform == "win32":
        # The window says what is wrong with torch, when it tries in its turn.
        with contextlib.suppress(ImportError, OSError):
            import_module("torch")


def _parser() -> Parser:
    parser = Parser(
        PROGRAM, "See what a learning rate does: live gradient descent with autograd.", _EPILOG
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="an experiment (.json) or a table (.csv) to open"
    )
    return parser


class _Version(argparse.Action):
    # argparse's own would look the version up each time the window opens.
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        try:
            number = version(PROGRAM)
        except PackageNotFoundError:
            number = "(not installed)"
        print(PROGRAM, number)
        parser.exit()


def _openable(name: str) -> Path:
    if not name:  # what a script passes for a variable that is not set; as a path, this folder
        raise ValueError("the name of the file is empty")
    path = Path(name)
    if is_file(path):
        if path.suffix.lower() not in (".json", *_TABLES):
            raise ValueError(f"{shown(path)}: can open a .json experiment or a .csv table only")
        return path
    if path.is_dir():
        raise ValueError(f"{shown(path)}: this is a folder, not a file")
    if path.exists():
        raise ValueError(f"{shown(path)}: this is a device or a pipe, not a file")
    near = difflib.get_close_matches(str(path), _COMMANDS, n=1)
    hint = f"; did you mean the command {near[0]!r}?" if near else ""
    raise ValueError(f"{shown(path)}: there is no such file{hint}")


def _refuse(problem: str) -> int:
    print(f"{PROGRAM}: {one_line(problem)}", file=sys.stderr)
    return 1
