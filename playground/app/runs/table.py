"""The table of runs, with the keys that act on the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from playground.app.palette import Theme
from playground.app.pins import Pins
from playground.app.runs.model import (
    DISTANCE,
    LOSS,
    NAME,
    OUTCOME,
    STEPS,
    SWATCH,
    TEXT_PX,
    RunRow,
    RunsModel,
)
from playground.app.runs.outcome_cells import OutcomeCells
from playground.app.runs.row_drag import RowDrag
from playground.app.runs.swatch import LONG, SwatchCells
from playground.app.theme import current_theme

ROW_PX, SIGN_PX, ICON_PX = 22, 22, 16  # pixels of the design
NAME_PX, LEAST_NAME_PX = 112, 76  # that names have beside words, and in any case
_TRANSPORT = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)
_WIDEST = {LOSS: "0.00×10⁻⁰⁰", STEPS: "00,000", DISTANCE: "0.0×10⁻⁰⁰"}
_LONGEST_OUTCOME = "oscillating"


class RunsTable(QTableView):
    """Enter loads the chosen run, Delete removes it, F2 renames it.

    Alt with ↑ or ↓ moves it, and so does the mouse.

    load_asked: the key of a pin that is to be the run on screen.
    menu_asked: a menu is wanted, at this place of the screen.
    """

    load_asked = Signal(int)
    menu_asked = Signal(object)

    def __init__(self, pins: Pins) -> None:
        super().__init__()
        self._pins = pins
        self.runs = RunsModel(pins.rename)
        self.setModel(self.runs)
        self._outcomes, self._drag = OutcomeCells(self), RowDrag(self, 1)
        self.setItemDelegateForColumn(SWATCH, SwatchCells(self))
        self.setItemDelegateForColumn(OUTCOME, self._outcomes)
        self.setAccessibleName("Runs side by side")
        self.setAccessibleDescription(
            "The run on screen and the pinned runs. Enter loads the chosen one, Delete removes it, "
            "F2 renames it, Alt with an arrow moves it."
        )
        self.setProperty("role", "runs")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        # Of long names both ends matter: the optimizer, and what is special.
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.clicked.connect(self._clicked)
        self.paint_with(current_theme())

    @property
    def chosen(self) -> RunRow | None:
        """The chosen pinned run."""
        index = self.currentIndex()
        row = self.runs.rows[index.row()] if index.isValid() else None
        return row if row is not None and row.key else None

    def show_rows(self, rows: tuple[RunRow, ...]) -> None:
        """Show these rows; the chosen run stays chosen, wherever it is now."""
        chosen = self.chosen
        keys = [row.key for row in rows]
        if keys != [row.key for row in self.runs.rows]:
            self._drag.cancel()
        self.runs.show(rows)
        if chosen is not None and chosen.key in keys and self.chosen is None:
            self.selectRow(keys.index(chosen.key))

    def choose(self, key: int) -> None:
        """Choose a run."""
        self.selectRow([row.key for row in self.runs.rows].index(key))

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        font = QFont(self.font())
        font.setPixelSize(theme.px(TEXT_PX))
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(font)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PX))
        header = self.horizontalHeader()
        header.setMinimumSectionSize(theme.px(SIGN_PX))
        self.setIconSize(QSize(theme.px(ICON_PX), theme.px(ICON_PX)))
        self.setColumnWidth(SWATCH, theme.px(LONG + 8))
        for column, text in _WIDEST.items():
            wide = self.fontMetrics().horizontalAdvance(text) + theme.px(10)
            self.setColumnWidth(column, max(wide, header.sectionSizeHint(column)))
        self._share_width()
        self.viewport().update()

    def _share_width(self) -> None:
        """Give the outcomes room for their words, if that leaves enough to tell names apart."""
        theme = current_theme()
        fixed = sum(self.columnWidth(column) for column in (SWATCH, *_WIDEST))
        left = self.viewport().width() - fixed
        words = self.fontMetrics().horizontalAdvance(_LONGEST_OUTCOME) + theme.px(32)
        sign = max(self.horizontalHeader().sectionSizeHint(OUTCOME), theme.px(SIGN_PX))
        self._outcomes.brief = left - words < theme.px(NAME_PX)
        outcome = sign if self._outcomes.brief else words
        self.setColumnWidth(OUTCOME, outcome)
        self.setColumnWidth(NAME, max(left - outcome, theme.px(LEAST_NAME_PX)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _clicked(self, index: QModelIndex) -> None:
        row = self.runs.rows[index.row()]
        if index.column() == SWATCH and row.key:
            self._pins.show(row.key, not row.visible)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        place = event.position().toPoint()
        row = self.rowAt(place.y())
        if event.button() == Qt.MouseButton.LeftButton and row > 0:  # the first is on screen
            self._drag.press(row, place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag.held:
            self._drag.move(event.position().toPoint())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drawn, row = self._drag.under_way, self.chosen
        places = self._drag.let_go()
        if not drawn:
            super().mouseReleaseEvent(event)
        elif row is not None:
            self._pins.move(row.key, places)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._drag.paint()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, row = event.key(), self.chosen
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        moves = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if self.state() == QAbstractItemView.State.EditingState:
            return  # a name is typed: its field leaves Enter and the arrows to the table
        if key == Qt.Key.Key_Escape and self._drag.held:
            self._drag.cancel()
        elif key in _TRANSPORT or event.text().lower() in ("p", "f"):
            event.ignore()  # these act everywhere in the window
        elif row is not None and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.load_asked.emit(row.key)
        elif row is not None and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._pins.remove(row.key)
        elif row is not None and key in moves and alt:
            self._pins.move(row.key, moves[Qt.Key(key)])
        else:
            super().keyPressEvent(event)
