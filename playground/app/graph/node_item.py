"""A box of the graph: an operation, theta, a constant or several folded into one."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.app.graph.lettering import (
    LABEL,
    NAME,
    SYMBOL,
    VALUE,
    Size,
    fitted,
    is_legible,
    letters,
    write,
    zoom_of,
)
from playground.app.graph.sight import NodeLook
from playground.app.graph.texts import GRAD
from playground.app.palette import mixed
from playground.app.theme import Theme, current_theme

_RADIUS, _ROUND = 6.0, 18.0
_BEHIND = 4.0  # how far the box behind a folded one looks out
_INSIDE = 5.0  # between text and the sides of the box
_TIGHT = 2.0  # the same for autograd's long names
_FADED = 0.22
_SHORT = 5  # letters of what is a symbol, not a sentence
_LONG = Size(12.0, 10.0, 18.0)  # a label of several words in place of a symbol


class NodeItem(QGraphicsItem):
    """Draws one NodeLook in its box, which never changes its size."""

    def __init__(self, index: int, box: QRectF) -> None:
        super().__init__()
        self.index, self.box = index, box
        room = _BEHIND + 3
        self._bounds = box.adjusted(-room, -room, room, room)
        self.look = NodeLook("operation", ("",), "", ())
        self.setZValue(1)

    def show_look(self, look: NodeLook) -> None:
        """Look like this."""
        if look != self.look:
            self.look = look
            self.setOpacity(_FADED if look.faded else 1.0)
            self.update()

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        theme, zoom = current_theme(), zoom_of(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter, theme, zoom)
        self._write(painter, theme, zoom)

    def _paint_box(self, painter: QPainter, theme: Theme, zoom: float) -> None:
        look = self.look
        if look.kind == "constant" and not (look.now or look.selected):
            return  # it recedes: its name is enough
        pen = QPen(QColor(_border(look, theme)), _width(look) / min(max(zoom, 0.5), 1.0))
        computed = look.values or look.kind == "constant"
        if not (computed or look.now or look.selected):
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        radius = _ROUND if look.kind == "leaf" else _RADIUS
        if look.kind == "folded":
            painter.setBrush(QColor(theme.surface))
            behind = self.box.translated(_BEHIND, _BEHIND)
            painter.drawRoundedRect(behind, radius, radius)
        painter.setBrush(QColor(_fill(look, theme)))
        painter.drawRoundedRect(self.box, radius, radius)

    def lines(self, zoom: float) -> list[_Line]:
        """Return the lines of text in the box."""
        width = self.box.width() - 2 * _INSIDE
        return [*_lines(self.look, zoom, width), *_grad(self.look, zoom, width)]

    def _write(self, painter: QPainter, theme: Theme, zoom: float) -> None:
        lines = [(letters(line.size, zoom, line.bold), line) for line in self.lines(zoom)]
        top = self.box.center().y() - sum(written.height for written, _ in lines) / 2
        open_ended = self.look.kind == "constant"  # it has no sides: its text ends at its edge
        side = Qt.AlignmentFlag.AlignRight if open_ended else Qt.AlignmentFlag.AlignHCenter
        for written, line in lines:
            painter.setPen(QColor(getattr(theme, line.colour)))
            inside = _TIGHT if open_ended or line.size is NAME else _INSIDE
            width = self.box.width() - 2 * inside
            top = write(painter, written, line.texts, self.box.center().x(), top, width, side)


class _Line(NamedTuple):
    """A line of text in a box, in a colour of the theme."""

    size: Size
    colour: str
    texts: tuple[str, ...]
    bold: bool = False


def _lines(look: NodeLook, zoom: float, width: float) -> list[_Line]:
    if look.kind == "constant":
        lines = [_Line(VALUE, "muted", look.symbol)]
        room = look.values and is_legible(NAME, zoom)
        return [*lines, _Line(NAME, "muted", look.values)] if room else lines
    size = _LONG if len(look.symbol[0]) > _SHORT else SYMBOL
    lines = [_Line(size, "text", look.symbol, bold=True)]
    if look.name and is_legible(NAME, zoom):
        lines.append(_Line(NAME, "muted", (look.name,)))
    written = letters(VALUE, zoom)
    if look.rows and all(fitted((row,), written, width) for row in look.rows):
        lines.extend(_Line(VALUE, "text", (row,)) for row in look.rows)
    elif look.values:
        lines.append(_Line(VALUE, "text", look.values))
    return lines


def _grad(look: NodeLook, zoom: float, width: float) -> list[_Line]:
    """Theta's .grad, on two lines where its digits have no room beside its name."""
    if not look.grad:
        return []
    colour = "accent" if look.has_grad else "muted"
    if fitted(look.grad[:1], letters(LABEL, zoom), width):
        return [_Line(LABEL, colour, look.grad)]
    numbers = tuple(text.removeprefix(GRAD) for text in look.grad)
    return [_Line(LABEL, colour, (GRAD.strip(),)), _Line(LABEL, colour, numbers)]


def _border(look: NodeLook, theme: Theme) -> str:
    if look.now:
        return theme.accent
    if look.selected or look.kind == "leaf":
        return theme.text
    return mixed(theme.muted, theme.surface, 0.7)


def _fill(look: NodeLook, theme: Theme) -> str:
    if look.now:
        return mixed(theme.accent, theme.surface, 0.12)
    return theme.hover if look.selected else theme.surface


def _width(look: NodeLook) -> float:
    return 2.5 if look.now or look.selected else 1.5 if look.kind == "leaf" else 1.0
