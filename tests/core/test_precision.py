"""The same run in every number format: what rounds away, and what overflows."""

from __future__ import annotations

import math
from collections import deque

import pytest
import torch

from playground.core.experiment import Experiment
from playground.core.precision import FORMATS, Precise, precisions


def every(experiment: Experiment) -> dict[str, Precise]:
    ((done, share),) = deque(precisions(experiment), maxlen=1)
    assert share == 1.0
    return {one.dtype: one for one in done}


def test_raw_thermometer_data_overflow_float32_at_epoch_eleven() -> None:
    found = every(Experiment("thermometer", learning_rate=1e-2, steps=100,
                             settings={"input_scale": 1.0}))  # fmt: skip
    assert tuple(found) == FORMATS
    assert found["float32"].epoch == 11
    # float64 reaches 1.8e308 and not 3.4e38, about eight times as many powers of ten
    assert 70 < found["float64"].epoch < 100
    assert found["float16"].epoch < found["float32"].epoch
    assert found["float32"].digits is None


def test_each_format_keeps_as_many_digits_of_a_settling_run_as_it_has() -> None:
    found = every(Experiment("x^2 - 2x", (0.0,), 0.1, 200))  # the minimum, 1, fits in all of them
    for dtype, digits in (("float32", 6.0), ("bfloat16", 1.5), ("float16", 2.5)):
        kept = found[dtype].digits
        assert kept is not None
        assert kept > digits
    assert found["float64"].digits == math.inf


@pytest.mark.parametrize("dtype", FORMATS)
def test_epsilon_and_the_largest_number_are_those_of_torch(dtype: str) -> None:
    found = every(Experiment(steps=1))[dtype]
    one = torch.ones((), dtype=getattr(torch, dtype))
    assert (one + found.epsilon).item() > 1 == (one + found.epsilon / 4).item()
    assert torch.tensor(found.largest, dtype=one.dtype).isfinite()
    assert not (torch.tensor(found.largest, dtype=one.dtype) * 2).isfinite()


def test_a_step_too_small_for_bfloat16_leaves_theta_where_it_is() -> None:
    # at 1 the gap to the next bfloat16 is 2⁻⁸ below, and a step is 2e-4
    found = every(Experiment("square", (1.0,), 1e-4, 10))
    assert found["bfloat16"].trajectory.theta[-1, 0] == 1.0
    assert found["float32"].trajectory.theta[-1, 0] < 1.0
