"""Every command answers in strict JSON where there is no Qt at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

# One process for all of them, since each would spend its time on loading torch. Nothing of Qt can
# be imported in it, as on a machine where it is not installed.
PROGRAM = """
import contextlib, io, json, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"PySide6", "shiboken6", "pyqtgraph", "OpenGL"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoQt())
from playground.__main__ import main

said = {}
for typed in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = main([*typed.split(), "--format", "json"])
    said[typed] = [code, out.getvalue()]
print(json.dumps(said))
"""
KEYS = {
    "run --steps 2": {"step", "theta", "loss", "gradient", "outcome"},
    "list losses": set(),
    "sweep --steps 3 --count 4": {
        "learning_rate", "final_loss", "final_theta", "outcome", "steps_to_tolerance",
    },
    "curvature": {
        "theta", "loss", "gradient", "hessian", "eigenvalues", "condition_number",
        "largest_stable_learning_rate", "best_learning_rate",
    },
    "map --size 2 --steps 2": {"x", "y", "size", "minima", "outcome"},
    "range-test --count 4": {"learning_rate", "loss", "suggestion"},
}  # fmt: skip


@pytest.fixture(scope="module")
def said() -> dict[str, tuple[int, str]]:
    """The exit code and the output of each command."""
    environment = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *KEYS], capture_output=True, text=True, env=environment
    )
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, tuple[int, str]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("typed", KEYS)
def test_a_command_needs_no_qt_and_no_screen(said: dict[str, tuple[int, str]], typed: str) -> None:
    code, text = said[typed]
    assert code == 0
    found = json.loads(text, parse_constant=pytest.fail)  # NaN and Infinity are not JSON
    assert found
    assert set(KEYS[typed]) <= set(found if isinstance(found, dict) else ())
