"""What one update multiplies the error by, along one eigenvector of the curvature."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Iteration:
    """An update rule on a parabola, where it is linear and each eigenvector goes its own way.

    As torch writes it: velocity = momentum · velocity + fresh · gradient, where fresh is
    1 − dampening; theta moves by the velocity or, with nesterov, by gradient + momentum ·
    velocity. `decay` is a weight decay in the gradient, which adds to every curvature; `shrink`
    one apart from it, as AdamW has.
    """

    momentum: float = 0.0
    fresh: float = 1.0
    nesterov: bool = False
    decay: float = 0.0
    shrink: float = 0.0

    def dominant(self, learning_rate: float, curvature: float) -> complex:
        """The larger of the two numbers by which an update multiplies what is left of the error.

        They are the roots of z² = trace · z − determinant, the characteristic equation of the
        update of (error, velocity); without momentum, the one number 1 − rate · curvature.
        """
        step = self.fresh * learning_rate * (curvature + self.decay)
        kept = 1 - learning_rate * self.shrink
        if self.nesterov:
            trace, determinant = (1 + self.momentum) * (1 - step), self.momentum * (1 - step)
        else:
            trace, determinant = kept + self.momentum - step, self.momentum * kept
        half = trace / 2
        under = half * half - determinant
        if under < 0:
            return complex(half, math.sqrt(-under))
        return complex(half + math.copysign(math.sqrt(under), half))

    def multiplier(self, learning_rate: float, curvature: float) -> float:
        """That number with its sign where it is real, and its size where theta circles."""
        root = self.dominant(learning_rate, curvature)
        return abs(root) if root.imag else root.real

    def limit(self, curvature: float) -> float:
        """The largest stable learning rate on a positive curvature; see `stability`.

        0 or infinite where it is no number that there is.
        """
        once, twice = 1 + self.momentum, 1 + 2 * self.momentum
        steep = curvature + self.decay
        if self.nesterov:
            return 2 * once / twice / steep
        slowed = self.fresh * steep + once * self.shrink
        return 2 * once / slowed if slowed else math.inf

    def edge(self, learning_rate: float) -> float:
        """The curvature of which that rate is the limit: 2 / rate for gradient descent."""
        once, twice = 1 + self.momentum, 1 + 2 * self.momentum
        if self.nesterov:
            return 2 * once / (twice * learning_rate) - self.decay
        if self.fresh <= 0:
            return math.nan
        return (2 * once / learning_rate - once * self.shrink) / self.fresh - self.decay
