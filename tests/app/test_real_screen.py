"""The program itself, in a process of its own, on a real X server (Xvfb will do)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# Opens the window as the command does, presses a key when the first run is on screen, looks at
# the whole screen from outside the window, and closes it.
PROGRAM = """
import json, sys
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from playground.app import main

class Watched(main.Window):
    def __init__(self, *args):
        super().__init__(*args)
        self.seen = {f"{name} before": name in sys.modules for name in ("torch", "pyqtgraph")}
        self.watch = QTimer(self, interval=20)
        self.watch.timeout.connect(self.look)
        self.watch.start()

    def look(self):
        view = self.session.view
        if view is None or not view.finished or view.run != self.session.run_number:
            return
        if "first" not in self.seen:
            self.seen["first"] = self.outcome.sentence.whole
            QTest.keyClick(self.controls.learning_rate.slider, Qt.Key.Key_PageUp)
            return
        self.watch.stop()
        QTimer.singleShot(200, self.leave)

    def leave(self):
        screen = QGuiApplication.primaryScreen().grabWindow(0).toImage()
        panel = self.docks.panels["landscape"]
        place = panel.mapToGlobal(panel.rect().center())
        box = [screen.pixelColor(place.x() + x, place.y() + y).name()
               for x in range(-150, 150, 3) for y in range(-80, 80, 3)]
        self.seen |= {
            "platform": QGuiApplication.platformName(),
            "second": self.outcome.sentence.whole,
            "colours": len(set(box)),
        }
        print(json.dumps(self.seen))
        self.close()

main.Window = Watched
sys.exit(main.open_window())
"""


def test_the_program_draws_its_run_on_a_real_screen_and_ends_cleanly(tmp_path: Path) -> None:
    if not os.environ.get("DISPLAY"):
        pytest.skip("no X server: install xvfb, and pytest-xvfb starts one")
    places = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        env=os.environ | places | {"QT_QPA_PLATFORM": "xcb"},
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.stderr == ""
    assert done.returncode == 0
    seen = json.loads(done.stdout)
    assert seen["platform"] == "xcb"
    assert not seen["torch before"]
    assert not seen["pyqtgraph before"]
    assert seen["first"].startswith("Settles")
    assert seen["second"].startswith("Explodes")  # ten times 0.2 is above 1
    assert seen["colours"] > 5  # a curve, its marks and a grid, not an empty box
    assert (tmp_path / "learning-rate-playground" / "layout.json").is_file()


INTERRUPTED = """
import sys
from playground.app import main

class Told(main.Window):
    def __init__(self, *args):
        super().__init__(*args)
        self.session.frame.connect(self.tell)

    def tell(self, view):
        print("drawn", flush=True)

main.Window = Told
sys.exit(main.open_window())
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_closes_the_window_and_keeps_its_layout(tmp_path: Path, number: int) -> None:
    places = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        env=os.environ | places | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        assert program.stdout.readline() == "drawn\n"
        program.send_signal(number)
        assert program.wait(60) == 0
        assert "Traceback" not in program.stderr.read()
    assert (tmp_path / "learning-rate-playground" / "layout.json").is_file()
