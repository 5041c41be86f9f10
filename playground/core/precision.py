"""The same run in every number format, side by side."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch

from playground.core.descent import record
from playground.core.experiment import Experiment
from playground.core.tensors import DTYPES
from playground.core.trajectory import Trajectory

FORMATS = ("float64", "float32", "bfloat16", "float16")


@dataclass(frozen=True, eq=False)  # a trajectory has no equality
class Precise:
    """A run in one number format, beside the same run in float64.

    `digits` is to how many decimal digits its final theta is that of float64 (of its largest
    component), None where a run ended in no numbers; `epoch` counts from 1, as a loop that prints
    does: the first whose loss, gradient or theta is not finite, 0 if there is none. `epsilon` and
    `largest` are the format's own: the gap above 1, and the largest number.
    """

    dtype: str
    trajectory: Trajectory
    digits: float | None
    epoch: int
    epsilon: float
    largest: float


def precisions(experiment: Experiment) -> Iterator[tuple[tuple[Precise, ...], float]]:
    """Yield the runs that are done, float64 first, and the share of the work that is.

    The experiment's own number format makes no difference.
    """
    done: list[Precise] = []
    for place, dtype in enumerate(FORMATS):
        trajectory: Trajectory | None = None
        for trajectory in record(replace(experiment, dtype=dtype)):
            share = (place + trajectory.length / (experiment.steps + 1)) / len(FORMATS)
            yield tuple(done), min(share, 1.0)
        assert trajectory is not None  # a record has one row at least
        done.append(_precise(dtype, trajectory, done[0].trajectory if done else trajectory))
        yield tuple(done), (place + 1) / len(FORMATS)


def _precise(dtype: str, trajectory: Trajectory, exact: Trajectory) -> Precise:
    format_ = torch.finfo(DTYPES[dtype])
    epsilon, largest = float(format_.eps), float(format_.max)
    last = trajectory.length - 1
    rows = (trajectory.loss[last], trajectory.gradient[last], trajectory.theta[last])
    finite = all(np.isfinite(row).all() for row in rows)
    digits = _digits(trajectory, exact) if finite else None
    return Precise(dtype, trajectory, digits, 0 if finite else last + 1, epsilon, largest)


def _digits(trajectory: Trajectory, exact: Trajectory) -> float | None:
    mine, true = (one.theta[one.length - 1].astype(np.float64) for one in (trajectory, exact))
    if not (np.isfinite(mine).all() and np.isfinite(true).all()):
        return None
    off = float(np.abs(mine - true).max())
    size = float(np.abs(true).max())
    if not off:
        return math.inf
    return max(-math.log10(off / size), 0.0) if off < size else 0.0
