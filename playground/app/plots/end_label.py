"""The words beside the cross of a broken run: whole in any plot, and clear of the cross."""

from __future__ import annotations

import pyqtgraph as pg

GAP = 0.05  # of the label's width, between it and the cross
_MARGIN_PX = 2  # of the plate around the words
_WRAPPED = 0.6  # of their width: half of them and the half of a word


class EndLabel(pg.TextItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Text at a place of a plot, on the side where there is room.

    Where neither side has room it lies below or above the place, in lines no wider than the plot.
    """

    def __init__(self, clear: float) -> None:
        """Keep so many pixels above and below the place clear."""
        super().__init__("")  # plain text, whatever it says
        self.clear = clear
        self.textItem.document().setDocumentMargin(_MARGIN_PX)
        self._side = (0.0, 0.5)
        self._laid_out: object = None

    def put(self, x: float, y: float, text: str, side: tuple[float, float]) -> None:
        """Write text at (x, y); side: which part of it would be there, across and down."""
        self._side = side
        if text != self.toPlainText():
            self.setPlainText(text)
        self.setPos(x, y)
        self.fit()
        self.setVisible(True)  # show() would leave the transform of the plot as it was when hidden

    def fit(self) -> None:
        """Lay the text out for the plot as large as it is now."""
        box = self.getViewBox()
        if box is None or not box.width() or not box.height():
            return
        room = float(box.width()), float(box.height())
        self._wrap(room[0])
        self.setAnchor(self._anchor(room, *box.viewRange()))

    def _wrap(self, room: float) -> None:
        item = self.textItem
        key = (self.toPlainText(), room, item.font().pixelSize())
        if key == self._laid_out:
            return
        self._laid_out = key
        item.setTextWidth(-1)
        wide = item.boundingRect().width()
        if wide > room:  # in lines about as long as each other
            item.setTextWidth(min(_WRAPPED * wide, room))

    def _anchor(
        self, room: tuple[float, float], across: list[float], up: list[float]
    ) -> tuple[float, float]:
        """Return which part of the label is at its place, so that all of it is in the room."""
        size = self.textItem.boundingRect()
        wide, high = size.width(), size.height()
        x = (self.pos().x() - across[0]) / (across[1] - across[0]) * room[0]
        y = (up[1] - self.pos().y()) / (up[1] - up[0]) * room[1]
        wanted = x - self._side[0] * wide
        left, top = max(min(wanted, room[0] - wide), 0.0), y - self._side[1] * high
        if abs(left - wanted) > GAP * wide:  # it would lie on the cross
            top = y + self.clear if y < room[1] / 2 else y - self.clear - high
        top = max(min(top, room[1] - high), 0.0)
        return (x - left) / wide, (y - top) / high
