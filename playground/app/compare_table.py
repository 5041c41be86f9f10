"""The table of a comparison: which optimizer did best, at which rate, and a way to its run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGraphicsOpacityEffect,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from playground.app.compare_plots import Shown
from playground.app.focus import by_tab
from playground.app.numbers_text import short_text
from playground.app.plots.curves import DASHES
from playground.app.theme import Theme, current_theme

_TITLES = ("Optimizer", "Best rate", "Median loss", "", "")
MEDIAN = "The median of the final losses from several starts; each curve is from one of them"
_SAMPLE, _ROW, _LOW, _NARROW = 24, 26, 22, 330  # pixels of the design
_USUAL = 4  # rows that are seen at once wherever they can be
_SHARE, _SMALL = 0.42, 360  # of the panel's height; and one that is small, in pixels
_FADED = 0.5


class CompareTable(QTableWidget):
    """A row for each optimizer, the lowest loss first.

    open_asked, pin_asked: the run of that row, by its place in the comparison, is to be shown,
    or shown and pinned. pointed_at: the mouse is on that row, or on none: −1.
    """

    open_asked = Signal(int)
    pin_asked = Signal(int)
    pointed_at = Signal(int)

    def __init__(self) -> None:
        super().__init__(0, len(_TITLES))
        self.setAccessibleName("Comparison")
        self.setHorizontalHeaderLabels(list(_TITLES))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self._most = 0  # pixels that it may take of the plots
        self._places: list[int] = []  # in the comparison, of the rows
        self.setMouseTracking(True)
        self.cellEntered.connect(lambda row, _column: self.pointed_at.emit(self._places[row]))
        self._opacity = QGraphicsOpacityEffect(self)
        self._opacity.setEnabled(False)
        self.setGraphicsEffect(self._opacity)
        for column, tip in ((1, "The best learning rate"), (2, MEDIAN)):
            title = QTableWidgetItem(_TITLES[column])
            title.setToolTip(tip)
            self.setHorizontalHeaderItem(column, title)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.paint_with(current_theme())

    def show_runs(self, shown: Sequence[Shown]) -> None:
        """Show these runs."""
        order = sorted(range(len(shown)), key=lambda place: _lowest(shown[place]))
        self._places = order
        self.setRowCount(len(shown))
        for row, place in enumerate(order):
            one = shown[place]
            name = QTableWidgetItem(_sample(one, current_theme()), one.name)
            name.setToolTip(
                f"{one.name}: {rate_text(one)}, median loss {_loss_text(one) or 'none'}, "
                f"from the start on screen {_own_text(one) or 'none'}"
            )
            self.setItem(row, 0, name)
            rate = QTableWidgetItem(_brief_rate(one))
            rate.setToolTip(rate_text(one))
            self.setItem(row, 1, rate)
            self.setItem(row, 2, QTableWidgetItem(_loss_text(one)))
            show = f"Show {one.name} at its best learning rate"
            buttons = (
                self._button("Open", f"{show} as the current run", one),
                self._button("Pin", f"{show}, and keep it beside the runs to come", one),
            )
            for column, button, signal in zip(
                (3, 4), buttons, (self.open_asked, self.pin_asked), strict=True
            ):
                button.clicked.connect(partial(signal.emit, place))
                self.setCellWidget(row, column, button)
        self._take_height()
        self.doItemsLayout()  # or the buttons of a new row lie over the first one until it is seen

    def fade(self, faded: bool) -> None:
        """Show the rows as something of the past, or as what they are."""
        self._opacity.setOpacity(_FADED)
        self._opacity.setEnabled(faded)

    def share(self, height: int) -> None:
        """Take so much of a panel of this height that the usual rows are seen, if it is enough."""
        theme = current_theme()
        self._most = round(_SHARE * height)
        row = theme.px(_LOW if height < theme.px(_SMALL) else _ROW)
        self.verticalHeader().setMinimumSectionSize(row)
        self.verticalHeader().setDefaultSectionSize(row)
        self._take_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The rows are in its order, and a name says more.
        self.setColumnHidden(2, self.width() < current_theme().px(_NARROW))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed_at.emit(-1)

    def paint_with(self, theme: Theme) -> None:
        """Take the sizes of a theme."""
        self.setIconSize(QSize(theme.px(_SAMPLE), theme.px(12)))
        self._take_height()

    def _take_height(self) -> None:
        """Grow with the rows, and scroll where there is no room for them."""
        header, row = (
            self.horizontalHeader().sizeHint().height(),
            self.verticalHeader().defaultSectionSize(),
        )
        rows = max(self.rowCount(), 1)
        around = header + 2 * self.frameWidth() + 2
        self.setMaximumHeight(around + rows * row)
        self.setMinimumHeight(
            around + max(min(rows, _USUAL, (self._most - around) // row), 1) * row
        )

    def _button(self, verb: str, tip: str, one: Shown) -> QPushButton:
        button = by_tab(QPushButton(verb))
        button.setProperty("role", "cell")
        button.setAccessibleName(f"{verb} {one.name}")
        button.setToolTip(tip)
        button.setEnabled(one.run.contender.experiment is not None)
        return button


def rate_text(one: Shown) -> str:
    """Return the best rate, and whether a better one may lie beyond those that were tried."""
    contender = one.run.contender
    if not np.isfinite(contender.best_rate):
        return "every rate diverges"
    at_edge = contender.best_rate in (contender.learning_rate[0], contender.learning_rate[-1])
    return short_text(contender.best_rate, 3) + (" (end of the range)" if at_edge else "")


def _brief_rate(one: Shown) -> str:
    """Return the best rate in few letters, so that the names have room: "≥ 1" at the upper end."""
    contender = one.run.contender
    if not np.isfinite(contender.best_rate):
        return "none"
    first, last = contender.learning_rate[[0, -1]]
    sign = {first: "≤ ", last: "≥ "}.get(contender.best_rate, "")
    return sign + short_text(contender.best_rate, 3)


def _loss_text(one: Shown) -> str:
    lowest = _lowest(one)
    return short_text(lowest, 5) if np.isfinite(lowest) else ""


def _own_text(one: Shown) -> str:
    """Return the final loss of its curve."""
    last = float(one.run.loss[-1]) if len(one.run.loss) else np.inf
    return short_text(last, 5) if np.isfinite(last) else ""


def _lowest(one: Shown) -> float:
    return float(np.min(one.run.contender.median_loss))


def _sample(one: Shown, theme: Theme) -> QIcon:
    """Return a piece of its curve."""
    pixmap = QPixmap(theme.px(_SAMPLE), theme.px(12))
    pixmap.fill(Qt.GlobalColor.transparent)
    pen = pg.mkPen(one.colour, width=2.5)
    if DASHES[one.dash]:
        pen.setDashPattern(DASHES[one.dash])
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        middle = pixmap.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(pixmap.width(), middle))
    return QIcon(pixmap)
