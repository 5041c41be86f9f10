"""Time from starting the process to the first picture of the window, against a bare plot.

Run it as: python tests/benchmarks/start_to_window.py
Goal: at most 1.25 times a bare pyqtgraph window. Both are whole processes, in turn, and find
everything compiled, as installed programs do: a fresh checkout would cost a quarter more.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 11

_BARE = """
import time
import pyqtgraph as pg
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
class Bare(pg.PlotWidget):  # covers the window, which is therefore never painted itself
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.time(), flush=True)
        QTimer.singleShot(0, app.quit)
window = QMainWindow()
plot = Bare()
plot.plot([1.0, 0.6, 0.36])
window.setCentralWidget(plot)
window.resize(1280, 720)
window.show()
app.exec()
"""
_OURS = """
import time
from PySide6.QtCore import QTimer
from playground.app import main
class Timed(main.Window):
    def paintEvent(self, event):
        super().paintEvent(event)
        if not hasattr(self, "painted"):
            self.painted = True
            print(time.time(), flush=True)
            QTimer.singleShot(0, self.close)
main.Window = Timed
main.open_window()
"""


def seconds_to_window(program: str, compiled: str) -> float:
    """Start the program and return the seconds until it says that it was painted.

    What Python compiles for it is kept in the folder `compiled`.
    """
    with tempfile.TemporaryDirectory() as home:
        places = {"XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home}
        kept = {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        begun = time.time()
        done = subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | places | kept,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    return float(done.stdout.split()[0]) - begun


def main() -> None:
    """Print both medians and the median of the ratios, pair by pair."""
    with tempfile.TemporaryDirectory() as compiled:
        both = [
            [seconds_to_window(program, compiled) for program in (_BARE, _OURS)]
            for _ in range(ROUNDS + 1)
        ]
    pairs = both[1:]  # the first compiles, and warms the disk's cache
    bare, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratio = statistics.median(mine / other for other, mine in pairs)
    print(f"start to window: bare {bare:.2f} s, ours {ours:.2f} s, ratio {ratio:.2f} (goal ≤ 1.25)")


if __name__ == "__main__":
    main()
