"""The formula, or the loss's own lines of code, with the place marked that a node comes from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit

from playground.app.palette import Theme, mixed

_TYPE_PX = 11
_MARKED = 0.22  # of the accent, behind marked text


class SourceText(QPlainTextEdit):
    """Shows the source; it cannot be edited."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Source of the graph")
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("role", "source")
        self.spans: tuple[tuple[int, int], ...] = ()
        self._colour = QColor()

    def show_source(self, text: str) -> None:
        """Show this text."""
        if text != self.toPlainText():
            self.setPlainText(text)
            self.spans = ()

    def mark(self, spans: Sequence[tuple[int, int]]) -> None:
        """Mark these places, and bring the first of them on screen."""
        if tuple(spans) == self.spans:
            return
        self.spans = tuple(spans)
        self._mark()
        self._bring_on_screen()

    @property
    def marked(self) -> tuple[str, ...]:
        """The marked parts of the text."""
        return tuple(self._cursor(span).selectedText() for span in self.spans)

    def limit(self, most: int) -> None:
        """Be as high as the text, or as the lines that so many pixels hold if that is less."""
        line = self.fontMetrics().lineSpacing()
        lines = max(round(self.document().size().height()), 1)  # a plain text counts in lines
        above = round(self.document().documentMargin()) + self.frameWidth()
        shown = max(min(lines, (most - above) // line), 1)
        # below the last of all lines there is a margin; elsewhere the next would look in
        self.setFixedHeight(shown * line + above + (above + 2 if shown in (1, lines) else 0))
        self._bring_on_screen()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.px(_TYPE_PX))
        self.setFont(font)
        self._colour = QColor(mixed(theme.accent, theme.surface, _MARKED))
        self._mark()

    def _bring_on_screen(self) -> None:
        if self.spans:
            cursor = self._cursor(self.spans[0])
            cursor.setPosition(cursor.anchor())
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        elif self.verticalScrollBar().maximum():
            self.verticalScrollBar().setValue(0)

    def _mark(self) -> None:
        shown = []
        for span in self.spans:
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(span)
            style = QTextCharFormat()
            style.setBackground(self._colour)
            selection.format = style
            shown.append(selection)
        self.setExtraSelections(shown)

    def _cursor(self, span: tuple[int, int]) -> QTextCursor:
        text = self.toPlainText()
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(text[: span[0]]))
        cursor.setPosition(_units(text[: span[1]]), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def _units(text: str) -> int:
    """The length of a text as Qt counts it: letters beyond 16 bits are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
