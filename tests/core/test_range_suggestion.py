"""What a range test suggests: where the loss fell fastest, the longest valley, or nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from playground.core.experiment import Experiment
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_test
from playground.core.suggestion import steepest, valley


def test_steepest_is_where_the_loss_fell_fastest() -> None:
    loss = np.array([10.0, 10.0, 9.0, 4.0, 3.0, 3.0, 50.0])
    rate = np.array([1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0])
    # central differences: 0, −0.5, −3, −3 (the first counts), −0.5, …
    assert steepest(rate, loss, 0, 0) == (1e-4, "")
    assert steepest(rate, loss, 3, 1) == (1e-3, "")


def test_fewer_than_three_losses_suggest_nothing_and_say_how_many_were_left_out() -> None:
    rate, loss = np.arange(1.0, 18.0), np.arange(17.0, 0.0, -1.0)
    assert steepest(rate, loss) == (
        None,
        "too few losses: of 17 the first 10 and the last 5 suggest nothing, which leaves 2, "
        "not 3 or more",
    )
    assert valley(rate[:8], loss[:8], 17)[1].startswith("too few losses: of 8 the first 1 and")
    longer = np.arange(1.0, 19.0)
    assert steepest(longer, -longer).learning_rate is not None
    assert valley(rate[:9], loss[:9], 17).learning_rate is not None


def test_two_losses_are_no_valley() -> None:
    rate, loss = np.arange(8.0), np.array([4.0, 3.0, 5.0, 6.0, 7.0, 8.0, 9.0, 9.0])
    assert valley(rate, loss, 8) == (None, "the longest fall has two losses, not 3 or more")


RISING = {
    "level": np.full(40, 3.7),
    "rising": np.linspace(1.0, 9.0, 40),
    "exploding": np.geomspace(1.0, 1e30, 40),
    "level but for its last digit": 3.7 + 4e-16 * (np.arange(40) % 2),
}


@pytest.mark.parametrize("loss", RISING.values(), ids=RISING)
def test_where_nothing_falls_nothing_is_suggested(loss: NDArray[np.float64]) -> None:
    rate = np.geomspace(1e-3, 10.0, 40)
    why = (None, "the loss fell nowhere by more than its rounding")
    assert steepest(rate, loss) == why
    assert valley(rate, loss, 40) == why


def test_falls_count_however_large_the_losses_are_that_follow() -> None:
    loss = np.concatenate((np.linspace(9.0, 1.0, 30), np.geomspace(1.0, 1e30, 30)))
    assert steepest(np.arange(60.0), loss).learning_rate is not None
    assert valley(np.arange(60.0), loss, 60).learning_rate is not None


@pytest.mark.parametrize("smoothing", [0.0, 0.05])
@pytest.mark.parametrize("theta", [0.0, 3.0])
def test_a_start_at_the_minimum_or_beyond_every_stable_rate_suggests_nothing(
    theta: float, smoothing: float
) -> None:
    request = RangeRequest(1.1, 1.2, 60, smoothing=smoothing, diverge=0)
    test = range_test(Experiment("square", (theta,)), request)
    assert (test.suggestion, test.valley) == (None, None)
    assert test.no_suggestion == test.no_valley == "the loss fell nowhere by more than its rounding"


def test_what_is_no_number_suggests_nothing() -> None:
    rate, loss = np.arange(1.0, 6.0), np.array([9.0, 8.0, 2.0, 1.0, math.nan])
    assert steepest(rate, loss, 0, 0) == (2.0, "")
    assert steepest(rate, np.full(5, math.nan), 0, 0).learning_rate is None


def longest_falls(losses: list[float]) -> list[int]:
    """How many losses the longest falling subsequence has that ends with each."""
    longest = [1] * len(losses)
    for i in range(1, len(losses)):
        longest[i] = 1 + max((longest[j] for j in range(i) if losses[j] > losses[i]), default=0)
    return longest


def quadratic_valley(losses: list[float]) -> int:
    """fastai's index by its definition, every pair compared."""
    longest = longest_falls(losses)
    end = length = 0
    for i in range(1, len(losses)):
        if longest[i] > longest[end]:
            end, length = i, longest[i]
    start = end - length if length else 0
    return start + int((end - start) / 3) + int((end - start) / 6)


@pytest.mark.parametrize("seed", range(30))
def test_valley_is_fastais(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    count = int(drawn.integers(7, 80))
    loss = np.round(np.cumsum(drawn.normal(size=count)), 1 if seed % 2 else 9)  # with ties, too
    rate = np.arange(count, dtype=np.float64)
    seen = loss[count // 10 : count - 5].tolist()
    found = valley(rate, loss, count).learning_rate
    longest = max(longest_falls(seen), default=0)
    expected = rate[count // 10 : count - 5][quadratic_valley(seen)] if longest >= 3 else None
    assert found == expected
