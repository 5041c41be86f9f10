"""A window with a lesson in it, and what a class does there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.lesson.step_page import StepPage
from playground.app.panels.lesson import LessonPanel
from playground.app.window import Window

HEAD = 'schema_version = 1\ntitle = "Rates"\nlevel = "beginner"\nminutes = 5\n'
EXPERIMENT = '[steps.experiment]\nloss = "square"\ntheta = [1.0]\nsteps = 20\nlearning_rate = {}\n'
SLOW, GOOD, WILD = 0.004, 0.2, 1.2  # of θ²: too slow for 20 steps, settles, explodes
OUTCOME = '[steps.predict]\nkind = "outcome"\nask = "What will it do?"\nexplain = "So it is."\n'


def step(rate: float = 0.2, more: str = "", predict: str = "", title: str = "One") -> str:
    """A step on θ² as it stands in a file."""
    return f'\n[[steps]]\ntitle = "{title}"\n{more}\n{EXPERIMENT.format(rate)}\n{predict}'


def panels_seen(window: Window) -> set[str]:
    """The names of the panels on screen."""
    return {panel.name for panel in window.docks.on_screen()}


class Class:
    """A class in front of a window: opens lessons, answers, turns pages, all by mouse and keys."""

    def __init__(self, window: Window, qtbot: QtBot, folder: Path) -> None:
        self.window, self._qtbot, self._folder = window, qtbot, folder
        self.session, self.classroom = window.session, window.session.classroom

    @property
    def panel(self) -> LessonPanel:
        found = self.window.docks.panels["lesson"]
        assert isinstance(found, LessonPanel)
        return found

    @property
    def page(self) -> StepPage:
        assert self.panel.page.page is not None
        return self.panel.page.page

    def write(self, text: str, name: str = "lesson.toml") -> Path:
        path = self._folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def open(self, *steps: str, name: str = "lesson.toml") -> None:
        """Open a lesson of these steps."""
        self.open_file(self.write(HEAD + "".join(steps), name))

    def open_file(self, path: Path) -> None:
        self.classroom.open(path)
        self._qtbot.waitUntil(lambda: self.classroom.path == path)
        self.rest()

    def steady(self) -> None:
        """Wait until the window is at rest and looks as it did a moment ago."""
        pictures: list[QImage] = []

        def is_steady() -> bool:
            pictures.append(self.window.docks.grab().toImage())
            return self.window.at_rest and pictures[-2:-1] == pictures[-1:]

        self._qtbot.waitUntil(is_steady)

    def rest(self) -> None:
        """Wait until the step's run has ended, and as much of it is shown as is to be."""
        session = self.session
        self._qtbot.waitUntil(
            lambda: (
                session.run.finished
                and session.view is not None
                and session.view.run == session.run_number
                and session.view.finished == (not session.concealed)
            ),
            timeout=60_000,
        )

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        with_keys = modifiers[0] if modifiers else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(self.window, key, with_keys)

    def turn(self) -> None:
        """Go to the next step by its key."""
        self.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        self.rest()

    def say(self, choice: str) -> None:
        """Predict by a click on one of the choices, and wait for the verdict."""
        box = self.page.prediction
        assert box is not None
        button = next(one for one in box.buttons if one.said == choice)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.see()

    def type(self, number: str) -> None:
        """Predict a number by typing it."""
        box = self.page.prediction
        assert box is not None
        assert box.field is not None
        QTest.keyClicks(box.field.field, number)
        QTest.keyClick(box.field.field, Qt.Key.Key_Return)

    def see(self) -> None:
        """Wait for the verdict on a prediction, and for the run that is shown then."""
        self._qtbot.waitUntil(lambda: not self.classroom.is_predicting)
        self.rest()


@pytest.fixture
def lecture(window: Window, qtbot: QtBot, tmp_path: Path) -> Class:
    return Class(window, qtbot, tmp_path)
