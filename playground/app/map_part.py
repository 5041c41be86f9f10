"""Which part of a map is asked for, and how fine."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from playground.app.map_axes import Choice
from playground.app.map_plot import MapPlot
from playground.app.marks.extent import Extent
from playground.core.asks import MapAsk

SETTLE_MS = 150  # after the last move of the view, before its part of the map is asked for
_SIZES = (64, 128, 192, 256)  # pixels along each side of a map
_MOST_ONE_BY_ONE = 64  # for an optimizer whose descents do not go as a batch
_SCREEN_PER_PIXEL = 1.5


class MapPart(QObject):
    """What is on screen of a plot, once it has stopped moving.

    settled: another part is to be asked for.
    """

    settled = Signal()

    def __init__(self, plot: MapPlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._extents: tuple[Extent, Extent] | None = None
        self._size = _SIZES[-1]
        self._attempt = 0
        self.settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self.settling.timeout.connect(self._settle)

    def moved(self) -> None:
        """Wait until the view has come to rest."""
        self.settling.start()

    def rest(self) -> None:
        """Wait for nothing any more."""
        self.settling.stop()

    def take(self) -> None:
        """Take what is on screen as the part to ask for, as fine as it can be seen."""
        self.settling.stop()
        self._extents = self._plot.extents
        box = self._plot.getViewBox()
        longest = max(box.width(), box.height()) / _SCREEN_PER_PIXEL
        self._size = next((size for size in _SIZES if size >= longest), _SIZES[-1])

    def again(self) -> None:
        """Ask anew for what was stopped."""
        self._attempt += 1

    def ask(self, across: Choice, up: Choice, elementwise: bool) -> MapAsk:
        """Return what to ask for; of an optimizer that is not elementwise, no more than it can."""
        assert self._extents is not None  # it is taken before the first ask
        size = self._size if elementwise else min(self._size, _MOST_ONE_BY_ONE)
        return MapAsk(across.ask(self._extents[0]), up.ask(self._extents[1]), size, self._attempt)

    def _settle(self) -> None:
        self.take()
        self.settled.emit()
