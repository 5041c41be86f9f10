"""Why other units of the input let the learning rate be larger: two valleys compared."""

from __future__ import annotations

from dataclasses import dataclass, replace

from playground.core import words
from playground.core.experiment import Experiment
from playground.core.losses.normalising import NONE, USUAL
from playground.core.stability import Stability, stability
from playground.core.valley import valley

_MADE = {"scale": "Over the largest", "standardise": "Standardised"}
_MAKING = {
    "scale": "Dividing each input by its largest absolute value",
    "standardise": "Standardising the inputs (minus the mean, over the standard deviation)",
}


@dataclass(frozen=True)
class Rescaling:
    """The same model on its input as it was read and as it is normalised.

    `before` and `after` hold the curvatures and limits at the minimum of each; `made` says in two
    words what was done to the input, `sentence` what that did.
    """

    made: str
    before: Stability
    after: Stability
    condition_before: float
    condition_after: float
    ratio: float  # of the largest stable learning rates, after over before
    sentence: str


def rescaling(experiment: Experiment, scale: float = 0.1) -> Rescaling | None:
    """Compare the raw input with the normalised one: see `both_inputs`.

    None where one of the two minima has no stable learning rate. Raises ValueError for a loss
    whose input cannot be normalised.
    """
    sides = [_at_minimum(each) for each in both_inputs(experiment, scale)]
    limits = [None if side is None else side.largest for side in sides]
    if sides[0] is None or sides[1] is None or not limits[0] or not limits[1]:
        return None
    before, after = sides[0], sides[1]
    ratio = limits[1] / limits[0]
    conditions = (before.highest / before.lowest, after.highest / after.lowest)
    made, making = _words(experiment, scale)
    return Rescaling(
        made, before, after, *conditions, ratio, f"{making} {_effect(before, after, ratio)}"
    )


def both_inputs(experiment: Experiment, scale: float = 0.1) -> tuple[Experiment, Experiment]:
    """Return the experiment on its input as it was read and on its input normalised.

    A loss with an `input_scale` has it multiplied by `scale`; the columns that a typed model
    reads are normalised as the experiment says, or standardised where it says nothing. Raises
    ValueError for another loss.
    """
    made = tuple(name for name in experiment.mistakes if name != "not-normalised")
    plain = replace(experiment, mistakes=made)
    if "input_scale" in plain.loss_settings:
        raw, scaled = ({**plain.settings, "input_scale": each} for each in (1.0, scale))
        return replace(plain, settings=raw), replace(plain, settings=scaled)
    if not plain.loss_entry.inputs:
        has = "loss must have an input_scale, or a model with columns"
        raise ValueError(f"{has}, and {experiment.loss} has none")
    return replace(plain, normalise=NONE), replace(plain, normalise=_way(plain))


def _way(experiment: Experiment) -> str:
    return USUAL if experiment.normalise == NONE else experiment.normalise


def _at_minimum(experiment: Experiment) -> Stability | None:
    found = valley(experiment)
    if found is None:
        return None
    return stability(
        experiment.optimizer,
        experiment.optimizer_settings,
        found.eigenvalues,
        mistakes=experiment.mistakes,
    )


def _words(experiment: Experiment, scale: float) -> tuple[str, str]:
    """What is done to the input: in two words, and to begin a sentence with."""
    if experiment.model:
        way = _way(experiment)
        return _MADE[way], _MAKING[way]
    if scale > 1:
        by = words.number(scale)
        return f"× {by}", f"Multiplying the input by {by}"
    by = words.number(1 / scale)
    return f"÷ {by}", f"Dividing the input by {by}"


def _effect(before: Stability, after: Stability, ratio: float) -> str:
    assert before.largest is not None
    assert after.largest is not None
    times = words.whole(ratio) if ratio >= 10 else words.number(ratio)
    return (
        f"turns the condition number from {words.whole(before.highest / before.lowest)} into "
        f"{words.whole(after.highest / after.lowest)}: the largest curvature is "
        f"{words.number(after.highest)} in place of {words.number(before.highest, 4)}, so the "
        f"largest stable learning rate is {words.limit(after.largest)} in place of "
        f"{words.limit(before.largest)}, {times} times as large."
    )
