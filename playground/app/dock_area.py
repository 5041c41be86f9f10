"""The docks that hold the panels: which are there, which are seen, and how one is brought up.

To add a panel: its file and its title in panels/__init__.py, its place in arrangements.AT_FIRST
(behind the tab of the one before it), and in ON_DEMAND there if only the menu of panels and
lessons are to show it. Whoever wants it seen calls `uncover`.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QChildEvent, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QTabBar, QTabWidget, QWidget

from playground.app.arrangements import AT_FIRST, together
from playground.app.dock import Dock
from playground.app.panel import Panel

_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
# The same in all themes: what is in the docks would have to take another style along with it.
_BETWEEN = """
QMainWindow::separator { background: transparent; width: 6px; height: 6px; }
QMainWindow::separator:hover { background: rgba(128, 138, 148, 35%); }
"""


class DockArea(QMainWindow):
    """Holds every panel in a dock of its own; the frames are there before the panels are.

    uncovered: a panel has come on screen that was not.
    closed: a person has hidden the panel of this name.
    made: Qt has made a bar of tabs or a menu.
    """

    uncovered = Signal()
    closed = Signal(str)
    made = Signal(QWidget)

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)  # a part of the window, not one itself
        self.setStyleSheet(_BETWEEN)
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.panels: dict[str, Panel] = {}
        self._docks = {name: self._dock(name, title) for name, title in titles.items()}

    def _dock(self, name: str, title: str) -> Dock:
        dock = Dock(name, title, self)
        dock.closed.connect(self.closed)
        dock.toggleViewAction().triggered.connect(
            lambda shown: self.uncover(name) if shown else None
        )
        dock.visibilityChanged.connect(lambda seen: self.uncovered.emit() if seen else None)
        return dock

    def take(self, panel: Panel) -> None:
        """Put a panel into its frame."""
        self._docks[panel.name].take(panel)
        self.panels[panel.name] = panel

    def on_screen(self) -> list[Panel]:
        """The panels that can be seen: neither hidden nor behind another one's tab."""
        # A dock behind a tab counts as visible to Qt; it only has no region on screen.
        return [p for p in self.panels.values() if not p.visibleRegion().isEmpty()]

    def cover(self, covered: frozenset[str]) -> None:
        """Show these panels empty, and no others."""
        for name, dock in self._docks.items():
            dock.cover(name in covered)

    def raise_panel(self, name: str) -> None:
        """Bring a tabbed panel to the front, unless it is hidden."""
        dock = self._docks[name]
        if not dock.isHidden() and self.tabifiedDockWidgets(dock):
            dock.raise_()

    def uncover(self, name: str) -> None:
        """Show a panel, also a hidden one, in front of all behind whose tab it may be."""
        self._docks[name].show()
        self._docks[name].raise_()

    def actions_to_show(self) -> list[list[QAction]]:
        """One checkable action a panel, those of panels that stand together in a list."""
        docks = self._docks
        return [
            [docks[name].toggleViewAction() for name in group]
            for group in together(docks, AT_FIRST)
        ]

    def parts(self) -> list[QWidget]:
        """What can wear a style sheet for itself: the docks and the bars of tabs."""
        return [*self._docks.values(), *self.findChildren(QTabBar, options=_DIRECT)]

    def createPopupMenu(self) -> QMenu:
        menu = super().createPopupMenu()
        self.made.emit(menu)
        return menu

    def childEvent(self, event: QChildEvent) -> None:
        # Qt makes the bars of tabs itself, and would cut their titles: these can be scrolled to.
        if event.polished() and isinstance(child := event.child(), QTabBar):
            child.setElideMode(Qt.TextElideMode.ElideNone)
            self.made.emit(child)
        super().childEvent(event)
