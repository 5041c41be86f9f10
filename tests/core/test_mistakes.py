"""The mistakes of real code, against loops that make them with torch itself."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from playground.core.curvature import curvature
from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.experiment_file import from_json, to_json
from playground.core.losses import LOSSES, LossEntry
from playground.core.mistakes import MISTAKES, possible
from playground.core.sweep import sweep

T_C = torch.tensor(
    [0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0], dtype=torch.float64
)
T_U = torch.tensor(
    [35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4], dtype=torch.float64
)


def loop(
    loss: Callable[[Tensor], Tensor], start: tuple[float, ...], rate: float, steps: int,
    zeroed: bool = True, sign: float = 1.0,
) -> list[tuple[list[float], list[float]]]:  # fmt: skip
    """The loop as it is written by hand: (theta, .grad) at each step."""
    theta = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    seen = []
    for _ in range(steps + 1):
        if zeroed:
            theta.grad = None
        loss(theta).backward()
        assert theta.grad is not None
        seen.append((theta.tolist(), theta.grad.tolist()))
        with torch.no_grad():
            theta -= sign * rate * theta.grad
    return seen


def thermometer(theta: Tensor) -> Tensor:
    """Mean squared error on the readings divided by ten."""
    return ((theta[0] * 0.1 * T_U + theta[1] - T_C) ** 2).mean()


def test_a_gradient_that_is_not_zeroed_is_twice_the_first_at_the_second_reading() -> None:
    # so small a rate leaves theta where it is
    experiment = Experiment("thermometer", learning_rate=1e-12, steps=1, mistakes=("not-zeroed",))
    first, second = run(experiment).gradient[:2]
    assert second == pytest.approx(2 * first, rel=1e-6)


@pytest.mark.parametrize(
    ("mistake", "zeroed", "sign"), [("not-zeroed", False, 1.0), ("wrong-sign", True, -1.0)]
)
def test_a_run_with_the_mistake_is_that_of_the_loop_that_makes_it(
    mistake: str, zeroed: bool, sign: float
) -> None:
    experiment = Experiment(
        "thermometer", learning_rate=1e-3, steps=30, dtype="float64", mistakes=(mistake,)
    )
    trajectory = run(experiment)
    expected = loop(thermometer, (1.0, 0.0), 1e-3, 30, zeroed, sign)
    np.testing.assert_allclose(trajectory.theta, [row[0] for row in expected], rtol=1e-9)
    np.testing.assert_allclose(trajectory.gradient, [row[1] for row in expected], rtol=1e-9)


def test_gradients_that_add_up_are_a_momentum_of_one() -> None:
    adding = Experiment("square", (1.0, -2.0), 0.1, 50, dtype="float64", mistakes=("not-zeroed",))
    momentum = Experiment(
        "square", (1.0, -2.0), 0.1, 50, dtype="float64", settings={"momentum": 1.0}
    )
    np.testing.assert_allclose(run(adding).theta, run(momentum).theta, rtol=1e-12)


def test_gradients_that_add_up_never_settle_at_a_rate_that_does() -> None:
    assert run(Experiment("square", (1.0,), 0.2, 500)).outcome.kind == "settled"
    assert (
        run(Experiment("square", (1.0,), 0.2, 500, mistakes=("not-zeroed",))).outcome.kind
        != "settled"
    )


def test_the_wrong_sign_multiplies_theta_squared_by_one_plus_two_rates() -> None:
    trajectory = run(
        Experiment("square", (1.0,), 0.1, 5, dtype="float64", mistakes=("wrong-sign",))
    )
    np.testing.assert_allclose(trajectory.theta[:, 0], 1.2 ** np.arange(6), rtol=1e-14)


def test_a_summed_loss_is_the_mean_times_the_rows_and_so_is_its_curvature() -> None:
    summed = Experiment("line", (0.0,), 1e-3, 3, dtype="float64", mistakes=("summed",))
    # 2·Σx²·(w − 2) with Σx² = 30, and 4·30 at w = 0; the largest stable rate is 2/60
    np.testing.assert_allclose(run(summed).gradient[0], [-120.0])
    assert run(summed).loss[0] == pytest.approx(120.0)
    assert curvature(summed).largest_stable_learning_rate == pytest.approx(1 / 30)


def test_an_averaged_loss_is_the_sum_divided_by_the_components() -> None:
    averaged = Experiment("square", (1.0, 2.0, 3.0, 4.0), 0.1, 1, mistakes=("averaged",))
    np.testing.assert_allclose(run(averaged).gradient[0], [0.5, 1.0, 1.5, 2.0])
    assert curvature(averaged).largest_stable_learning_rate == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("loss", "theta", "gradient"),
    [
        ("dot", (0.0, 1.0, 2.0, 3.0), [0.0, 1.0, 2.0, 3.0]),  # 4x, divided by 4
        # (4θ³ − 32θ + 5)/2, divided by 2
        ("styblinski-tang", (1.0, 2.0), [-23 / 4, -27 / 4]),
        # 2θ + 20π·sin(2πθ), divided by 2
        ("rastrigin", (1.0, 0.25), [1.0, 0.25 + 10 * np.pi]),
    ],
)
def test_every_sum_over_the_components_can_be_averaged_by_mistake(
    loss: str, theta: tuple[float, ...], gradient: list[float]
) -> None:
    averaged = Experiment(loss, theta, 0.01, 1, dtype="float64", mistakes=("averaged",))
    np.testing.assert_allclose(run(averaged).gradient[0], gradient, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("entry", LOSSES.values(), ids=lambda entry: entry.name)
def test_what_is_offered_to_be_averaged_is_a_sum_in_its_code_and_in_its_numbers(
    entry: LossEntry,
) -> None:
    function = entry.function
    last = inspect.getsource(function).strip().splitlines()[-1] if function else ""
    assert entry.adds_components == last.endswith(".sum(-1)")
    if not entry.adds_components:
        with pytest.raises(ValueError, match="has no sum over theta to be averaged"):
            Experiment(entry.name, mistakes=("averaged",))
        return
    # of a sum of functions of one component each, what one adds does not depend on another
    assert function is not None
    a, b, c, d = ((x, y) for x in (0.3, -1.2) for y in (0.7, 2.5))
    values = function(torch.tensor([a, d, b, c], dtype=torch.float64))
    assert float(values[0] + values[1]) == pytest.approx(float(values[2] + values[3]), rel=1e-13)


def test_inputs_that_are_not_normalised_overflow_at_epoch_eleven() -> None:
    trajectory = run(Experiment("thermometer", steps=100, mistakes=("not-normalised",)))
    assert not np.isfinite(trajectory.loss[-1])
    assert trajectory.length == 11  # the loss of epoch 1 is that at the start


@pytest.mark.parametrize(
    ("mistake", "words"),
    [
        ("outside-no-grad", "a leaf Variable that requires grad is being used in an in-place"),
        ("detached", "element 0 of tensors does not require grad and does not have a grad_fn"),
        ("integer-theta", "Only Tensors of floating point and complex dtype can require"),
    ],
)
def test_what_torch_refuses_ends_with_the_words_of_torch(mistake: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        run(Experiment("thermometer", mistakes=(mistake,)))
    with pytest.raises(ValueError, match=words):
        sweep(Experiment("thermometer", mistakes=(mistake,)), [0.01, 0.1])


@pytest.mark.parametrize("mistake", ["not-zeroed", "wrong-sign", "summed", "not-normalised"])
@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rprop"])
def test_each_run_of_a_sweep_with_a_mistake_equals_the_single_run(
    mistake: str, optimizer: str
) -> None:
    experiment = Experiment(
        "thermometer", steps=40, optimizer=optimizer, dtype="float64", mistakes=(mistake,)
    )
    rates = [1e-5, 1e-3, 0.02, 0.5]
    swept = sweep(experiment, rates)
    for rate, final in zip(rates, swept.final_theta, strict=True):
        single = run(
            Experiment(
                "thermometer",
                (1.0, 0.0),
                rate,
                40,
                optimizer,
                dtype="float64",
                mistakes=(mistake,),
            )
        )
        np.testing.assert_allclose(final, single.theta[-1], rtol=1e-12)


@pytest.mark.parametrize("mistake", ["not-zeroed", "wrong-sign"])
def test_no_learning_rate_is_called_stable_where_the_mistake_leaves_none(mistake: str) -> None:
    found = curvature(Experiment("square", (1.0,), mistakes=(mistake,)))
    assert found.largest_stable_learning_rate is None
    assert "no learning rate is stable" in found.stability.note


def test_mistakes_survive_a_file_and_keep_one_order() -> None:
    experiment = Experiment("thermometer", mistakes=("summed", "not-zeroed", "summed"))
    assert experiment.mistakes == ("not-zeroed", "summed")
    assert from_json(to_json(experiment)) == experiment


def test_a_mistake_that_the_loss_does_not_allow_is_refused_in_one_line() -> None:
    with pytest.raises(ValueError, match="mistake summed: the loss square has no data"):
        Experiment("square", mistakes=("summed",))
    with pytest.raises(ValueError, match="there is no mistake 'not-zero'; did you mean"):
        Experiment("square", mistakes=("not-zero",))
    offered = [mistake.name for mistake in possible(Experiment("square").loss_entry)]
    assert "averaged" in offered
    assert "summed" not in offered


def test_every_mistake_has_a_wrong_line_a_right_line_and_words() -> None:
    for mistake in MISTAKES.values():
        assert mistake.wrong != mistake.right
        assert mistake.explanation.endswith(".")
