"""What is said of a run whose code makes a mistake: nothing is advised that cannot help."""

from __future__ import annotations

import pytest

from playground.core.descent import run
from playground.core.experiment import Experiment

FUTILE = (
    "Lower the learning rate", "smaller learning rate", "larger learning rate", "more steps",
    "is stable", "Start elsewhere", "the momentum below",
)  # fmt: skip
RATES = {"square": (0.05, 1.0, 1.1), "thermometer": (1e-4, 0.1), "himmelblau": (0.001, 0.01, 0.03)}


@pytest.mark.parametrize(
    ("mistake", "mended"),
    [("wrong-sign", "subtract the gradient."), ("not-zeroed", "zero them before each backward().")],
)
@pytest.mark.parametrize("settings", [{}, {"momentum": 0.9}, {"momentum": 1.0}])
@pytest.mark.parametrize("loss", RATES)
def test_where_no_rate_helps_the_mistake_itself_is_to_be_mended(
    loss: str, settings: dict[str, float], mistake: str, mended: str
) -> None:
    for rate in RATES[loss]:
        experiment = Experiment(
            loss, learning_rate=rate, steps=60, settings=settings, mistakes=(mistake,)
        )
        outcome = run(experiment).outcome
        assert outcome is not None
        assert outcome.message.endswith(mended), outcome.message
        assert not any(words in outcome.message for words in FUTILE), outcome.message


def test_with_the_wrong_sign_a_maximum_is_where_it_gets_stuck() -> None:
    # Himmelblau's local maximum is at (−0.270845, −0.923039).
    experiment = Experiment("himmelblau", learning_rate=0.01, steps=100, mistakes=("wrong-sign",))
    outcome = run(experiment).outcome
    assert outcome is not None
    assert outcome.kind == "stuck"
    assert "Stuck at a maximum" in outcome.message
    assert "(−0.271, −0.923)" in outcome.message


def test_minibatches_are_not_blamed_for_gradients_that_add_up() -> None:
    experiment = Experiment(
        "thermometer", learning_rate=0.01, steps=200, batch_size=4, mistakes=("not-zeroed",)
    )
    outcome = run(experiment).outcome
    assert outcome is not None
    assert "Larger batches" not in outcome.message


@pytest.mark.parametrize(
    ("loss", "mistake", "rate", "limit"),
    [
        # 2 / curvature: the sum over 11 rows curves 11 times as much as their mean, …
        ("thermometer", "summed", 0.01, "0.002998"),
        # … the raw input a hundred times; the mean of θ₁² … θ₄² a quarter of their sum, which is 2.
        ("thermometer", "not-normalised", 0.01, "3.399×10⁻⁴"),
        ("square", "averaged", 4.4, "4.0"),
    ],
)
def test_a_mistake_that_only_moves_the_limit_is_told_with_the_moved_one(
    loss: str, mistake: str, rate: float, limit: str
) -> None:
    theta = (1.0, 2.0, 3.0, 4.0) if loss == "square" else ()
    outcome = run(Experiment(loss, theta, rate, 60, mistakes=(mistake,))).outcome
    assert outcome is not None
    assert f"is above {limit}, the largest that is stable" in outcome.message
