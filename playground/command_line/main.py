"""The program: a command, or else the window."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable
from importlib import import_module

from playground.app.interrupts import ended_at_once
from playground.command_line.arguments import PROGRAM, one_line
from playground.interrupts import INTERRUPTED, raised

Command = Callable[[list[str]], int]

_COMMANDS = {
    "run": "playground.command_line.run_command",
    "code": "playground.command_line.code_command",
    "list": "playground.command_line.list_command",
    "sweep": "playground.command_line.sweep_command",
    "curvature": "playground.command_line.curvature_command",
    "map": "playground.command_line.map_command",
    "range-test": "playground.command_line.range_test_command",
    "check-lesson": "playground.command_line.check_lesson_command",
}
_WRONG_INPUT = 2
_NOBODY_READS = 141  # 128 + SIGPIPE


def main(arguments: list[str] | None = None) -> int:
    """Do what the arguments say (by default those of the process) and return the exit code.

    0: done; 1: the window or the output cannot be had on this machine; 2: wrong input, with
    one line on standard error; 130: a command was interrupted (the window then closes, with 0).
    """
    given = sys.argv[1:] if arguments is None else arguments
    _write_utf_8()
    try:
        return _run(given)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return _NOBODY_READS
    except ValueError as error:
        _complain(str(error))
        return _WRONG_INPUT
    except OSError as error:
        _forget_output()
        _complain(f"the output cannot be written: {error.strerror or error}")
        return 1


def _run(arguments: list[str]) -> int:
    name = arguments[0] if arguments else ""
    try:
        if name not in _COMMANDS:
            with ended_at_once():
                code = _command(name)(arguments)
        else:
            command = _command(name)
            with raised():
                code = command(arguments)
    except SystemExit as done:  # how argparse ends after --help
        code = done.code if isinstance(done.code, int) else 0
    if sys.stdout is not None:
        sys.stdout.flush()  # here, where a closed pipe or a full disk is still answered
    return code


def _command(name: str) -> Command:
    """Return the command, loaded only now, so that none waits for what another needs."""
    module = import_module(_COMMANDS.get(name, "playground.command_line.window_command"))
    command: Command = module.command
    return command


def _complain(message: str) -> None:
    with contextlib.suppress(OSError, AttributeError):  # standard error may be closed
        print(f"{PROGRAM}: {one_line(message)}", file=sys.stderr)


def _write_utf_8() -> None:
    """Let θ through wherever the output goes; what cannot be shown is escaped, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _forget_output() -> None:
    # What is still buffered would be written at exit, and fail again.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
