"""The start of the window: on screen first, and only then whatever takes its time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

# Prints what the thread of the window imports from the first rest on, while every panel is shown.
SHOWING = """
import sys, threading
from PySide6.QtCore import QTimer
from playground.app import main
imported = []
class Watch:
    def find_spec(self, name, path=None, target=None):
        if threading.current_thread() is threading.main_thread():
            imported.append(name)
class Watched(main.Window):
    def __init__(self, *given):
        super().__init__(*given)
        self.look = QTimer(self, interval=20)
        self.look.timeout.connect(self.go_on)
        self.look.start()
        self.names = None
    def go_on(self):
        loading = any(thread.name == "loading" for thread in threading.enumerate())
        if not self.furnished or not self.session.is_ready or not self.at_rest or loading:
            return
        if self.names is None:
            self.names = list(self.docks.panels)
            sys.meta_path.insert(0, Watch())
        elif self.names:
            self.docks.uncover(self.names.pop())
        else:
            print(*imported, flush=True)
            self.close()
main.Window = Watched
main.open_window()
"""

# Prints what is imported at the first picture of the real window, and closes it.
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from playground.app import main
class Watched(main.Window):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.furnished:
            print(*sys.modules, flush=True)
            QTimer.singleShot(0, self.close)
main.Window = Watched
main.open_window()
"""


def printed(program: str, home: Path) -> list[str]:
    places = {"XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | places | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.split("\n")[0].split()


def test_the_window_is_painted_before_anything_slow_is_imported(tmp_path: Path) -> None:
    """Among it numpy, which a bare plot waits for: 0.1 s each for it and pydantic, torch 2 s."""
    imported = printed(PROGRAM, tmp_path)
    assert "playground.app.window" in imported
    assert not {"numpy", "torch", "pyqtgraph", "pydantic", "ziamath"} & set(imported)


def test_no_panel_makes_the_window_wait_for_an_import(tmp_path: Path) -> None:
    imported = printed(SHOWING, tmp_path)
    assert [name for name in imported if not name.startswith("encodings.")] == []  # a tenth of a ms


def test_qt_has_no_hand_in_what_the_window_imports() -> None:
    """Its own import reads each source; by pydantic's, in two threads, a file was refused."""
    program = """
import builtins
before = builtins.__import__
import playground.app.main
assert builtins.__import__ is before
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
