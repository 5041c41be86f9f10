"""Where the panels live: docks that can be moved, tabbed, hidden and maximised."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from playground.app.icons import icon
from playground.app.panel import Panel
from playground.app.theme import Theme

HEADER = 28


class TitleBar(QWidget):
    """A panel's title, its switches, and the buttons that maximise and hide it."""

    maximise_asked = Signal()

    def __init__(self, panel: Panel, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setProperty("role", "panel-header")
        self.setFixedHeight(HEADER)
        title = QLabel(panel.title)
        title.setProperty("role", "panel-title")
        self._maximise = self._button(f"Maximise {panel.title}")
        self._maximise.clicked.connect(self.maximise_asked)
        self._hide = self._button(f"Hide {panel.title}")
        self._hide.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(title)
        row.addStretch(1)
        row.addWidget(panel.switches)
        row.addWidget(self._maximise)
        row.addWidget(self._hide)

    def _button(self, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setFixedSize(QSize(24, 24))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def paint_with(self, theme: Theme, maximised: bool) -> None:
        """Take the icons of a theme; `maximised` turns the first button into its opposite."""
        self._maximise.setIcon(icon("restore" if maximised else "maximise", theme.muted))
        self._hide.setIcon(icon("hide", theme.muted))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.maximise_asked.emit()
        event.accept()


class Docks(QMainWindow):
    """Holds every panel in a dock of its own."""

    def __init__(self, panels: Iterable[Panel], theme: Theme) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)  # a part of the window, not one itself
        self.setDockNestingEnabled(True)
        self.setTabPosition(
            Qt.DockWidgetArea.AllDockWidgetAreas,
            self.tabPosition(Qt.DockWidgetArea.TopDockWidgetArea),
        )
        self._theme = theme
        self._before: QByteArray | None = None  # the layout to return to from a maximised panel
        self._maximised = ""
        self.panels = {panel.name: panel for panel in panels}
        self._docks = {name: self._dock(panel) for name, panel in self.panels.items()}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.arrange()
        self.paint_with(theme)

    def _dock(self, panel: Panel) -> QDockWidget:
        dock = QDockWidget(panel.title, self)
        dock.setObjectName(panel.name)
        dock.setWidget(panel)
        bar = TitleBar(panel, dock)
        bar.maximise_asked.connect(lambda: self.maximise(panel.name))
        dock.setTitleBarWidget(bar)
        return dock

    def arrange(self) -> None:
        """Put every panel at its place of the first start."""
        self._before, self._maximised = None, ""
        landscape, loss = self._docks["landscape"], self._docks["loss"]
        numbers, parameters, fit = (self._docks[n] for n in ("numbers", "parameters", "fit"))
        for dock in self._docks.values():
            self.removeDockWidget(dock)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, landscape)
        self.splitDockWidget(landscape, loss, Qt.Orientation.Horizontal)
        self.splitDockWidget(landscape, numbers, Qt.Orientation.Vertical)
        self.splitDockWidget(loss, parameters, Qt.Orientation.Vertical)
        self.tabifyDockWidget(numbers, fit)
        for dock in self._docks.values():
            dock.show()
        numbers.raise_()
        self.resizeDocks([landscape, loss], [58, 42], Qt.Orientation.Horizontal)
        self.resizeDocks([landscape, numbers], [60, 40], Qt.Orientation.Vertical)
        self.resizeDocks([loss, parameters], [50, 50], Qt.Orientation.Vertical)

    def maximise(self, name: str) -> None:
        """Give one panel all the room, or return to the layout before."""
        if self._before is not None:
            before, self._before, self._maximised = self._before, None, ""
            self.restoreState(before)
        else:
            self._before, self._maximised = self.saveState(), name
            self._docks[name].show()
            self._docks[name].raise_()
            for other, dock in self._docks.items():
                dock.setVisible(other == name)
        self.paint_with(self._theme)

    def raise_panel(self, name: str) -> None:
        """Bring a tabbed panel to the front, unless it is hidden."""
        dock = self._docks[name]
        if not dock.isHidden() and self.tabifiedDockWidgets(dock):
            dock.raise_()

    def actions_to_show(self) -> list[QAction]:
        """One checkable action a panel."""
        return [dock.toggleViewAction() for dock in self._docks.values()]

    def arrangement(self) -> QByteArray:
        """The layout to remember: that before a panel was maximised."""
        return self._before if self._before is not None else self.saveState()

    def restore(self, arrangement: QByteArray) -> bool:
        """Return to a remembered layout; False, and nothing changes, if it is not one."""
        return self.restoreState(arrangement)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for name, dock in self._docks.items():
            bar = dock.titleBarWidget()
            assert isinstance(bar, TitleBar)
            bar.paint_with(theme, maximised=name == self._maximised)
