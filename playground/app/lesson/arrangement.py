"""Where the panels stand while a lesson is open: the lesson at the right, the step's beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from playground.app.theme import current_theme

LESSON = "lesson"
WIDTH_PX = 420  # of the lesson, in the design …
MOST_SHARE, MOST_FEW = 0.5, 0.6  # … but no more than this part of the panels' room
UPPER = 0.6  # of the height, for the first of several panels
MOST = 3  # panels of a step that are seen at once; more stand behind tabs
HORIZONTAL, VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def arrange_lesson(
    area: QMainWindow, docks: Mapping[str, QDockWidget], panels: Sequence[str], few: bool
) -> None:
    """Show the lesson over the full height and these panels beside it; all others are hidden.

    With `few`, one panel is seen at once, the others behind its tab.
    """
    for dock in docks.values():
        if dock.isFloating():  # asked first: it lays all docks out anew
            dock.setFloating(False)
        area.removeDockWidget(dock)
    lesson = docks[LESSON]
    seen = [docks[name] for name in panels if name in docks and name != LESSON]
    others = [dock for dock in docks.values() if dock is not lesson and dock not in seen]
    first, *rest = [*seen, *others]
    area.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, first)
    area.splitDockWidget(first, lesson, HORIZONTAL)
    apart = 1 if few else min(len(seen), MOST)
    if apart > 1:
        area.splitDockWidget(first, rest[0], VERTICAL)
    if apart > 2:
        area.splitDockWidget(rest[0], rest[1], HORIZONTAL)
    last = [first, *rest][max(apart, 1) - 1]
    for dock in rest[max(apart, 1) - 1 :]:
        area.tabifyDockWidget(last, dock)
        last = dock
    layout = area.layout()
    assert layout is not None  # of a main window
    layout.setEnabled(False)  # else each is laid out, and drawn, before the next is there
    for dock in [*seen, lesson]:
        dock.show()
    for dock in others:
        dock.hide()
    _share(area, lesson, seen[:apart], few)  # first: else each takes another size in between
    layout.setEnabled(True)
    layout.activate()
    for dock in reversed(seen):
        dock.raise_()
    _share(area, lesson, seen[:apart], few)  # again: what has its place may need less than before


def _share(area: QMainWindow, lesson: QDockWidget, seen: Sequence[QDockWidget], few: bool) -> None:
    if not seen:
        return
    whole = area.width()
    most = round((MOST_FEW if few else MOST_SHARE) * whole)
    width = min(current_theme().px(WIDTH_PX), most)
    area.resizeDocks([seen[0], lesson], [whole - width, width], HORIZONTAL)
    if len(seen) > 1:
        upper = round(UPPER * area.height())
        area.resizeDocks(list(seen[:2]), [upper, area.height() - upper], VERTICAL)
    if len(seen) > 2:
        area.resizeDocks(list(seen[1:3]), [(whole - width) // 2] * 2, HORIZONTAL)
