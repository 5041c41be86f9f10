"""What is typed where a run is forked is answered in one line, whatever it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.app.runs.fork_popup import ForkPopup
from playground.app.session import Session
from playground.app.theme import ThemeKeeper

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "", "1.5"])
def test_a_step_that_is_none_is_answered_alike_by_enter_and_by_another_choice(
    session: Session, keeper: ThemeKeeper, go: Callable[..., None], qtbot: QtBot, typed: str
) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    place.show()
    popup = ForkPopup(session, place)
    popup.open_below(place)
    popup.step.setText(typed)
    qtbot.keyClick(popup.setting, Qt.Key.Key_Down)
    said = popup.wrong.text()
    assert said.startswith("the step of a fork must be ")
    assert popup.value.text() == "0"  # the momentum, which was chosen
    qtbot.keyClick(popup.step, Qt.Key.Key_Return)
    assert popup.wrong.text() == said
    popup.close()
