"""A map on screen: the plot, its colours, what they mean, and what is under the pointer."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.app.map_colours import COLOURINGS, coloured
from playground.app.map_legend import MapLegend
from playground.app.map_plot import MapPlot, Mark
from playground.app.map_regions import region_names
from playground.app.map_sight import Sight
from playground.app.map_words import EARLIER, legend_lines, pixel_text, steps_range, summary
from playground.app.theme import Theme, current_theme

_LEAST = 2.5  # legends that the sheet is wide, or else its room is the plot's


class MapSheet(QWidget):
    """The map that is there, in the colours that are chosen; faint once it is of the past."""

    def __init__(self) -> None:
        super().__init__()
        self.plot, self.legend = MapPlot(), MapLegend()
        self.sight: Sight | None = None
        self.earlier = False
        self._colouring = COLOURINGS[0]
        self._theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.plot, 1)
        row.addWidget(self.legend)
        self.plot.pointer.looked.connect(self._read_out)

    def show_map(self, sight: Sight) -> None:
        """Show this map in place of what there is."""
        self.earlier = False
        self.sight = sight
        self._colour()

    def colour_by(self, colouring: str) -> None:
        """Let the colours mean one of COLOURINGS."""
        self._colouring = colouring
        self._colour()

    def forget(self) -> None:
        """Show no map."""
        self.sight, self.earlier = None, False
        self.plot.picture.clear()
        self.plot.marks.show_marks(())
        self.plot.readout.hide()
        self.legend.show_lines((), 1)

    def date(self, earlier: bool) -> None:
        """Show whether the map is of an experiment that is on screen no more."""
        if earlier != self.earlier:
            self.earlier = earlier
            self._colour()

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.plot.paint_with(theme)
        self.legend.paint_with(theme)
        self._make_room()
        self._colour()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave the legend out where the plot would have no room beside it."""
        self.legend.setVisible(self.width() >= _LEAST * self.legend.sizeHint().width())

    def _colour(self) -> None:
        """Paint the map that is there in the colours that are chosen."""
        sight, colouring = self.sight, self._colouring
        if sight is None:
            return
        made = sight.made
        self.plot.picture.show_pixels(
            coloured(made, colouring, self._theme), *sight.edges, self.earlier
        )
        self.plot.marks.show_marks(self._marks(sight), EARLIER if self.earlier else "")
        steps = steps_range(made) if colouring == "steps" else None
        lines = legend_lines(made, colouring, self._theme)
        self.legend.show_lines(lines, made.outcome.size, steps, self.earlier)
        if self.earlier:
            self.plot.summarize(f"A map {EARLIER}; the new one is on its way.")
        elif made.whole:
            self.plot.summarize(summary(made, sight.names, self._theme))
        if (here := self.plot.pointer.here) is not None:
            self._read_out(*here)

    def _marks(self, sight: Sight) -> tuple[Mark, ...]:
        """Stars and names; a map of the past has none."""
        if self.earlier:
            return ()
        stars = sight.stars()
        names = region_names(sight.made, self._colouring, frozenset(number for number, _ in stars))
        marks = [Mark(at, str(number + 1), star=True) for number, at in stars]
        marks += [Mark(sight.at_share(name.column, name.row), name.text) for name in names]
        return tuple(marks)

    def _read_out(self, x: float, y: float) -> None:
        sight = self.sight
        place = sight.pixel(x, y) if sight is not None else None
        if sight is None or place is None:
            self.plot.readout.hide()
            return
        text = pixel_text(sight.made, sight.names, *place)
        self.plot.read_out((x, y), f"{text}\n({EARLIER})" if self.earlier else text)
