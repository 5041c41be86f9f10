"""A range test gives pytorch-lr-finder's numbers, from torch.optim and a loop written here."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import Tensor

from playground.core.descent import run
from playground.core.experiment import MOST_STEPS, Edit, Experiment
from playground.core.range_request import RANGE_SETTINGS, RangeRequest
from playground.core.range_test import range_test, range_testing

T_C = (0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0)
T_U = (35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4)


class Finder:
    """The algorithm that pytorch-lr-finder documents, on any loss of a parameter."""

    def __init__(self, optimizer: torch.optim.Optimizer, losses: Callable[[], Tensor]) -> None:
        self._optimizer, self._losses = optimizer, losses
        self.history: dict[str, list[float]] = {"lr": [], "loss": []}

    def search(self, request: RangeRequest) -> Finder:
        best = math.inf
        for iteration in range(request.count):
            share = iteration / (request.count - 1)
            rate = request.from_rate * (request.to_rate / request.from_rate) ** share
            self._optimizer.param_groups[0]["lr"] = rate
            self._optimizer.zero_grad()
            loss = self._losses()
            loss.backward()  # type: ignore[no-untyped-call]  # untyped in torch
            self._optimizer.step()
            number = loss.item()
            if iteration > 0 and request.smoothing > 0:
                last = self.history["loss"][-1]
                number = request.smoothing * number + (1 - request.smoothing) * last
            best = min(best, number)
            self.history["lr"].append(rate)
            self.history["loss"].append(number)
            if number > request.diverge * best:
                break
        return self

    @property
    def suggestion(self) -> float:
        falls = np.gradient(np.array(self.history["loss"][10:-5]))
        return self.history["lr"][10:-5][int(falls.argmin())]


def thermometer(
    theta: Tensor, rows: Iterator[Tensor] | None = None, dtype: torch.dtype = torch.float64
) -> Callable[[], Tensor]:
    inputs, targets = 0.1 * torch.tensor(T_U, dtype=dtype), torch.tensor(T_C, dtype=dtype)

    def loss() -> Tensor:
        chosen = slice(None) if rows is None else next(rows)
        predicted = theta[0] * inputs[chosen] + theta[1]
        return ((predicted - targets[chosen]) ** 2).mean()

    return loss


OPTIMIZERS: dict[str, tuple[Callable[[Tensor], torch.optim.Optimizer], dict[str, float]]] = {
    "sgd": (lambda theta: torch.optim.SGD([theta]), {}),
    "momentum": (lambda theta: torch.optim.SGD([theta], momentum=0.9), {"momentum": 0.9}),
    "adam": (lambda theta: torch.optim.Adam([theta]), {}),
    "rmsprop": (lambda theta: torch.optim.RMSprop([theta]), {}),
}


@pytest.mark.parametrize("smoothing", [0.0, 0.05])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_history_and_suggestion_are_those_of_the_finder(name: str, smoothing: float) -> None:
    make, settings = OPTIMIZERS[name]
    request = RangeRequest(1e-5, 10.0, 120, smoothing=smoothing)
    theta = torch.nn.Parameter(torch.tensor([1.0, 0.0], dtype=torch.float64))
    oracle = Finder(make(theta), thermometer(theta)).search(request)
    optimizer = name if name != "momentum" else "sgd"
    test = range_test(
        Experiment("thermometer", optimizer=optimizer, settings=settings, dtype="float64"), request
    )
    assert test.learning_rate.tolist() == oracle.history["lr"]
    assert test.judged == pytest.approx(oracle.history["loss"], rel=1e-10)
    assert test.suggestion == oracle.suggestion
    assert (test.smoothed is None) == (smoothing == 0)
    assert test.stopped == (len(oracle.history["lr"]) < 120)


def test_float32_differs_by_its_rounding_only() -> None:
    request = RangeRequest(1e-5, 1.0, 100)
    theta = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
    oracle = Finder(torch.optim.SGD([theta]), lambda: theta.square().sum()).search(request)
    test = range_test(Experiment("square", (1.0, 2.0)), request)
    assert test.learning_rate.tolist() == oracle.history["lr"]
    # torch.optim multiplies and subtracts at once; the playground does as one writes by hand.
    assert test.loss == pytest.approx(oracle.history["loss"], rel=1e-5)
    assert test.suggestion == oracle.suggestion


def test_minibatches_are_those_of_the_run_with_the_same_seed() -> None:
    def rows() -> Iterator[Tensor]:
        generator = torch.Generator().manual_seed(3)
        while True:  # epochs as DataLoader cuts them: the last batch is smaller
            yield from torch.split(torch.randperm(11, generator=generator), 4)

    request = RangeRequest(1e-5, 1.0, 100, smoothing=0.1)
    theta = torch.nn.Parameter(torch.tensor([1.0, 0.0], dtype=torch.float64))
    oracle = Finder(torch.optim.SGD([theta]), thermometer(theta, rows())).search(request)
    test = range_test(Experiment("thermometer", batch_size=4, seed=3, dtype="float64"), request)
    assert test.judged == pytest.approx(oracle.history["loss"], rel=1e-10)
    assert test.suggestion == oracle.suggestion


def test_rates_rise_by_one_factor_from_the_first_to_the_last() -> None:
    # A rate of 1e-6 and less hardly moves theta: nothing stops the ramp.
    test = range_test(Experiment("square", dtype="float64"), RangeRequest(1e-12, 1e-6, 7))
    assert test.learning_rate == pytest.approx(10.0 ** np.arange(-12, -5), rel=1e-14)
    assert not test.stopped


def test_loss_on_the_parabola_is_the_product_of_all_factors_before() -> None:
    test = range_test(Experiment("square", (3.0,), dtype="float64"), RangeRequest(1e-3, 0.4, 40))
    factors = np.cumprod(1 - 2 * test.learning_rate)
    assert test.loss == pytest.approx(9 * np.concatenate(([1.0], factors[:-1])) ** 2, rel=1e-12)


def test_stops_at_the_first_loss_beyond_diverge_times_the_best() -> None:
    test = range_test(Experiment("square", dtype="float64"), RangeRequest(0.6, 60.0, 200))
    assert test.stopped
    assert test.loss[-1] > 5 * test.loss.min()
    lows = np.minimum.accumulate(test.loss)
    assert (test.loss[:-1] <= 5 * lows[:-1]).all()


@pytest.mark.parametrize(
    ("loss", "theta", "first", "why"),
    [
        ("sqrt(x)", -1.0, 1e-3, "the loss is no number at the start"),
        ("x^2", 1e30, 1e-3, "the loss is infinite at the start"),
        ("sqrt(x)", 0.0, 1e-3, "the gradient is no finite number at the start"),
        # 1 − 2·2.1 = −3.2, squared above 5
        ("x^2", 1.0, 2.1, "stopped at step 1 by diverge; of 2 losses the first "),
        ("x^2 - 1", 0.0, 1e-3, "stopped at step 0 by diverge, since the loss is below zero"),
        ("log(x)", 1.0, 2.0, "the loss is no number at step 1; of 2 losses the first "),
    ],
)
def test_a_test_that_ends_too_soon_says_what_ended_it(
    loss: str, theta: float, first: float, why: str
) -> None:
    test = range_test(Experiment(loss, (theta,)), RangeRequest(first, 1e3))
    assert test.no_suggestion.startswith(why)
    assert test.no_valley.startswith(why)
    assert (test.suggestion, test.valley) == (None, None)


@pytest.mark.timeout(30)  # with an edit for each rate, it took minutes
def test_the_longest_ramp_begins_at_once() -> None:
    begun = range_testing(Experiment("square"), RangeRequest(1e-6, 1e-5, MOST_STEPS))
    assert next(begun) is None
    assert next(begun) is None


def test_rates_may_be_farther_apart_than_the_largest_number() -> None:
    request = RangeRequest(1e-300, 1e300, 61)
    rates = [request.rate(iteration) for iteration in range(61)]
    assert rates == pytest.approx([10.0**power for power in range(-300, 301, 10)], rel=1e-12)
    test = range_test(Experiment("square", dtype="float64"), request)
    assert len(test.loss) > 30  # to 1e0, where 1 − 2·1 = −1
    assert test.stopped


def test_diverge_zero_goes_on_until_the_numbers_end() -> None:
    request = RangeRequest(0.1, 1e6, 400, diverge=0)
    test = range_test(Experiment("square"), request)
    assert np.isposinf(test.loss[-1])
    assert np.isfinite(test.loss[:-1]).all()
    assert test.stopped
    assert test.suggestion is not None


def test_a_loss_below_zero_stops_the_test_as_in_the_finder() -> None:
    # 5 × (−1) lies below −1, so that the first loss is already beyond it.
    experiment = Experiment("x^2 - 1", (0.0,), dtype="float64")
    assert len(range_test(experiment, RangeRequest(1e-4, 1.0)).loss) == 1
    assert len(range_test(experiment, RangeRequest(1e-4, 1.0, diverge=0)).loss) == 100


def test_the_test_is_an_experiment_that_anyone_can_repeat() -> None:
    experiment = Experiment(
        "thermometer", optimizer="adam", schedule="cosine", edits=(Edit(3, 5.0),),
        settings={"beta1": 0.5, "eta_min": 1e-3}, dtype="float64",
    )  # fmt: skip
    test = range_test(experiment, RangeRequest(1e-4, 10.0, 60))
    record = run(test.experiment)
    made = len(test.loss)
    assert record.loss[:made].tolist() == test.loss.tolist()
    assert record.learning_rate[:made].tolist() == test.learning_rate.tolist()
    plain = replace(experiment, schedule="constant", edits=(), settings={"beta1": 0.5})
    assert range_test(plain, test.request).loss.tolist() == test.loss.tolist()


def test_each_iteration_can_be_the_last() -> None:
    items = range_testing(Experiment("square"), RangeRequest(1e-3, 1e-2, 5))
    assert [item is None for item in items] == [True] * 5 + [False]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"from_rate": 0.0}, "from_rate must be a finite number above 0, not 0"),
        ({"to_rate": math.inf}, "to_rate must be a finite number above 0, not inf"),
        ({"from_rate": 2.0}, "to_rate must be above from_rate, 2, not 1"),
        ({"count": 1}, "count must be a whole number from 2 to 100000, not 1"),
        ({"count": 1e2}, "count must be a whole number from 2 to 100000, not 100.0"),
        ({"smoothing": 1.0}, "smoothing must be at least 0 and below 1, not 1"),
        ({"diverge": -1.0}, "diverge must be at least 0, not -1"),
        ({"skip_end": 0.5}, "skip_end must be a whole number, not 0.5"),
    ],
)
def test_wrong_request_is_refused_in_one_line(changes: dict[str, float], said: str) -> None:
    with pytest.raises(ValueError, match="must be") as refused:
        replace(RangeRequest(1e-3, 1.0), **changes)  # type: ignore[arg-type]  # wrong on purpose
    assert str(refused.value) == said


def test_its_settings_have_the_defaults_of_the_request() -> None:
    request = RangeRequest(1e-3, 1.0)
    assert {name: getattr(request, name) for name in RANGE_SETTINGS} == {
        name: setting.default for name, setting in RANGE_SETTINGS.items()
    }


def test_without_a_request_the_ramp_goes_over_what_the_slider_covers() -> None:
    test = range_test(Experiment("square", (1.0,)))
    assert (test.request.from_rate, test.request.to_rate) == (1e-3, 10.0)
    assert test.request.smoothing == 0.0
    assert test.learning_rate[0] == 1e-3
