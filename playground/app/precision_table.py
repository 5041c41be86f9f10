"""The table of the number formats: what each made of the run; a click chooses one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from playground.app.focus import by_tab
from playground.app.numbers_text import short_text
from playground.app.palette import Theme
from playground.app.plots.curves import DASHES
from playground.app.precision_plot import look_of
from playground.app.precision_words import (
    digits_text,
    loss_text,
    step_text,
    theta_texts,
    whole_text,
)
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from playground.core.precision import Precise

_SAMPLE, _ROW, _TEXT_PX, _WIDE, _NARROW = 20, 22, 12, 590, 260  # pixels of the design
_TRANSPORT = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space)


class _Column(NamedTuple):
    title: str
    tip: str


_COLUMNS = (
    _Column("format", "The number format; a click runs the experiment in it"),
    _Column("final θ", "Theta after the last step"),
    _Column("final loss", "The loss after the last step"),
    _Column("digits", "How many digits of the final theta are those of float64"),
    _Column(
        "lost at",
        "The first step whose loss, gradient or theta is none; the epoch is one more",
    ),
    _Column("largest", "The largest number of the format"),
    _Column("ε", "The gap between 1 and the next number"),
)
_LEAST = (0, 1, 2, 3, 4)  # columns that stay where there is little room
_FEWEST = (0, 3, 4)  # … and where there is next to none, as with large text
_MARGIN = 4  # on either side of a cell's text
_THETA = 1  # the column that gives way then


class FormatsTable(QTableWidget):
    """A row for each format; that of the run on screen is marked.

    Enter or a click on a row chooses its format.

    chosen: the experiment is to be run in this format.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, len(_COLUMNS))
        self.formats: tuple[str, ...] = ()
        self._now = ""
        self._past = False
        self.setAccessibleName("Number formats")
        self.setAccessibleDescription("Enter runs the experiment in the chosen format.")
        self.setProperty("role", "runs")
        by_tab(self)
        for at, column in enumerate(_COLUMNS):
            title = QTableWidgetItem(column.title)
            title.setToolTip(column.tip)
            self.setHorizontalHeaderItem(at, title)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setItemDelegateForColumn(_THETA, _WholeNumbers(self))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(10)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_THETA, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.cellClicked.connect(lambda row, _column: self.chosen.emit(self.formats[row]))
        self.paint_with(current_theme())

    def show_runs(self, shown: Sequence[Precise], now: str) -> None:
        """Show these runs; `now` is the format of the run on screen."""
        self.formats, self._now = tuple(one.dtype for one in shown), now
        self.setRowCount(len(shown))
        for row, one in enumerate(shown):
            texts = (
                one.dtype, theta_texts(one)[0], loss_text(one), digits_text(one), step_text(one),
                short_text(one.largest, 3), short_text(one.epsilon, 3),
            )  # fmt: skip
            numbers = f"its largest number is {texts[5]} and ε is {texts[6]}"
            tips = {0: f"Run the experiment in {one.dtype}: {numbers}", 1: whole_text(one)}
            for at, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(tips.get(at, _COLUMNS[at].tip))
                if at == _THETA:
                    item.setData(Qt.ItemDataRole.UserRole, theta_texts(one))
                self.setItem(row, at, item)
        self._mark()
        self._take_height()

    def mark(self, now: str) -> None:
        """Mark the format of the run on screen."""
        if now != self._now:
            self._now = now
            self._mark()
            if now in self.formats and self.currentRow() >= 0:
                self.setCurrentCell(self.formats.index(now), 0)  # a click on another one is past

    def fade(self, past: bool) -> None:
        """Show whether the numbers are of an earlier experiment."""
        if past != self._past:
            self._past = past
            self._mark()

    def _mark(self) -> None:
        theme = current_theme()
        for row, name in enumerate(self.formats):
            for at in range(self.columnCount()):
                item = self.item(row, at)
                assert item is not None  # every cell of a row is filled at once
                chosen = name == self._now
                colour = theme.muted if self._past else theme.accent if chosen else theme.text
                item.setForeground(QColor(colour))
                if not at:
                    font = QFont(self.font())
                    font.setBold(chosen)
                    item.setFont(font)
                    item.setIcon(_sample(name, theme))

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        font = QFont(self.font())
        font.setPixelSize(theme.px(_TEXT_PX))
        font.setFeature(QFont.Tag("tnum"), 1)
        self.setFont(font)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
        self.setIconSize(QSize(theme.px(_SAMPLE), theme.px(12)))
        self._mark()
        self._take_height()

    def _take_height(self) -> None:
        header, row = self.horizontalHeader().sizeHint().height(), current_theme().px(_ROW)
        rows = max(self.rowCount(), 4)
        self.setMinimumHeight(header + 2 * row + 4)
        self.setMaximumHeight(header + rows * row + 4)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Hide what the tool tips say as well where there is no room for all."""
        theme = current_theme()
        wide = self.width() >= theme.px(_WIDE)
        kept = _LEAST if self.width() >= theme.px(_NARROW) else _FEWEST
        for at in range(self.columnCount()):
            self.setColumnHidden(at, not wide and at not in kept)
        mode = QHeaderView.ResizeMode
        way = mode.ResizeToContents if wide else mode.Stretch
        self.horizontalHeader().setSectionResizeMode(_THETA, way)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentRow()
        if event.key() in _TRANSPORT:
            event.ignore()  # these move the playhead everywhere in the window
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= row < len(self.formats):
            self.chosen.emit(self.formats[row])
        else:
            super().keyPressEvent(event)


class _WholeNumbers(QStyledItemDelegate):
    """Shows the longest of a cell's texts that there is room for: a number cut off is another."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option_: Any = option  # PySide's stubs leave its fields out
        room, metrics = option_.rect.width() - 2 * _MARGIN, option_.fontMetrics
        texts = index.data(Qt.ItemDataRole.UserRole)
        if texts and room > 0:  # there is none yet while the column is measured
            fitting = (text for text in texts if metrics.horizontalAdvance(text) <= room)
            option_.text = next(fitting, texts[-1])


def _sample(dtype: str, theme: Theme) -> QIcon:
    """Return a piece of its curve."""
    look = look_of(dtype, theme)
    pixmap = QPixmap(theme.px(_SAMPLE), theme.px(12))
    pixmap.fill(Qt.GlobalColor.transparent)
    pen = pg.mkPen(look.colour, width=2.0 * look.width)
    if DASHES[look.dash]:
        pen.setDashPattern(DASHES[look.dash])
    with QPainter(pixmap) as painter:
        painter.setPen(pen)
        middle = pixmap.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(pixmap.width(), middle))
    return QIcon(pixmap)
