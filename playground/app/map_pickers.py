"""The switches of a map: what varies across and upward, what the colours mean, and Reset."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton

from playground.app.controls.slider import CalmComboBox
from playground.app.focus import by_tab
from playground.app.map_axes import Choice
from playground.app.map_colours import COLOURINGS
from playground.app.theme import Theme, current_theme

_MEANINGS = {
    "minimum": "which minimum a descent reaches",
    "steps": "how many steps it needs",
    "outcome": "how it ends",
}
_LETTERS = 9  # that a list has room for, unless …
_NARROWEST = 46  # … the panel is too narrow: pixels of the design


class MapPickers(QObject):
    """Two different axes are always chosen.

    axes_changed, colour_changed: a person chose; reset_asked: the button was pressed.
    """

    axes_changed = Signal()
    colour_changed = Signal()
    reset_asked = Signal()

    def __init__(self, row: QHBoxLayout) -> None:
        super().__init__()
        self.across, self.up = CalmComboBox("Axis across"), CalmComboBox("Axis upward")
        self.colour = CalmComboBox("Colour by")
        self.across.setToolTip("What varies across")
        self.up.setToolTip("What varies upward")
        self.colour.setToolTip("What the colours mean")
        for box in (self.across, self.up, self.colour):
            box.setMinimumContentsLength(_LETTERS)
        for place, name in enumerate(COLOURINGS):
            self.colour.addItem(name, name)
            self.colour.setItemData(place, _MEANINGS[name], Qt.ItemDataRole.ToolTipRole)
        self.paint_with(current_theme())
        self.reset = by_tab(QToolButton())
        self.reset.setText("Reset")
        self.reset.setToolTip("Return to the usual part of the map")
        self.reset.setProperty("quiet", True)
        times = QLabel("\N{MULTIPLICATION SIGN}")
        times.setProperty("role", "small")
        for widget in (self.across, times, self.up, self.colour, self.reset):
            row.addWidget(widget)
        self._choices: list[Choice] = []
        self.across.activated.connect(self._pick)
        self.up.activated.connect(self._pick)
        self.colour.activated.connect(lambda _: self.colour_changed.emit())
        self.reset.clicked.connect(self.reset_asked)

    @property
    def colouring(self) -> str:
        """One of COLOURINGS."""
        return str(self.colour.currentData())

    @property
    def chosen(self) -> tuple[Choice, Choice]:
        """The axes across and upward."""
        across, up = max(self.across.currentIndex(), 0), max(self.up.currentIndex(), 1)
        return self._choices[across], self._choices[up]

    def offer(self, choices: Sequence[Choice], keep: bool) -> None:
        """Offer at least two choices: the first two are chosen, or the same as before to `keep`."""
        before = (self.across.currentText(), self.up.currentText()) if keep else ("", "")
        titles = [choice.title for choice in choices]
        self._choices = list(choices)
        if all(title in titles for title in before):
            indices = [titles.index(title) for title in before]
        else:
            indices = [0, 1]
        for box, index in zip((self.across, self.up), indices, strict=True):
            with QSignalBlocker(box):
                if [box.itemText(item) for item in range(box.count())] != titles:
                    box.clear()
                    box.addItems(titles)
                box.setCurrentIndex(index)

    def paint_with(self, theme: Theme) -> None:
        """Take the sizes of a theme."""
        for box in (self.across, self.up, self.colour):
            box.setMinimumWidth(theme.px(_NARROWEST))

    def _pick(self, _index: int) -> None:
        """Take the choice; where one thing was chosen twice, the other box gives way."""
        if self.across.currentIndex() == self.up.currentIndex():
            other = self.up if self.sender() is self.across else self.across
            other.setCurrentIndex((other.currentIndex() + 1) % len(self._choices))
        self.axes_changed.emit()
