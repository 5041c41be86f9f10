"""``python -m playground``: the same program as ``learning-rate-playground``."""

from __future__ import annotations

import sys

from playground.interrupts import end_at_once


def main(arguments: list[str] | None = None) -> int:
    """Run the program as this process and return its exit code; see `command_line.main`."""
    end_at_once()
    from playground.command_line.main import main as program  # from here on, Ctrl-C is answered

    return program(arguments)


if __name__ == "__main__":
    sys.exit(main())
