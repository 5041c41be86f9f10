"""The surface: the slice of the landscape in three dimensions, with the runs lying on it."""

from __future__ import annotations

import contextlib
import logging

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSizePolicy

from playground.app.carried import carried, sizes_name
from playground.app.escape import escaped
from playground.app.marks.levels import band_colours, levels
from playground.app.marks.slice import Slice
from playground.app.marks.slice_choice import button
from playground.app.panel import Panel, note
from playground.app.plots.ends import broken_off, end_text
from playground.app.plots.switch import AxisSwitch
from playground.app.session import Session
from playground.app.surface.arrows import CARRIED, DOWNHILL, STEP, Arrow, Arrows, step_words
from playground.app.surface.camera import Camera
from playground.app.surface.imaging import Imaging
from playground.app.surface.opening import Opening
from playground.app.surface.relief import Relief, is_huge, relief
from playground.app.surface.runs import SeenRun
from playground.app.surface.shown import fits, own_request, slice_of
from playground.app.surface.sizes import sizes_ellipse
from playground.app.surface.view import SurfaceView, arrow_colour
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.core.pictures import Floats, Picture

log = logging.getLogger(__name__)

ONE_PARAMETER = "A surface is over two parameters; the landscape shows the curve of this one."
WAITING = "Preparing the surface …"
WITHOUT = "No surface, since {}. The landscape shows the same loss as contours."
TIP = (
    "Drag to turn, wheel to zoom, double-click to reset; with the keyboard: Tab to here, then "
    "the arrow keys, + and −, 0. Thin arrow: downhill, against the gradient. Middle: what the "
    "optimizer carries on of the gradients so far. Thick: the next step. Each thin and middle "
    "arrow is as long as it is large beside the largest of its kind so far. Dashed ellipse: how "
    "large the gradients have been along each axis, by which the step is divided."
)
_ON_SCREEN = -1  # … that of the run on screen
_LOOK_MS = 30  # while OpenGL is loaded


class Surface(Panel):
    """The relief of two parameters. Without OpenGL it says so, and nothing else happens."""

    name = "surface"
    title = "Surface"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.line, self.key = note(""), note("")
        self.key.setTextFormat(Qt.TextFormat.RichText)
        self.key.setWordWrap(False)  # one line, however narrow: what is cut off is in the tip
        self.key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.key.setToolTip(TIP)
        self.height_switch = AxisSwitch("height", "Height")
        self.reset = button("Reset view", "Look at the surface from where one first does")
        for widget in (self.height_switch, self.reset):
            self.switch_row.addWidget(widget)
        for label in (self.line, self.key):
            self.body.addWidget(label)
        self.view: SurfaceView | None = None
        self._theme = current_theme()
        self._opening: Opening | None = None
        self._waiting = QTimer(self, interval=_LOOK_MS)
        self._waiting.timeout.connect(self._look)
        self._loss_key: object = None
        self._picture: Picture | None = None
        self._relief: Relief | None = None
        self._slice = Slice((0.0, 0.0), ((1.0, 0.0), (0.0, 1.0)), ("", ""), (0, 1))
        self._chosen = False  # lin or log, by the person
        self._paths: dict[int, SeenRun] = {}  # by the key of a pinned run, or …
        self._arrows = Arrows()
        self._say("")
        self.height_switch.turned.connect(self._turn_height)
        self.reset.clicked.connect(self._reset)

    def suits(self, view: View) -> bool:
        """Whether the loss has two parameters or more."""
        return len(view.parameters) > 1

    def draw(self, view: View) -> None:
        """Show the view."""
        if not self.suits(view):
            self._say(ONE_PARAMETER)
            return
        if self._opening is None:
            self._opening = Opening()
            if not self._opening.failure:
                self._waiting.start()
        if self.view is None:
            failure = self._opening.failure
            self._say(WITHOUT.format(failure) if failure else WAITING)
            return
        self._say("")
        if view.loss_key != self._loss_key:
            self._loss_key, self._chosen = view.loss_key, False
            self._picture = self._relief = None
            self.view.clear()
        self._ask(view)
        if self._relief is not None:
            self._draw_marks(view, self._relief)

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self.view is not None:
            self.view.paint_with(theme)
            self._show_picture()
            self._redraw()

    # -- OpenGL ------------------------------------------------------------------------------

    def _look(self) -> None:
        """See whether OpenGL is loaded, and begin to show something if it is."""
        assert self._opening is not None
        drawing = self._opening.drawing()
        if drawing is not None:
            self.view = SurfaceView(Imaging(drawing))
            self.view.setToolTip(TIP)
            # Queued: it is found out while the widget is painted.
            self.view.broken.connect(self._give_up, Qt.ConnectionType.QueuedConnection)
            self.destroyed.connect(drawing.release)
            self.body.insertWidget(0, self.view, 1)
        if drawing is not None or self._opening.failure:
            self._waiting.stop()
            self._redraw()

    def _give_up(self, error: str) -> None:
        """Show the line from now on: what failed once in a driver fails again."""
        assert self._opening is not None
        assert self.view is not None
        log.warning("the surface was given up: %s", error)
        self._opening.failure = "OpenGL failed"
        with contextlib.suppress(Exception):  # what a broken driver says to that helps nobody
            self.view.release()
        self.view.hide()
        self.view.deleteLater()
        self.view = None
        self._redraw()

    # -- the relief --------------------------------------------------------------------------

    def _ask(self, view: View) -> None:
        """Show the newest picture of what the landscape shows, or else of the first parameters."""
        if view.experiment is not self.session.experiment:
            return
        request = self.session.pictured()
        if request is None or not fits(request, view):
            request = own_request(view)
        picture = self.session.picture(request)
        if picture is not None and picture is not self._picture:
            self._picture = picture
            self._slice = slice_of(request, view.parameters)
            if not self._chosen:
                self._switch_to(is_huge(picture.loss))
            self._show_picture()

    def _show_picture(self) -> None:
        if self._picture is None or self.view is None:
            return
        made = self._relief = relief(self._picture, self.height_switch.log.isChecked())
        finite = made.loss[np.isfinite(made.loss)]
        bands = levels(made.loss, float(finite.min()) if len(finite) else 0.0)
        colours = band_colours(bands.bands, self._theme)
        self.view.show_relief(made, self._slice.names, bands.place(made.loss), colours)

    def _switch_to(self, log: bool) -> None:
        """Turn the switch without taking it for a person's choice."""
        self.height_switch.blockSignals(True)
        (self.height_switch.log if log else self.height_switch.linear).setChecked(True)
        self.height_switch.blockSignals(False)

    def _turn_height(self, _log: bool) -> None:
        self._chosen = True
        self._show_picture()
        self._redraw()

    # -- the marks ---------------------------------------------------------------------------

    def _draw_marks(self, view: View, shown: Relief) -> None:
        assert self.view is not None
        runs = [(one.key, one.view, self._theme.runs[one.slot]) for one in view.pinned
                if one.same_loss]  # fmt: skip
        runs.append((_ON_SCREEN, view, self._theme.text))
        self._paths = {key: self._paths.get(key) or SeenRun() for key, _, _ in runs}
        tracks = [
            self._paths[key].track(one, self._slice, shown, colour, key == _ON_SCREEN)
            for key, one, colour in runs
        ]
        path = self._paths[_ON_SCREEN].path.points(view, self._slice)
        arrows = self._arrows.at_playhead(view, self._slice, shown, path)
        ended = (end_text(view) if view.finished else "", view.length - broken_off(view))
        sizes = sizes_ellipse(view, self._slice, shown, path)
        self.view.show_marks(tracks, self._minima(view, shown), arrows, ended, sizes)
        self._explain(view, arrows, len(sizes) > 0)

    def _minima(self, view: View, shown: Relief) -> Floats:
        known = [place for place in view.minima if len(place) == len(view.parameters)]
        if not known or not self._slice.axes:
            return np.empty((0, 3))
        places = shown.on(shown.flat(self._slice.seen(np.asarray(known, np.float64))))
        return places[np.isfinite(places).all(axis=1)]

    def _explain(self, view: View, arrows: list[Arrow], sizes: bool) -> None:
        """Say what the arrows and the ellipse are, in their colours."""
        moved = carried(view)
        name = moved.name if moved is not None else ""
        words = {DOWNHILL: "→ downhill", CARRIED: f"⇨ {name}", STEP: f"➜ {step_words(view)}"}
        said = [
            f'<span style="color: {arrow_colour(kind, self._theme)}">{escaped(text)}</span>'
            for kind, text in words.items()
            if kind != CARRIED or any(arrow.kind == CARRIED for arrow in arrows)
        ]
        if sizes:
            said.insert(-1, f'<span style="color: {self._theme.text}">◌ {sizes_name(view)}</span>')
        self.key.setText("&nbsp;&nbsp;&nbsp; ".join(said))

    # -- the rest ----------------------------------------------------------------------------

    def _reset(self) -> None:
        if self.view is not None:
            self.view.look_from(Camera())

    def _redraw(self) -> None:
        if self.session.view is not None and self.isVisible():
            self.draw(self.session.view)

    def _say(self, text: str) -> None:
        """Show a line in place of the surface; "" shows the surface."""
        if text != self.line.text():
            self.line.setText(text)
        self.line.setVisible(bool(text))
        self.key.setVisible(not text)
        if self.view is not None:
            self.view.setVisible(not text)
