"""What is computed for the eye beside the run itself; plain arrays, no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PictureRequest:
    """A part of the landscape: origin + a·directions[0] (+ b·directions[1]), a and b in extent."""

    origin: tuple[float, ...]  # (n,)
    directions: tuple[tuple[float, ...], ...]  # one or two of (n,)
    extent: tuple[tuple[float, float], ...]  # one or two of (low, high)
    size: int  # points along each direction


@dataclass(frozen=True)
class Picture:
    """The landscape computed for a request: `loss` is (size,) or (size along b, size along a)."""

    request: PictureRequest
    axes: tuple[Floats, ...]  # the values of a (and b), coarse ones first
    loss: Floats
    whole: bool  # False while only a coarse picture is there


@dataclass(frozen=True)
class FitPicture:
    """A model beside its data at one theta.

    For one input column: `inputs` (N,), `targets` (N,), `curve_inputs` (M,), `curve` (M,) and
    `predictions` (N,). For two: `inputs` (N, 2) and `curve` the model on the grid of
    `grid_axes`, if they part two classes. For the logistic criterion predictions and curve are
    probabilities. Of many rows of data only some are here, evenly spaced; `rows` are the
    positions among them of the minibatch of `step`, None where all rows are used. `following` is
    the input that would come next, where one input column is evenly spaced, with the prediction.
    """

    input_names: tuple[str, ...]
    target_name: str
    inputs: Floats
    targets: Floats
    predictions: Floats
    curve_inputs: Floats
    curve: Floats
    grid_axes: tuple[Floats, Floats] | None
    rows: NDArray[np.int64] | None
    step: int
    following: tuple[float, float] | None = None
