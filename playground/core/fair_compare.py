"""A fair comparison: every optimizer at its own best learning rate, found by a sweep of its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core.entrants import Entrant
from playground.core.experiment import Experiment
from playground.core.many import descend_many
from playground.core.optimizers import find_optimizer
from playground.core.schedules import SCHEDULES
from playground.core.sweep import checked_rates
from playground.core.tensors import DTYPES
from playground.core.typed import quoted

STARTS = 5
SPREAD = 0.05  # of the view: the standard deviation of the starts
_RATES = 41
_WIDEST = (1e-4, 1.0)  # what the sweep covers at least: the range in which Adam's best rate lies
_MOST_STARTS = 1000
_DIGITS = 3  # of a learning rate that is tried, unless it was named


@dataclass(frozen=True, eq=False)  # arrays do not compare to one truth
class Contender:
    """One optimizer: how it did with each learning rate, and with which it did best.

    `median_loss` is the median, over the starts, of the loss after the last step on all rows of
    the data; inf where most descents diverged. `experiment` has the best rate and the start that
    all share; `best_rate` is nan where every rate diverged, and the experiment is then None.
    """

    optimizer: str
    learning_rate: NDArray[np.float64]  # (R,)
    median_loss: NDArray[np.float64]  # (R,)
    best_rate: float
    experiment: Experiment | None


class Comparison(NamedTuple):
    """How many of `whole` pieces of work are done, and the optimizers that are finished."""

    done: int
    whole: int
    contenders: tuple[Contender, ...]


def fair_compare(
    experiment: Experiment,
    optimizers: Iterable[str | Entrant],
    learning_rates: Iterable[float] | None = None,
    *,
    starts: int = STARTS,
) -> tuple[Contender, ...]:
    """Return each optimizer at its own best learning rate, with the sweep that found it.

    All descend from the same starts, as often as the experiment says: from its own start, and
    from others drawn around it by its seed. The settings of the experiment hold for its own
    optimizer; the others have their defaults. An Entrant has the settings that it names, and else
    the defaults. Edits are left out, since they fix a rate.

    Raises ValueError for an unknown optimizer, a bad learning rate or number of starts.
    """
    (last,) = deque(fair_comparing(experiment, optimizers, learning_rates, starts=starts), maxlen=1)
    return last.contenders


def fair_comparing(
    experiment: Experiment,
    optimizers: Iterable[str | Entrant],
    learning_rates: Iterable[float] | None = None,
    *,
    starts: int = STARTS,
) -> Iterator[Comparison]:
    """Compare piece by piece, as `fair_compare` does at once."""
    entrants = [_entrant(experiment, name) for name in optimizers]
    rates = _range(experiment) if learning_rates is None else checked_rates(learning_rates)
    if not 1 <= starts <= _MOST_STARTS:
        raise ValueError(
            f"starts must be a whole number from 1 to {_MOST_STARTS}, not {quoted(starts)}"
        )
    if not entrants:
        raise ValueError("optimizers must be one name or more, not none")
    return _comparing(entrants, rates, starts)


def _comparing(
    entrants: list[Experiment], rates: NDArray[np.float64], starts: int
) -> Iterator[Comparison]:
    whole = sum(entrant.steps + 1 for entrant in entrants)
    begun = 0
    found: list[Contender] = []
    for entrant in entrants:
        thetas = _starts(entrant, starts).repeat_interleave(len(rates), 0)
        every = torch.from_numpy(np.tile(rates, starts))
        final = torch.full(thetas.shape, torch.nan, dtype=thetas.dtype)
        for step in descend_many(entrant, thetas, every):
            if step.step == entrant.steps:
                final[torch.from_numpy(step.rows)] = step.theta
                final[torch.from_numpy(step.rows[step.ended])] = torch.nan
            yield Comparison(begun + step.step, whole, tuple(found))
        begun += entrant.steps + 1
        found.append(_contender(entrant, rates, final.reshape(starts, len(rates), -1)))
        yield Comparison(begun, whole, tuple(found))


def _contender(entrant: Experiment, rates: NDArray[np.float64], final: Tensor) -> Contender:
    """Judge an optimizer by its last thetas, (starts, R, n), nan where it diverged."""
    with torch.no_grad():
        losses = entrant.bound_loss("float64")(final.double()).numpy()
    # The lower of the middle two, since the mean of a number and infinity says nothing.
    ordered = np.sort(np.where(np.isfinite(losses), losses, np.inf), axis=0)
    median = ordered[(len(ordered) - 1) // 2]
    best = int(np.argmin(median))
    if not np.isfinite(median[best]):
        return Contender(entrant.optimizer, rates, median, float("nan"), None)
    rate = float(rates[best])
    return Contender(entrant.optimizer, rates, median, rate, replace(entrant, learning_rate=rate))


def _entrant(experiment: Experiment, optimizer: str | Entrant) -> Experiment:
    """Return the experiment with another optimizer; one by name has default settings."""
    own = {**experiment.loss_entry.settings, **SCHEDULES[experiment.schedule].settings}
    name, named = optimizer if isinstance(optimizer, Entrant) else (optimizer, ())
    if optimizer == experiment.optimizer:
        own |= find_optimizer(name).settings
    kept = {key: value for key, value in experiment.settings.items() if key in own}
    return replace(experiment, optimizer=name, settings={**kept, **dict(named)}, edits=())


def _starts(experiment: Experiment, count: int) -> Tensor:
    """Return the experiment's start and others drawn around it by its seed, (count, n)."""
    n = len(experiment.theta)
    extent = experiment.loss_entry.extent
    extent = extent if len(extent) == n else extent[:1] * n
    widths = torch.tensor([high - low for low, high in extent], dtype=torch.float64)
    generator = torch.Generator().manual_seed(experiment.seed)
    drawn = torch.randn(count, n, generator=generator, dtype=torch.float64)
    drawn[0] = 0.0
    thetas = torch.tensor(experiment.theta, dtype=torch.float64) + SPREAD * widths * drawn
    return thetas.to(DTYPES[experiment.dtype])


def _range(experiment: Experiment) -> NDArray[np.float64]:
    low, high = experiment.loss_entry.learning_rates
    rates = np.geomspace(min(low, _WIDEST[0]), max(high, _WIDEST[1]), _RATES)
    # Of the digits that are shown, so that a rate that is read can be typed and does the same.
    return np.array([float(f"{rate:.{_DIGITS}g}") for rate in rates])
