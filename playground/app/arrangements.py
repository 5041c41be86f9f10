"""Where the panels stand at first, and where large text leaves room for two of them only."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

HORIZONTAL, VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
# Each behind the tab of the one before it; of the first start, then where there is little room.
AT_FIRST = (
    ("landscape", "surface", "sweep", "map", "compare"),
    ("numbers", "fit", "curvature"),
    ("loss",),
    ("parameters", "rate", "runs"),
)
FEW = (
    ("landscape", "surface", "sweep", "map", "compare"),
    ("loss", "parameters", "rate", "runs", "numbers", "fit", "curvature"),
)

Docks = Mapping[str, QDockWidget]


def arrange_at_first(area: QMainWindow, docks: Docks) -> None:
    """Show the landscape and the loss above, numbers and parameters below, the rest in tabs."""
    _take_out(area, docks)
    landscape, numbers, loss, parameters = (docks[first] for first, *_ in AT_FIRST)
    area.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, landscape)
    area.splitDockWidget(landscape, loss, HORIZONTAL)
    area.splitDockWidget(landscape, numbers, VERTICAL)
    area.splitDockWidget(loss, parameters, VERTICAL)
    _put_in_tabs(area, docks, AT_FIRST)
    for dock in docks.values():
        dock.show()
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
        dock.setFloating(False)
        area.removeDockWidget(dock)


def _put_in_tabs(area: QMainWindow, docks: Docks, groups: tuple[tuple[str, ...], ...]) -> None:
    for group in groups:
        for before, name in pairwise(group):
            area.tabifyDockWidget(docks[before], docks[name])
