"""Labels whose text changes in every frame, without asking the whole window for a new layout."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class Still(QWidget):
    """Holds one label in its place.

    A label that gets another text asks its parent for another layout; a parent that is in turn
    laid out hands that on, up to the window. This one places its label by hand and is silent.
    It is as wide as the widest text that it was told to `keep` room for.
    """

    def __init__(self, label: QLabel) -> None:
        super().__init__()
        self.label = label
        label.setParent(self)
        self._widest = ""
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def keep(self, widest: str) -> None:
        """Keep room for this text: the layout around changes only if it is another one."""
        if widest != self._widest:
            self._widest = widest
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = self.label.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._widest) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.label.setGeometry(self.rect())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.updateGeometry()
