"""The switch between a linear and a logarithmic axis."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
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
        self.chosen = False  # whether a person has turned it
        self._group = QButtonGroup(self)
        for button in (self.linear, self.log):
            self._group.addButton(button)
            row.addWidget(button)
        self.linear.setChecked(True)
        self._group.buttonClicked.connect(self._choose)
        self.log.toggled.connect(self._turn)

    def suggest(self, log: bool) -> bool:
        """Turn to the axis that suits what is drawn, silently; what a person chose holds.

        True if the axis is logarithmic now.
        """
        if not self.chosen:
            with QSignalBlocker(self.log):
                (self.log if log else self.linear).setChecked(True)
        return self.log.isChecked()

    def _choose(self) -> None:
        self.chosen = True

    def _turn(self, log: bool) -> None:
        self.chosen = True  # before anyone is told, who might suggest the other
        self.turned.emit(log)

    def _button(self, text: str, meaning: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setProperty("quiet", True)
        button.setToolTip(meaning)
        button.setAccessibleName(meaning)
        return button
