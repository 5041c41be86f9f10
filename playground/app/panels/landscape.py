"""The landscape: the loss over one or two parameters, with the path of the run on it."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtWidgets import QHBoxLayout

from playground.app.curvature_switch import CurvatureSwitch
from playground.app.marks.colour_bar import ColourBar
from playground.app.marks.descent import Marks
from playground.app.marks.extent import (
    Extent,
    around,
    height_of,
    home_extent,
    rounded,
    snapped,
    widened,
)
from playground.app.marks.levels import band_colours, levels
from playground.app.marks.pinned_paths import SeenPaths
from playground.app.marks.reading import pointer_text, summary
from playground.app.marks.seen_path import SeenPath, SeenSlope
from playground.app.marks.slice import Slice, parameters_slice
from playground.app.marks.slice_choice import SliceChoice
from playground.app.marks.stage import Stage
from playground.app.marks.titles import name_axes
from playground.app.panel import Panel, note
from playground.app.plots.ends import broken_off, end_text
from playground.app.session import Session
from playground.app.theme import Theme, current_theme
from playground.app.view import View
from playground.core.pictures import Floats, Picture

CURVE_SIZE = 501  # points of a curve, and …
FIELD_SIZE = 257  # … along each side of a field: a cell is about 3 pixels
_REACH = 14  # pixels from a point of the path at which it is read out
_FAR = 20.0  # home extents from the start, where "Fit path" stops following a wild path


class Landscape(Panel):
    """The curve or the contours of the loss; the start can be dragged, or put by a click."""

    name = "landscape"
    title = "Landscape"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.stage, self.bar, self.held = Stage("Landscape"), ColourBar(), note("")
        self.choice = SliceChoice(self.switch_row)
        self.curvature = CurvatureSwitch(session, self.stage, self.switch_row)
        self._theme = current_theme()
        self._path, self._slope, self._pinned = SeenPath(), SeenSlope(), SeenPaths()
        self._view: View | None = None
        self._slice = Slice((0.0,), ((1.0,),), ("θ",), (0,))
        self._sliced_run = -1
        self._loss_key: object = None
        self._start = np.full(2, np.nan)
        self._picture: Picture | None = None
        self._lowest = math.inf
        self._height_due = False
        self._lay_out()
        self._listen()

    def draw(self, view: View) -> None:
        """Show the view."""
        self._view = view
        if (key := view.loss_key) != self._loss_key:
            self._loss_key = key
            self.choice.offer(view.parameters)
            self._begin(view)
        elif len(view.parameters) > 2 and self._may_reslice(view):
            self._reslice(view)
        start = self._path.points(view, self._slice)[0]
        if not np.array_equal(start, self._start, equal_nan=True) and not self._holding:
            self._start = start.copy()
            self._keep_start_in_view()
        self._ask()
        self._draw_marks(view)
        self.curvature.draw(view)
        if (here := self.stage.pointer.here) is not None:
            self._read_out(*here)
        if view.finished:
            self.stage.summarize(summary(view, self._slice.names))

    def fit_view(self) -> None:
        """Bring the home part of the landscape back on screen."""
        if self._view is not None:
            self._go_home(self._view)
            self._ask()

    def fit_path(self) -> None:
        """Bring the path on screen: of a wild one, only what is not too far away."""
        if self._view is None:
            return
        points = self._path.points(self._view, self._slice)
        home = self._home(self._view)
        with np.errstate(all="ignore"):
            far = np.abs(points[:, 0] - points[0, 0]) > _FAR * (home[0][1] - home[0][0])
        shown = points[: max(int(far.argmax()), 2)] if far.any() else points
        extents = [around(shown[:, i], self.stage.extents[i]) for i in range(2)]
        self.stage.show_extents(extents[0], extents[1])

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.stage.paint_with(theme)
        self.bar.paint_with(theme)
        if self._picture is not None:
            self._show_picture(self._picture)

    # -- which part of which slice -----------------------------------------------------------

    def _begin(self, view: View) -> None:
        """Begin with another loss or another slice: nothing of the old one stays."""
        self._picture, self._lowest = None, math.inf
        self.stage.field.clear()
        self.stage.curve.clear()
        self._reslice(view)
        flat = len(self._slice.directions) == 2
        self.bar.setVisible(flat)
        self.stage.pointer.crossed = flat
        self.stage.key.show_for(flat)
        self._start = self._path.points(view, self._slice)[0].copy()
        self._go_home(view)

    def _may_reslice(self, view: View) -> bool:
        return view.finished and view.run != self._sliced_run and not self._holding

    def _reslice(self, view: View) -> None:
        count = len(view.parameters)
        if count <= 2:
            self._slice = parameters_slice((0.0,) * count, range(count), view.parameters)
            held = ""
        else:
            self._slice, held = self.choice.slice_of(view)
        self._sliced_run = view.run if view.finished else -1
        self.held.setText(held)
        self.held.setVisible(bool(held))
        names = self._slice.names
        name_axes(self.stage, names[0], names[1] if len(names) > 1 else "loss")

    def _home(self, view: View) -> list[Extent]:
        if self._slice.axes:
            return home_extent(view.entry.extent, self._slice.axes)
        points = self._path.points(view, self._slice)
        return [around(points[:, i], (-1.0, 1.0)) for i in range(2)]

    def _go_home(self, view: View) -> None:
        home = self._home(view)
        self._height_due = len(home) == 1
        up = home[1] if len(home) == 2 else around(view.loss[:1].astype(float), (0.0, 1.0))
        self.stage.show_extents(home[0], up)
        self._keep_start_in_view()

    def _keep_start_in_view(self) -> None:
        across, up = (
            widened(extent, float(value))
            for extent, value in zip(self.stage.extents, self._start, strict=True)
        )
        if [across, up] != self.stage.extents:
            self.stage.show_extents(across, up)

    # -- the picture -------------------------------------------------------------------------

    def _ask(self) -> None:
        """Show the newest picture of what is on screen; an older one stays until it is there."""
        if self._view is None or self._view.experiment is not self.session.experiment:
            return
        flat = len(self._slice.directions) == 2
        extents = [snapped(extent) for extent in self.stage.extents[: 1 + flat]]
        request = self._slice.request(extents, FIELD_SIZE if flat else CURVE_SIZE)
        picture = self.session.picture(request)
        if picture is not None and picture is not self._picture:
            self._picture = picture
            self._show_picture(picture)

    def _show_picture(self, picture: Picture) -> None:
        if len(picture.axes) == 1:
            self.stage.curve.show_curve(picture.axes[0], picture.loss)
            if self._height_due and picture.whole:
                self._height_due = False
                self._fit_height(picture)
            return
        finite = picture.loss[np.isfinite(picture.loss)]
        self._lowest = min(self._lowest, float(finite.min()) if len(finite) else math.inf)
        bands = levels(picture.loss, self._lowest)
        colours = band_colours(bands.bands, self._theme)
        axes = (picture.axes[0], picture.axes[1])
        self.stage.field.show_bands(axes, bands.place(picture.loss), colours)
        self.bar.show_levels(bands, colours)

    def _fit_height(self, picture: Picture) -> None:
        across = self.stage.extents[0]
        seen = (picture.axes[0] >= across[0]) & (picture.axes[0] <= across[1])
        up = height_of(picture.loss[seen])
        self.stage.show_extents(across, up)
        self._keep_start_in_view()

    # -- the marks ---------------------------------------------------------------------------

    def _draw_marks(self, view: View) -> None:
        shown, gradient = self._slice, view.gradient[view.playhead]
        slope = shown.along(gradient)
        one = len(slope) == 1
        nowhere = np.full(2, np.nan)
        points = self._path.points(view, shown)
        self.stage.pointer.start = (float(points[0, 0]), float(points[0, 1]))
        self.stage.pinned.show_paths(self._pinned.of(view, shown))
        self.stage.descent.show_marks(
            Marks(
                path=points,
                key=(view.run, shown),
                playhead=view.playhead,
                minima=self._minima(view),
                downhill=nowhere if one else -slope,
                steepness=self._slope.share(view),
                tangent=np.array([1.0, slope[0]]) if one else nowhere,
                settled=view.outcome is not None and view.outcome.kind in ("settled", "stuck"),
                ended=end_text(view) if view.finished else "",
                ended_at=view.length - broken_off(view),
            )
        )

    def _minima(self, view: View) -> Floats:
        known = [place for place in view.minima if len(place) == len(view.parameters)]
        if not known or not self._slice.axes:
            return np.empty((0, 2))
        places = self._slice.seen(np.asarray(known, np.float64))
        if places.shape[1] == 2:
            return places
        if self._picture is None:
            return np.empty((0, 2))
        heights = np.interp(places[:, 0], self._picture.axes[0], self._picture.loss)
        return np.column_stack([places[:, 0], heights])

    # -- the mouse ---------------------------------------------------------------------------

    @property
    def _holding(self) -> bool:
        return self.stage.pointer.holding

    def _put_start(self, x: float, y: float) -> None:
        """Begin the run at this place of the slice."""
        if self._view is None:
            return
        extents = self.stage.extents
        place = [rounded(value, extent) for value, extent in zip((x, y), extents, strict=True)]
        theta = self._slice.moved(self.session.experiment.theta, place[: len(self._slice.names)])
        error = self.session.edit(theta=theta)
        if error:
            self.session.refused.emit(error)

    def _let_go(self) -> None:
        """The start stays where it is: see that it is on screen."""
        if self._view is not None:
            self.draw(self._view)

    def _read_out(self, x: float, y: float) -> None:
        if self._view is None:
            return
        pointer = self.stage.pointer
        self.stage.descent.hold(pointer.holding or pointer.reaches(pointer.mapToScene(x, y)))
        row = self.stage.descent.nearest(pointer.pixels((x, y)), pointer.pixels, _REACH)
        text = pointer_text(self._view, self._slice, self._picture, (x, y), row)
        self.stage.read_out((x, y), text)

    def _forget_pointer(self) -> None:
        self.stage.descent.hold(False)

    def _choose(self) -> None:
        if self._view is not None:
            self._begin(self._view)
            self.draw(self._view)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.stage, 1)
        row.addWidget(self.bar)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.held)
        self.bar.hide()
        self.held.hide()

    def _listen(self) -> None:
        pointer = self.stage.pointer
        pointer.looked.connect(self._read_out)
        pointer.away.connect(self._forget_pointer)
        pointer.dragged.connect(self._put_start)
        pointer.released.connect(self._let_go)
        pointer.clicked.connect(self._put_start)
        self.stage.getViewBox().sigRangeChanged.connect(self._ask)
        self.choice.changed.connect(self._choose)
        self.choice.fit_view.clicked.connect(self.fit_view)
        self.choice.fit_path.clicked.connect(self.fit_path)
