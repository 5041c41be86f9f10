"""Ctrl-C ends the window with exit code 0 at whatever moment it comes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="os.kill is not Ctrl-C there")

# The program as the command starts it. It sends the signal to itself at a moment that is named
# by the import under way, or by the method of Qt that has just been called.
PROGRAM = """
import os, signal, sys
from playground.command_line.main import main

where, what, number = sys.argv[1], sys.argv[2], signal.Signals[sys.argv[3]]
begun = [False]

def interrupt():
    if not begun[0]:
        begun[0] = True
        os.kill(os.getpid(), number)

class Finder:
    def find_spec(self, name, path=None, target=None):
        if where == "import" and name == what:
            interrupt()

sys.meta_path.insert(0, Finder())

def patched():
    from PySide6.QtWidgets import QApplication
    from playground.app.window import Window

    owner = {"QApplication": QApplication, "Window": Window}[where]
    true = getattr(owner, what)

    def then(*given):
        result = true(*given) if where == "Window" else None
        first = not begun[0]
        interrupt()
        for _ in range(100):  # Python answers a signal between two of its instructions
            pass
        if first and what == "_take" and not given[0].isVisible():
            print("closed in the middle of Qt's work", file=sys.stderr)
        return result if where == "Window" else true()

    setattr(owner, what, then)

if where != "import":
    patched()
sys.exit(main([]))
"""

# In place of torch, which would be found by the thread that loads, and takes seconds.
NO_TORCH = "import threading; threading.Event().wait()"


def ended(folder: Path, where: str, what: str, number: str) -> tuple[int, str]:
    """Run the program with an interrupt there; return its exit code and standard error."""
    (folder / "torch.py").write_text(NO_TORCH, encoding="utf-8")
    paths = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    places = {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder), "PYTHONPATH": paths}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, where, what, number],
        env=os.environ | places | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "module",
    [
        "playground.command_line.window_command",
        "PySide6.QtWidgets",
        "numpy",
        "playground.app.panels",
        "torch",  # in the thread that loads, while the window is open
    ],
)
def test_an_interrupt_while_something_is_imported_ends_the_program(
    module: str, tmp_path: Path
) -> None:
    assert ended(tmp_path, "import", module, "SIGINT") == (0, "")


@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("Window", "__init__"),
        ("Window", "paintEvent"),
        ("Window", "_begin"),  # its panels are about to be built, …
        ("Window", "_take"),  # … and are there
        ("QApplication", "exec"),  # the loop that is to be left has not begun
    ],
)
def test_an_interrupt_in_the_middle_of_qt_ends_the_program_when_qt_is_done(
    where: str, what: str, number: str, tmp_path: Path
) -> None:
    assert ended(tmp_path, where, what, number) == (0, "")
    layout = tmp_path / "learning-rate-playground" / "layout.json"
    assert layout.is_file() == (what == "_take")  # kept as soon as it could be changed
