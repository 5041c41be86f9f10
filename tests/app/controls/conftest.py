"""The column of controls on a real session, in a window of its own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.session import Session
from playground.app.theme import ThemeKeeper


@pytest.fixture
def column(session: Session, keeper: ThemeKeeper, qtbot: QtBot) -> ControlsColumn:
    made = ControlsColumn(session)
    keeper.dress(made)
    qtbot.addWidget(made)
    made.resize(316, 640)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


class Person:
    """Types into fields and leaves them, as a person does."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def types(self, field: QLineEdit, text: str) -> None:
        """Put the focus there and type over what stands there, without Enter."""
        field.setFocus()
        field.selectAll()
        if not text.isascii():  # QTest's keyboard has no other keys
            QApplication.clipboard().setText(text)
            field.paste()
        elif text:
            self._qtbot.keyClicks(field, text)
        else:
            self._qtbot.keyClick(field, Qt.Key.Key_Delete)

    def enters(self, field: QLineEdit, text: str) -> None:
        """Type over what stands there, and Enter."""
        self.types(field, text)
        self._qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.fixture
def person(qtbot: QtBot) -> Person:
    return Person(qtbot)
