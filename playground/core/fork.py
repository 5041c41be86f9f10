"""A run that goes another way from some step on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from playground.core.edits import Edit
from playground.core.experiment import Experiment
from playground.core.required import require_rate
from playground.core.settings import Value
from playground.core.typed import quoted


def fork(
    experiment: Experiment,
    step: int,
    learning_rate: float | None = None,
    settings: Mapping[str, Value] | None = None,
) -> Experiment:
    """Return the experiment that uses this rate, or these settings, from that step on.

    Up to row `step` both runs are the same, bit for bit. What an edit at that step changed
    already stays, unless it is given anew; later edits stay. Raises ValueError as Experiment
    does, and where the fork would make no difference.
    """
    if not 0 <= step < experiment.steps:
        bounds = f"a whole number from 0 to {experiment.steps - 1}"  # at the end it would be none
        raise ValueError(f"the step of a fork must be {bounds}, not {quoted(step)}")
    if learning_rate is not None:
        require_rate("the learning rate of a fork", learning_rate)
    there = next((edit for edit in experiment.edits if edit.step == step), Edit(step))
    edit = replace(
        there,
        learning_rate=there.learning_rate if learning_rate is None else learning_rate,
        settings={**there.settings, **(settings or {})},
    )
    others = [other for other in experiment.edits if other.step != step]
    made = replace(experiment, edits=(*others, edit))
    same_rate = learning_rate is None or rate_from(experiment, step) == learning_rate
    if same_rate and made.settings_at(step) == experiment.settings_at(step):
        raise ValueError(f"the run has that value at step {step} already; a fork needs another")
    return made


def rate_from(experiment: Experiment, step: int) -> float:
    """Return the learning rate in force at a step, before the schedule acts on it."""
    rate = experiment.learning_rate
    for edit in experiment.edits:
        if edit.step <= step and edit.learning_rate is not None:
            rate = edit.learning_rate
    return rate
