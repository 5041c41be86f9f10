"""The program ends cleanly and at once, whatever is open on top of its window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# The program as the command starts it, but without torch, which has no part in this. It opens
# something, says so, and waits for its end.
PROGRAM = """
import atexit
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog
from playground.app import main
from playground.app.controls.paste_dialog import PasteDialog

def paste(window):
    PasteDialog(window.session, window).exec()

def file_dialog(window):
    QFileDialog.getOpenFileName(window, "Open")

def menu(window):
    window.top_bar.menu.click()

def nothing(window):
    pass

def stuck(window):
    # What a thread that does not end leads to, seen from outside: the close says False, and an
    # interpreter that is taken apart around the thread would abort.
    window.session.close = lambda patience: False
    atexit.register(print, "taken apart", file=sys.stderr)

class Opening(main.Window):
    def _furnish(self):
        self.furnished = True
        QTimer.singleShot(0, lambda: globals()[sys.argv[1]](self))
        QTimer.singleShot(100, self.tell)

    def tell(self):
        print("open", flush=True)
        if sys.argv[2] == "close":
            self.close()

main.Window = Opening
sys.exit(main.open_window())
"""


def ends(opened: str, way: str, program: str = PROGRAM, **places: str) -> tuple[int, str]:
    """Start the program, end it that way; return its exit code and what it said of errors."""
    with subprocess.Popen(
        [sys.executable, "-c", program, opened, way],
        env=os.environ | places | {"QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == "open\n"
        if way != "close":
            running.send_signal(signal.Signals[way])
        try:
            return running.wait(10), running.stderr.read()
        finally:
            running.kill()  # one that does not end is a failure, and nothing to wait for


@pytest.mark.parametrize("way", ["close", "SIGTERM", "SIGINT"])
@pytest.mark.parametrize("opened", ["paste", "file_dialog", "menu"])
def test_the_window_closes_under_whatever_is_open(opened: str, way: str, tmp_path: Path) -> None:
    places = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    assert ends(opened, way, **places) == (0, "")
    assert (tmp_path / "learning-rate-playground" / "layout.json").is_file()


def test_folders_that_cannot_be_made_do_not_keep_the_program_from_running(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    place = str(tmp_path / "file")
    places = {"HOME": place, "XDG_CONFIG_HOME": place, "XDG_DATA_HOME": place}
    assert ends("nothing", "close", **places) == (0, "")


def test_a_layout_that_is_damaged_in_every_way_does_not_keep_the_program_from_starting(
    tmp_path: Path,
) -> None:
    path = tmp_path / "learning-rate-playground" / "layout.json"
    path.mkdir(parents=True)  # not even a file
    places = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    assert ends("nothing", "close", **places) == (0, "")
    path.rmdir()
    path.write_bytes(b"\xff" * 1_000_000)
    assert ends("nothing", "close", **places) == (0, "")
    assert path.read_bytes().startswith(b"{")  # a good one took its place


def test_a_thread_that_does_not_end_does_not_make_the_program_abort(tmp_path: Path) -> None:
    places = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    assert ends("stuck", "close", **places) == (0, "")


# In place of torch, so that its import can be seen to be under way, and never ends.
ENDLESS = """
import threading
print("open", flush=True)
threading.Event().wait()
"""


@pytest.mark.parametrize("way", ["SIGTERM", "SIGINT"])
def test_closing_does_not_wait_for_an_import_of_torch_that_never_ends(
    way: str, tmp_path: Path
) -> None:
    (tmp_path / "torch.py").write_text(ENDLESS, encoding="utf-8")
    paths = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    places = {"XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    program = "import sys; from playground.app import main; sys.exit(main.open_window())"
    assert ends("", way, program=program, PYTHONPATH=paths, **places) == (0, "")
    assert (tmp_path / "learning-rate-playground" / "layout.json").is_file()
