"""The picture of the relief: a quick one while something moves, a fine one when it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from playground.app.surface.camera import Shot
from playground.app.surface.mesh import mesh
from playground.app.surface.relief import Relief
from playground.core.pictures import Floats

if TYPE_CHECKING:
    from playground.app.surface.drawing import Drawing

_REST_MS = 140  # without movement, before the fine picture is made


class Imaging(QObject):
    """Keeps the newest picture, and makes another only if what is in it has changed.

    rested: a finer picture can be made now.
    """

    rested = Signal()

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        self._changes = 0
        self._image: QImage | None = None
        self._made_for: object = None
        self._fine = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.rested)

    def show_relief(self, relief: Relief, places: Floats, colours: NDArray[np.uint8]) -> None:
        """Picture this relief in bands: places (rows, columns), colours (bands, 3)."""
        self._drawing.show_meshes(mesh(relief, places), mesh(*coarser(relief, places)))
        self.show_colours(colours)

    def show_colours(self, colours: NDArray[np.uint8]) -> None:
        """Take other colours for the bands, (bands, 3)."""
        self._drawing.show_bands(colours)
        self._changes += 1

    def image(self, shot: Shot, ratio: float) -> QImage:
        """Return what is seen; a finer one follows when it has stayed the same for a moment."""
        wanted = (shot, ratio, self._changes)
        if self._image is None or wanted != self._made_for:
            self._made_for, self._fine = wanted, False
            self._image = self._drawing.picture(shot, ratio, fine=False)
            self._rest.start()
        elif not self._fine and not self._rest.isActive():
            self._fine = True
            self._image = self._drawing.picture(shot, ratio, fine=True)
        return self._image

    def release(self) -> None:
        """Give everything back."""
        self._rest.stop()
        self._drawing.release()


def coarser(relief: Relief, places: Floats) -> tuple[Relief, Floats]:
    """Return every second row and column, where the last ones are among them."""
    if any(size < 34 or size % 2 == 0 for size in places.shape):
        return relief, places
    half = Relief(relief.across[::2], relief.up[::2], relief.loss[::2, ::2], relief.scale)
    return half, places[::2, ::2]
