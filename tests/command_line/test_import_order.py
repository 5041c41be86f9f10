"""Whether torch or Qt comes first: the window as early as can be, but on Windows after torch."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

# Notes what is looked for, gives an empty torch or a broken one, and ends at Qt.
PROGRAM = """
import json, logging, socket, sys
from importlib.machinery import ModuleSpec
from playground.command_line import window_command

class Watch:
    seen = []
    def find_spec(self, name, path=None, target=None):
        if name in ("torch", "PySide6"):
            self.seen.append(name)
        if name == "PySide6":
            print(json.dumps(self.seen), flush=True)
            raise SystemExit(0)
        return ModuleSpec(name, self) if name == "torch" else None
    def create_module(self, spec):
        return None
    def exec_module(self, module):
        if BROKEN:
            raise BROKEN

platform, BROKEN = sys.argv[1], eval(sys.argv[2])
sys.meta_path.insert(0, Watch())
sys.platform = platform
window_command.command([])
"""


def imports(platform: str, broken: str = "None") -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, platform, broken],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == ""
    seen: list[str] = json.loads(done.stdout)
    return seen


def test_windows_loads_torch_before_qt() -> None:
    assert imports("win32") == ["torch", "PySide6"]


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_elsewhere_the_window_waits_for_no_torch(platform: str) -> None:
    assert imports(platform) == ["PySide6"]


@pytest.mark.parametrize("broken", ["ImportError('DLL')", "OSError(126, 'DLL')"])
def test_a_broken_torch_does_not_keep_the_window_from_saying_so(broken: str) -> None:
    assert imports("win32", broken) == ["torch", "PySide6"]
