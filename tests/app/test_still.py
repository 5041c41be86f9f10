"""Text that changes in every frame costs no layout of the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.app.still import Still


class Layouts(QObject):
    """Counts the layouts that a widget is asked for."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.fixture
def row(qtbot: QtBot) -> tuple[QWidget, Still, Layouts]:
    parent = QWidget()
    qtbot.addWidget(parent)
    still = Still(QLabel("step 1"))
    still.keep("step 000")
    layout = QHBoxLayout(parent)
    layout.addWidget(still)
    layout.addWidget(QPushButton("beside"))
    with qtbot.waitExposed(parent):
        parent.show()
    QApplication.sendPostedEvents()
    layouts = Layouts(parent)
    parent.installEventFilter(layouts)
    return parent, still, layouts


def test_another_text_asks_for_no_layout(qtbot: QtBot, row: tuple[QWidget, Still, Layouts]) -> None:
    _, still, layouts = row
    still.label.setText("step 999")
    QApplication.sendPostedEvents()
    assert layouts.count == 0


def test_room_for_a_wider_text_moves_what_is_beside(
    qtbot: QtBot, row: tuple[QWidget, Still, Layouts]
) -> None:
    _, still, layouts = row
    narrow = still.minimumSizeHint().width()
    still.keep("step 000,000 of 100,000")
    assert still.minimumSizeHint().width() > narrow
    qtbot.waitUntil(lambda: layouts.count == 1)
    qtbot.waitUntil(lambda: still.width() >= still.minimumSizeHint().width())
    assert still.label.width() == still.width()
