"""The switch between the pages: buttons where there is room for them, else a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from playground.app.controls.slider import CalmComboBox
from playground.app.focus import by_tab
from playground.app.spacing import spaced
from playground.app.theme import current_theme

_LIST_LETTERS = 6  # that the list shows at least


class ModeSwitch(QWidget):
    """Offers modes as (name, what it shows). turned: another one was chosen."""

    turned = Signal(int)

    def __init__(self, modes: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.mode = 0
        self._row = QWidget()
        self._group = QButtonGroup(self)
        row = spaced(QHBoxLayout(self._row), current_theme(), 4)
        self.buttons = [self._button(number, *mode) for number, mode in enumerate(modes)]
        for button in self.buttons:
            row.addWidget(button)
        self.list = CalmComboBox("What the sweep shows")
        self.list.setMinimumContentsLength(_LIST_LETTERS)
        self.list.addItems([name for name, _ in modes])
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self._row)
        both.addWidget(self.list)
        self.list.hide()
        # Its own hints count, not those of the layout: that would ask for room for the buttons.
        both.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.buttons[0].setChecked(True)
        self._group.idClicked.connect(self.turn)
        self.list.currentIndexChanged.connect(self.turn)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        hint = self.list.minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), self._row.sizeHint().height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() >= self._row.sizeHint().width()
        self._row.setVisible(room)
        self.list.setVisible(not room)

    def turn(self, mode: int) -> None:
        """Choose a mode."""
        if mode == self.mode:
            return
        self.mode = mode
        self.buttons[mode].setChecked(True)
        self.list.setCurrentIndex(mode)
        self.turned.emit(mode)

    def _button(self, number: int, text: str, tip: str) -> QPushButton:
        button = by_tab(QPushButton(text))
        button.setCheckable(True)
        button.setProperty("quiet", True)
        button.setToolTip(tip)
        button.setAccessibleName(f"{text}: {tip}")
        self._group.addButton(button, number)
        return button
