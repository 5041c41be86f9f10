"""What an optimizer remembers and makes of it, at every step: buffers, bias, steps; no torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from playground.core.written_out.update import setting_along

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

Floats = NDArray[np.float64]
Rows = NDArray[Any]  # any floating dtype: the experiment's own
_WIDE = 1000.0  # the largest of positive values over the smallest: from there on a log axis helps
_NAMES = {
    "velocity": "velocity v",
    "exp_avg": "mean gradient m (exp_avg)",
    "exp_avg_sq": "mean square v (exp_avg_sq)",
    "max_exp_avg_sq": "largest mean square (max_exp_avg_sq)",
    "exp_inf": "largest gradient u (exp_inf)",
    "square_avg": "mean square s (square_avg)",
    "grad_avg": "mean gradient q (grad_avg)",
    "acc_delta": "mean squared move a (acc_delta)",
    "sum": "sum of squares G (sum)",
    "variance": "mean square V (variance)",
    "step_size": "step size s (step_size)",
    "prev": "previous gradient (prev)",
    "ax": "average of θ, a (ax)",
    "direction": "direction d",
}
_UNBIASED = ("adam", "adamw", "adamax", "nadam", "radam")
_BY_SQUARES = {"rmsprop": "square_avg", "adagrad": "sum"}


class Recorded(Protocol):
    """A record with its experiment: theta and gradient (rows, n), memory (rows, n) by name."""

    @property
    def experiment(self) -> Experiment: ...
    @property
    def theta(self) -> Rows: ...
    @property
    def gradient(self) -> Rows: ...
    @property
    def learning_rate(self) -> Rows: ...
    @property
    def memory(self) -> Mapping[str, Rows]: ...


class Quantity(NamedTuple):
    """One thing to look at; `of` gives it after the update that led to each row.

    That is (rows, n), or (rows, 1) where all parameters share it; nan where there is none.
    """

    name: str
    title: str
    help: str
    of: Callable[[Recorded], Rows]


def quantities(experiment: Experiment, remembered: Mapping[str, Rows]) -> tuple[Quantity, ...]:
    """Return what there is to look at of this optimizer, its own memory first."""
    optimizer, settings = experiment.optimizer, experiment.optimizer_settings
    found = [_kept(name) for name in remembered]
    if optimizer in _UNBIASED:
        found += [MEAN, FIRST_BIAS]
    if optimizer in _UNBIASED and optimizer != "adamax":
        found += [SIZE, SECOND_BIAS]
    centred = bool(settings.get("centered"))
    if optimizer in ("adam", "adamw") or (optimizer in _BY_SQUARES and not centred):
        found.append(OWN_RATE)
    return (*found, UPDATE, EFFECTIVE_RATE)


def wants_log(values: Rows) -> bool:
    """Whether values are seen best by their powers of ten: positive, and far apart."""
    shown = values[np.isfinite(values)]
    if not len(shown) or shown.min() < 0:
        return False
    positive = shown[shown > 0]
    return len(positive) > 1 and float(positive.max()) > _WIDE * float(positive.min())


def _kept(name: str) -> Quantity:
    return Quantity(
        name,
        _NAMES.get(name, name),
        "As the optimizer keeps it after each update.",
        lambda record: record.memory[name] if name in record.memory else _nothing(record),
    )


def _nothing(record: Recorded) -> Floats:
    return np.full(record.theta.shape, np.nan)


def _update(record: Recorded) -> Floats:
    theta = record.theta.astype(np.float64)
    with np.errstate(all="ignore"):
        moved = np.diff(theta, axis=0)
    return np.concatenate([np.full((1, theta.shape[1]), np.nan), moved])


def _effective_rate(record: Recorded) -> Floats:
    moved = _update(record)
    with np.errstate(all="ignore"):
        moved[1:] /= -record.gradient[:-1].astype(np.float64)
    return np.where(np.isfinite(moved), moved, np.nan)


def _bias(record: Recorded, beta: str) -> Floats:
    """1 − β^k after update k, (rows, 1); nan at the start."""
    updates = len(record.theta) - 1
    kept = setting_along(record.experiment, beta, updates)
    steps = np.arange(1, updates + 1)
    return np.concatenate([[np.nan], 1 - kept**steps])[:, None]


def _unbiased(record: Recorded, names: tuple[str, ...], beta: str) -> Floats:
    kept = next((record.memory[name] for name in names if name in record.memory), None)
    if kept is None:
        return _nothing(record)
    with np.errstate(all="ignore"):
        whole: Floats = kept.astype(np.float64) / _bias(record, beta)
    return whole


def _mean(record: Recorded) -> Floats:
    return _unbiased(record, ("exp_avg",), "beta1")


def _size(record: Recorded) -> Floats:
    return _unbiased(record, ("max_exp_avg_sq", "exp_avg_sq"), "beta2")


def _own_rate(record: Recorded) -> Floats:
    """What the learning rate is for each parameter, once divided by its size."""
    experiment, updates = record.experiment, len(record.theta) - 1
    rate = record.learning_rate[:updates].astype(np.float64)
    if experiment.optimizer == "adagrad":
        decay = setting_along(experiment, "lr_decay", updates)
        rate = rate / (1 + np.arange(updates) * decay)
    if experiment.optimizer in _BY_SQUARES:
        name = _BY_SQUARES[experiment.optimizer]
        size = record.memory[name] if name in record.memory else _nothing(record)
    else:
        size = _size(record)
    eps = setting_along(experiment, "eps", updates)
    with np.errstate(all="ignore"):
        own = rate[:, None] / (np.sqrt(size[1:].astype(np.float64)) + eps[:, None])
    return np.concatenate([np.full((1, record.theta.shape[1]), np.nan), own])


UPDATE = Quantity("update", "update of θ", "The new theta minus the one before.", _update)
EFFECTIVE_RATE = Quantity(
    "effective-rate",
    "effective step: −update / gradient",
    "The learning rate with which plain descent would have made this very update.",
    _effective_rate,
)
OWN_RATE = Quantity(
    "own-rate",
    "rate of each parameter: lr / (√size + ε)",
    "What is left of the learning rate once it is divided by the size of the gradients.",
    _own_rate,
)
MEAN = Quantity(
    "mean", "mean without bias m′", "The mean gradient divided by its bias, 1 − β₁^k.", _mean
)
SIZE = Quantity(
    "size", "mean square without bias v′", "The mean square divided by its bias, 1 − β₂^k.", _size
)
FIRST_BIAS = Quantity(
    "bias1",
    "bias of the mean: 1 − β₁^k",
    "How much of the mean gradient has been filled since it began at zero.",
    lambda record: _bias(record, "beta1"),
)
SECOND_BIAS = Quantity(
    "bias2",
    "bias of the mean square: 1 − β₂^k",
    "How much of the mean square has been filled since it began at zero.",
    lambda record: _bias(record, "beta2"),
)
