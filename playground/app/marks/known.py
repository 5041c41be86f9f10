"""What a view tells of a run, put onto the two axes of a slice."""

from __future__ import annotations

import numpy as np

from playground.app.carried import axis_sizes, carried, used_row
from playground.app.marks.run_marks import Marks
from playground.app.marks.run_slopes import slope_on, taken_name
from playground.app.marks.slice import Slice
from playground.app.plots.ends import broken_off, end_text
from playground.app.view import View
from playground.core.pictures import Floats, Picture


def marks_of(
    view: View,
    shown: Slice,
    path: Floats,
    picture: Picture | None,
    steepness: float,
    pull: float = 1.0,
    version: int = 0,
) -> Marks:
    """Return the marks of a run whose path on the slice, (rows, 2), and steepness are known.

    picture: what is drawn below them. pull: how large what the optimizer carries on is, of the
    largest so far. version: of the path, where it changes with the picture.
    """
    slope = slope_on(view, shown, picture)
    one = len(slope) == 1
    nowhere = np.full(2, np.nan)
    return Marks(
        path=path,
        key=(view.run, shown, version),
        playhead=view.playhead,
        minima=seen_minima(view, shown, picture),
        downhill=nowhere if one else -slope,
        steepness=steepness,
        carried=nowhere if one else _carried(view, shown),
        pull=pull,
        sizes=nowhere if one or not shown.axes else _sizes(view, shown),
        tangent=np.array([1.0, slope[0]]) if one else nowhere,
        taken=_taken(view, shown) if one else nowhere,
        settled=view.outcome is not None and view.outcome.kind in ("settled", "stuck"),
        ended=end_text(view) if view.finished else "",
        ended_at=view.length - broken_off(view),
    )


def _taken(view: View, shown: Slice) -> Floats:
    """The direction of what the run takes for the slope, where that is another."""
    if not taken_name(view):
        return np.full(2, np.nan)
    return np.array([1.0, shown.along(view.gradient[view.playhead])[0]])


def _carried(view: View, shown: Slice) -> Floats:
    moved = carried(view)
    return np.full(2, np.nan) if moved is None else -shown.along(moved.kept[moved.row])


def _sizes(view: View, shown: Slice) -> Floats:
    sizes = axis_sizes(view, used_row(view))
    return np.full(2, np.nan) if sizes is None else sizes[list(shown.axes)]


def seen_minima(view: View, shown: Slice, picture: Picture | None) -> Floats:
    """Return the known minima on the slice, (minima, 2); on a curve as high as its picture."""
    known = [place for place in view.minima if len(place) == len(view.parameters)]
    if not known or not shown.axes:
        return np.empty((0, 2))
    places = shown.seen(np.asarray(known, np.float64))
    if places.shape[1] == 2:
        return places
    if picture is None:
        return np.empty((0, 2))
    heights = np.interp(places[:, 0], picture.axes[0], picture.loss)
    return np.column_stack([places[:, 0], heights])
