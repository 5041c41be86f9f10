"""A program on screen: read, selected and copied, never changed; what is new in it is marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit

from playground.app.code_changes import Swap, changed_lines, followed, gaps, mistakes, swaps
from playground.app.code_colours import Highlighter, code_colours
from playground.app.theme import Theme, current_theme

if TYPE_CHECKING:
    from playground.core.programs.shown import ShownLine

_FLAGS = Qt.TextInteractionFlag
_BAR_PX, _MARGIN_PX = 3, 8


class CodeView(QPlainTextEdit):
    """Shows lines of code; `changed` are the numbers of those that the last change has made."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("role", "code")
        self.setReadOnly(True)
        self.setTextInteractionFlags(_FLAGS.TextSelectableByMouse | _FLAGS.TextSelectableByKeyboard)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.changed: frozenset[int] = frozenset()
        self.gone: frozenset[int] = frozenset()  # above these lines some were taken out
        self._lines: tuple[ShownLine, ...] = ()
        self._whole: list[str] = []
        self._sought: tuple[range, int] | None = None  # the lines scrolled to, and how far
        self._highlighter = Highlighter(self.document())
        self.paint_with(current_theme())

    def show_lines(self, lines: Sequence[ShownLine]) -> None:
        """Show these lines and mark those that are new, which are in sight then.

        A mistake that is new, or there from the beginning, is in sight before anything else.
        """
        whole = [line.whole for line in lines]
        if whole == self._whole:
            return
        first = not self._whole
        made = swaps(self._whole, whole)
        top = self.verticalScrollBar().value()
        self._lines, self._whole = tuple(lines), whole
        if first or not whole:
            self.setPlainText("\n".join(line.text for line in lines))
            self.changed = self.gone = frozenset()
        else:
            self._swap(made)
            self.changed, self.gone = changed_lines(made), gaps(made)
            self.verticalScrollBar().setValue(followed(top, made))
        self._bring_into_sight(first)
        self.viewport().update()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and the size of a theme."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme.px(12))
        self.setFont(font)
        self.document().setDocumentMargin(theme.px(_MARGIN_PX))
        self._ground, self._accent = QColor(code_colours(theme).changed), QColor(theme.accent)
        self._bar = theme.px(_BAR_PX)
        self._highlighter.paint_with(theme)

    def _bring_into_sight(self, first: bool) -> None:
        """Scroll to what has changed if none of it is in sight, unless somebody reads here."""
        self._sought = None
        made = [n for n in mistakes(self._whole) if first or n in self.changed]
        news = sorted(self.changed | self.gone)
        if self.hasFocus() or not (made or news):
            return
        if made:
            self._seek(range(made[0], made[0] + 2))  # what is said of it, and the line itself
        elif not any(number in self._seen for number in news):
            self._seek(range(news[0], news[0] + 1))

    def _seek(self, lines: range) -> None:
        """Scroll until these lines are in sight."""
        bar = self.verticalScrollBar()
        if not all(number in self._seen for number in lines):
            bar.setValue(lines[0] - bar.pageStep() // 3)
        self._sought = lines, bar.value()

    @property
    def _seen(self) -> range:
        bar = self.verticalScrollBar()
        return range(bar.value(), bar.value() + bar.pageStep())

    def _swap(self, made: Sequence[Swap]) -> None:
        """Put the new lines in the place of the old ones; nothing else is touched."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for swap in reversed(made):  # from the end, so that the numbers above hold
            lines = [line.text for line in self._lines[swap.after_start : swap.after_end]]
            self._replace(cursor, swap, lines)
        cursor.endEditBlock()

    def _replace(self, cursor: QTextCursor, swap: Swap, lines: list[str]) -> None:
        last = self.document().blockCount()
        if swap.start == last:  # behind the last line
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText("".join(f"\n{line}" for line in lines))
            return
        cursor.setPosition(self._block(swap.start).position())
        keep = QTextCursor.MoveMode.KeepAnchor
        if swap.end < last:
            cursor.setPosition(self._block(swap.end).position(), keep)
            cursor.insertText("".join(f"{line}\n" for line in lines))
            return
        if not lines and swap.start:  # the end of the line before goes as well
            cursor.setPosition(self._block(swap.start).position() - 1)
        cursor.movePosition(QTextCursor.MoveOperation.End, keep)
        cursor.insertText("\n".join(lines))

    def _block(self, number: int) -> QTextBlock:
        return self.document().findBlockByNumber(number)

    # -- Qt --------------------------------------------------------------------------------

    def createMimeDataFromSelection(self) -> QMimeData:
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        first, last = (self.document().findBlock(at) for at in (start, end))
        parts = []
        for number in range(first.blockNumber(), last.blockNumber() + 1):
            at = self._block(number).position()
            line = self._lines[number]
            parts.append(line.part(max(start - at, 0), min(end - at, len(line.text))))
        copied = QMimeData()
        copied.setText("\n".join(parts))
        return copied

    def resizeEvent(self, event: QResizeEvent) -> None:
        sought, at = self._sought, self.verticalScrollBar().value()
        super().resizeEvent(event)
        if sought is not None and sought[1] == at and not self.hasFocus():
            self._seek(sought[0])  # nobody has scrolled since

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid():
            place = self.blockBoundingGeometry(block).translated(offset)
            if place.top() > event.rect().bottom():
                break
            self._mark(painter, block.blockNumber(), place)
            block = block.next()
        painter.end()
        super().paintEvent(event)

    def _mark(self, painter: QPainter, number: int, place: QRectF) -> None:
        width = self.viewport().width()
        if number in self.changed:
            painter.fillRect(QRectF(0, place.top(), width, place.height()), self._ground)
            painter.fillRect(QRectF(0, place.top(), self._bar, place.height()), self._accent)
        if number in self.gone:
            painter.fillRect(QRectF(0, place.top() - 1, 3 * self._bar, 2), self._accent)
