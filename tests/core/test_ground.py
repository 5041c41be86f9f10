"""What theta stands on is a fact of the place, not of the rounding in which it was reached."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.hessian import derivatives
from playground.core.sweep import sweep


@pytest.mark.parametrize(
    ("theta", "steps", "dtype", "rate"),
    [
        ((1.5, 2.9), 100, "float64", 150 * 1.01**7),
        ((4.4, -1.2), 60, "float32", 150 * 1.01**-28),
        ((3.4, 0.6), 60, "float64", 150 * 1.01**-22),
    ],
)
def test_a_leap_into_a_far_ripple_ends_at_a_minimum_in_a_sweep_and_alone(
    theta: tuple[float, float], steps: int, dtype: str, rate: float
) -> None:
    experiment = Experiment(
        "ackley",
        optimizer="radam",
        schedule="step",
        theta=theta,
        steps=steps,
        dtype=dtype,
        learning_rate=rate,
    )
    trajectory = run(experiment)
    last = trajectory.theta[-1].astype(np.float64)
    loss = experiment.loss_entry.bind(experiment.loss_settings, torch.float64)
    found = derivatives(loss, last[None])
    # A minimum within a thousandth of the way, and of a ripple, 1 wide, hardly beside its bottom.
    assert (np.linalg.eigvalsh(found.hessian[0]) > 0).all()
    assert np.linalg.norm(np.linalg.solve(found.hessian[0], found.gradient[0])) < 0.02
    assert np.linalg.norm(last - theta) > 1000 * 0.02
    assert trajectory.outcome is not None
    assert trajectory.outcome.kind == "settled"
    assert sweep(experiment, [rate]).outcome == ("settled",)
