"""How each of many recorded descents ended: at rest, moving, growing, or out of numbers.

The tests are those of `motion` and of the outcome of a single run, made for all at once; what a
single run words by its factor is read off coarser here, from how far theta swept.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from playground.core.basin_goals import after_the_last, ahead_of, goals, lengths
from playground.core.basin_record import BasinRecord, Flags, Whole
from playground.core.experiment import Experiment
from playground.core.motion import LEFT, TOLERANCE
from playground.core.tensors import DTYPES

Floats = NDArray[np.float64]

_ROUNDINGS = 8  # as in motion
_HOVER = 1e-5  # of the way travelled: a swing this small counts as rest
_NEAR = 1e-4  # of the view: a theta that never moved and is this near a minimum is at it
_NOTHING = 1e-6  # of the tolerance: a way that short is none
_FEWEST = 4  # updates below which only what never moves is at rest
_LATE = 32  # the share of the run in which one that came to rest late is seen
_FEWEST_TO_GROW = 16
_GROWS = 1e-4  # what an eighth of the run sweeps more than the one before
_STEADY = 0.25  # the growth from eighth to eighth has to be the same to this share
_NUMBERS = 2**17  # distances that are measured at once
_FAR = 3.0  # view widths from its middle: beyond, a run downhill has run away


@dataclass(frozen=True)
class Ends:
    """Of the A runs that stayed finite: which these are, theta (A, n), and how they ended.

    `steps` is the first step from which on less than a thousandth of the way to where it settles
    is left; `reach` is how near to a minimum counts as being at it.
    """

    runs: Whole
    theta: Floats
    rests: Flags
    grows: Flags
    steps: Whole
    reach: Floats
    slope: Floats


def ends(experiment: Experiment, record: BasinRecord, part: slice) -> Ends:
    """Return how those of the runs in this part of the record ended that stayed finite.

    Only of runs that are done.
    """
    runs = np.flatnonzero((record.ended < 0)[part] & record.done[part])
    # Measured for all, since picking the columns of a few takes longer; what is left of the
    # others may be anything, also infinite.
    with np.errstate(all="ignore"):
        measured = _Measured(experiment, record, part)
        return Ends(
            runs=runs + part.start,
            theta=measured.end[runs],
            rests=measured.rests[runs],
            grows=measured.grows(runs)[runs],
            steps=measured.settled_at()[runs],
            reach=measured.reach[runs],
            slope=record.slope[part][runs],
        )


def parts(runs: int, rows: int) -> list[slice]:
    """Return the parts of a record of so many runs and kept rows that take some milliseconds."""
    length = max(_NUMBERS // rows, 1)
    return [slice(start, min(start + length, runs)) for start in range(0, runs, length)]


def joined(found: list[Ends]) -> Ends:
    """Return the ends of several parts as one."""
    columns = ([getattr(one, field.name) for one in found] for field in fields(Ends))
    return Ends(*map(np.concatenate, columns))


class _Measured:
    """The distances that everything else is told from."""

    def __init__(self, experiment: Experiment, record: BasinRecord, part: slice) -> None:
        self._record, self._updates, self._part = record, experiment.steps, part
        self._kept = record.kept
        repeats = record.repeats[part]
        self._repeats: Flags = repeats < len(self._kept)
        self._swing = record.swing[part]
        going = (record.ended[part] < 0) & ~self._repeats & record.done[part]
        self._any_going = bool(going.any())
        # Of runs that repeat themselves, all is told by the rows before they do.
        rows = len(self._kept) if self._any_going else int(repeats[self._repeats].max(initial=1))
        format_ = torch.finfo(DTYPES[experiment.dtype])
        extent = experiment.loss_entry.extent
        extent = extent if len(extent) == len(experiment.theta) else extent[:1]
        self._middle = np.array([(low + high) / 2 for low, high in extent] or [0.0])
        self._widths = np.array([high - low for low, high in extent] or [1.0])
        end = np.where(self._repeats, record.end[:, part], self._theta(-1))
        self.end = np.ascontiguousarray(end.T)
        size = lengths(end.copy())  # which uses it up
        self._away = np.empty((rows, len(size)))
        for row, away in enumerate(self._away):
            self._distance(row, end, away)
        if self._repeats.any():
            self._away[np.arange(rows)[:, None] >= repeats] = 0.0
        self._travelled = self._away[0]
        self._rounding = _ROUNDINGS * format_.eps * np.maximum(size, format_.tiny)
        self._tolerance = np.maximum(TOLERANCE * self._travelled, self._rounding)
        self._minima = experiment.minima
        still = (end == self._theta(-2)).all(axis=0) if self._any_going else self._repeats
        self._still: Flags = np.where(self._repeats, self._swing == 0, still)

    @property
    def reach(self) -> Floats:
        """How near to a minimum counts as being at it."""
        at_least = np.where(self._still, _NEAR * self._widths.min(), 0.0)
        reach: Floats = np.maximum(self._tolerance, at_least)
        return reach

    @cached_property
    def rests(self) -> Flags:
        """Whether theta has come to rest, in the last quarter or, after more steps, lately."""
        numbers = np.isfinite(self._travelled)
        for_good: Flags = np.isfinite(self._travelled) & (
            (self._swing <= self._rounding) | (self._swing <= _HOVER * self._travelled)
        )
        if not self._any_going:
            return for_good
        rests = self._at_rest(4) if self._updates >= _FEWEST else self._still
        if self._updates >= 2 * _LATE:
            rests = rests | self._at_rest(_LATE)
        found: Flags = np.where(self._repeats, for_good, rests) & numbers
        return found

    def settled_at(self) -> Whole:
        """The first kept step from which on only a thousandth of the way to its goal is left.

        As in `arrival`: where rounding decides, the first after which only rounding moves theta.
        Of runs that have not come to rest it says nothing.
        """
        tolerance = np.where(self._by_rounding, self._tolerance, LEFT * self._travelled)
        after = after_the_last(self._away > tolerance)
        goal = self._goals()
        ahead = lengths(goal - self.end.T)
        # Of most runs nothing is left: their distances to the end will do.
        moved = (ahead > np.maximum(_NOTHING * tolerance, self._rounding)) & (ahead < np.inf)
        some = np.flatnonzero(moved & self.rests & ~self._by_rounding)
        then = after_the_last(self._far_from(goal[:, some], ahead[some], some))
        after[some] = np.where(then < len(self._away), then, after[some])
        return self._kept[np.minimum(after, len(self._kept) - 1)]

    def _far_from(self, goal: Floats, ahead: Floats, some: Whole) -> Flags:
        """Which rows of some runs, (rows, S), are more than a thousandth of the way from a goal."""
        theta = self._record.theta[: len(self._away), :, self._part]
        tolerance = LEFT * lengths(theta[0][:, some] - goal)
        away = self._away[:, some]
        far: Flags = away > tolerance + ahead
        # The others are farther from the end than all that is ahead, or near for sure.
        kept = np.arange(len(away))[:, None] < self._record.repeats[self._part][some]
        row, run = np.nonzero(kept & ~far & (away > tolerance - ahead))
        far[row, run] = lengths((theta[row, :, some[run]] - goal.T[run]).T) > tolerance[run]
        return far

    @property
    def _by_rounding(self) -> Flags:
        found: Flags = self._tolerance > TOLERANCE * self._travelled
        return found

    def _goals(self) -> Floats:
        """Where each run was going, (n, A)."""
        end: Floats = np.ascontiguousarray(self.end.T)
        if not self._any_going:
            return goals(end, np.zeros_like(end), self.reach, self._minima)
        window = max(self._updates // 4, 1)
        steps = (max(self._updates - 2 * window, 0), self._updates - window)
        first, middle = (self._theta(int(self._rows(step, step)[0])) for step in steps)
        ahead = np.where(self._repeats, 0.0, ahead_of(first, middle, end))
        return goals(end, ahead, self.reach, self._minima)

    def grows(self, runs: Whole) -> Flags:
        """Whether theta sweeps ever farther while its loss rises, or while it leaves the view."""
        found = np.zeros(self._away.shape[1], bool)
        if self._updates < _FEWEST_TO_GROW or not self._any_going:
            return found
        runs = runs[~self._repeats[runs]]
        loss = self._record.loss[:, self._part]
        first, last = loss[0], loss[-1]
        far = (np.abs(self.end - self._middle) > _FAR * self._widths).any(axis=-1)
        far &= self._travelled > _FAR * self._widths.min()
        asked = runs[((last > first) | (far & (last < first)))[runs]]
        highest = self._kept[np.argmax(loss[:, asked], axis=0)]
        lately = highest >= self._updates - self._updates // 8
        found[asked] = (lately | (last < first)[asked]) & self._sweeps_farther(asked)
        return found

    def _at_rest(self, share: int) -> Flags:
        window = max(self._updates // share, 1)
        late = self._rows(self._updates - window, self._updates)
        early = self._rows(max(self._updates - 2 * window, 0), self._updates - window)
        spread = self._away[late].max(axis=0)
        first = self._theta(int(late[0]))
        before = np.zeros(len(spread))
        for row in early:
            np.maximum(before, self._distance(int(row), first), out=before)
        growth = spread / before
        left = np.where(growth < 1, spread * growth / (1 - growth), np.inf)
        left[spread <= self._rounding] = 0.0
        rests: Flags = (left <= self._tolerance) | (spread <= _HOVER * self._travelled)
        return rests

    def _sweeps_farther(self, runs: Whole) -> Flags:
        """Whether, to the end, each eighth of the run sweeps the same factor more than the last.

        And the last more than the first half did: a cycle may have grown there, and chaos sweeps
        more by chance.
        """
        eighths = np.linspace(0, self._updates, 9).astype(int)
        sweeps = []
        for first, last in pairwise(eighths[[0, 4, 5, 6, 7, 8]]):
            rows = self._rows(int(first), int(last))
            theta = self._record.theta[rows[0] : rows[-1] + 1, :, self._part][..., runs]
            sweeps.append(lengths(np.ptp(theta.astype(np.float64), axis=0)))
        growth = np.diff(np.log(sweeps[1:]), axis=0)
        slowest, fastest = growth.min(axis=0), growth.max(axis=0)
        steady: Flags = (slowest > _GROWS) & (fastest - slowest < _STEADY * fastest)
        return steady & (sweeps[-1] > sweeps[0])

    def _rows(self, first: int, last: int) -> Whole:
        """The rows of the steps from first to last, both included."""
        ends = (np.searchsorted(self._kept, first), np.searchsorted(self._kept, last, "right"))
        return np.arange(*ends)

    def _theta(self, row: int) -> Floats:
        theta: Floats = self._record.theta[row][:, self._part].astype(np.float64)
        return theta

    def _distance(self, row: int, point: Floats, out: Floats | None = None) -> Floats:
        return lengths(self._theta(row) - point, out)
