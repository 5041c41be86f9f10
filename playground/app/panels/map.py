"""The Map panel: where does each start, or each setting, lead?"""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout

from playground.app.map_axes import Choice, choices
from playground.app.map_colours import coloured
from playground.app.map_legend import MapLegend
from playground.app.map_pickers import MapPickers
from playground.app.map_plot import MapPlot, Mark
from playground.app.map_regions import region_names
from playground.app.map_sight import Sight
from playground.app.map_words import legend_lines, pixel_text, steps_range, summary
from playground.app.marks.extent import Extent
from playground.app.numbers_text import count_text
from playground.app.panel import Panel
from playground.app.session import Session
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.app.work_bar import WorkBar
from playground.core.asks import MapAsk
from playground.core.maps import BasinMap

SETTLE_MS = 150  # after the last move of the view, before its part of the map is asked for
_SIZES = (64, 128, 192, 256)  # pixels along each side of a map
_MOST_ONE_BY_ONE = 64  # for an optimizer whose descents do not go as a batch
_SCREEN_PER_PIXEL = 1.5


class MapPanel(Panel):
    """One descent for each pixel; a click opens that descent as the run."""

    name = "map"
    title = "Map"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pickers = MapPickers(self.switch_row)
        self.plot, self.legend = MapPlot(), MapLegend()
        self.work = WorkBar("Go on")
        self._theme = current_theme()
        self._view: View | None = None
        self._offered: object = None
        self._loss: object = None
        self._extents: tuple[Extent, Extent] | None = None  # that are asked for
        self._size = _SIZES[-1]
        self._attempt = 0
        self._working = False
        self._sight: Sight | None = None  # the map on screen
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._clicked = QTimer(self, singleShot=True)
        self._click = (0.0, 0.0)
        self._lay_out()
        self._listen()

    def draw(self, view: View) -> None:
        """Show the view."""
        self._view = view
        if not self.session.is_ready:
            return
        self._offer(view)
        across, up = self.pickers.chosen
        self.plot.marks.show_start((across.of(view.experiment), up.of(view.experiment)))
        self._ask(view)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.pickers.paint_with(theme)
        self.plot.paint_with(theme)
        self.legend.paint_with(theme)
        self.work.paint_with(theme)
        self._colour()

    # -- which map ---------------------------------------------------------------------------

    def _offer(self, view: View) -> None:
        """Offer what can vary, if that is not the same as before."""
        experiment = view.experiment
        loss = (id(view.entry), tuple(experiment.loss_settings.items()), len(view.parameters))
        offered = (loss, experiment.optimizer)
        if offered == self._offered:
            return
        same_loss, self._offered, self._loss = loss == self._loss, offered, loss
        before = [choice.name for choice in self.pickers.chosen] if same_loss else []
        self.pickers.offer(self._choices(view), keep=same_loss)
        if [choice.name for choice in self.pickers.chosen] != before:
            self._begin()

    def _choices(self, view: View) -> list[Choice]:
        optimizer = self.session.catalogue.optimizers[view.experiment.optimizer]
        return choices(view.experiment, optimizer.settings)

    def _begin(self) -> None:
        """Begin with other axes: nothing of the old map stays."""
        self._forget()
        self.plot.take_axes(*self.pickers.chosen)
        self._settle()

    def _go_home(self) -> None:
        """Return to the usual part of the map."""
        if self._view is not None and self.session.is_ready:
            self._clicked.stop()
            self.pickers.offer(self._choices(self._view), keep=True)
            self.plot.go_home(*self.pickers.chosen)
            self._settle()
            self._redraw()

    def _settle(self) -> None:
        """Take what is on screen as the part to ask for, as fine as it can be seen."""
        self._settling.stop()
        self._extents = self.plot.extents
        box = self.plot.getViewBox()
        longest = max(box.width(), box.height()) / _SCREEN_PER_PIXEL
        self._size = next((size for size in _SIZES if size >= longest), _SIZES[-1])

    def _wanted(self, view: View) -> MapAsk:
        assert self._extents is not None  # it is taken before the first ask
        across, up = self.pickers.chosen
        optimizer = self.session.catalogue.optimizers[view.experiment.optimizer]
        size = self._size if optimizer.elementwise else min(self._size, _MOST_ONE_BY_ONE)
        return MapAsk(across.ask(self._extents[0]), up.ask(self._extents[1]), size, self._attempt)

    def _ask(self, view: View) -> None:
        ask = self._wanted(view)
        answer = self.session.derive(ask)
        self._working = not answer.finished
        made = answer.result
        if isinstance(made, BasinMap):
            if self._sight is None or self._sight.made is not made:
                self._sight = Sight(made, *self.pickers.chosen, view.experiment)
                self._colour()
        elif answer.failure and self._sight and not self._sight.suits(view.experiment):
            self._forget()
        stopped = answer.failure == "stopped"
        text = f"{ask.size} × {ask.size} descents of {count_text(view.steps)} steps"
        if stopped:
            text = "Stopped" + (": coarser than it can be" if made is not None else "")
        elif answer.failure:
            text = answer.failure
        self.work.show_work(text, None if answer.finished else answer.share, stopped)

    # -- the picture -------------------------------------------------------------------------

    def _forget(self) -> None:
        self._sight = None
        self.plot.picture.clear()
        self.plot.marks.show_marks(())
        self.plot.readout.hide()
        self.legend.show_lines((), 1)

    def _colour(self) -> None:
        """Paint the map that is there in the colours that are chosen."""
        sight, colouring = self._sight, self.pickers.colouring
        if sight is None:
            return
        made = sight.made
        self.plot.picture.show_pixels(coloured(made, colouring, self._theme), *sight.edges)
        stars = sight.stars()
        names = region_names(made, colouring, frozenset(number for number, _ in stars))
        marks = [Mark(at, str(number + 1), star=True) for number, at in stars]
        marks += [Mark(sight.at_share(name.column, name.row), name.text) for name in names]
        self.plot.marks.show_marks(tuple(marks))
        steps = steps_range(made) if colouring == "steps" else None
        lines = legend_lines(made, colouring, self._theme)
        self.legend.show_lines(lines, made.outcome.size, steps)
        if made.whole:
            self.plot.summarize(summary(made, sight.names, self._theme))
        if (here := self.plot.pointer.here) is not None:
            self._read_out(*here)

    # -- the mouse ---------------------------------------------------------------------------

    def _read_out(self, x: float, y: float) -> None:
        place = self._sight.pixel(x, y) if self._sight is not None else None
        if self._sight is None or place is None:
            self.plot.readout.hide()
            return
        self.plot.read_out((x, y), pixel_text(self._sight.made, self._sight.names, *place))

    def _press(self, x: float, y: float) -> None:
        """Open a pixel; only where a second click would mean something, wait whether it comes."""
        self._click = (x, y)
        if self.plot.is_home(*self.pickers.chosen):
            self._open()
        else:
            self._clicked.start(QApplication.doubleClickInterval())

    def _open(self) -> None:
        sight = self._sight
        place = sight.pixel(*self._click) if sight is not None else None
        if sight is None or place is None:
            return
        try:
            experiment = sight.experiment(self.session.experiment, *place)
        except ValueError as error:
            self.session.refused.emit(" ".join(str(error).split()))
            return
        self.session.show(experiment)

    # -- when ---------------------------------------------------------------------------------

    def _moved(self) -> None:
        if self._sight is not None or self._working:
            self._settling.start()

    def _settled(self) -> None:
        self._settle()
        self._redraw()

    def _redraw(self) -> None:
        if self._view is not None and not self.visibleRegion().isEmpty():
            self.draw(self._view)

    def _rest_if_covered(self) -> None:
        """Compute nothing that nobody sees; what is missing is asked for anew when it is seen."""
        if self._working and self.visibleRegion().isEmpty():
            self._working = False
            self._attempt += 1
            self.session.stop_deriving(MapAsk)

    def _cancel(self) -> None:
        self.session.stop_deriving(MapAsk)
        self._redraw()

    def _resume(self) -> None:
        self._attempt += 1
        self._redraw()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._settling.stop()
        self._clicked.stop()
        self._rest_if_covered()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.plot, 1)
        row.addWidget(self.legend)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.work)

    def _listen(self) -> None:
        box, pointer = self.plot.getViewBox(), self.plot.pointer
        box.sigRangeChangedManually.connect(self._moved)
        box.sigResized.connect(self._moved)
        pointer.looked.connect(self._read_out)
        pointer.clicked.connect(self._press)
        pointer.doubled.connect(self._go_home)
        self._clicked.timeout.connect(self._open)
        self._settling.timeout.connect(self._settled)
        self.pickers.axes_changed.connect(self._change_axes)
        self.pickers.colour_changed.connect(self._colour)
        self.pickers.reset_asked.connect(self._go_home)
        self.work.cancel_asked.connect(self._cancel)
        self.work.resume_asked.connect(self._resume)
        self.session.frame.connect(self._rest_if_covered)

    def _change_axes(self) -> None:
        self._begin()
        self._redraw()
