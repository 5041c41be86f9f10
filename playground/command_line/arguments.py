"""What was typed after the program's name, and one line about what is wrong with it."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

PROGRAM = "learning-rate-playground"


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are a ValueError with one line."""

    def __init__(self, prog: str, description: str, epilog: str | None = None) -> None:
        super().__init__(
            prog=prog,
            description=description,
            epilog=epilog,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )

    def parse(self, arguments: list[str]) -> argparse.Namespace:
        """Return what the arguments mean. Raises ValueError in one line."""
        return self.parse_args(self._joined(arguments))

    def error(self, message: str) -> NoReturn:
        raise ValueError(message.removeprefix("argument "))

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:  # argparse's own
        if action.option_strings and arg_strings == ["--"]:
            # argparse would drop it and hand on an empty list.
            return self._get_value(action, "--")
        return super()._get_values(action, arg_strings)

    def _joined(self, arguments: list[str]) -> list[str]:
        """Join an option and a value such as -1,2 or -x^2, which argparse takes for an option."""
        joined: list[str] = []
        rest = iter(arguments)
        for argument in rest:
            action = self._option_string_actions.get(argument)
            value = next(rest, None) if action is not None and action.nargs is None else None
            if value is None:
                joined.append(argument)
            elif value.startswith("-") and value != "-h" and not value.startswith("--"):
                joined.append(f"{argument}={value}")
            else:
                joined += [argument, value]
        return joined


def file_name(text: str) -> str:
    """Return the name of a file; raises ArgumentTypeError if it is empty, which is no folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("must be the name of a file, not empty")
    return text


def one_line(message: str, most: int = 400) -> str:
    """Return a message as it may be printed: one line, no control characters, not endless."""
    words = " ".join(message.split())
    plain = "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in words[:most]
    )
    return plain if len(words) <= most else f"{plain}…"
