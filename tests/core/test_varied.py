"""A batch whose settings vary is, run by run, the descents with those settings."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.many import descend_many
from playground.core.optimizers import OPTIMIZERS
from playground.core.settings import settle
from playground.core.varied import VariedRule

MOMENTA = (0.0, 0.05, 0.3, 0.3, 0.9, 0.999, 0.0, 0.6)
EACH = 3  # runs of each momentum


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("settings", "edits"),
    [
        ({}, ()),
        ({"nesterov": True}, ()),
        ({"dampening": 0.2, "weight_decay": 0.1}, ()),
        ({}, (Edit(10, 0.02), Edit(20, 0.01, {"momentum": 0.7}))),
    ],
)
def test_each_run_has_the_momentum_of_its_own_bit_for_bit(
    settings: dict[str, float], edits: tuple[Edit, ...], dtype: str
) -> None:
    # The learning rate is too high for some of them: they leave the batch on the way.
    base = Experiment("himmelblau", learning_rate=0.02, steps=40, edits=edits, dtype=dtype)
    momenta = [momentum for momentum in MOMENTA if momentum or "nesterov" not in settings]
    starts = np.random.default_rng(5).uniform(-5, 5, (len(momenta) * EACH, 2))
    optimizer = OPTIMIZERS["sgd"]
    own = [settle(optimizer.settings, {**settings, "momentum": one}) for one in momenta]
    theta = torch.from_numpy(starts).to(getattr(torch, dtype))
    rule = VariedRule(optimizer, own, [EACH] * len(momenta), theta.dtype)
    loss = np.full((base.steps + 1, len(starts)), np.nan)
    for step in descend_many(base, theta, None, own[0], rule):
        loss[step.step, step.rows] = step.loss.double().numpy()
    for number, start in enumerate(theta.tolist()):
        every = {**settings, "momentum": momenta[number // EACH]}
        single = run(replace(base, theta=tuple(start), settings=every))
        assert np.array_equal(loss[: single.length, number], single.loss, equal_nan=True)
        assert np.isnan(loss[single.length :, number]).all()
    assert np.isnan(loss[-1]).any()
    assert np.isfinite(loss[-1]).any()
