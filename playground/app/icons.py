"""Our line icons, drawn in a colour of the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

from playground.app.focus import by_tab
from playground.app.theme import current_theme
from playground.assets import resource

_SHARPNESS = 3  # drawn this many times larger, for screens of up to three pixels a point


def icon(name: str, colour: str = "") -> QIcon:
    """Return the icon of that file name, in the colour or the theme's text colour.

    Raises OSError if there is no such icon.
    """
    theme = current_theme()
    made = QIcon(tinted(name, colour or theme.text, theme.px(16)))
    made.addPixmap(tinted(name, theme.muted, theme.px(16)), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=256)
def tinted(name: str, colour: str, size: int) -> QPixmap:
    """Return a square picture of the icon with every stroke in the colour."""
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    drawing = drawing.replace("#000000", colour)
    pixmap = QPixmap(size * _SHARPNESS, size * _SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    renderer.render(painter, QRectF(0, 0, pixmap.width(), pixmap.height()))
    painter.end()
    pixmap.setDevicePixelRatio(_SHARPNESS)
    return pixmap


class IconButton(QToolButton):
    """A button with one of our icons, always in the theme's colour; quiet until pointed at."""

    def __init__(self, name: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        by_tab(self)
        self.setProperty("quiet", True)
        self.setToolTip(tip)
        self.setAccessibleName(tip)
        self._name = name
        self._redraw()

    def set_icon(self, name: str) -> None:
        """Show another icon, such as "pause" in place of "play"."""
        self._name = name
        self._redraw()

    def _redraw(self) -> None:
        size = current_theme().px(16)
        self.setIconSize(QSize(size, size))
        self.setIcon(icon(self._name))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
