"""The slope of the loss along a run, also where the run takes another for its gradient."""

from __future__ import annotations

import numpy as np

from playground.app.marks.slice import Slice
from playground.app.view import Array, View
from playground.core.pictures import Floats, Picture

BY_HAND = "gradient by hand"
ADDED_UP = "sum of gradients"
OF_BATCH = "gradient of the minibatch"
_NOWHERE = np.full(1, np.nan)


def taken_name(view: View) -> str:
    """Return what the run takes for the gradient where that is not the slope of the loss."""
    if "not-zeroed" in view.experiment.mistakes:
        return ADDED_UP
    if view.experiment.gradient == "by-hand":
        return BY_HAND
    return OF_BATCH if rides(view) else ""


def rides(view: View) -> bool:
    """Whether the run has the loss of minibatches, which is not that of the landscape."""
    return bool(view.experiment.batch_size)


def gradients(view: View) -> Array:
    """Return the gradient of every row, (rows, n): of those that were added up, each by itself."""
    if "not-zeroed" not in view.experiment.mistakes:
        return view.gradient
    with np.errstate(invalid="ignore", over="ignore"):
        each: Array = np.diff(view.gradient, axis=0, prepend=np.zeros_like(view.gradient[:1]))
    return each


def slope_on(view: View, shown: Slice, picture: Picture | None) -> Floats:
    """Return the slope of the loss at the playhead along the axes of the slice, (1,) or (2,).

    One by hand says nothing of it, nor that of a minibatch on a curve, which is of all rows: then
    it is read off the curve, and is nan where there is none.
    """
    row, flat = view.playhead, len(shown.directions) == 2
    if view.experiment.gradient != "by-hand" and (flat or not rides(view)):
        along: Floats = shown.along(gradients(view)[row])
        return along
    if picture is None or len(picture.axes) != 1:
        return np.full(len(shown.directions), np.nan)
    here = float(shown.seen(view.theta[row : row + 1])[0, 0])
    axis = picture.axes[0]
    if not axis[0] <= here <= axis[-1]:
        return _NOWHERE
    return np.array([np.interp(here, axis, np.gradient(picture.loss, axis))])
