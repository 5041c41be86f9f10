"""What each step leaves of the error, measured to the minimum that gradient descent nears.

Updates tell of the steepest direction that still moves, and of a factor that changes they tell
late: the error itself is what a sentence on it has to be true of.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.core import words
from playground.core.evidence import minimum_ahead
from playground.core.hessian import Floats
from playground.core.motion import LEFT
from playground.core.pieces import Pieces
from playground.core.rate import lengths_of
from playground.core.rules import rule_of
from playground.core.told import Told
from playground.core.valley import Valley

if TYPE_CHECKING:
    from playground.core.end import End

HARDLY = 1e-6  # of the error: a step that takes off less hardly shrinks it
_LATELY = 4  # updates that the factor is measured over
_AGREE = 0.2  # of what a step takes off: a factor told of many steps may be off by so much
_DOUBT = 0.1  # of what a step takes off: more rounding than that tells no factor
_FAR_MORE = 10  # times the steps made


@dataclass(frozen=True)
class Shrinking:
    """The factor of the last steps, by how much rounding may have changed it, and the minimum.

    `slowest` is the factor along the smallest curvature there, at the last learning rate.
    """

    factor: float
    doubt: float
    slowest: float
    minimum: Valley

    @property
    def condition(self) -> float:
        """The largest curvature at the minimum over the smallest."""
        return self.minimum.eigenvalues[-1] / self.minimum.eigenvalues[0]

    @property
    def fewest(self) -> float:
        """The steps to a thousandth of the way at the best rate, (κ − 1)/(κ + 1) a step."""
        return math.log(1 / LEFT) * self.condition / 2

    def hardly(self, updates: int) -> bool:
        """Whether a step takes off next to nothing, and no rate makes up for it soon.

        Only where the smallest curvature is why, and not a plateau on the way.
        """
        off = 1 - self.slowest
        same = abs(self.factor - self.slowest) <= off / 2 + self.doubt
        return same and max(off, self.doubt) < HARDLY and self.fewest > _FAR_MORE * updates


def shrinking_error(end: End) -> Pieces[Shrinking | None]:
    """Work out what the last steps left of the error; None where no minimum is sure to be ahead."""
    experiment = end.experiment
    settings = experiment.settings_at(max(end.updates - 1, 0))
    if experiment.optimizer != "sgd" or settings.weight_decay or experiment.mistakes:
        return None
    if end.noisy or len(end.theta) > words.MOST_SHOWN:
        return None
    minimum = yield from minimum_ahead(end)
    if minimum is None:
        return None
    measured = factor_of_error(end, np.array(minimum.theta), end.updates)
    iteration = rule_of("sgd", settings).iteration
    if measured is None or iteration is None:
        return None
    rate = float(end.trajectory.learning_rate[-1])
    return Shrinking(*measured, iteration.multiplier(rate, minimum.eigenvalues[0]), minimum)


def factor_ahead(end: End) -> Pieces[tuple[float, float] | None]:
    """Work out what the last steps of any rule left of the error, and the doubt of rounding.

    None where no minimum is sure to be ahead, or where what is ahead may not be the minimum.
    """
    settings = end.experiment.settings_at(max(end.updates - 1, 0))
    pulled = settings.get("weight_decay", 0.0) or settings.get("lambd", 0.0)
    if pulled or end.experiment.mistakes or end.noisy or len(end.theta) > words.MOST_SHOWN:
        return None
    found = yield from minimum_ahead(end)
    return None if found is None else factor_of_error(end, np.array(found.theta), end.updates)


def factor_of_error(end: End, minimum: Floats, step: int) -> tuple[float, float] | None:
    """Return what each of the steps up to that one left of the error, and the doubt of rounding.

    A run that does not near the minimum, (n,), has a factor of 1 or more; None at the minimum.
    """
    first = max(step - _LATELY, 0)
    theta = end.trajectory.theta[first : step + 1]
    rows = theta.astype(np.float64)
    errors = lengths_of(rows - minimum)
    if len(rows) < 2 or not (errors[[0, -1]] > 0).all():
        return None
    updates = len(rows) - 1
    doubt = np.finfo(theta.dtype).eps * float(np.abs(rows).max()) / float(errors[-1]) / updates
    return float(errors[-1] / errors[0]) ** (1 / updates), doubt


def of_error(
    end: End, found: Told | None, measured: tuple[float, float] | None, step: int
) -> Told | None:
    """Return what may be told of the error at a step, from the updates and from what was measured.

    A factor that changes is told of the error as measured or, where it is not, of the update; not
    where the learning rate changes too, since it has been taken out of that factor.
    """
    if found is None or found.rate.swing is not None:
        return found
    value = abs(found.rate.value)
    factor, doubt = measured or (value, math.inf)
    if found.holds and abs(factor - value) <= _AGREE * abs(1 - value) + doubt + HARDLY:
        return found
    if doubt <= _DOUBT * (1 - factor):
        return found.measured(factor) if 1 - factor > HARDLY else None
    return found.of_update() if not found.holds and end.stretch_at(step).steady else None
