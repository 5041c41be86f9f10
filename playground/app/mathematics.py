"""Typeset formulas: LaTeX to a picture in the theme's colour, plain text where that fails."""

from __future__ import annotations

import logging
import warnings
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from playground.app.escape import escaped
from playground.app.theme import current_theme

if TYPE_CHECKING:
    from ziamath.zmath import Latex

log = logging.getLogger(__name__)

_SHARPNESS = 2  # drawn this many times larger, for screens with two pixels a point
_SMALLEST = 8  # below this a formula cannot be read
_PATIENCE_MS = 50
LONGEST = 600  # characters of LaTeX; typesetting takes 20 to 70 ms, and longer for longer


@lru_cache(maxsize=256)
def formula_pixmap(latex: str, colour: str, size: int) -> QPixmap | None:
    """Return the formula as a picture with letters `size` pixels high, or None if it fails."""
    drawing = _drawing(latex, size)
    if drawing is None:
        return None
    renderer = QSvgRenderer(QByteArray(drawing.replace("#010203", colour).encode()))
    if not renderer.isValid():
        return None
    shape = renderer.defaultSize() * _SHARPNESS
    pixmap = QPixmap(shape)
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


@lru_cache(maxsize=256)
def _drawing(latex: str, size: int) -> str | None:
    """The formula as SVG in the colour #010203; typesetting is the slow part, colour is not."""
    if not latex or len(latex) > LONGEST:
        return None
    try:
        drawing: str = _typesetter()(latex, size=size, color="#010203").svg()
    except Exception as error:  # a formula that cannot be typeset is shown as it was typed
        log.info("not typeset: %s (%s)", latex, error)
        return None
    return drawing


@cache
def _typesetter() -> type[Latex]:
    """ziamath, imported late: that takes 0.2 s, which the window should not wait for."""
    with warnings.catch_warnings():
        # It opens its font in a way that Python 3.11 calls out of date.
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Latex
    config.svg2 = False  # of SVG 2, QtSvg draws nothing but fraction bars
    return Latex


class FormulaLabel(QLabel):
    """A typeset formula, made smaller where it is too wide; its plain text where that fails."""

    def __init__(self, size: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._size = size
        self._latex = self._plain = ""
        # Typesetting takes a few frames: what else changed with the formula is drawn first.
        self._soon = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._soon.timeout.connect(self._redraw)

    def show_formula(self, latex: str, plain: str = "") -> None:
        """Show this LaTeX; `plain` is what stands there if it cannot be drawn, and is read out."""
        if (latex, plain) != (self._latex, self._plain):
            self._latex, self._plain = latex, plain
            self.setAccessibleName(plain or latex)
            self.setToolTip(escaped(plain))
            self._soon.start()

    def _redraw(self) -> None:
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
            self._soon.start()
