"""``python -m playground``: the same program as ``learning-rate-playground``."""

from __future__ import annotations

import sys

from playground.command_line.main import main as main

if __name__ == "__main__":
    sys.exit(main())
