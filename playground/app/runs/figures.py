"""The numbers that compare runs: how far down, how soon, how near to a minimum."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from playground.app.view import View

TOLERANCE = 1e-3  # of the way from the loss at the start down to the target
_MOST_KEPT = 64


@dataclass(frozen=True)
class Figures:
    """What a run came to; nan where it is not known, or never came to be."""

    loss: float = math.nan  # at the last step
    steps: float = math.nan  # from which it stays within the tolerance of the target
    distance: float = math.nan  # from the last theta to the nearest known minimum
    kind: str = ""  # of its outcome, "" while it is under way


class FigureBook:
    """Works out the figures of finished runs, each once for the same target."""

    def __init__(self) -> None:
        self._figures: dict[tuple[int, float], Figures] = {}
        self._lowest: dict[object, float] = {}

    def figures(self, views: list[View]) -> list[Figures]:
        """Return the figures of runs that stand side by side.

        The target of runs with the same loss is that of its lowest known minimum; where none is
        known, the lowest loss that one of them reached.
        """
        targets = {view.loss_key: self._known(view) for view in views}
        for key, known in targets.items():
            if math.isnan(known):
                targets[key] = _lowest_reached([one for one in views if one.loss_key == key])
        return [self._of(view, targets[view.loss_key]) for view in views]

    def _known(self, view: View) -> float:
        from playground.core.tolerance import lowest_known_loss  # here, since it imports torch

        _keep_few(self._lowest)
        if view.loss_key not in self._lowest:
            self._lowest[view.loss_key] = lowest_known_loss(view.experiment)
        return self._lowest[view.loss_key]

    def _of(self, view: View, target: float) -> Figures:
        if not view.finished or view.outcome is None:
            return Figures()
        _keep_few(self._figures)
        key = (view.run, target)
        if key not in self._figures:
            self._figures[key] = _figures(view, target)
        return self._figures[key]


def _figures(view: View, target: float) -> Figures:
    from playground.core.tolerance import distances, steps_to_tolerance

    assert view.outcome is not None
    kind = view.outcome.kind
    steps = steps_to_tolerance(view.loss[:, np.newaxis], (kind,), TOLERANCE, target)
    minima = np.asarray(view.minima, np.float64).reshape(-1, len(view.parameters))
    distance = distances(view.theta[-1:], minima)
    return Figures(float(view.loss[-1]), float(steps[0]), float(distance[0]), kind)


def _lowest_reached(views: list[View]) -> float:
    from playground.core.tolerance import lowest_loss

    lowest = [lowest_loss(view.loss) for view in views if view.finished]
    return min((loss for loss in lowest if not math.isnan(loss)), default=math.nan)


def _keep_few(kept: dict[object, float] | dict[tuple[int, float], Figures]) -> None:
    """Make room: a drag makes a new run in every frame."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
