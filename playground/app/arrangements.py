"""Where the panels stand at first, and where large text leaves room for two of them only."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

HORIZONTAL, VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
# Each behind the tab of the one before it; of the first start, then where there is little room.
# Names that no panel has yet are passed over.
AT_FIRST = (
    ("landscape", "surface", "sweep", "map", "compare", "graph"),
    ("numbers", "fit", "curvature", "optimizer", "code", "check", "precision", "lesson"),
    ("loss",),
    ("parameters", "rate", "runs"),
)
FEW = (AT_FIRST[0], (*AT_FIRST[2], *AT_FIRST[3], *AT_FIRST[1]))
# More tabs than these could not be read; the menu of panels, or a lesson, shows the others.
ON_DEMAND = frozenset({"check", "precision", "lesson"})

Docks = Mapping[str, QDockWidget]


def together(docks: Docks, groups: tuple[tuple[str, ...], ...]) -> list[list[str]]:
    """Return the names of the panels that there are, those of a group in one list."""
    return [[name for name in group if name in docks] for group in groups]


def arrange_at_first(area: QMainWindow, docks: Docks) -> None:
    """Show the landscape and the loss above, numbers and parameters below, the rest in tabs."""
    _take_out(area, docks)
    landscape, numbers, loss, parameters = (docks[first] for first, *_ in AT_FIRST)
    area.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, landscape)
    area.splitDockWidget(landscape, loss, HORIZONTAL)
    area.splitDockWidget(landscape, numbers, VERTICAL)
    area.splitDockWidget(loss, parameters, VERTICAL)
    _put_in_tabs(area, docks, AT_FIRST)
    for name, dock in docks.items():
        dock.setVisible(name not in ON_DEMAND)
    for dock in (landscape, numbers, parameters):
        dock.raise_()
    area.resizeDocks([landscape, loss], [60, 40], HORIZONTAL)
    area.resizeDocks([landscape, numbers], [60, 40], VERTICAL)
    area.resizeDocks([loss, parameters], [50, 50], VERTICAL)


def arrange_few(area: QMainWindow, docks: Docks) -> None:
    """Show the landscape and the loss, all that was shown besides behind their tabs."""
    shown = [dock for dock in docks.values() if not dock.isHidden()]
    _take_out(area, docks)
    landscape, loss = (docks[first] for first, *_ in FEW)
    area.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, landscape)
    area.splitDockWidget(landscape, loss, HORIZONTAL)
    _put_in_tabs(area, docks, FEW)
    for dock in shown:
        dock.show()
    for dock in (landscape, loss):
        dock.raise_()
    area.resizeDocks([landscape, loss], [55, 45], HORIZONTAL)


def _take_out(area: QMainWindow, docks: Docks) -> None:
    for dock in docks.values():
        if dock.isFloating():  # asked first: it lays all docks out anew
            dock.setFloating(False)
        area.removeDockWidget(dock)


def _put_in_tabs(area: QMainWindow, docks: Docks, groups: tuple[tuple[str, ...], ...]) -> None:
    for group in together(docks, groups):
        for before, name in pairwise(group):
            area.tabifyDockWidget(docks[before], docks[name])
