"""The truth beside a range test is what whole runs do."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_test
from playground.core.range_truth import range_truth, range_truths

# Curvatures 1/10 and 1: plain descent is best at 2/(1 + 1/10) = 1.818 and stable below 2.
QUADRATIC = Experiment("quadratic", steps=150, dtype="float64", settings={"condition": 10.0})


def test_best_and_limit_of_the_quadratic_are_those_of_the_closed_form() -> None:
    test = range_test(QUADRATIC, RangeRequest(1e-3, 10.0))
    truth = range_truth(QUADRATIC, test, 400)
    step = 1e4 ** (1 / 399)
    assert truth.largest_stable is not None
    assert 2 / step <= truth.largest_stable <= 2 * step
    assert truth.best_learning_rate is not None
    # What counts is the first step within a thousandth of the way: near the best rate, where
    # both factors are 9/11, others may need as many.
    steps = truth.sweep.steps_to_tolerance
    assert steps[truth.best] == np.nanmin(steps) <= np.ceil(np.log(1e-3) / np.log(9 / 11))
    assert 1 < truth.best_learning_rate < 2


def test_suggestion_is_one_of_the_runs() -> None:
    test = range_test(QUADRATIC, RangeRequest(1e-3, 10.0))
    truth = range_truth(QUADRATIC, test, 50)
    assert test.suggestion is not None
    assert truth.suggested is not None
    assert truth.sweep.learning_rate[truth.suggested] == test.suggestion
    single = run(replace(QUADRATIC, learning_rate=test.suggestion))
    assert truth.sweep.final_loss[truth.suggested] == pytest.approx(single.loss[-1], rel=1e-12)
    assert truth.factor == test.suggestion / float(truth.sweep.learning_rate[truth.best or 0])


def test_where_every_run_is_lost_there_is_no_best() -> None:
    experiment = Experiment("square", steps=50)
    truth = range_truth(experiment, range_test(experiment, RangeRequest(2.0, 20.0, 20)), 20)
    assert (truth.best, truth.best_learning_rate, truth.largest_stable) == (None, None, None)
    assert truth.factor is None


def test_each_part_of_the_work_is_an_item() -> None:
    test = range_test(QUADRATIC, RangeRequest(1e-3, 10.0))
    items = list(range_truths(QUADRATIC, test, 10))
    assert len(items) > 100
    assert [item is None for item in items] == [True] * (len(items) - 1) + [False]
