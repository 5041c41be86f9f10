"""A slider over the stops of a scale: click to go there, drag, or use the keys."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSlider

from playground.app.controls.scales import Scale
from playground.app.focus import by_tab
from playground.app.theme import current_theme


class ScaleSlider(QSlider):
    """Emits `moved` with the value of each stop that a person moves it to."""

    moved = Signal(float)
    handle_px = 16  # as the style sheet draws it

    def __init__(self, name: str, scale: Scale) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setAccessibleName(name)
        by_tab(self)
        self.set_scale(scale)
        self.valueChanged.connect(self._tell)

    def set_scale(self, scale: Scale) -> None:
        """Take other stops; the value is to be shown anew."""
        self.scale = scale
        with QSignalBlocker(self):
            self.setRange(0, scale.last)
            self.setPageStep(max(scale.last // 10, 1))

    def show_value(self, value: float) -> None:
        """Put the handle where the value is, or at the end nearest to it; emits nothing."""
        stop = self.scale.stop(value)
        if stop != self.value():
            with QSignalBlocker(self):
                self.setValue(stop)
            self.update()

    def _tell(self, stop: int) -> None:
        self.moved.emit(self.scale.value(stop))

    def _stop_at(self, x: float) -> int:
        handle = current_theme().px(self.handle_px)
        length = max(self.width() - handle, 1)
        share = min(max((x - handle / 2) / length, 0.0), 1.0)
        return round(share * self.scale.last)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._stop_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._stop_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls the column; only who has put the focus here means the slider.
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class CalmComboBox(QComboBox):
    """A list of choices that the wheel changes only while it has the focus."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        by_tab(self)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def show_name(self, name: str) -> None:
        """Show the choice with this name (its data); emits nothing."""
        index = self.findData(name)
        if index != self.currentIndex():
            with QSignalBlocker(self):
                self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
