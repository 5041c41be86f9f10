"""The Runs panel: which run does better, and where?"""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QToolButton

from playground.app.focus import by_tab
from playground.app.outcome_bar import OneLine
from playground.app.panel import Panel, note
from playground.app.runs.figures import FigureBook
from playground.app.runs.fork_popup import ForkPopup
from playground.app.runs.menu import fill_menu
from playground.app.runs.model import RunRow
from playground.app.runs.table import RunsTable
from playground.app.session import Session
from playground.app.theme import Theme
from playground.app.view import Pinned, View

NONE = "No run is pinned."
HINT = "Press P to pin the run on screen: it stays on every panel while you try another."


class RunsPanel(Panel):
    """A row for the run on screen and for each pinned run; quiet while there is none."""

    name = "runs"
    title = "Runs"
    patient = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.table, self.hint, self.apart = RunsTable(session.pins), note(HINT), apart_line()
        self._book = FigureBook()
        self.pin = self._button("Pin", "Pin the run on screen (P)")
        self.fork = self._button("Fork …", "From a step on, use another rate or setting (F)")
        self.edit = self._button("Edit", "Load, hide, rename, recolour, move or remove a run")
        self._popup: ForkPopup | None = None
        self._drawn: object = None
        self._menu = QMenu(self.edit)
        self._menu.aboutToShow.connect(lambda: fill_menu(self._menu, self.table, session.pins))
        self.edit.setMenu(self._menu)
        self.edit.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.body.addWidget(self.hint)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.apart)
        self.body.addStretch(0)
        self._connect()
        self._show_rows(())

    def _connect(self) -> None:
        self.pin.clicked.connect(self.session.pins.pin)
        self.fork.clicked.connect(self.session.pins.fork_asked)
        self.session.pins.fork_asked.connect(self.ask_fork)
        self.session.kept_changed.connect(self._suit_lesson)
        self.table.load_asked.connect(self.load)
        self.table.menu_asked.connect(self._open_menu)

    def draw(self, view: View) -> None:
        """Show the view beside the pinned runs."""
        pins = self.session.pins
        key = (view.run, view.finished, view.name, pins.version)
        if key == self._drawn:
            return
        self._drawn = key
        views = [view, *(pins.view_of(pin) for pin in pins.listed)]
        figures = self._book.figures(views) if pins.listed else []
        rows = [
            RunRow(pins.name_of(pin), one, pin.key, pin.slot, pin.visible)
            for pin, one in zip(pins.listed, figures[1:], strict=True)
        ] if figures else []  # fmt: skip
        self._show_rows((RunRow(view.name, figures[0]), *rows) if rows else ())
        words = apart(view.pinned)
        self.apart.say(words)
        self.apart.setVisible(bool(words))

    def load(self, key: int) -> None:
        """Make a pinned run the run on screen, and put it into the controls."""
        pin = next(pin for pin in self.session.pins.listed if pin.key == key)
        if pin.run.experiment != self.session.experiment:
            self.session.show(pin.run.experiment)

    def ask_fork(self) -> None:
        """Ask from where and how the run on screen is to go another way."""
        if self.session.is_ready and not self.session.kept("fork"):
            self._popup = self._popup or ForkPopup(self.session, self)
            self._popup.open_below(self.fork)

    def _suit_lesson(self) -> None:
        for name, button in (("pin", self.pin), ("fork", self.fork)):
            button.setVisible(not self.session.kept(name))
        self.hint.setText(NONE if self.session.kept("pin") else HINT)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.table.paint_with(theme)

    def _show_rows(self, rows: tuple[RunRow, ...]) -> None:
        self.table.show_rows(rows)
        self.table.setVisible(bool(rows))
        self.hint.setVisible(not rows)
        self.apart.setVisible(bool(rows) and bool(self.apart.whole))
        self.edit.setEnabled(bool(rows))

    def _open_menu(self, place: QPoint) -> None:
        self._menu.popup(place)

    def _button(self, text: str, tip: str) -> QToolButton:
        button = by_tab(QToolButton())
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        self.switch_row.addWidget(button)
        return button


def apart_line() -> OneLine:
    """Return the line that says which runs are not on every panel."""
    line = OneLine("note", "Runs that are not on every panel")
    line.hide()
    return line


def apart(pinned: tuple[Pinned, ...]) -> str:
    """Return which runs are not on every panel, and why; "" if all are."""
    elsewhere = [one.name for one in pinned if not one.same_loss]
    others = [one.name for one in pinned if not one.same_parameters]
    lines = []
    if elsewhere:
        lines.append(f"Not on the landscape: {'; '.join(elsewhere)} (another loss).")
    if others:
        lines.append(f"Not with the parameters: {'; '.join(others)} (others than these).")
    return " ".join(lines)
