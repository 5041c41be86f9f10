"""The graph is asked for like all that is worked out beside the run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from playground.core.asks import GraphAsk
from playground.core.experiment import Experiment
from playground.engine.deriving import Answers, Derived
from playground.engine.run import Run
from playground.engine.worker import Worker


@pytest.fixture
def answers() -> Iterator[Answers]:
    worker = Worker("derived")
    yield Answers(worker)
    assert worker.close()


def answered(answers: Answers, run: Run, ask: GraphAsk) -> Derived:
    deadline = time.monotonic() + 30
    while not (answer := answers.derive(run, ask)).finished:
        assert time.monotonic() < deadline, "no answer"
    return answer


def test_the_graph_at_a_step_of_the_run_is_kept_whatever_the_learning_rate(
    answers: Answers,
) -> None:
    run, ask = Run(Experiment("square", (1.0,), 0.2)), GraphAsk((0.6,), 1)
    first = answered(answers, run, ask).result
    np.testing.assert_allclose(first.graph.grad.array, [1.2], rtol=1e-6)
    hotter = Run(replace(run.experiment, learning_rate=0.9))
    assert answered(answers, hotter, ask).result is first
    other = Run(replace(run.experiment, dtype="float64"))
    assert answered(answers, other, ask).result is not first


def test_a_preset_and_a_typed_function_are_the_same_for_every_run(answers: Answers) -> None:
    first, second = Run(Experiment("square")), Run(Experiment("saddle"))
    for ask in (GraphAsk(preset="product"), GraphAsk(function="sin(x)", remedy="sum")):
        result = answered(answers, first, ask).result
        assert not result.graph.refusal
        assert answered(answers, second, ask).result is result


def test_a_function_that_cannot_be_read_fails_in_one_line(answers: Answers) -> None:
    answer = answered(answers, Run(Experiment()), GraphAsk(function="sni(x)"))
    assert answer.failure.startswith("Unknown function 'sni' at character 1")
    assert "\n" not in answer.failure


def test_a_diverged_theta_is_asked_about_once() -> None:
    assert GraphAsk((float("nan"), 1.0)) == GraphAsk((float("nan"), 1.0))
