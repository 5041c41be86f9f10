"""The largest stable and the best learning rate for given curvatures, with their sources.

On a parabola every eigenvector of the Hessian goes its own way (see `iteration`). With μ the
smallest curvature, L the largest, κ = L / μ, and weight decay added to both:

- gradient descent: stable below 2/L, best at 2/(μ+L), where each step multiplies the error by
  (κ−1)/(κ+1) (Nesterov 2004, theorem 2.1.15);
- heavy ball with momentum β: stable below 2(1+β)/L, best for that β at 2(1+β)/(μ+L), where the
  fastest and the slowest direction do equally well; dampening divides both by 1 − dampening.
  Over all β the best is β = ((√κ−1)/(√κ+1))² at the rate 4/(√μ+√L)² (Polyak 1964);
- Nesterov momentum as torch writes it: stable below (2+2β)/((1+2β)L) (Cohen et al. 2021). The
  best for that β is found by bisection; over all β it is β = (√(3κ+1)−2)/(√(3κ+1)+2) at the
  rate 4/(3L+μ) (Lessard, Recht and Packard 2016);
- Adam: heavy ball with the dampening β₁ on P⁻¹H, so stable below (2+2β₁)/((1−β₁)L) with L the
  largest eigenvalue of P⁻¹H (Cohen et al. 2022), P as in `preconditioner`. The same holds of
  Adamax, RMSprop and Adagrad with theirs; AdamW's decay d acts apart from P, which makes it
  (2+2β₁)/((1−β₁)L + (1+β₁)d).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.core import words
from playground.core.hessian import Floats
from playground.core.iteration import Iteration
from playground.core.rules import Rule, rule_of
from playground.core.settings import Settings

_FLAT = 1e-12  # of the largest curvature: below, rounding decides its sign
_HALVINGS = 60
_STEEP = 1e-3  # of the largest curvature: less is hardly steep
_REACHED = float(np.finfo(np.float32).max)  # a limit above it is that of a loss gone flat
_LARGEST = float(np.finfo(np.float64).max)
_AT_LIMIT = 0.98  # of the limit: a best rate above is at it


@dataclass(frozen=True)
class Stability:
    """What the theory says of the learning rate on curvatures from `lowest` to `highest`.

    `largest` is the limit above which descent does not settle, `best` the rate that settles
    soonest; each is None where there is none, and `note` then says why.
    """

    method: str
    largest: float | None
    best: float | None
    source: str
    note: str
    lowest: float
    highest: float
    iteration: Iteration | None
    preconditioned: bool = False  # on the eigenvalues of P⁻¹H

    @property
    def best_is_at_the_limit(self) -> bool:
        """Whether the best rate has nothing to spare, as where the curvatures differ greatly."""
        if self.best is None or self.largest is None:
            return False
        return self.best > _AT_LIMIT * self.largest

    @property
    def steepest(self) -> float | None:
        """The limit of the steepest direction alone, whatever the others do, if there is one."""
        if self.largest is not None:
            return self.largest
        one, low, high = self.iteration, self.lowest, self.highest
        if one is None or one.momentum >= 1 or one.fresh <= 0:
            return None
        steep = high + one.decay
        if not math.isfinite(steep) or steep <= 0 or steep < _STEEP * abs(low):
            return None
        limit = one.limit(high)
        return limit if limit <= _REACHED else None

    def rate_at(self, learning_rate: float) -> float | None:
        """What each step in the end multiplies the error by; below 0 where it jumps across.

        The multiplier of the slowest direction: its size where theta circles with momentum.
        None where no theory holds.
        """
        if self.iteration is None or not math.isfinite(self.lowest + self.highest):
            return None
        ends = (self.iteration.multiplier(learning_rate, c) for c in (self.lowest, self.highest))
        return max(ends, key=abs)

    @property
    def best_rate(self) -> float | None:
        """What each step multiplies the error by at the best learning rate, at least 0."""
        rate = None if self.best is None else self.rate_at(self.best)
        return None if rate is None else abs(rate)

    def contractions(self, learning_rate: float, curvatures: Floats) -> Floats:
        """What each step multiplies the error by along each eigenvector, as |1 − lr·λ|.

        In curvatures' shape; NaN where no theory holds.
        """
        if self.iteration is None:
            return np.full_like(curvatures, np.nan)
        flat = [abs(self.iteration.multiplier(learning_rate, c)) for c in curvatures.flat]
        return np.array(flat).reshape(curvatures.shape)


def stability(
    optimizer: str,
    settings: Settings,
    eigenvalues: Sequence[float] | Floats,
    preconditioned: bool = False,
    mistakes: Sequence[str] = (),
) -> Stability:
    """Return the limits for an optimizer (all of its settings given) on these curvatures.

    An adaptive optimizer has a limit only on the eigenvalues of P⁻¹H, with `preconditioned`; a
    weight decay in its gradient is in H already.
    """
    rule = rule_of(optimizer, settings, mistakes)
    values = np.asarray(eigenvalues, np.float64)
    lowest, highest = (float(values.min()), float(values.max())) if len(values) else (0.0, 0.0)
    why = _without_limit(rule, lowest, highest, preconditioned)
    iteration = None if rule.preconditioned and not preconditioned else rule.iteration
    if why or iteration is None:
        largest = best = None
        note = why
    else:
        largest = iteration.limit(highest)
        best = None if rule.preconditioned else _best(iteration, lowest, highest)
        note = _note(rule, iteration, lowest, highest)
    found = largest, best, rule.source, note, lowest, highest, iteration
    return Stability(rule.method, *found, preconditioned and rule.preconditioned)


def heavy_ball_optimum(lowest: float, highest: float) -> tuple[float, float, float]:
    """The best learning rate and momentum, and what each step then multiplies the error by.

    For curvatures from lowest to highest, both above 0. Source: Polyak (1964).
    """
    low, high = math.sqrt(lowest), math.sqrt(highest)
    rate = (high - low) / (high + low)
    root = 2 / (low + high)
    return root * root, rate * rate, rate


def nesterov_optimum(lowest: float, highest: float) -> tuple[float, float, float]:
    """The best learning rate and Nesterov momentum, and what each step multiplies the error by.

    For curvatures from lowest to highest, both above 0. Source: Lessard, Recht and Packard (2016).
    """
    root = math.sqrt(3 * (highest / lowest) + 1)
    return 4 / 3 / (highest + lowest / 3), (root - 2) / (root + 2), 1 - 2 / root


def positive_definite(lowest: float, highest: float) -> bool:
    """Whether all curvatures are above 0 by more than rounding."""
    return math.isfinite(highest) and lowest > _FLAT * abs(highest)


def indefinite(lowest: float, highest: float) -> str:
    """Why curvatures have no limit, in a sentence; empty where they are all above 0."""
    if positive_definite(lowest, highest):
        return ""
    if not math.isfinite(lowest + highest):
        return "The curvature is no number here."
    if lowest < -_FLAT * max(abs(lowest), abs(highest)):
        return (
            f"The curvature is {words.number(lowest)} in one direction, so nothing holds a "
            "descent here: there is no stable learning rate."
        )
    where = "in one direction" if highest > 0 else "in every direction"
    return f"The curvature is 0 {where}, so no parabola tells how a descent ends here."


def _without_limit(rule: Rule, lowest: float, highest: float, preconditioned: bool) -> str:
    iteration = rule.iteration
    if iteration is None:
        return rule.why
    if rule.preconditioned and not preconditioned:
        return (
            f"{rule.method} divides by the size of its gradients, so its limit follows the run: "
            "it is known along a path only."
        )
    why = indefinite(lowest + iteration.decay, highest + iteration.decay)
    if why:
        return why
    if iteration.momentum >= 1:
        return f"A momentum of {words.number(iteration.momentum)} keeps every swing alive."
    if iteration.fresh <= 0:
        return "With a dampening of 1 or more the velocity takes no step downhill."
    limit = iteration.limit(highest)
    if limit in (0, math.inf):
        side = "larger" if limit else "smaller"
        return f"The largest stable learning rate is {side} than a number can be."
    return ""


def _best(iteration: Iteration, lowest: float, highest: float) -> float:
    low, high = lowest + iteration.decay, highest + iteration.decay
    if not iteration.nesterov:
        # Both ends are then equally far from where their multiplier is smallest.
        once, middle = 1 + iteration.momentum, low + (high - low) / 2
        return once / (iteration.fresh * middle + once * iteration.shrink)
    below, above = 1 / high, min(1 / low, _LARGEST)
    for _ in range(_HALVINGS):
        middle = math.sqrt(below) * math.sqrt(above)  # their product may be no number
        slow, steep = (abs(iteration.multiplier(middle, c)) for c in (lowest, highest))
        below, above = (middle, above) if slow > steep else (below, middle)
    return math.sqrt(below) * math.sqrt(above)


def _note(rule: Rule, iteration: Iteration, lowest: float, highest: float) -> str:
    """What a person should know beside the numbers."""
    low, high = lowest + iteration.decay, highest + iteration.decay
    if rule.preconditioned:
        return "The limit moves along the run, with the sizes of the gradients."
    if not iteration.momentum:
        return ""
    optimum = nesterov_optimum if iteration.nesterov else heavy_ball_optimum
    rate, momentum, multiplier = optimum(low, high)
    return (
        f"The best of all is the learning rate {words.number(rate)} with the momentum "
        f"{words.number(momentum)}: each step multiplies the error by {words.factor(multiplier)}."
    )
