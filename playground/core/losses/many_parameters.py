"""Losses of more than two parameters, of which the landscape shows a slice."""

from __future__ import annotations

from torch import Tensor

from playground.core.losses.declaring import loss


@loss(
    "2·x·x",
    formula=r"L(x) = 2 \, x \cdot x",
    parameters=("x₁", "x₂", "x₃", "x₄"),
    start=(0.0, 1.0, 2.0, 3.0),
    learning_rate=0.1,
    learning_rates=(1e-3, 10.0),
    extent=((-4.0, 4.0),) * 4,
    minima=((0.0, 0.0, 0.0, 0.0),),
    adds_components=True,
)
def dot(theta: Tensor) -> Tensor:
    """The gradient of a vector is 4x: plain descent shrinks all parameters by one factor a step."""
    return 2 * (theta * theta).sum(-1)
