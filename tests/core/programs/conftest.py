"""Programs are executed in a process of their own, which knows nothing of the playground."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

Execute = Callable[[Sequence[str]], list[list[str]]]

# Runs each program in a namespace of its own and tells what it printed, and what stopped it.
_RUNNER = """
import contextlib, io, json, pathlib, sys, torch
torch.set_num_threads(1)
printed = []
for text in json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            exec(compile(text, "program", "exec"), {"__name__": "__main__"})
        except Exception as error:
            print(f"{type(error).__name__}: {error}")
    printed.append(out.getvalue().splitlines())
print(json.dumps(printed))
"""


@pytest.fixture
def execute(tmp_path: Path) -> Execute:
    """Return the function from programs to the lines that each of them prints."""

    def run(programs: Sequence[str]) -> list[list[str]]:
        path = tmp_path / "programs.json"
        path.write_text(json.dumps(list(programs)), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-I", "-c", _RUNNER, str(path)],
            capture_output=True, text=True, cwd=tmp_path, timeout=280, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        printed: list[list[str]] = json.loads(done.stdout)
        return printed

    return run
