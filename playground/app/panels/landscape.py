"""The landscape: the loss over one or two parameters, with the path of the run on it."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QHBoxLayout

from playground.app.carried import carried, sizes_name
from playground.app.curvature_switch import CurvatureSwitch
from playground.app.marks.colour_bar import ColourBar
from playground.app.marks.extent import (
    Extent,
    around,
    home_extent,
    rounded,
    widened,
)
from playground.app.marks.ground import Ground
from playground.app.marks.known import marks_of
from playground.app.marks.pinned_paths import SeenPaths
from playground.app.marks.reading import pointer_text, summary
from playground.app.marks.run_slopes import taken_name
from playground.app.marks.seen_path import SeenPath, SeenSize, SeenSlope
from playground.app.marks.slice import Slice, parameters_slice
from playground.app.marks.slice_choice import SliceChoice
from playground.app.marks.stage import Stage
from playground.app.marks.titles import name_axes
from playground.app.panel import THE_START, Panel, note
from playground.app.session import Session
from playground.app.theme import Theme
from playground.app.view import View

_REACH = 14  # pixels from a point of the path at which it is read out
_FAR = 20.0  # home extents from the start, where "Fit path" stops following a wild path


class Landscape(Panel):
    """The curve or the contours of the loss; the start can be dragged, or put by a click."""

    name = "landscape"
    title = "Landscape"
    tells = THE_START

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.stage, self.bar, self.held = Stage("Landscape"), ColourBar(), note("")
        self.choice = SliceChoice(self.switch_row)
        self.curvature = CurvatureSwitch(session, self.stage, self.switch_row)
        self._path, self._slope, self._pinned = SeenPath(), SeenSlope(), SeenPaths()
        self._pull = SeenSize()
        self._view: View | None = None
        self._slice = Slice((0.0,), ((1.0,),), ("θ",), (0,))
        self._sliced_run = -1
        self._loss_key: object = None
        self._start = np.full(2, np.nan)
        self.ground = Ground(session, self.stage, self.bar)
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

    def forget(self) -> None:
        """Say in words nothing of an earlier run any more."""
        self.stage.summarize("")

    def fit_view(self) -> None:
        """Bring the home part of the landscape back on screen."""
        if self._view is not None:
            self._go_home(self._view)
            self._ask()

    def fit_path(self) -> None:
        """Bring the path on screen: of a wild one, only what is not too far away."""
        if self._view is None:
            return
        points = self._path.on(self._view, self._slice, self.ground.picture)
        home = self._home(self._view)
        with np.errstate(all="ignore"):
            far = np.abs(points[:, 0] - points[0, 0]) > _FAR * (home[0][1] - home[0][0])
        shown = points[: max(int(far.argmax()), 2)] if far.any() else points
        extents = [around(shown[:, i], self.stage.extents[i]) for i in range(2)]
        self.stage.show_extents(extents[0], extents[1])

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.stage.paint_with(theme)
        self.bar.paint_with(theme)
        self.ground.paint_with(theme)

    # -- which part of which slice -----------------------------------------------------------

    def _begin(self, view: View) -> None:
        """Begin with another loss or another slice: nothing of the old one stays."""
        self.ground.clear()
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
        self.ground.height_due = len(home) == 1
        up = home[1] if len(home) == 2 else around(view.loss[:1].astype(float), (0.0, 1.0))
        self.stage.show_extents(home[0], up)
        self._keep_start_in_view()

    def _keep_start_in_view(self) -> None:
        across, up = (
            widened(extent, float(value))
            for extent, value in zip(self.stage.extents, self._start, strict=True)
        )
        if (across, up) != self.stage.extents:
            self.stage.show_extents(across, up)

    def _ask(self) -> None:
        if self._view is not None and self._view.experiment is self.session.experiment:
            self.ground.ask(self._slice)

    # -- the marks ---------------------------------------------------------------------------

    def _draw_marks(self, view: View) -> None:
        shown = self._slice
        picture = self.ground.picture
        points = self._path.on(view, shown, picture)
        self.stage.pointer.start = (float(points[0, 0]), float(points[0, 1]))
        self.stage.pinned.show_paths(self._pinned.of(view, shown, picture))
        steepness = self._slope.share(view)
        moved = carried(view)
        pull = 1.0 if moved is None else self._pull.share_of(moved.kept, moved.row, view)
        version = self._path.version
        marks = marks_of(view, shown, points, picture, steepness, pull, version)
        self.stage.descent.show_marks(marks)
        sized = bool(np.isfinite(marks.sizes).all())
        name, tip = (moved.name, moved.tip) if moved is not None else ("", "")
        sizes = sizes_name(view) if sized else ""
        flat = len(shown.directions) == 2
        self.stage.key.show_for(flat, (name, tip), sizes, "" if flat else taken_name(view))

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
        text = pointer_text(self._view, self._slice, self.ground.picture, (x, y), row)
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
        pointer.may_move = lambda: not self.session.kept("theta")
        self.ground.fitted.connect(self._keep_start_in_view)
        pointer.looked.connect(self._read_out)
        pointer.away.connect(self._forget_pointer)
        pointer.dragged.connect(self._put_start)
        pointer.released.connect(self._let_go)
        pointer.clicked.connect(self._put_start)
        self.stage.getViewBox().sigRangeChanged.connect(self._ask)
        self.choice.changed.connect(self._choose)
        self.choice.fit_view.clicked.connect(self.fit_view)
        self.choice.fit_path.clicked.connect(self.fit_path)
