"""What lies over a panel as long as it still shows the run of another page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from playground.app.panel import Panel
from playground.app.theme import current_theme


class Veil(QWidget):
    """The ground of a panel, in front of all that is in it; hidden until it is wanted."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        self._panel = panel
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what is below is not painted
        self.hide()
        panel.installEventFilter(self)

    def _cover(self) -> None:
        # Not the margins: a panel of which nothing can be seen counts as one that is hidden.
        self.setGeometry(self._panel.rect() - self._panel.body.contentsMargins())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._cover()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._cover()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), QColor(current_theme().surface))
