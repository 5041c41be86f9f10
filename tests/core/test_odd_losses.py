"""However odd the loss, the rule, the rates and the number format are, many runs say how they end.

NumPy's warnings are errors in these tests, so that none can escape to a person's terminal.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.attractors import attractors
from playground.core.basin_map import basin_map
from playground.core.experiment import Experiment
from playground.core.map_request import MapAxis, MapRequest
from playground.core.optimizers import OPTIMIZERS
from playground.core.outcome import KINDS
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_test
from playground.core.range_truth import range_truth
from playground.core.sweep import sweep
from playground.core.tensors import DTYPES


class Start(NamedTuple):
    loss: str
    theta: float


ODD = [
    Start("sqrt(x)", -1.0),  # no number at the start
    Start("sqrt(x)", 0.0),  # no slope there
    Start("log(x)", 0.0),  # infinite there
    Start("log(x)", 1.0),
    Start("3 + 0*x", 1.0),  # the same everywhere
    Start("exp(x)", 800.0),
    Start("exp(x)", 5.0),
    Start("-exp(x^2)", 1.0),
    Start("1/x", 1e-5),
    Start("x^2", 1e300),
    Start("x^2", 1e-300),
    Start("x^2", 6e4),  # the largest numbers of float16 are about 65,504
    Start("x^4", 1e30),
    Start("1e300*x", 1.0),
    Start("1e-300*x^2", 1.0),
    Start("x^3", -1.0),
    Start("abs(x)", 0.0),
]
RATES = [1e-300, 1e-30, 1e-5, 0.1, 0.9, 1.0, 1.5, 10.0, 1e10, 1e30, 1e300]

experiments = st.builds(
    lambda start, optimizer, dtype, steps: Experiment(
        start.loss, (start.theta,), optimizer=optimizer, dtype=dtype, steps=steps
    ),
    st.sampled_from(ODD),
    st.sampled_from(sorted(OPTIMIZERS)),
    st.sampled_from(sorted(DTYPES)),
    st.sampled_from([1, 3, 5, 20, 80]),
)
quick = settings(max_examples=60, deadline=None)


@quick
@given(experiment=experiments)
def test_each_run_of_a_sweep_has_an_outcome(experiment: Experiment) -> None:
    found = sweep(experiment, RATES)
    assert set(found.outcome) <= set(KINDS)
    assert ((found.distance >= 0) | np.isnan(found.distance)).all()


@quick
@given(experiment=experiments, diverge=st.sampled_from([0.0, 5.0]))
def test_a_range_test_suggests_a_rate_or_says_why_not(
    experiment: Experiment, diverge: float
) -> None:
    test = range_test(experiment, RangeRequest(1e-300, 1e300, 60, diverge=diverge))
    assert (test.suggestion is None) == bool(test.no_suggestion)
    assert (test.valley is None) == bool(test.no_valley)
    assert len(range_truth(experiment, test, 8).sweep.outcome) >= 8


@quick
@given(experiment=experiments, far=st.sampled_from([3.0, 1e300, 1.7e308]))
def test_each_pixel_of_a_map_has_an_outcome(experiment: Experiment, far: float) -> None:
    axes = MapAxis("x", -far, far), MapAxis("learning_rate", 1e-300, 1e300)
    assert (basin_map(experiment, MapRequest(*axes, 5)).outcome >= 0).all()


@quick
@given(experiment=experiments)
def test_last_values_are_numbers_or_none(experiment: Experiment) -> None:
    *_, picture = attractors(experiment, RATES, transient=10, last=6)
    assert picture.values.shape == (len(RATES), 6)
