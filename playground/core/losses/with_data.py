"""Losses of a model on data: what learning is about."""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
from torch import Tensor

from playground.core.datasets import DATASETS
from playground.core.losses.base import Columns, Minima
from playground.core.losses.declaring import data_loss
from playground.core.settings import Setting, Settings

HIDDEN = 8  # tanh units of the network


def slope_gradient(theta: Tensor, columns: Columns) -> Tensor:
    """Return dot(2x, w·x − y), the gradient that a text wrote by hand: 4 times the true one.

    The text takes a mean afterwards, but of the single number that the dot product left, so
    the sum over the N rows is never divided by N. theta is (..., 1), and so is the result.
    """
    x, y = columns["x"], columns["y"]
    return ((theta * x - y) @ (2 * x)).unsqueeze(-1)


@data_loss(
    "Line through 4 points",
    formula=r"L(w) = \frac{1}{4} \sum_{i=1}^{4} (w x_i - y_i)^2",
    parameters=("w",),
    table=DATASETS["line"],
    target="y",
    criterion="mse",
    start=(0.0,),
    learning_rate=0.01,
    learning_rates=(1e-5, 1.0),
    extent=((-1.0, 5.0),),
    steps=100,
    minima=((2.0,),),  # y is 2x exactly
    hand_gradient=slope_gradient,
    hand_teaches="By hand, the gradient is 4 times autograd's: a plain step multiplies the error "
    "by 1 − 60·lr.",
)
def line(theta: Tensor, columns: Columns) -> Tensor:
    """One weight, curvature 15: a plain step multiplies the error by 1 − 15·lr."""
    return theta * columns["x"]


def scaled_input(columns: Columns, input_scale: float) -> Columns:
    """Return the columns with t_u multiplied by input_scale."""
    return {**columns, "t_u": input_scale * columns["t_u"]}


def least_squares_line(settings: Settings) -> Minima:
    """Return the least-squares slope, covariance over variance, and its intercept."""
    table = DATASETS["thermometer"]
    t_u, t_c = settings.input_scale * table.column("t_u"), table.column("t_c")
    apart = t_u - t_u.mean()
    slope = apart @ (t_c - t_c.mean()) / (apart @ apart)
    return ((float(slope), float(t_c.mean() - slope * t_u.mean())),)


@data_loss(
    "Thermometer",
    formula=r"L(w, b) = \frac{1}{11} \sum_{i=1}^{11} (w s t_{u,i} + b - t_{c,i})^2",
    parameters=("w", "b"),
    table=DATASETS["thermometer"],
    target="t_c",
    criterion="mse",
    prepare=scaled_input,
    start=(1.0, 0.0),
    learning_rate=0.01,
    learning_rates=(1e-6, 1.0),
    extent=((0.0, 8.0), (-25.0, 5.0)),
    steps=5000,
    minima=least_squares_line,
    settings={
        "input_scale": Setting(
            0.1, 1e-3, 1e3, help="s: what t_u is multiplied by first; 1 for the raw readings"
        )
    },
)
def thermometer(theta: Tensor, columns: Columns, input_scale: float) -> Tensor:
    """The loss is far steeper in w than in b, until t_u is multiplied by s, the input scale.

    No one learning rate suits both: condition number 357 with s = 0.1 and 33,599 with s = 1.
    """
    # one view for both; torch adds their gradients up as for two scalars, bit for bit
    w, b = theta.unsqueeze(-1).unbind(-2)
    return w * columns["t_u"] + b


@cache
def _most_likely() -> tuple[float, ...]:
    # Newton's method (iteratively reweighted least squares; Bishop, Pattern Recognition and
    # Machine Learning, section 4.3.3) reaches rounding in 8 steps here: there is no closed form.
    table = DATASETS["clouds"]
    features = np.column_stack([table.column("x1"), table.column("x2"), np.ones(table.rows)])
    theta = np.zeros(3)
    for _ in range(12):
        probability = 1 / (1 + np.exp(-features @ theta))
        gradient = features.T @ (probability - table.column("label"))
        hessian = (features.T * (probability * (1 - probability))) @ features
        theta -= np.linalg.solve(hessian, gradient)
    return tuple(theta.tolist())


def most_likely(settings: Settings) -> Minima:
    """Return the maximum-likelihood weights and bias of the logistic regression."""
    return (_most_likely(),)


@data_loss(
    "Logistic regression",
    formula=(
        r"\begin{aligned} L &= \frac{1}{N} \sum_i \left( \log(1 + e^{z_i}) - y_i z_i \right) \\"
        r" z &= w_1 x_1 + w_2 x_2 + b \end{aligned}"
    ),
    parameters=("w₁", "w₂", "b"),
    table=DATASETS["clouds"],
    target="label",
    criterion="logistic",
    start=(0.0, 0.0, 0.0),
    learning_rate=0.5,
    learning_rates=(1e-3, 100.0),
    extent=((-2.0, 5.0), (-2.0, 5.0), (-3.0, 3.0)),
    steps=100,
    minima=most_likely,
)
def logistic(theta: Tensor, columns: Columns) -> Tensor:
    """Two overlapping clouds of points: the line between them turns into place, then hardens.

    The predictions are logits.
    """
    # Not as a matrix product: that rounds by its size, so a sweep would not be its single runs.
    w1, w2, b = theta.unsqueeze(-1).unbind(-2)
    return w1 * columns["x1"] + w2 * columns["x2"] + b


def with_ones(columns: Columns) -> Columns:
    """Return the label, if it is there, and all features with a 1 beside them, for the bias."""
    features = [column for name, column in columns.items() if name != "label"]
    stacked = torch.stack([*features, torch.ones_like(features[0])], dim=-1)
    label = {"label": columns["label"]} if "label" in columns else {}
    return {"features": stacked, **label}


@data_loss(
    "Two moons",
    formula=(
        r"\begin{aligned} L &= \frac{1}{N} \sum_i \left( \log(1 + e^{z_i}) - t_i z_i \right) \\"
        r" z &= b + \sum_{j=1}^{8} w_j \tanh(u_j x + v_j y + c_j) \end{aligned}"
    ),
    parameters=(
        *(f"{letter}{index}" for letter in "uvcw" for index in "₁₂₃₄₅₆₇₈"),
        "b",
    ),
    table=DATASETS["moons"],
    target="label",
    criterion="logistic",
    prepare=with_ones,
    seeded=True,
    scale=1.0,
    learning_rate=0.5,
    learning_rates=(1e-3, 100.0),
    extent=((-5.0, 5.0),) * (4 * HIDDEN + 1),
    steps=1000,
)
def moons(theta: Tensor, columns: Columns) -> Tensor:
    """A network of 8 tanh units bends its border between two moons; each seed bends it its own way.

    The predictions are logits. theta holds u, v and c of every unit, then w, then b.
    """
    inner, outer, bias = theta.split_with_sizes((3 * HIDDEN, HIDDEN, 1), -1)
    weights = inner.reshape(*inner.shape[:-1], 3, HIDDEN)
    units = (columns["features"] @ weights).tanh()
    return (units @ outer.unsqueeze(-1)).squeeze(-1) + bias
