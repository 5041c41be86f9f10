"""How the letters of a lesson's text look."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontDatabase, QTextCharFormat

from playground.app.theme import current_theme


class TextFormats:
    """Each format is made once: a text asks for one at every word that looks otherwise."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, QFont.Weight, bool], QTextCharFormat] = {}
        self._font = QFont()

    def begin(self, font: QFont) -> None:
        """Go by this font and the theme in force."""
        self._made.clear()
        self._font = font

    def of(
        self, size: int, weight: QFont.Weight = QFont.Weight.Normal, code: bool = False
    ) -> QTextCharFormat:
        """Return letters of this size in pixels of the design."""
        key = size, weight, code
        if key not in self._made:
            self._made[key] = self._make(*key)
        return QTextCharFormat(self._made[key])  # a copy, that the text may change

    def _make(self, size: int, weight: QFont.Weight, code: bool) -> QTextCharFormat:
        theme, look = current_theme(), QTextCharFormat()
        font = QFont(self._font)
        if code:
            font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            look.setBackground(QColor(theme.window))
        font.setPixelSize(theme.px(size))
        font.setWeight(weight)
        look.setFont(font)
        look.setForeground(QColor(theme.text))
        return look
