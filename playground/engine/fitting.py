"""The model beside its data at one row of a run, quickly enough for a drag."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import replace
from functools import lru_cache

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.losses.base import Columns, Loss
from playground.core.minibatch import BatchAtStep
from playground.core.pictures import FitPicture, Floats
from playground.core.settings import settle

MOST_POINTS = 2000  # of the data that are shown; more cannot be told apart
CURVE_POINTS = 200
GRID_POINTS = 64
_MARGIN = 0.08  # of the data's range, beyond it on each side
_TELL_S = 0.1  # between two reports of how far a walk to a late minibatch is
_NONE = np.empty(0)


class Fitting:
    """Everything about an experiment's data that stays the same from row to row."""

    def __init__(self, experiment: Experiment) -> None:
        entry = experiment.loss_entry
        assert entry.table is not None
        settings = settle(entry.settings, experiment.settings)
        self._batch = BatchAtStep(entry.table.rows, experiment.batch_size, experiment.seed)
        self._shown = np.unique(np.linspace(0, entry.table.rows - 1, MOST_POINTS).astype(int))
        self._raw = {
            name: torch.tensor(entry.table.column(name)[self._shown]) for name in entry.table.names
        }
        # The rows shown, not all of them as `bind` takes: a long table is not copied.
        self._prepared = entry.prepared(self._raw, settings)
        self._loss = Loss(entry, settings, torch.float64, self._prepared)
        self._flags = torch.zeros(entry.table.rows, dtype=torch.bool)
        self.input_names = self._inputs(experiment)
        self._following = self._next_input()
        self._grid: tuple[Floats, ...] = self._axes()
        self._on_grid = self._prepare(self._grid_columns()) if self._grid else {}

    def walk(self, theta: ArrayLike, step: int) -> Iterator[tuple[FitPicture | None, float]]:
        """Yield None and how far it is, now and then, then the picture of `at`."""
        told, first = time.monotonic(), -1
        for epoch in self._batch.reach(step):
            first = epoch if first < 0 else first
            if time.monotonic() > told + _TELL_S:
                told = time.monotonic()
                yield None, (epoch - first + 1) / (self._batch.epoch(step) - first + 2)
        yield self.at(theta, step), 1.0

    def at(self, theta: ArrayLike, step: int) -> FitPicture:
        """Return the model at theta, (n,), beside the data; the batch is that of the step."""
        entry = self._loss.entry
        here = torch.tensor(np.asarray(theta, np.float64))
        inputs = np.column_stack([self._raw[name].numpy() for name in self.input_names])
        one = len(self._grid) == 1
        return FitPicture(
            input_names=self.input_names,
            target_name=entry.target,
            inputs=inputs[:, 0] if inputs.shape[1] == 1 else inputs,
            targets=self._raw[entry.target].numpy(),
            predictions=self._predict(here, self._prepared),
            curve_inputs=self._grid[0] if one else _NONE,
            curve=self._curve(here),
            grid_axes=(self._grid[0], self._grid[1]) if len(self._grid) == 2 else None,
            rows=self._positions(self._batch(step)),
            step=step,
            following=self._predict_following(here),
        )

    def _next_input(self) -> float | None:
        """Return the input that would come next in an evenly spaced column."""
        if len(self.input_names) != 1:
            return None
        values = np.unique(self._raw[self.input_names[0]].numpy())
        gaps = np.diff(values)
        if not len(gaps) or not np.allclose(gaps, gaps[0], rtol=1e-6):
            return None
        return float(values[-1] + gaps[0])

    def _predict_following(self, theta: Tensor) -> tuple[float, float] | None:
        if self._following is None:
            return None
        here = torch.tensor([self._following], dtype=torch.float64)
        columns = dict.fromkeys(self._raw, here)  # only the input is read
        return self._following, float(self._predict(theta, self._prepare(columns))[0])

    def _curve(self, theta: Tensor) -> Floats:
        if not self._grid:
            return _NONE
        return self._predict(theta, self._on_grid).reshape([len(a) for a in reversed(self._grid)])

    def _predict(self, theta: Tensor, columns: Columns) -> Floats:
        with torch.no_grad():
            predictions = replace(self._loss, columns=columns).predict(theta)
            if self._loss.entry.criterion == "logistic":
                predictions = predictions.sigmoid()
        values: Floats = predictions.numpy()
        return values

    def _prepare(self, columns: Columns) -> Columns:
        return self._loss.entry.prepared(columns, self._loss.settings)

    def _inputs(self, experiment: Experiment) -> tuple[str, ...]:
        """Return the columns that the model reads: not all of a table need be."""
        read = _Noting(self._prepared)
        here = torch.tensor(experiment.theta, dtype=torch.float64)
        self._predict(here, read)
        others = [name for name in self._raw if name != self._loss.entry.target]
        return tuple(name for name in others if name in read.noted) or tuple(others)

    def _axes(self) -> tuple[Floats, ...]:
        """Return where the model is drawn: along one input, or over two that part classes."""
        count = len(self.input_names)
        if count != 1 and (count != 2 or self._loss.entry.criterion != "logistic"):
            return ()
        points = CURVE_POINTS if count == 1 else GRID_POINTS
        values = {name: self._raw[name].numpy() for name in self.input_names}
        if self._following is not None:
            values = {name: np.append(kept, self._following) for name, kept in values.items()}
        return tuple(_around(values[name], points) for name in self.input_names)

    def _grid_columns(self) -> dict[str, Tensor]:
        grid = np.meshgrid(*self._grid)
        over = {
            name: torch.tensor(values.reshape(-1))
            for name, values in zip(self.input_names, grid, strict=True)
        }
        rows = grid[0].size
        return {name: over.get(name, torch.zeros(rows).double()) for name in self._raw}

    def _positions(self, batch: Tensor | None) -> NDArray[np.int64] | None:
        """Return which of the points shown are in the batch."""
        if batch is None:
            return None
        self._flags[batch] = True
        within = self._flags.numpy()[self._shown]
        self._flags[batch] = False
        return np.flatnonzero(within).astype(np.int64)


class _Noting(Mapping[str, Tensor]):
    """Columns that take note of which of them are read by name."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.noted: set[str] = set()

    def __getitem__(self, name: str) -> Tensor:
        self.noted.add(name)
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def values(self) -> ValuesView[Tensor]:
        return self._columns.values()  # a look at how many rows there are reads no column


def fitting_key(experiment: Experiment) -> Experiment:
    """Return the experiment without all that its data and minibatches do not depend on."""
    return replace(
        experiment,
        theta=(),
        learning_rate=1.0,
        steps=1,
        optimizer="sgd",
        settings=experiment.loss_settings,
        schedule="constant",
        edits=(),
        dtype="float64",
    )


def fitting_of(experiment: Experiment) -> Fitting:
    """Return the fitting of an experiment; the newest is kept, with its minibatches drawn."""
    return _kept(fitting_key(experiment))


@lru_cache(maxsize=1)
def _kept(key: Experiment) -> Fitting:
    return Fitting(key)


def _around(values: Floats, points: int) -> Floats:
    low, high = float(values.min()), float(values.max())
    margin = _MARGIN * (high - low) or 1.0
    return np.linspace(low - margin, high + margin, points)
