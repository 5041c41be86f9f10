"""Losses of one parameter, where the curve, the tangent and the step can all be seen."""

from __future__ import annotations

import math

from torch import Tensor

from playground.core.losses.declaring import loss


@loss(
    "θ²",
    formula=r"L(\theta) = \theta^2",
    parameters=(),  # any number of them: the sum of squares
    start=(1.0,),
    learning_rate=0.2,
    learning_rates=(1e-3, 10.0),
    extent=((-2.0, 2.0),),
    minima=((0.0,),),
    adds_components=True,
)
def square(theta: Tensor) -> Tensor:
    """Curvature 2 everywhere: a learning rate below 1 settles, one above 1 explodes."""
    # a product: its backward takes a third less time than that of square() and gives the same
    return (theta * theta).sum(-1)


@loss(
    "sin θ",
    formula=r"L(\theta) = \sin \theta",
    parameters=("θ",),
    start=(1.0,),
    learning_rate=0.5,
    learning_rates=(1e-3, 30.0),
    extent=((-2 * math.pi, 2 * math.pi),),
    minima=((-math.pi / 2,), (3 * math.pi / 2,)),
)
def sine(theta: Tensor) -> Tensor:
    """Valleys without end: a large learning rate does not explode, it wanders between them."""
    return theta.sin().squeeze(-1)


@loss(
    "Double well",
    formula=r"L(\theta) = \frac{\theta^4}{4} - \frac{\theta^2}{2}",
    parameters=("θ",),
    start=(0.1,),
    learning_rate=0.2,
    learning_rates=(1e-3, 10.0),
    extent=((-2.0, 2.0),),
    steps=40,
    minima=((-1.0,), (1.0,)),
)
def double_well(theta: Tensor) -> Tensor:
    """Two equal valleys: the start decides which one, until large steps leap across the hill."""
    squared = (theta * theta).squeeze(-1)
    return squared * (0.25 * squared - 0.5)


@loss(
    "|θ|",
    formula=r"L(\theta) = |\theta|",
    parameters=("θ",),
    start=(1.0,),
    learning_rate=0.15,
    learning_rates=(1e-3, 10.0),
    extent=((-2.0, 2.0),),
    minima=((0.0,),),
)
def absolute(theta: Tensor) -> Tensor:
    """The slope never shrinks, so the last steps are as long as the first and hop over zero.

    At the kink autograd gives the subgradient 0.
    """
    return theta.abs().squeeze(-1)


@loss(
    "θ⁴",
    formula=r"L(\theta) = \theta^4",
    parameters=("θ",),
    start=(1.5,),
    learning_rate=0.05,
    learning_rates=(1e-4, 10.0),
    extent=((-2.0, 2.0),),
    steps=100,
    minima=((0.0,),),
)
def quartic(theta: Tensor) -> Tensor:
    """Steep outside and flat inside: what explodes far out is far too slow near the bottom."""
    squared = (theta * theta).squeeze(-1)
    return squared * squared


@loss(
    "Wavy bowl",
    formula=r"L(\theta) = \frac{\theta^2}{10} + 1 - \cos 3\theta",
    parameters=("θ",),
    start=(4.5,),
    learning_rate=0.05,
    learning_rates=(1e-4, 30.0),
    extent=((-6.0, 6.0),),
    steps=40,
    minima=((0.0,),),
)
def wavy(theta: Tensor) -> Tensor:
    """A small learning rate stops in the first dip; a larger one can jump out of it."""
    return (0.1 * (theta * theta) - (3 * theta).cos() + 1).squeeze(-1)


@loss(
    "Cliff",
    formula=r"L(\theta) = \frac{\theta^2}{20} + \frac{1}{1 + e^{-20 (\theta - 2)}}",
    parameters=("θ",),
    start=(3.0,),
    learning_rate=1.0,
    learning_rates=(1e-2, 100.0),
    extent=((-5.0, 5.0),),
    steps=60,
    # the cliff's own slope there is 20·e⁻⁴⁰, which moves the minimum by less than 1e-15
    minima=((0.0,),),
)
def cliff(theta: Tensor) -> Tensor:
    """Gentle ground with one steep edge: a single gradient there throws theta far away.

    The picture is that of Goodfellow, Bengio and Courville, Deep Learning (2016), section 8.2.4.
    """
    return (0.05 * (theta * theta) + (20 * theta - 40).sigmoid()).squeeze(-1)


@loss(
    "Plateau",
    formula=r"L(\theta) = 1 - e^{-\theta^2}",
    parameters=("θ",),
    start=(2.0,),
    learning_rate=0.5,
    learning_rates=(1e-2, 100.0),
    extent=((-4.0, 4.0),),
    steps=40,
    minima=((0.0,),),
)
def plateau(theta: Tensor) -> Tensor:
    """Far from the valley the gradient vanishes, and no learning rate helps where it is zero."""
    return -(theta * -theta).expm1().squeeze(-1)
