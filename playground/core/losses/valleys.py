"""Bowls, valleys and a saddle of two parameters: one minimum or none, and a path to be seen.

Formulas, minima and usual domains are those collected by Jamil and Yang, "A literature survey of
benchmark functions for global optimisation problems" (2013).
"""

from __future__ import annotations

import math

from torch import Tensor

from playground.core.losses.declaring import loss
from playground.core.losses.xy import XY, around
from playground.core.settings import Setting


@loss(
    "Quadratic",
    formula=(
        r"\begin{aligned} L &= \frac{1}{2} \left( \frac{u^2}{\kappa} + v^2 \right) \\"
        r" u &= x \cos\varphi + y \sin\varphi \\ v &= y \cos\varphi - x \sin\varphi \end{aligned}"
    ),
    parameters=XY,
    start=(-4.0, 2.0),
    learning_rate=0.5,
    learning_rates=(1e-2, 10.0),
    extent=around(5.0),
    steps=50,
    minima=((0.0, 0.0),),
    settings={
        "condition": Setting(10.0, 1.0, 1e6, help="how many times steeper across than along"),
        "rotation": Setting(0.0, -180.0, 180.0, help="degrees, counter-clockwise"),
    },
)
def quadratic(theta: Tensor, condition: float, rotation: float) -> Tensor:
    """The largest curvature is 1, so 2 is the limit; a larger condition number slows the rest.

    u and v are x and y in axes turned by `rotation`; the curvatures are 1/κ along u and 1
    along v, with κ the condition number and φ the rotation.
    """
    angle = math.radians(rotation)
    cosine, sine = math.cos(angle), math.sin(angle)
    x, y = theta.unbind(-1)
    along, across = cosine * x + sine * y, cosine * y - sine * x
    return (0.5 / condition) * along * along + 0.5 * across * across


@loss(
    "Rosenbrock",
    formula=r"L = (1 - x)^2 + 100 \, (y - x^2)^2",
    parameters=XY,
    start=(-1.2, 1.0),
    learning_rate=1e-3,
    learning_rates=(1e-6, 1e-1),
    extent=((-2.0, 2.0), (-1.0, 3.0)),
    steps=2000,
    minima=((1.0, 1.0),),
)
def rosenbrock(theta: Tensor) -> Tensor:
    """A narrow curved valley: steep walls keep the learning rate small, so the floor takes ages."""
    x, y = theta.unbind(-1)
    left, wall = 1 - x, y - x * x
    return left * left + 100 * wall * wall


@loss(
    "Beale",
    formula=(
        r"\begin{aligned} L = {} &(1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 \\"
        r" &+ (2.625 - x + xy^3)^2 \end{aligned}"
    ),
    parameters=XY,
    start=(1.0, 1.5),
    learning_rate=0.01,
    learning_rates=(1e-6, 1.0),
    extent=around(4.5),
    steps=1000,
    minima=((3.0, 0.5),),
)
def beale(theta: Tensor) -> Tensor:
    """Nearly flat in the middle and very steep at the corners: no one learning rate suits both."""
    x, y = theta.unbind(-1)
    squared = y * y
    first, second, third = 1.5 - x + x * y, 2.25 - x + x * squared, 2.625 - x + x * squared * y
    return first * first + second * second + third * third


@loss(
    "Booth",
    formula=r"L = (x + 2y - 7)^2 + (2x + y - 5)^2",
    parameters=XY,
    start=(-5.0, -5.0),
    learning_rate=0.05,
    learning_rates=(1e-4, 1.0),
    extent=around(10.0),
    steps=50,
    minima=((1.0, 3.0),),
)
def booth(theta: Tensor) -> Tensor:
    """A tilted bowl with curvatures 2 and 18, so the limit is 2/18 however gentle the long way."""
    x, y = theta.unbind(-1)
    first, second = x + 2 * y - 7, 2 * x + y - 5
    return first * first + second * second


@loss(
    "Matyas",
    formula=r"L = 0.26 \, (x^2 + y^2) - 0.48 \, xy",
    parameters=XY,
    start=(8.0, -4.0),
    learning_rate=1.0,
    learning_rates=(1e-3, 10.0),
    extent=around(10.0),
    steps=100,
    minima=((0.0, 0.0),),
)
def matyas(theta: Tensor) -> Tensor:
    """Falls fast into the diagonal valley (curvature 1), then creeps along it (curvature 0.04)."""
    x, y = theta.unbind(-1)
    return 0.26 * (x * x + y * y) - 0.48 * x * y


@loss(
    "Saddle",
    formula=r"L = x^2 - y^2",
    parameters=XY,
    start=(1.5, 0.01),
    learning_rate=0.1,
    learning_rates=(1e-3, 10.0),
    extent=around(2.0),
    steps=40,
)
def saddle(theta: Tensor) -> Tensor:
    """The gradient is zero at the centre, yet it is no minimum: the slightest push leaves it."""
    x, y = theta.unbind(-1)
    return x * x - y * y
