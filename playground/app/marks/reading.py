"""What a landscape says in words: under the pointer, and to a screen reader."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from playground.app.marks.run_slopes import rides
from playground.app.marks.slice import Slice
from playground.app.numbers_text import count_text, short_text
from playground.app.view import View
from playground.core.pictures import Picture


def pointer_text(
    view: View,
    shown: Slice,
    picture: Picture | None,
    at: tuple[float, float],
    row: int | None,
) -> str:
    """Return the place and the loss there, and the step of the path that is near, if one is."""
    lines = []
    if row is not None:
        at = _place(view, shown, row)
        lines.append(f"step {count_text(row)}")
    names = [name.partition(" (")[0] for name in shown.names]
    lines += [f"{name} = {short_text(at[i])}" for i, name in enumerate(names)]
    loss = float(view.loss[row]) if row is not None else loss_at(picture, at)
    if loss is not None:
        of = "loss of its minibatch" if row is not None and rides(view) else "loss"
        lines.append(f"{of} undefined" if np.isnan(loss) else f"{of} {short_text(loss)}")
    return "\n".join(lines)


def loss_at(picture: Picture | None, at: Sequence[float]) -> float | None:
    """Return the loss of the picture's nearest point, None outside the picture."""
    if picture is None:
        return None
    places = []
    for axis, value in zip(picture.axes, at, strict=False):
        if not axis[0] <= value <= axis[-1]:
            return None
        places.append(round((value - axis[0]) / (axis[-1] - axis[0]) * (len(axis) - 1)))
    return float(picture.loss[tuple(reversed(places))])


def summary(view: View, names: Sequence[str]) -> str:
    """Return what the plot shows of a finished run."""
    over = " and ".join(name.partition(" (")[0] for name in names)
    moves = count_text(view.length - 1)
    message = view.outcome.message if view.outcome is not None else ""
    first, last = short_text(float(view.loss[0])), short_text(float(view.loss[-1]))
    return (
        f"The loss over {over}, and the path of {moves} steps from loss {first} to {last}. "
        f"{message}"
    ).strip()


def _place(view: View, shown: Slice, row: int) -> tuple[float, float]:
    seen = shown.seen(view.theta[row : row + 1])[0]
    return (float(seen[0]), float(seen[-1]))
