"""Step through the graph: value by value, then gradient by gradient; each said in one line."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from playground.app.focus import by_tab
from playground.app.icons import IconButton
from playground.app.outcome_bar import OneLine
from playground.app.spacing import spaced
from playground.app.still import Still
from playground.app.theme import current_theme

STEP_KEYS = (
    Qt.Key.Key_Home,
    Qt.Key.Key_Comma,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_Period,
    Qt.Key.Key_PageDown,
    Qt.Key.Key_End,
)
_FIGURE = "\u2007"  # a space as wide as a digit


class StepBar(QWidget):
    """Four buttons, a slider and a line of text. moved: so many steps are to be shown."""

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.first = IconButton("to-start", "Before the first value (Home, in the graph)")
        self.back = IconButton("step-back", "Back (comma or Page Up, in the graph)")
        self.next = IconButton("step-forward", "Next (point or Page Down, in the graph)")
        self.last = IconButton("to-end", "To .grad (End, in the graph)")
        self.slider = by_tab(QSlider(Qt.Orientation.Horizontal))
        self.slider.setAccessibleName("Step through the graph")
        self.slider.setToolTip("Forward value by value, then backward edge by edge")
        self.position = QLabel("")
        self.position.setProperty("role", "figures")
        self.position.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.line = OneLine("figures", "What this step does")
        self._room = Still(self.position)
        row = spaced(QHBoxLayout(), current_theme(), 4)
        for part in (self.first, self.back, self.next, self.last):
            row.addWidget(part)
        row.addWidget(self.slider, 1)
        row.addWidget(self._room)
        column = spaced(QVBoxLayout(self), current_theme(), 2)
        column.addLayout(row)
        column.addWidget(self.line)
        self.slider.valueChanged.connect(self.moved)
        self.first.clicked.connect(lambda: self.slider.setValue(0))
        self.back.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.last.clicked.connect(lambda: self.slider.setValue(self.slider.maximum()))

    def step(self, by: int) -> None:
        """Go so many steps forward, or back."""
        self.slider.setValue(self.slider.value() + by)

    def press(self, key: Qt.Key) -> None:
        """Do what one of STEP_KEYS means."""
        if key == Qt.Key.Key_Home:
            self.first.click()
        elif key == Qt.Key.Key_End:
            self.last.click()
        else:
            self.step(-1 if key in (Qt.Key.Key_Comma, Qt.Key.Key_PageUp) else 1)

    def show_step(self, count: int, whole: int, text: str, wrong: bool = False) -> None:
        """Show that so many of the steps are taken, and what the last of them did."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, whole)
            self.slider.setValue(count)
        self._room.keep(f"{_FIGURE * len(str(whole))} of {whole}")
        self.position.setText(f"{str(count).rjust(len(str(whole)), _FIGURE)} of {whole}")
        for button, usable in ((self.first, count), (self.back, count)):
            button.setEnabled(usable > 0)
        for button in (self.next, self.last):
            button.setEnabled(count < whole)
        self.line.set_role("error" if wrong else "figures")
        self.line.say(text)
