"""Where a run is forked: from which step on, and what is different from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.app.controls.control import note_label
from playground.app.controls.entry import typed_number, typed_whole
from playground.app.numbers_text import exact_text
from playground.app.session import Session
from playground.app.spacing import spaced
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.settings import Value

RATE = "learning rate"
NOTE = "Up to that step both runs are the same; the one so far stays pinned."


class ForkPopup(QFrame):
    """Asks from which step on something is to be different. Enter forks, Escape leaves."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._session = session
        self.setProperty("role", "popup")
        self.setAccessibleName("Fork the run")
        self.step, self.value = QLineEdit(), QLineEdit()
        self.setting = QComboBox()
        self.fork = QPushButton("Fork")
        self.fork.setDefault(True)
        self.wrong = QLabel()
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setProperty("role", "error")
        self.wrong.setWordWrap(True)
        for field, name in ((self.step, "From this step on"), (self.value, "The new value")):
            field.setProperty("column", "number")
            field.setAccessibleName(name)
            field.returnPressed.connect(self._fork)
        self.setting.setAccessibleName("What is different from there on")
        self.setting.currentIndexChanged.connect(self._show_value)
        self.fork.clicked.connect(self._fork)
        self._lay_out()

    def _lay_out(self) -> None:
        theme = current_theme()
        column = spaced(QVBoxLayout(self), theme, 8, (12, 12, 12, 12))
        first, second = (spaced(QHBoxLayout(), theme, 8) for _ in range(2))
        for part in (QLabel("From step"), self.step, QLabel("on, use")):
            first.addWidget(part)
        first.addStretch(1)
        for choice in (self.setting, self.value, self.fork):
            second.addWidget(choice)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.wrong)
        column.addWidget(note_label(NOTE))

    def open_below(self, place: QWidget) -> None:
        """Open below a widget, or in the middle of its window if it cannot be seen.

        Where a lesson keeps all that could be different, it stays closed and says why.
        """
        self._offer()
        if not self.setting.count():
            self._session.refused.emit(
                self._session.kept("learning_rate", "another_rate", "optimizer")
            )
            return
        self.wrong.hide()
        self.adjustSize()
        if place.visibleRegion().isEmpty():
            place = place.window()
            corner = place.mapToGlobal(place.rect().center() - self.rect().center())
        else:
            corner = place.mapToGlobal(QPoint(0, place.height() + 2))
        room = place.screen().availableGeometry()
        x = max(room.left(), min(corner.x(), room.right() - self.width()))
        y = max(room.top(), min(corner.y(), room.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.value.setFocus()
        self.value.selectAll()

    def _offer(self) -> None:
        """Show the step at the playhead; at the end, where a fork has no effect, the middle."""
        experiment, view = self._session.experiment, self._session.view
        step = view.playhead if view is not None else 0
        if step >= experiment.steps:
            step = experiment.steps // 2
        self.step.setText(str(step))
        self.setting.clear()
        if not self._session.kept("learning_rate", "another_rate"):
            self.setting.addItem(RATE, "")
        if not self._session.kept("optimizer"):
            for name in experiment.optimizer_entry.settings:
                self.setting.addItem(name.replace("_", " "), name)

    def _show_value(self) -> None:
        """Show what is used at that step so far, to be typed over; or what is wrong with it."""
        name = self.setting.currentData()
        if name is None:  # while the list is filled
            return
        from playground.core.fork import rate_from  # here, since it imports torch

        experiment = self._session.experiment
        step, wrong = 0, ""
        try:
            step = self._typed_step()
        except ValueError as error:
            wrong = str(error)
        self._say(wrong)
        if not name:
            self.value.setText(exact_text(rate_from(experiment, step)))
            return
        value = experiment.settings_at(step)[name]
        plain = isinstance(value, bool | str | tuple)
        self.value.setText(str(value).lower() if plain else exact_text(float(str(value))))

    def _fork(self) -> None:
        error = self._tried()
        self._say(error)
        if not error:
            self.close()

    def _say(self, error: str) -> None:
        self.wrong.setText(error)
        self.wrong.setVisible(bool(error))
        self.adjustSize()

    def _typed_step(self) -> int:
        return typed_whole("the step of a fork", self.step.text())

    def _tried(self) -> str:
        """Fork the run; return what is wrong, or nothing."""
        optimizer = self._session.experiment.optimizer_entry
        name, text = self.setting.currentData(), self.value.text()
        rate: float | None = None
        settings: dict[str, Value] = {}
        try:
            step = self._typed_step()
            if name:
                settings[name] = optimizer.settings[name].parse(name, text)
            else:
                rate = typed_number("the learning rate of a fork", text)
        except ValueError as error:
            return str(error)
        return self._session.fork(step, rate, settings)
