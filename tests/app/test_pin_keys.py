"""Pinning and forking by the keyboard, in the whole window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.runs.fork_popup import ForkPopup
from playground.app.window import Window

Rest = Callable[[Window], None]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEY = Qt.Key


def test_p_pins_the_run_and_f_forks_it_without_the_mouse(
    window: Window, qtbot: QtBot, rest: Rest
) -> None:
    session = window.session
    window.setFocus()
    QTest.keyClick(window, KEY.Key_P)
    assert [pin.run.experiment for pin in session.pins.listed] == [session.experiment]
    qtbot.waitUntil(lambda: window.docks.panels["runs"] in window.docks.on_screen())
    session.seek(8)
    QTest.keyClick(window, KEY.Key_F)
    popup = window.findChild(ForkPopup)
    assert popup is not None
    assert popup.step.text() == "8"
    assert popup.value.selectedText() == "0.2"
    popup.value.setText("0.9")
    QTest.keyClick(popup.value, KEY.Key_Return)
    rest(window)
    view = session.view
    assert view is not None
    assert view.name == "lr 0.9 from step 8"
    # On θ² from 1 a step multiplies by 0.6 up to step 8, and by −0.8 after it.
    assert view.theta[9, 0] == pytest.approx(0.6**8 * -0.8, rel=1e-5)
    session.history.undo()
    assert session.experiment.edits == ()
    assert len(session.pins.listed) == 1


def test_a_letter_that_is_typed_pins_nothing(window: Window, qtbot: QtBot) -> None:
    formula = window.controls.loss.field
    formula.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is formula)
    QTest.keyClick(formula, KEY.Key_P)
    assert window.session.pins.listed == ()
