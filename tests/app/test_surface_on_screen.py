"""The surface in the program itself, in a process of its own: with OpenGL, and without a screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.app.panels.surface import WITHOUT
from playground.app.surface.opening import NO_CONTEXT

# Opens the window as the command does, brings the surface to the front when the first run is on
# screen, waits until something stands there, and closes the window.
PROGRAM = """
import json, sys
from PySide6.QtCore import QTimer
from playground.app import main

class Watched(main.Window):
    def __init__(self, *args):
        super().__init__(*args)
        self.before = None
        self.watch = QTimer(self, interval=20)
        self.watch.timeout.connect(self.look)
        self.watch.start()

    def look(self):
        view = self.session.view
        if view is None or not view.finished or view.run != self.session.run_number:
            return
        if self.before is None:
            self.before = "OpenGL" in sys.modules
            self.session.edit(loss="himmelblau")
            self.docks.raise_panel("surface")
            return
        panel = self.docks.panels["surface"]
        drawn = panel.view is not None and panel._relief is not None and not self.session.ticking
        failed = panel._opening is not None and panel._opening.failure
        if len(view.parameters) == 2 and (drawn or failed):
            self.watch.stop()
            QTimer.singleShot(400, self.leave)

    def leave(self):
        panel = self.docks.panels["surface"]
        colours = set()
        if panel.view is not None:
            image = panel.view.grab().toImage()
            colours = {image.pixelColor(x, y).name()
                       for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}
        print(json.dumps([self.before, panel.line.text(), len(colours)]))
        self.close()

main.Window = Watched
sys.exit(main.open_window())
"""


@pytest.mark.parametrize("platform", ["xcb", "offscreen"])
def test_the_surface_is_drawn_where_there_is_opengl_and_missed_quietly_where_not(
    tmp_path: Path, platform: str
) -> None:
    if platform == "xcb" and not os.environ.get("DISPLAY"):
        pytest.skip("no X server: install xvfb, and pytest-xvfb starts one")
    places = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    given = os.environ | places | {"QT_QPA_PLATFORM": platform}
    if platform == "offscreen":
        given = {name: value for name, value in given.items() if "DISPLAY" not in name}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        env=given,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert "Traceback" not in done.stderr
    assert "OpenGL" not in done.stderr
    assert done.returncode == 0
    before, line, colours = json.loads(done.stdout)
    assert not before  # nothing of it is loaded before the panel is on screen
    if platform == "xcb":
        assert line == ""
        assert colours > 200  # bands in the light, not an empty box
    else:
        assert line == WITHOUT.format(NO_CONTEXT)
        assert colours == 0
    logs = [log.read_text("utf-8") for log in tmp_path.rglob("playground.log")]
    assert not any("Traceback" in log for log in logs)
