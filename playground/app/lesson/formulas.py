"""Formulas within a line of text: pictures whose letters stand on the line."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPixmap, QTextCharFormat, QTextImageFormat

from playground.app.mathematics import formula_pixmap
from playground.typesetting import SIZE, typeset

_VIEW_BOX = re.compile(r'viewBox="[-0-9.e]+ ([-0-9.e]+) [-0-9.e]+ ([-0-9.e]+)"')
_LARGEST_FONT = 400


@lru_cache(maxsize=256)
def line_picture(latex: str, colour: str, size: int) -> tuple[QPixmap, QTextImageFormat] | None:
    """Return the picture of a typeset formula and the format that puts it on the line.

    None if the formula cannot be drawn. Takes as long as `formula_pixmap` does.
    """
    drawn = formula_pixmap(latex, colour, size)
    if drawn is None:
        return None
    font = _font_reaching(depth(latex) * size / SIZE)
    below = QFontMetrics(font).descent()
    above = math.ceil(drawn.deviceIndependentSize().height() - depth(latex) * size / SIZE)
    sharp = drawn.devicePixelRatio()
    picture = QPixmap(drawn.width(), round((above + below) * sharp))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(sharp)
    painter = QPainter(picture)
    top = above - (drawn.deviceIndependentSize().height() - depth(latex) * size / SIZE)
    painter.drawPixmap(0, round(top), drawn)
    painter.end()
    shape = QTextImageFormat()
    shape.setWidth(drawn.deviceIndependentSize().width())
    shape.setHeight(above + below)
    # Qt lets a picture reach as far below the line as the letters of its format's font do.
    shape.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    shape.setFont(font)
    return picture, shape


def depth(latex: str) -> float:
    """Return how far a formula reaches below its line, in the pixels of its drawing."""
    found = _VIEW_BOX.search(typeset(latex))
    return max(float(found[1]) + float(found[2]), 0.0) if found is not None else 0.0


@lru_cache(maxsize=64)
def _font_reaching(below: float) -> QFont:
    """Return the smallest font whose letters reach so many pixels below the line."""
    font = QFont()
    for size in range(1, _LARGEST_FONT):
        font.setPixelSize(size)
        if QFontMetrics(font).descent() >= below:
            break
    return font
