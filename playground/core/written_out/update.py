"""What one update of a run was made of, and the sheet that its lines are written on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.core.settings import Settings
from playground.core.written_out.formats import FORMATS, Format
from playground.core.written_out.lines import line
from playground.core.written_out.numbers import at_step
from playground.core.written_out.terms import Term, constant, leaf

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

Floats = NDArray[np.float64]
Rows = NDArray[Any]  # any floating dtype: the experiment's own
_ALONG = {"nadam": ("beta1", "momentum_decay")}  # what a rule needs of all updates so far


@dataclass(frozen=True, eq=False)  # arrays have no one equality
class Update:
    """Update `step` (1 is the first) of all parameters, (n,) each.

    `rates` are the learning rates of all updates so far, `memory` is what the optimizer kept
    before and after, `along` its numeric settings at each update so far, (step,) by name;
    `format` is that of the run's numbers; `uphill`: by mistake it takes −g.
    """

    optimizer: str
    settings: Settings
    step: int
    names: tuple[str, ...]
    theta: tuple[Floats, Floats]
    gradient: Floats
    rates: Floats
    memory: tuple[Mapping[str, Floats], Mapping[str, Floats]]
    along: Mapping[str, Floats]
    format: Format
    uphill: bool = False


def update_at(
    experiment: Experiment,
    theta: Rows,
    gradient: Rows,
    learning_rate: Rows,
    memory: Mapping[str, Rows],
    row: int,
) -> Update:
    """Return the update that led to a row, 1 or more, of a record: arrays as a Trajectory has.

    theta and gradient are (rows, n), memory (rows, n) by name, learning_rate (rows − 1,).
    """
    before, after = (
        {name: kept[at].astype(np.float64) for name, kept in memory.items()}
        for at in (row - 1, row)
    )
    return Update(
        experiment.optimizer,
        experiment.settings_at(row - 1),
        row,
        experiment.parameters,
        (theta[row - 1].astype(np.float64), theta[row].astype(np.float64)),
        gradient[row - 1].astype(np.float64),
        learning_rate[:row].astype(np.float64),
        (before, after),
        {
            name: setting_along(experiment, name, row)
            for name in _ALONG.get(experiment.optimizer, ())
        },
        FORMATS[experiment.dtype],
        "wrong-sign" in experiment.mistakes,
    )


def setting_along(experiment: Experiment, name: str, updates: int) -> Floats:
    """Return a numeric setting of the optimizer at each of the first updates, (updates,)."""
    starts = [edit.step for edit in experiment.edits if name in edit.settings]
    values = np.full(updates, float(experiment.settings_at(0)[name]))  # type: ignore[arg-type]  # a number
    for start in starts:
        values[start:] = experiment.settings_at(start)[name]
    return values


class Sheet:
    """The lines of one parameter's update; `true` while each of them could be checked."""

    def __init__(self, update: Update, at: int) -> None:
        self.update, self.at, self.step = update, at, update.step
        self.settings = update.settings
        self.lines: list[str] = []
        self.true = True
        self.before, self.after = (float(theta[at]) for theta in update.theta)
        self.old = leaf(at_step(update.names[at], self.step - 1), self.before)
        self.new = at_step(update.names[at], self.step)
        slope = float(update.gradient[at])
        self.slope = leaf("(−g)", -slope) if update.uphill else leaf("g", slope)
        self.rate = leaf("lr", float(update.rates[-1]))

    def setting(self, name: str) -> Term:
        """Return a setting as a number of the line."""
        return constant(self.settings[name])  # type: ignore[arg-type]  # asked for numbers only

    def kept(self, name: str, symbol: str, start: float = 0.0) -> Term:
        """Return what was remembered before the update; at the first one, where it started."""
        there = self.update.memory[0].get(name)
        value = start if self.step == 1 or there is None else float(there[self.at])
        return leaf(at_step(symbol, self.step - 1), value)

    def remember(self, name: str, symbol: str, term: Term) -> Term:
        """Write the line of what is remembered from now on, and return it."""
        value = float(self.update.memory[1][name][self.at])
        return leaf(self.write(at_step(symbol, self.step), term, value).symbol, value)

    def write(self, symbol: str, term: Term, value: float) -> Term:
        """Write a line that comes to the value, and return the value under its symbol.

        It is taken to be one that is not recorded, which the run may have rounded otherwise.
        """
        text = line(symbol, term, value, self.update.format)
        self.true = self.true and bool(text)
        self.lines.append(text)
        return leaf(symbol, value, term)

    def decayed(self) -> Term:
        """Return the gradient, with the weight decay in it if there is one."""
        decay = self.settings.weight_decay
        if not decay:
            return self.slope
        value = self.slope.value + decay * self.before
        return self.write("d", self.slope + constant(decay) * self.old, value)

    def shrunk(self) -> Term:
        """Return theta, with the weight decay already taken from it if there is one."""
        decay = self.settings.weight_decay
        if not decay:
            return self.old
        value = self.before * (1 - self.rate.value * decay)
        term = self.old - self.rate * constant(decay) * self.old
        return self.write(f"{self.update.names[self.at]}′", term, value)

    def mean(self, name: str, symbol: str, keep: float, fresh: Term) -> Term:
        """Write the line of a running mean: keep · old + (1 − keep) · fresh."""
        old = constant(keep) * self.kept(name, symbol)
        return self.remember(name, symbol, old + constant(1 - keep) * fresh)

    def end(self, term: Term) -> None:
        """Write the line of the new theta."""
        self.write(self.new, term, self.after)
