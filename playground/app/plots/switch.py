"""The switch between a linear and a logarithmic axis."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QToolButton, QWidget

from playground.app.spacing import spaced
from playground.app.theme import current_theme


class AxisSwitch(QWidget):
    """Two buttons, lin and log, for the axis that is named before them.

    turned: the person chose; True for logarithmic.
    """

    turned = Signal(bool)

    def __init__(self, axis: str, meaning: str) -> None:
        super().__init__()
        row = spaced(QHBoxLayout(self), current_theme(), gap=2)
        label = QLabel(axis)
        label.setProperty("role", "small")
        row.addWidget(label)
        self.linear = self._button("lin", f"{meaning}: linear axis")
        self.log = self._button("log", f"{meaning}: logarithmic axis")
        self._group = QButtonGroup(self)
        for button in (self.linear, self.log):
            self._group.addButton(button)
            row.addWidget(button)
        self.linear.setChecked(True)
        self.log.toggled.connect(self.turned)

    def _button(self, text: str, meaning: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setProperty("quiet", True)
        button.setToolTip(meaning)
        button.setAccessibleName(meaning)
        return button
