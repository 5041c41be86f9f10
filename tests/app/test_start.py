"""The start of the window: on screen first, and only then whatever takes its time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


def test_the_window_is_painted_before_anything_slow_is_imported(tmp_path: Path) -> None:
    """Among it numpy, which a bare plot waits for: 0.1 s each for it and pydantic, torch 2 s."""
    places = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=os.environ | places | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    imported = done.stdout.splitlines()[0].split()
    assert "playground.app.window" in imported
    assert not {"numpy", "torch", "pyqtgraph", "pydantic", "ziamath"} & set(imported)
