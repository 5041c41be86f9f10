"""Why other units of the input let the learning rate be larger: two valleys compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

from playground.core import words
from playground.core.experiment import Experiment
from playground.core.stability import Stability, stability
from playground.core.valley import valley


@dataclass(frozen=True)
class Rescaling:
    """The same model on an input as it is and multiplied by `scale`.

    `before` and `after` hold the curvatures and limits at the minimum of each; `sentence` says
    what the scale did.
    """

    scale: float
    before: Stability
    after: Stability
    condition_before: float
    condition_after: float
    ratio: float  # of the largest stable learning rates, after over before
    sentence: str


def rescaling(experiment: Experiment, scale: float = 0.1) -> Rescaling | None:
    """Compare the raw input with the input times scale, for a loss with an `input_scale`.

    None where one of the two minima has no stable learning rate. Raises ValueError for a loss
    without that setting.
    """
    if "input_scale" not in experiment.loss_settings:
        raise ValueError(f"loss must have an input_scale, and {experiment.loss} has none")
    sides = [_at_minimum(experiment, each) for each in (1.0, scale)]
    limits = [None if side is None else side.largest for side in sides]
    if sides[0] is None or sides[1] is None or not limits[0] or not limits[1]:
        return None
    before, after = sides[0], sides[1]
    ratio = limits[1] / limits[0]
    conditions = (before.highest / before.lowest, after.highest / after.lowest)
    return Rescaling(
        scale, before, after, *conditions, ratio, _sentence(scale, before, after, ratio)
    )


def _at_minimum(experiment: Experiment, scale: float) -> Stability | None:
    settings = {**experiment.settings, "input_scale": scale}
    found = valley(replace(experiment, settings=settings))
    if found is None:
        return None
    return stability(
        experiment.optimizer,
        experiment.optimizer_settings,
        found.eigenvalues,
        mistakes=experiment.mistakes,
    )


def _sentence(scale: float, before: Stability, after: Stability, ratio: float) -> str:
    assert before.largest is not None
    assert after.largest is not None
    by = f"Dividing the input by {words.number(1 / scale)}"
    if scale > 1:
        by = f"Multiplying the input by {words.number(scale)}"
    times = words.whole(ratio) if ratio >= 10 else words.number(ratio)
    return (
        f"{by} turns the condition number from {words.whole(before.highest / before.lowest)} into "
        f"{words.whole(after.highest / after.lowest)}: the largest curvature is "
        f"{words.number(after.highest)} in place of {words.number(before.highest, 4)}, so the "
        f"largest stable learning rate is {words.limit(after.largest)} in place of "
        f"{words.limit(before.largest)}, {times} times as large."
    )
