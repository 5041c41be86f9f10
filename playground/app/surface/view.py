"""The widget that shows the relief: it can be turned, brought nearer, and reset."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from playground.app.marks import shapes
from playground.app.marks.pixels import Pixels
from playground.app.numbers_text import count_text
from playground.app.palette import Theme
from playground.app.surface.arrows import CARRIED, DOWNHILL, STEP, Arrow
from playground.app.surface.box import Axes, axes_of, draw_texts, draw_walls
from playground.app.surface.camera import Camera, Shot
from playground.app.surface.hidden import hidden
from playground.app.surface.imaging import Imaging
from playground.app.surface.relief import Relief
from playground.app.surface.runs import Track, TrackPainter
from playground.app.surface.sizes import NO_SIZES, paint_sizes
from playground.app.theme import current_theme
from playground.core.pictures import Floats

TURN = 0.5  # degrees for each pixel of a drag
_KEY_TURN, _NEARER = 7.5, 1.15
_NOTCH = 120.0  # of a wheel
_MARGINS = (40, 8, 38)  # pixels left and right, above, below, for the texts of the axes
_HIDDEN = 0.4  # how strong a star behind the relief is
_WIDTHS = {DOWNHILL: 1.5, CARRIED: 6.0, STEP: 5.0}


def arrow_colour(kind: str, theme: Theme) -> str:
    """Return the colour of an arrow."""
    return {DOWNHILL: theme.text, CARRIED: theme.text, STEP: theme.accent}[kind]


class SurfaceView(QWidget):
    """Paints walls, relief, paths and arrows, in this order.

    broken: OpenGL failed with this message; nothing can be shown any more.
    """

    broken = Signal(str)

    def __init__(self, imaging: Imaging) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the arrow keys to the run
        self.setMinimumSize(120, 90)
        self.setAccessibleName("Surface")
        self.camera = Camera()
        self._imaging = imaging
        self._theme = current_theme()
        self._relief: Relief | None = None
        self._axes: Axes | None = None
        self._tracks: list[TrackPainter] = []
        self._minima = np.empty((0, 3))
        self._arrows: Sequence[Arrow] = ()
        self.sizes = NO_SIZES
        self._ended, self._ended_at = "", 0
        self._held: QPointF | None = None
        imaging.rested.connect(self.update)

    def show_relief(
        self, relief: Relief, names: Sequence[str], places: Floats, colours: NDArray[np.uint8]
    ) -> None:
        """Show this relief over two parameters, in bands of these colours."""
        self._relief, self._axes = relief, axes_of(relief, names)
        self._imaging.show_relief(relief, places, colours)
        self.update()

    def show_marks(
        self,
        tracks: Sequence[Track],
        minima: Floats,
        arrows: Sequence[Arrow],
        ended: tuple[str, int] = ("", 0),
        sizes: Floats = NO_SIZES,
    ) -> None:
        """Show these runs, the last on top, minima (rows, 3), and arrows from now on.

        sizes: the corners, (corners, 3), of the ellipse around the last run's place.
        ended: what went wrong with the last run, "" if nothing did, and the first row that is
        not there.
        """
        self._tracks += [TrackPainter() for _ in range(len(tracks) - len(self._tracks))]
        del self._tracks[len(tracks) :]
        for painter, track in zip(self._tracks, tracks, strict=True):
            painter.track = track
        self._minima, self._arrows, self.sizes = minima, arrows, sizes
        self._ended, self._ended_at = ended
        self.update()

    def clear(self) -> None:
        """Show nothing until there is another relief."""
        self._relief = None
        self.update()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self._theme = theme
        self.update()

    def look_from(self, camera: Camera) -> None:
        """Look from there."""
        self.camera = camera
        self.update()

    def release(self) -> None:
        """Give back what OpenGL keeps."""
        self._imaging.release()

    @property
    def shot(self) -> Shot:
        """What is seen now, and where."""
        beside, above, below = (float(self._theme.px(size)) for size in _MARGINS)
        return Shot(self.camera, self.width(), self.height(), (beside, above, below))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(self._theme.surface))
            if self._relief is not None and self._axes is not None:
                self._paint(painter, self._relief, self._axes)

    def _paint(self, painter: QPainter, relief: Relief, axes: Axes) -> None:
        shot = self.shot
        draw_walls(painter, shot, axes, self._theme)
        try:
            painter.drawImage(0, 0, self._imaging.image(shot, self.devicePixelRatioF()))
        except Exception as error:  # drivers and PyOpenGL raise what they like
            self._relief = None
            self.broken.emit(repr(error))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        texts = draw_texts(painter, shot, axes, self._theme)
        self._paint_marks(painter, shot, relief, texts)
        if self.hasFocus():
            painter.setPen(shapes.line_pen(self._theme.accent, self._theme.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def _paint_marks(
        self, painter: QPainter, shot: Shot, relief: Relief, texts: list[QRectF]
    ) -> None:
        theme = self._theme
        for track in self._tracks:
            track.paint(painter, shot, relief, theme)
        behind = hidden(relief, self._minima, shot.camera.eye)
        for minimum, faint in zip(shot(self._minima), behind, strict=True):
            painter.setOpacity(_HIDDEN if faint else 1.0)
            shapes.draw_star(painter, minimum, theme)
        painter.setOpacity(1.0)
        paint_sizes(painter, shot, self.sizes, theme)
        for arrow in self._arrows:
            begin, end = shot(np.stack([arrow.begin, arrow.end]))
            colour, width = arrow_colour(arrow.kind, theme), _WIDTHS[arrow.kind]
            shapes.draw_arrow(painter, begin, end, colour, theme, width)
            if arrow.kind == CARRIED:
                shapes.hollow_out(painter, begin, end, theme)
        if self._tracks:
            now = shot(self._tracks[-1].track.now[None])[0]
            if np.isfinite(now).all():
                shapes.draw_now(painter, now, theme)
            self._paint_end(painter, shot, texts)

    def _paint_end(self, painter: QPainter, shot: Shot, texts: list[QRectF]) -> None:
        path = self._tracks[-1].track.path
        if not self._ended or not len(path.ends):
            return
        at = shot(path.ends[-1:])[0]
        shapes.draw_cross(painter, at, self._theme)
        busy = np.array([(t.x(), t.center().y()) for t in texts] or np.empty((0, 2)))
        room = Pixels((1.0, 1.0), (0.0, 0.0), 0.0, 0.0, float(self.width()), float(self.height()))
        look = (self._theme, self._theme.explodes)
        words, row = self._ended, int(path.rows[-1]) + 1
        if row < self._ended_at:
            words = f"off the view at step {count_text(row)}, {words}"
        shapes.draw_label_beside(painter, at, words, look, room, busy)

    # -- by hand -----------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            moved = event.position() - self._held
            self._held = event.position()
            self.look_from(self.camera.turned(-TURN * moved.x(), TURN * moved.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.look_from(Camera())

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.look_from(self.camera.nearer(_NEARER ** (event.angleDelta().y() / _NOTCH)))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key
        turns = {key.Key_Left: (-1, 0), key.Key_Right: (1, 0), key.Key_Up: (0, 1),
                 key.Key_Down: (0, -1)}  # fmt: skip
        zooms = {key.Key_Plus: _NEARER, key.Key_Equal: _NEARER, key.Key_Minus: 1 / _NEARER}
        pressed = Qt.Key(event.key())
        modified = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        if modified or pressed not in (*turns, *zooms, key.Key_0):
            super().keyPressEvent(event)
        elif pressed in turns:
            right, up = turns[pressed]
            self.look_from(self.camera.turned(_KEY_TURN * right, _KEY_TURN * up))
        else:
            nearer = pressed in zooms
            self.look_from(self.camera.nearer(zooms[pressed]) if nearer else Camera())
