"""Where the panels live: docks that can be moved, tabbed, hidden and maximised."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QTabBar,
    QTabWidget,
    QWidget,
)

from playground.app.icons import IconButton
from playground.app.panel import Panel
from playground.app.spacing import spaced
from playground.app.switch_place import SwitchPlace
from playground.app.theme import current_theme

HEADER = 28
HORIZONTAL, VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


class TitleBar(QWidget):
    """A panel's title, its switches, and the buttons that maximise and hide it."""

    maximise_asked = Signal()

    def __init__(self, title: str, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setProperty("role", "panel-header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.take_scale()
        label = QLabel(title)
        label.setProperty("role", "panel-title")
        self._title = title
        self._maximise = IconButton("maximise", f"Maximise {title}", self)
        self._maximise.clicked.connect(self.maximise_asked)
        hide = IconButton("hide", f"Hide {title}", self)
        hide.clicked.connect(dock.close)
        self._row = spaced(QHBoxLayout(self), current_theme(), 4, (12, 0, 4, 0))
        self.place = SwitchPlace(title)
        self._row.addWidget(label)
        self._row.addStretch(1)
        self._row.addWidget(self.place)
        self._fixed = (label, self._maximise, hide)
        self._row.addWidget(self._maximise)
        self._row.addWidget(hide)

    def take_scale(self) -> None:
        """Take the height that the theme's scale asks for."""
        self.setFixedHeight(current_theme().px(HEADER))

    def take(self, switches: QWidget) -> None:
        """Show a panel's switches beside the buttons."""
        self.place.take(switches)
        self._make_room()

    @property
    def _bare(self) -> int:
        """The width of the title and the buttons."""
        margins, gaps = self._row.contentsMargins(), 4 * self._row.spacing()
        parts = sum(part.minimumSizeHint().width() for part in self._fixed)
        return parts + gaps + margins.left() + margins.right()

    def _make_room(self) -> None:
        """Fold the switches where they would not fit, rather than lie over the next panel."""
        self.place.fold(self.width() < self._bare + self.place.needed)

    def show_maximised(self, maximised: bool) -> None:
        """Turn the button that maximises into the one that restores, or back."""
        self._maximise.set_icon("restore" if maximised else "maximise")
        tip = f"{'Restore' if maximised else 'Maximise'} {self._title}"
        self._maximise.setToolTip(tip)
        self._maximise.setAccessibleName(tip)

    def sizeHint(self) -> QSize:
        # A dock makes room by the hint alone, whatever height is fixed.
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(self._bare + self.place.least, self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._make_room()
        return done

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.maximise_asked.emit()
        event.accept()


class Docks(QMainWindow):
    """Holds every panel in a dock of its own; the frames are there before the panels are.

    uncovered: a panel has come on screen that was not.
    """

    uncovered = Signal()

    def __init__(self, titles: Mapping[str, str]) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)  # a part of the window, not one itself
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._before: QByteArray | None = None  # the layout to return to from a maximised panel
        self._maximised = ""
        self.panels: dict[str, Panel] = {}
        self._shares: dict[str, tuple[int, int]] = {}  # widths and heights, as kept in mind
        self._docks = {name: self._dock(name, title) for name, title in titles.items()}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.arrange()

    def _dock(self, name: str, title: str) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        empty = QWidget()
        empty.setProperty("role", "panel")
        empty.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        dock.setWidget(empty)
        bar = TitleBar(title, dock)
        bar.maximise_asked.connect(lambda: self.maximise(name))
        dock.setTitleBarWidget(bar)
        dock.dockLocationChanged.connect(self.forget_shares)
        dock.visibilityChanged.connect(lambda seen: self.uncovered.emit() if seen else None)
        return dock

    def take(self, panel: Panel) -> None:
        """Put a panel into its frame."""
        dock = self._docks[panel.name]
        empty, bar = dock.widget(), dock.titleBarWidget()
        assert isinstance(bar, TitleBar)
        bar.take(panel.switches)
        dock.setWidget(panel)
        empty.deleteLater()
        self.panels[panel.name] = panel

    def on_screen(self) -> list[Panel]:
        """The panels that can be seen: neither hidden nor behind another one's tab."""
        # A dock behind a tab counts as visible to Qt; it only has no region on screen.
        return [p for p in self.panels.values() if not p.visibleRegion().isEmpty()]

    def arrange(self) -> None:
        """Put every panel at its place of the first start."""
        self._before, self._maximised = None, ""
        self.forget_shares()
        self._show_maximised()
        landscape, loss = self._docks["landscape"], self._docks["loss"]
        numbers, parameters, fit = (self._docks[n] for n in ("numbers", "parameters", "fit"))
        for dock in self._docks.values():
            self.removeDockWidget(dock)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, landscape)
        self.splitDockWidget(landscape, loss, HORIZONTAL)
        self.splitDockWidget(landscape, numbers, VERTICAL)
        self.splitDockWidget(loss, parameters, VERTICAL)
        self.tabifyDockWidget(landscape, self._docks["surface"])
        self.tabifyDockWidget(landscape, self._docks["sweep"])
        self.tabifyDockWidget(self._docks["sweep"], self._docks["map"])
        self.tabifyDockWidget(landscape, self._docks["compare"])
        self.tabifyDockWidget(numbers, fit)
        self.tabifyDockWidget(fit, self._docks["curvature"])
        self.tabifyDockWidget(parameters, self._docks["rate"])
        self.tabifyDockWidget(self._docks["rate"], self._docks["runs"])
        for dock in self._docks.values():
            dock.show()
        landscape.raise_()
        numbers.raise_()
        parameters.raise_()
        self.resizeDocks([landscape, loss], [60, 40], HORIZONTAL)
        self.resizeDocks([landscape, numbers], [60, 40], VERTICAL)
        self.resizeDocks([loss, parameters], [50, 50], VERTICAL)

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
        self._show_maximised()

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

    def keep_shares(self) -> None:
        """Keep in mind how the room is shared out, until it is arranged otherwise by hand.

        Larger text may squeeze a panel; with the usual text it is to be as it was.
        """
        seen = {panel.name for panel in self.on_screen()}
        if seen != set(self._shares):
            bars = [bar.height() for bar in self.findChildren(QTabBar) if bar.isVisible()]
            docks = {name: self._docks[name] for name in seen}
            self._shares = {
                name: (
                    dock.width(),
                    dock.height() + max(bars) * bool(self.tabifiedDockWidgets(dock)),
                )
                for name, dock in docks.items()
            }

    def forget_shares(self) -> None:
        """The room is shared out otherwise now."""
        self._shares.clear()

    def share(self) -> None:
        """Share out the room in the proportions that were kept."""
        docks = [self._docks[name] for name in self._shares]
        for way, sizes in zip(
            (HORIZONTAL, VERTICAL), zip(*self._shares.values(), strict=True), strict=False
        ):
            self.resizeDocks(docks, list(sizes), way)

    def take_scale(self) -> None:
        """Take the sizes that the theme's scale asks for."""
        for dock in self._docks.values():
            bar = dock.titleBarWidget()
            assert isinstance(bar, TitleBar)
            bar.take_scale()

    def _show_maximised(self) -> None:
        features = QDockWidget.DockWidgetFeature
        free = features.DockWidgetMovable | features.DockWidgetFloatable
        # What fills the window has nowhere to be dragged to.
        drag = features(0) if self._maximised else free
        for name, dock in self._docks.items():
            dock.setFeatures(features.DockWidgetClosable | drag)
            bar = dock.titleBarWidget()
            assert isinstance(bar, TitleBar)
            bar.show_maximised(name == self._maximised)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease:  # of what is between two panels
            self.forget_shares()
        return super().event(event)
