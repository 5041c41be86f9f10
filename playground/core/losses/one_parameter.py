"""Losses of one parameter, where the curve, the tangent and the step can all be seen."""

from __future__ import annotations

from torch import Tensor

from playground.core.losses.base import loss


@loss(
    "θ²",
    formula=r"L(\theta) = \theta^2",
    start=(1.0,),
    learning_rate=0.2,
    learning_rates=(1e-3, 10.0),
    extent=((-2.0, 2.0),),
    minima=((0.0,),),
)
def square(theta: Tensor) -> Tensor:
    """Curvature 2 everywhere, so every learning rate below 1 settles and every one above explodes."""
    return theta.square().sum(-1)
