"""Where descents end up: the last iterates of every learning rate (the bifurcation picture)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.experiment import Experiment
from playground.core.many import descend_many
from playground.core.sweep import checked_rates
from playground.core.typed import quoted

MOST_STEPS = 100_000
_RATES_AT_A_TIME = 512


@dataclass(frozen=True, eq=False)  # arrays do not compare to one truth
class Attractors:
    """The last iterates of one parameter for each of R learning rates.

    `values` is (R, last): the parameter after `transient` steps and on, oldest first; nan in the
    whole row where the descent was not finite to the end, or is not computed yet. Rows up to
    `done` are computed.
    """

    learning_rate: NDArray[np.float64]  # (R,)
    values: NDArray[np.float64]  # (R, last)
    parameter: int
    transient: int
    done: int


def attractors(
    experiment: Experiment,
    learning_rates: Iterable[float],
    *,
    parameter: int = 0,
    transient: int = 1000,
    last: int = 64,
) -> Iterator[Attractors]:
    """Yield the picture so far, after every step of a chunk of learning rates.

    Each descent makes `transient` steps that are forgotten, and `last` values after them are
    kept. The experiment's steps play no part, except for schedules, which end with the last.
    The array of values is the same in all items, and being filled.

    Raises ValueError naming the argument, its rule and the value.
    """
    rates = checked_rates(learning_rates)
    _check("parameter", parameter, 0, len(experiment.theta) - 1)
    _check("last", last, 1, MOST_STEPS)
    _check("transient", transient, 0, MOST_STEPS - last)
    longer = _lasting(experiment, max(transient + last - 1, 1))
    return _attractors(longer, rates, parameter, transient, last)


def _attractors(
    experiment: Experiment,
    rates: NDArray[np.float64],
    parameter: int,
    transient: int,
    last: int,
) -> Iterator[Attractors]:
    values = np.full((len(rates), last), np.nan)
    for start in range(0, len(rates), _RATES_AT_A_TIME):
        chunk = rates[start : start + _RATES_AT_A_TIME]
        rows = values[start : start + len(chunk)]
        for step in descend_many(experiment, learning_rate=torch.from_numpy(chunk)):
            if transient <= step.step < transient + last:
                rows[step.rows, step.step - transient] = step.theta[:, parameter].double().numpy()
            rows[step.rows[step.ended]] = np.nan
            yield Attractors(rates, values, parameter, transient, start)
        yield Attractors(rates, values, parameter, transient, start + len(chunk))


def _lasting(experiment: Experiment, steps: int) -> Experiment:
    edits = tuple(edit for edit in experiment.edits if edit.step <= steps)
    return replace(experiment, steps=steps, edits=edits)


def _check(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}, not {quoted(value)}")
