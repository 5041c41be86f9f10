"""The words for a run of a sweep are those of its outcome, with how it moved after them."""

from __future__ import annotations

import pytest

from playground.core.experiment import Experiment
from playground.core.sweep import sweep
from playground.core.sweep_words import became, best_text, kind_name

SQUARE = Experiment("square", (1.0,), dtype="float64")
QUARTIC = Experiment("quartic", (1.0,), steps=100, dtype="float64")


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (0.4, "monotone, settles"),  # a factor of 0.2 for each of 20 steps
        (0.6, "oscillating, settles"),  # −0.2
        (0.97, "oscillating, not settled"),  # −0.94, of which 0.29 is left after 20 steps
        (0.01, "too slow"),  # 0.98
    ],
)
def test_a_run_is_said_to_settle_only_where_its_factor_leaves_nothing(
    rate: float, said: str
) -> None:
    assert became(sweep(SQUARE, [rate]), 0) == said


def test_what_is_too_slow_is_called_so_though_it_went_from_side_to_side() -> None:
    # 1 − 4 · 0.285 is below 0; then θ² is so small that 1 − 1.14 · θ² is nearly 1.
    swept = sweep(QUARTIC, [0.285])
    assert swept.final_theta[0, 0] < 0
    assert became(swept, 0) == "too slow, oscillating"
    assert kind_name(swept.outcome[0], swept.manner[0]) == "too slow"


def test_where_only_the_loss_has_arrived_the_best_is_not_said_to_be_done() -> None:
    # θ⁴ is within a thousandth of its way where |θ| is 0.178, far from where θ would settle.
    said = best_text(sweep(QUARTIC, [0.02, 0.285]))
    assert (
        said
        == "Soonest done by its loss: learning rate 0.285 (the end of the range); theta "
        + ("is too slow, oscillating")
    )
    assert best_text(sweep(SQUARE, [0.1, 0.5, 0.7])) == (
        "Soonest done: learning rate 0.5, monotone, settles"
    )
