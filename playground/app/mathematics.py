"""Typeset formulas: LaTeX to a picture in the theme's colour, plain text where that fails."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QSizePolicy

from playground.app.escape import tip
from playground.app.theme import current_theme
from playground.typesetting import COLOUR, SIZE, typeset

_SHARPNESS = 2  # drawn this many times larger, for screens with two pixels a point
_SMALLEST = 10  # below this a formula cannot be read
_PATIENCE_MS = 50  # what else changed with a formula is drawn first
_LOOK_MS = 16
_STALE = 8  # looks after which nothing is better than the formula before


@lru_cache(maxsize=256)
def formula_pixmap(latex: str, colour: str, size: int) -> QPixmap | None:
    """Return the formula as a picture with letters `size` pixels high, or None if it fails.

    Takes as long as typesetting does unless that was done before; where the window must not
    wait, ask Session.has_typeset first.
    """
    drawing = typeset(latex)
    renderer = QSvgRenderer(QByteArray(drawing.replace(COLOUR, colour).encode()))
    if not drawing or not renderer.isValid():
        return None
    shape = renderer.viewBoxF().size() * (size / SIZE * _SHARPNESS)
    pixmap = QPixmap(math.ceil(shape.width()), math.ceil(shape.height()))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, shape.width(), shape.height()))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARPNESS)
    return pixmap


def formula_icon(latex: str, size: int = 13) -> QIcon:
    """Return the formula as an icon in the theme's text colour; empty if it fails."""
    theme = current_theme()
    pixmap = formula_pixmap(latex, theme.text, theme.px(size))
    return QIcon() if pixmap is None else QIcon(pixmap)


class FormulaLabel(QLabel):
    """A typeset formula, made smaller where it is too wide; its plain text where that fails.

    `is_typeset` says whether a formula can be drawn without a wait; it is asked until it can.
    """

    def __init__(self, size: int = 14, is_typeset: Callable[[str], bool] = bool) -> None:
        super().__init__()
        self._is_typeset = is_typeset
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._size = size
        self._latex = self._plain = ""
        self._looks = 0  # for the formula since it was asked for
        self._soon = QTimer(self, singleShot=True)
        self._soon.timeout.connect(self._redraw)

    def show_formula(self, latex: str, plain: str = "") -> None:
        """Show this LaTeX; `plain` is what stands there if it cannot be drawn, and is read out."""
        if (latex, plain) != (self._latex, self._plain):
            self._latex, self._plain = latex, plain
            self.setAccessibleName(plain or latex)
            self.setToolTip(tip(plain))
            self._looks = 0
            self._soon.start(_PATIENCE_MS)

    def _redraw(self) -> None:
        if self._latex and not self._is_typeset(self._latex):
            self._looks += 1
            if self._looks == _STALE:
                self.clear()
            self._soon.start(_LOOK_MS)
            return
        theme, room = current_theme(), self.width()
        size = theme.px(self._size)
        pixmap = formula_pixmap(self._latex, theme.text, size)
        if pixmap is not None and pixmap.deviceIndependentSize().width() > room:
            size = int(size * room / pixmap.deviceIndependentSize().width())
            enough = size >= theme.px(_SMALLEST)
            pixmap = formula_pixmap(self._latex, theme.text, size) if enough else None
        if pixmap is None:
            self.setText(self._plain or self._latex)
        else:
            self.setPixmap(pixmap)

    def sizeHint(self) -> QSize:
        # The same height for every formula of one line, so that nothing below it moves.
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), current_theme().px(self._size + 7)))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._soon.start(_PATIENCE_MS)
