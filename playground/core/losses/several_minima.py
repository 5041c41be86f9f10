"""Losses of two parameters with several minima, where the start decides which one is found.

Formulas, minima and usual domains are those collected by Jamil and Yang, "A literature survey of
benchmark functions for global optimisation problems" (2013). The stated minima are the lowest
points, not every dip.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from playground.core.losses.declaring import loss
from playground.core.losses.xy import XY, around


@loss(
    "Himmelblau",
    formula=r"L = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    parameters=XY,
    start=(0.0, 0.0),
    learning_rate=0.01,
    learning_rates=(1e-5, 1.0),
    extent=around(6.0),
    steps=50,
    minima=(
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286170),
        (3.584428340330492, -1.848126526964404),
    ),
)
def himmelblau(theta: Tensor) -> Tensor:
    """Four valleys of the same depth: start and learning rate decide which one is found."""
    x, y = theta.unbind(-1)
    first, second = x * x + y - 11, x + y * y - 7
    return first * first + second * second


@loss(
    "McCormick",
    formula=r"L = \sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
    parameters=XY,
    start=(2.0, 3.0),
    learning_rate=0.1,
    learning_rates=(1e-3, 10.0),
    extent=((-1.5, 4.0), (-3.0, 4.0)),
    steps=60,
    # where cos(x + y) = −1/2 and x − y = 1
    minima=((0.5 - math.pi / 3, -0.5 - math.pi / 3),),
)
def mccormick(theta: Tensor) -> Tensor:
    """A slope with waves: a larger learning rate slides past the nearest dip to a lower one.

    The stated minimum is the lowest in the usual domain, which is the view; there are lower
    ones outside it, without end.
    """
    x, y = theta.unbind(-1)
    apart = x - y
    return (x + y).sin() + apart * apart - 1.5 * x + 2.5 * y + 1


@loss(
    "Six-hump camel",
    formula=r"L = \left(4 - 2.1 x^2 + \frac{x^4}{3}\right) x^2 + xy + (4y^2 - 4) \, y^2",
    parameters=XY,
    start=(1.2, 0.1),
    learning_rate=0.02,
    learning_rates=(1e-4, 1.0),
    extent=((-2.2, 2.2), (-1.2, 1.2)),
    steps=60,
    minima=(
        (0.08984201310031806, -0.7126564030207396),
        (-0.08984201310031806, 0.7126564030207396),
    ),
)
def six_hump_camel(theta: Tensor) -> Tensor:
    """Six dips, two of them lowest: small steps take the nearest one, whatever its depth."""
    x, y = theta.unbind(-1)
    across, along = x * x, y * y
    return (4 - 2.1 * across + across * across / 3) * across + x * y + (4 * along - 4) * along


@loss(
    "Goldstein–Price",
    formula=(
        r"\begin{aligned} L &= (1 + p)(30 + q) \\"
        r" p &= (x + y + 1)^2 \\ &\quad \cdot (19 - 14x + 3x^2 - 14y + 6xy + 3y^2) \\"
        r" q &= (2x - 3y)^2 \\ &\quad \cdot (18 - 32x + 12x^2 + 48y - 36xy + 27y^2)"
        r" \end{aligned}"
    ),
    parameters=XY,
    start=(0.5, -0.5),
    learning_rate=1e-4,
    learning_rates=(1e-7, 1e-1),
    extent=around(2.0),
    steps=200,
    minima=((0.0, -1.0),),
)
def goldstein_price(theta: Tensor) -> Tensor:
    """Heights from 3 to a million: only a tiny learning rate survives the walls."""
    x, y = theta.unbind(-1)
    xx, xy, yy = x * x, x * y, y * y
    first, second = x + y + 1, 2 * x - 3 * y
    near = 19 - 14 * x + 3 * xx - 14 * y + 6 * xy + 3 * yy
    far = 18 - 32 * x + 12 * xx + 48 * y - 36 * xy + 27 * yy
    return (1 + first * first * near) * (30 + second * second * far)


@loss(
    "Styblinski–Tang",
    formula=r"L = \frac{1}{2} \left( x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y \right)",
    parameters=XY,
    start=(0.5, 0.0),
    learning_rate=0.01,
    learning_rates=(1e-4, 1.0),
    extent=around(5.0),
    steps=60,
    # the lowest root of 4θ³ − 32θ + 5 = 0, in both
    minima=((-2.9035340277711770, -2.9035340277711770),),
    adds_components=True,
)
def styblinski_tang(theta: Tensor) -> Tensor:
    """Four valleys of different depth: descent only ever finds the one its start leans towards."""
    squared = theta * theta
    return (0.5 * (squared * (squared - 16) + 5 * theta)).sum(-1)


@loss(
    "Rastrigin",
    formula=r"L = 20 + x^2 - 10 \cos 2\pi x + y^2 - 10 \cos 2\pi y",
    parameters=XY,
    start=(2.3, -1.7),
    learning_rate=2e-3,
    learning_rates=(1e-5, 10.0),
    extent=around(5.12),
    steps=60,
    minima=((0.0, 0.0),),
    adds_components=True,
)
def rastrigin(theta: Tensor) -> Tensor:
    """A grid of traps in a bowl: plain descent ends in the nearest, almost never in the lowest."""
    return (theta * theta - 10 * (2 * math.pi * theta).cos() + 10).sum(-1)


@loss(
    "Ackley",
    formula=(
        r"L = 20 + e - 20 \, e^{-0.2 \sqrt{(x^2 + y^2) / 2}}"
        r" - e^{(\cos 2\pi x + \cos 2\pi y) / 2}"
    ),
    parameters=XY,
    start=(2.3, -1.7),
    learning_rate=0.02,
    learning_rates=(1e-4, 100.0),
    extent=around(5.0),
    steps=60,
    minima=((0.0, 0.0),),
)
def ackley(theta: Tensor) -> Tensor:
    """Ripples on a funnel with a sharp tip, where no fixed learning rate comes to rest.

    At the tip autograd gives the subgradient 0.
    """
    # this norm, unlike sqrt, has a gradient at zero
    radius: Tensor = torch.linalg.vector_norm(theta, dim=-1)
    funnel = (-0.2 / math.sqrt(2) * radius).exp()
    ripples = (2 * math.pi * theta).cos().mean(-1).exp()
    return 20 - 20 * funnel + (math.e - ripples)
