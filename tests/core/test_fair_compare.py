"""Every optimizer is judged at its own best learning rate, and the evidence is kept."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.fair_compare import fair_compare, fair_comparing
from playground.core.optimizers import OPTIMIZERS

RATES = np.linspace(0.05, 1.2, 24)  # 0.05, 0.1, …: 0.5 is among them


def test_on_square_plain_descent_does_best_at_one_over_the_curvature() -> None:
    # θ is multiplied by 1 − 2·lr, which is 0 at 0.5 from wherever it starts.
    (sgd,) = fair_compare(Experiment(steps=10, dtype="float64"), ["sgd"], RATES)
    assert sgd.best_rate == pytest.approx(0.5)
    assert sgd.experiment is not None
    assert sgd.experiment.learning_rate == sgd.best_rate
    assert run(sgd.experiment).theta[-1] == pytest.approx([0.0], abs=1e-12)


def test_the_best_rate_of_a_quadratic_is_two_over_the_sum_of_its_curvatures() -> None:
    # Curvatures 1 and 1/10: 2/(μ + L) = 1.818…, Polyak's best for many steps.
    experiment = Experiment("quadratic", steps=300, dtype="float64")
    (sgd,) = fair_compare(experiment, ["sgd"], np.linspace(1.5, 2.2, 141))
    assert sgd.best_rate == pytest.approx(2 / 1.1, abs=0.01)


def test_the_median_is_that_of_the_single_runs_final_losses() -> None:
    experiment = Experiment("rosenbrock", steps=20, dtype="float64")
    (adam,) = fair_compare(experiment, ["adam"], [1e-2, 1e-1], starts=1)
    for rate, loss in zip([1e-2, 1e-1], adam.median_loss, strict=True):
        alone = run(Experiment("rosenbrock", learning_rate=rate, steps=20, optimizer="adam",
                               dtype="float64"))  # fmt: skip
        assert loss == pytest.approx(float(alone.loss[-1]), rel=1e-12)


def test_all_share_start_and_steps_and_only_the_own_optimizer_keeps_its_settings() -> None:
    experiment = Experiment(
        "himmelblau", steps=15, settings={"momentum": 0.5}, edits=(Edit(3, 1e-3),)
    )
    found = fair_compare(experiment, ["sgd", "rmsprop"], [1e-3, 1e-2], starts=2)
    for contender in found:
        assert contender.experiment is not None
        assert contender.experiment.theta == experiment.theta
        assert contender.experiment.steps == 15
        assert contender.experiment.edits == ()
    assert [dict(c.experiment.settings) for c in found if c.experiment] == [{"momentum": 0.5}, {}]


def median(seed: int) -> list[float]:
    experiment = Experiment("himmelblau", seed=seed)
    (sgd,) = fair_compare(experiment, ["sgd"], [1e-3], starts=3)
    return sgd.median_loss.tolist()


def test_the_same_seed_draws_the_same_starts_and_others_draw_others() -> None:
    assert median(1) == median(1)
    assert len({tuple(median(seed)) for seed in range(6)}) > 1


def test_rates_that_diverge_lose_and_if_all_do_nothing_is_best() -> None:
    (some,) = fair_compare(Experiment(steps=2000), ["sgd"], [0.1, 2.0])
    assert some.median_loss[1] == math.inf
    assert some.best_rate == 0.1
    (none,) = fair_compare(Experiment(steps=2000), ["sgd"], [2.0, 3.0])
    assert math.isnan(none.best_rate)
    assert none.experiment is None


def test_minibatches_are_judged_by_the_loss_on_all_rows() -> None:
    experiment = Experiment("line", steps=400, batch_size=1, dtype="float64")
    (sgd,) = fair_compare(experiment, ["sgd"], [1e-2], starts=1)
    assert sgd.median_loss == pytest.approx([0.0], abs=1e-12)  # every row has the slope 2


def test_it_can_be_dropped_between_steps_and_shows_who_is_finished() -> None:
    seen = list(fair_comparing(Experiment(steps=5), ["sgd", "adam"], [0.1], starts=1))
    assert [len(item.contenders) for item in seen] == [0] * 6 + [1] * 7 + [2]
    assert [item.done for item in seen] == [*range(6), 6, *range(6, 12), 12]
    assert {item.whole for item in seen} == {12}


def test_every_optimizer_can_take_part() -> None:
    found = fair_compare(Experiment("himmelblau", steps=30), OPTIMIZERS, [1e-3, 1e-1], starts=2)
    assert [contender.optimizer for contender in found] == list(OPTIMIZERS)
    assert all(contender.experiment is not None for contender in found)


@pytest.mark.parametrize(
    ("names", "starts", "message"),
    [
        ([], 5, "optimizers must be one name or more, not none"),
        (["sdg"], 5, "there is no optimizer 'sdg'; did you mean 'sgd'"),
        (["sgd"], 0, "starts must be a whole number from 1 to 1000, not 0"),
    ],
)
def test_bad_arguments_are_refused_in_one_line(names: list[str], starts: int, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}") as raised:
        fair_compare(Experiment(), names, starts=starts)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("loss", ["square", "himmelblau", "rosenbrock"])
def test_a_best_rate_that_is_read_with_three_digits_can_be_typed_and_does_the_same(
    loss: str,
) -> None:
    (adam,) = fair_compare(Experiment(loss, steps=5), ["adam"], starts=1)
    typed = [float(f"{rate:.2e}") for rate in adam.learning_rate]
    assert typed == list(adam.learning_rate)
    assert (np.diff(adam.learning_rate) > 0).all()
    assert adam.experiment is not None
    again = replace(adam.experiment, learning_rate=float(f"{adam.best_rate:.2e}"))
    assert run(again).loss[-1] == run(adam.experiment).loss[-1]
