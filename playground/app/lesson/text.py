"""The text of a lesson: blocks of Markdown laid out as they are, with typeset formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import inf

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QSizePolicy, QTextEdit

from playground.app.lesson.formula_pictures import Drawn, FormulaPictures
from playground.app.lesson.spoken import spoken, visible
from playground.app.lesson.text_formats import TextFormats
from playground.app.theme import current_theme
from playground.core.lesson_markdown import (
    Block,
    Code,
    Formula,
    Heading,
    Items,
    Span,
    blocks,
)

TEXT_PX, CODE_PX, DISPLAYED_PX = 14, 13, 19
IN_LINE = 1.2  # letters of formulas are smaller than those of a screen font of one size
HEADING_PX = {1: 18, 2: 16, 3: 14}
GAP_PX, INDENT_PX = 8, 18
USUAL_PX = 380  # of the width, until that is known
LOOK_MS = 30
PICTURE = QTextDocument.ResourceType.ImageResource


class LessonText(QTextEdit):
    """Some Markdown, as high as it is; nothing of it is ever read as HTML.

    `is_typeset` says whether a formula can be drawn without a wait; it is asked until it can.
    """

    def __init__(self, is_typeset: Callable[[str], bool] = bool) -> None:
        super().__init__()
        self._pictures, self._formats = FormulaPictures(is_typeset), TextFormats()
        self._blocks: tuple[Block, ...] = ()
        self._widest = 0.0  # of the formulas, if they had all the room
        self._room = 0  # the width that there is; 0 until it has a place
        self._looks = self._patience = 0  # for pictures since the last layout, before the next
        self._weight = QFont.Weight.Normal
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.document().setUndoRedoEnabled(False)
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._look)

    def show_markdown(self, text: str) -> None:
        """Show this text; hidden if there is none."""
        self._blocks = blocks(text)
        self.setAccessibleName("Text")
        self.setAccessibleDescription(spoken(self._blocks))
        if not self._blocks or self.parentWidget() is not None:
            self.setVisible(bool(self._blocks))  # with no parent it would be a window of its own
        self._begin_anew()

    def strengthen(self) -> None:
        """Set what is shown from now on in semibold type, as a question is."""
        self._weight = QFont.Weight.DemiBold

    # -- the document --------------------------------------------------------------------------

    def _begin_anew(self) -> None:
        self._pictures.begin()
        self._patience = self._looks = 0
        self._lay_out()

    def _lay_out(self) -> None:
        self._again.stop()
        self._write_all()
        if self._pictures.lacking:
            self._pictures.draw_some()
            if not self._pictures.lacking:
                self._write_all()  # with a few formulas all of them are there at once
        if self._pictures.lacking:
            self._again.start(LOOK_MS)
        self._fit()

    def _look(self) -> None:
        """Draw more of the formulas; each layout waits for twice as many as the one before."""
        more = self._pictures.draw_some()
        self._looks += 1
        if self._pictures.lacking and self._looks <= self._patience:
            self._again.start(0 if more else LOOK_MS)
            return
        self._patience, self._looks = 2 * self._patience + 1, 0
        self._lay_out()

    def _write_all(self) -> None:
        self._widest = 0.0
        self._formats.begin(self.font())
        self.document().clear()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()  # else Qt lays the paragraph out anew after each word
        for number, block in enumerate(self._blocks):
            self._write(cursor, block, number == 0)
        cursor.endEditBlock()

    def _write(self, cursor: QTextCursor, block: Block, first: bool) -> None:
        if isinstance(block, Heading):
            size = HEADING_PX[block.level]
            self._begin(cursor, first)
            self._write_spans(cursor, block.spans, size, QFont.Weight.DemiBold)
        elif isinstance(block, Items):
            for number, item in enumerate(block.items, 1):
                self._begin(cursor, first and number == 1, hanging=True, gap=GAP_PX // 2)
                mark = f"{number}." if block.ordered else "•"
                cursor.insertText(f"{mark}\t", self._formats.of(TEXT_PX))
                self._write_spans(cursor, item, TEXT_PX)
        elif isinstance(block, Code):
            for number, line in enumerate(block.text.split("\n")):
                self._begin(cursor, first and number == 0, gap=0 if number else GAP_PX)
                cursor.insertText(visible(line), self._formats.of(CODE_PX, code=True))
        elif isinstance(block, Formula):
            self._begin(cursor, first, centred=True)
            self._write_formula(cursor, block.latex, DISPLAYED_PX)
        else:
            self._begin(cursor, first)
            self._write_spans(cursor, block.spans, TEXT_PX, self._weight)

    def _begin(
        self,
        cursor: QTextCursor,
        first: bool,
        *,
        hanging: bool = False,
        centred: bool = False,
        gap: int = GAP_PX,
    ) -> None:
        px, shape = current_theme().px, QTextBlockFormat()
        shape.setTopMargin(0 if first else px(gap))
        if hanging:
            indent = px(INDENT_PX)
            shape.setLeftMargin(indent)
            shape.setTextIndent(-indent)
            shape.setTabPositions([QTextOption.Tab(indent, QTextOption.TabType.LeftTab)])
        if centred:
            shape.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if first:
            cursor.setBlockFormat(shape)
        else:
            cursor.insertBlock(shape)

    def _write_spans(
        self,
        cursor: QTextCursor,
        spans: Sequence[Span],
        size: int,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> None:
        for span in spans:
            if span.kind == "formula":
                self._write_formula(cursor, span.text, IN_LINE * size)
                continue
            look = self._formats.of(size, weight, code=span.kind == "code")
            if span.kind == "strong":
                look.setFontWeight(QFont.Weight.DemiBold)
            look.setFontItalic(span.kind == "emphasis")
            cursor.insertText(visible(span.text), look)

    def _write_formula(self, cursor: QTextCursor, latex: str, size: float) -> None:
        theme = current_theme()
        drawn = self._fitting(latex, theme.text, theme.px(size))
        if drawn is None:
            cursor.insertText(visible(latex), self._formats.of(CODE_PX, code=True))
            return
        picture, shape = drawn
        name = f"{latex}|{theme.text}|{picture.height()}|{picture.width()}"
        self.document().addResource(PICTURE, QUrl(name), picture)
        shape.setName(name)
        cursor.insertImage(shape)

    def _fitting(self, latex: str, colour: str, size: int) -> Drawn | None:
        drawn = self._pictures.picture(latex, colour, size)
        if drawn is None:
            return None
        self._widest = max(self._widest, drawn[1].width())
        if drawn[1].width() > self._room > 0:
            small = max(int(size * self._room / drawn[1].width()), 8)
            return self._pictures.picture(latex, colour, small)
        return drawn

    # -- its size ------------------------------------------------------------------------------

    def _fit(self) -> None:
        self.document().setTextWidth(self._room or current_theme().px(USUAL_PX))
        self.setFixedHeight(round(self.document().size().height() + 0.5))

    def sizeHint(self) -> QSize:
        return QSize(0, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        before, self._room = self._room, event.size().width()
        if before == self._room:
            return
        if self._widest > min(before or inf, self._room):
            self._lay_out()
        else:
            self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it scrolls the step, of which this is a part

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._pictures.begin()
            self._again.start(0)
