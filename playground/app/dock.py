"""The frame of one panel: there before the panel is, and while a cover is in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from playground.app.lesson.cover import Cover
from playground.app.palette import Theme
from playground.app.panel import Panel
from playground.app.title_bar import TitleBar


class Dock(QDockWidget):
    """A dock with our header.

    closed: a person has hidden it.
    """

    closed = Signal(str)

    def __init__(self, name: str, title: str, area: QMainWindow) -> None:
        super().__init__(title, area)
        self.setObjectName(name)
        empty = QWidget()
        empty.setProperty("role", "panel")
        empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWidget(empty)
        self.bar = TitleBar(title, self)
        self.setTitleBarWidget(self.bar)
        self._panel: Panel | None = None

    def take(self, panel: Panel) -> None:
        """Put the panel into its frame."""
        self.bar.take(panel.switches)
        self._panel = panel
        self._replace(panel)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and the scale of a theme."""
        self.bar.take_scale()
        if self._panel is not None:
            self._panel.paint_with(theme)

    def cover(self, covered: bool) -> None:
        """Show a word in place of the panel and its switches, or the panel again."""
        if self._panel is None or (self.widget() is not self._panel) == covered:
            return
        self.bar.cover(covered)
        if covered:
            self.setWidget(Cover(self.windowTitle()))
        else:
            self._replace(self._panel)

    def _replace(self, panel: Panel) -> None:
        before = self.widget()
        self.setWidget(panel)
        panel.show()
        before.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit(self.objectName())
