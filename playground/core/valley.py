"""The minimum near a theta, and the curvature there."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from playground.core.experiment import Experiment, bound
from playground.core.hessian import MOST_CURVED, Floats, deriving
from playground.core.losses import Loss, LossEntry, Minima
from playground.core.pieces import Pieces, whole
from playground.core.settings import Value
from playground.core.stability import positive_definite

_THERE = 1e-6  # of the gradient: what is left of it where a parabola's minimum is reached


class Valley(NamedTuple):
    """A minimum with the eigenvalues, ascending, of its Hessian, which is positive definite."""

    theta: tuple[float, ...]
    eigenvalues: tuple[float, ...]


def valley(experiment: Experiment, theta: tuple[float, ...] = ()) -> Valley | None:
    """Return the minimum nearest to theta (by default, the start), or None.

    It is the nearest of the known minima; where none is known, the minimum of the parabola at
    theta, if the loss has its minimum there too. None where that is not a point at which the
    loss curves upwards in every direction, and beyond 128 parameters.
    """
    return whole(seeking_valley(experiment, theta))


def seeking_valley(experiment: Experiment, theta: tuple[float, ...] = ()) -> Pieces[Valley | None]:
    """Work out what `valley` returns, unless it is known from before."""
    if len(experiment.theta) > MOST_CURVED:
        return None
    settings = tuple(experiment.loss_settings.items())
    by_hand = experiment.gradient == "by-hand"
    start = tuple(theta) or experiment.theta
    loss = (experiment.loss_entry, settings, experiment.reduction)
    known = _known(loss, by_hand, experiment.minima, start)
    if not known:
        known.append(
            (yield from _seeking(bound(*loss, "float64"), by_hand, experiment.minima, start))
        )
    return known[0]


def nearest_minimum(experiment: Experiment) -> tuple[float, ...] | None:
    """Return the known minimum nearest to the start or, where none is known, that of `valley`.

    A known minimum counts whatever its curvature, as that of θ⁴ at 0.
    """
    if experiment.minima:
        return min(experiment.minima, key=lambda place: math.dist(place, experiment.theta))
    found = valley(experiment)
    return None if found is None else found.theta


@lru_cache(maxsize=16)  # asked for again by each of many runs of the same loss
def _known(
    loss_key: tuple[LossEntry, tuple[tuple[str, Value], ...], str],
    by_hand: bool,
    minima: Minima,
    start: tuple[float, ...],
) -> list[Valley | None]:
    """Where the valley is kept once it is found; empty before."""
    return []


def _seeking(
    loss: Loss, by_hand: bool, minima: Minima, start: tuple[float, ...]
) -> Pieces[Valley | None]:
    here = np.array(start)
    if minima:
        place = min(minima, key=lambda minimum: math.dist(minimum, start))
        known = np.array(place)
        return _found(known, (yield from deriving(loss, known[None], by_hand)).hessian[0])
    at = yield from deriving(loss, here[None], by_hand)
    if _found(here, at.hessian[0]) is None:
        return None
    landing = here - np.linalg.solve(at.hessian[0], at.gradient[0])
    there = yield from deriving(loss, landing[None], by_hand)
    left = math.hypot(*there.gradient[0])
    if not left <= _THERE * math.hypot(*at.gradient[0]):
        return None
    return _found(landing, there.hessian[0])


def _found(theta: Floats, hessian: Floats) -> Valley | None:
    if not np.isfinite(hessian).all():
        return None
    values = np.linalg.eigvalsh(hessian)
    if not positive_definite(float(values[0]), float(values[-1])):
        return None
    return Valley(tuple(theta.tolist()), tuple(values.tolist()))
