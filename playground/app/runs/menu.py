"""What can be done to a pinned run, as a menu."""

from __future__ import annotations

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from playground.app.pins import MOST, Pins
from playground.app.runs.model import NAME, RunRow
from playground.app.runs.swatch import swatch_icon
from playground.app.runs.table import RunsTable


def fill_menu(menu: QMenu, table: RunsTable, pins: Pins) -> None:
    """Put what can be done to the chosen run into the menu; without one, why there is nothing."""
    menu.clear()
    row = table.chosen
    if row is None:
        menu.addAction("Choose a pinned run in the table first").setEnabled(False)
        menu.addSeparator()
    else:
        _offer(menu, row, table, pins)
    menu.addAction("Remove &all", pins.remove_all)


def _offer(menu: QMenu, row: RunRow, table: RunsTable, pins: Pins) -> None:
    key, at = row.key, [pin.key for pin in pins.listed].index(row.key)
    menu.addAction("&Load into the controls\tEnter", lambda: table.load_asked.emit(key))
    words = "&Hide on the panels" if row.visible else "S&how on the panels"
    menu.addAction(words, lambda: pins.show(key, not row.visible))
    place = table.currentIndex().siblingAtColumn(NAME)
    menu.addAction("Re&name\tF2", lambda: table.edit(place))
    _colours(menu.addMenu("&Colour"), key, row.slot, pins)
    up = menu.addAction("Move &up\tAlt+↑", lambda: pins.move(key, -1))
    down = menu.addAction("Move &down\tAlt+↓", lambda: pins.move(key, 1))
    up.setEnabled(at > 0)
    down.setEnabled(at + 1 < len(pins.listed))
    menu.addSeparator()
    menu.addAction("&Remove\tDelete", lambda: pins.remove(key))


def _colours(menu: QMenu, key: int, slot: int, pins: Pins) -> None:
    group = QActionGroup(menu)
    for other in range(MOST):
        action = menu.addAction(swatch_icon(other), f"Colour {other + 1}")
        action.setCheckable(True)
        action.setChecked(other == slot)
        action.triggered.connect(lambda _=False, to=other: pins.recolour(key, to))
        group.addAction(action)
