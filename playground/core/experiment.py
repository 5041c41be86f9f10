"""The description of one descent: everything needed to repeat it exactly."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType

from playground.core.datasets import Table
from playground.core.edits import Edit as Edit
from playground.core.edits import bases, settings_from
from playground.core.losses import Loss, LossEntry, Minima, find_loss
from playground.core.losses.normalising import NONE
from playground.core.losses.tokens import as_declared
from playground.core.mistakes import checked
from playground.core.optimizers import Optimizer, find_optimizer
from playground.core.required import require_choice, require_rate, require_seed, require_whole
from playground.core.schedules import SCHEDULES
from playground.core.settings import Setting, Settings, Value, settle, unknown
from playground.core.tensors import DTYPES
from playground.core.typed import is_finite, quoted

MOST_STEPS = 100_000
_OWN = float("nan")  # this very object stands for "the loss's own"; any other nan is refused


@dataclass(frozen=True)
class Experiment:
    """One descent, validated; the same experiment gives the same trajectory, bit for bit.

    `loss` is a name or a formula; with a `model` it is the criterion (mse, mae or logistic)
    that scores the model on the `dataset` (a name or a table), and `normalise` (none, scale or
    standardise) is what is done first to the columns that the model reads. `optimizer` is a name
    or a typed update rule. `theta` and `learning_rate` default to the loss's own. `settings` are
    those of the loss, the optimizer and the schedule.
    `gradient` is "autograd", or "by-hand" for a loss whose source text wrote one. `mistakes` are
    names of MISTAKES that the code of the run makes.

    Raises ValueError naming the field, the rule and the value.
    """

    loss: str = "square"
    theta: tuple[float, ...] = ()
    learning_rate: float = _OWN
    steps: int = 20
    optimizer: str = "sgd"
    settings: Mapping[str, Value] = field(default_factory=dict, hash=False)
    schedule: str = "constant"
    edits: tuple[Edit, ...] = ()
    dataset: str | Table = ""
    model: str = ""
    target: str = ""
    normalise: str = NONE
    batch_size: int = 0  # 0: all rows
    seed: int = 0
    dtype: str = "float32"
    gradient: str = "autograd"
    mistakes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        rule = find_optimizer(self.optimizer)
        require_choice("schedule", self.schedule, SCHEDULES)
        require_choice("dtype", self.dtype, DTYPES)
        if self.model and self.loss == "square":
            self._set("loss", "mse")
        meant = self._loss(self.normalise)
        self._set("mistakes", checked(tuple(self.mistakes), meant, self.gradient))
        entry = self.loss_entry
        self._set("settings", MappingProxyType(self._checked_settings()))
        rule.check(self.optimizer_settings)
        require_whole("steps", self.steps, 1, MOST_STEPS)
        require_seed(self.seed)
        self._set("theta", tuple(self.theta) or meant.initial_theta(self.seed))
        self._check_theta(entry)
        if self.learning_rate is _OWN:
            self._set("learning_rate", meant.learning_rate)
        require_rate("learning_rate", self.learning_rate)
        self._set("learning_rate", float(self.learning_rate))
        self._set("edits", tuple(sorted(self.edits, key=lambda edit: edit.step)))
        self._check_edits()
        rows = entry.table.rows if entry.table is not None else 0
        require_whole("batch_size", self.batch_size, 0, rows)
        gradients = ("autograd", "by-hand") if entry.hand_gradient else ("autograd",)
        require_choice("gradient", self.gradient, gradients)

    @property
    def loss_entry(self) -> LossEntry:
        """All that is declared of the loss; of one by mistake not normalised, as it is then."""
        return self._loss(self.normalised)

    @property
    def normalised(self) -> str:
        """What is done to the columns that a typed model reads: nothing, if that is forgotten."""
        return NONE if "not-normalised" in self.mistakes else self.normalise

    def _loss(self, normalise: str) -> LossEntry:
        return find_loss(self.loss, self.dataset, self.model, self.target, normalise)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters, one for each component of theta."""
        return self.loss_entry.names(len(self.theta))

    def bound_loss(self, dtype: str = "") -> Loss:
        """Return the loss with its settings and data, in this experiment's dtype or another."""
        settings = tuple(self.loss_settings.items())
        return bound(self.loss_entry, settings, self.reduction, dtype or self.dtype)

    @property
    def reduction(self) -> str:
        """What a mistake makes of the loss: "sum" or "mean" where it was the other one, or ""."""
        if "summed" in self.mistakes:
            return "sum"
        return "mean" if "averaged" in self.mistakes else ""

    @property
    def loss_settings(self) -> Settings:
        """Every setting of the loss."""
        settings = settle(self.loss_entry.settings, self.settings)
        if "not-normalised" in self.mistakes and "input_scale" in settings:
            settings = Settings({**settings, "input_scale": 1.0})
        return settings

    @property
    def minima(self) -> Minima:
        """The known minima of the loss, each as long as theta; empty where none is known."""
        entry = self.loss_entry
        minima = entry.known_minima(self.loss_settings)
        if entry.parameters:
            return minima
        return tuple(point * len(self.theta) for point in minima)  # one coordinate stands for all

    @property
    def optimizer_entry(self) -> Optimizer:
        """All that is declared of the optimizer."""
        return find_optimizer(self.optimizer)

    @property
    def optimizer_settings(self) -> Settings:
        """Every setting of the optimizer."""
        return settle(self.optimizer_entry.settings, self.settings)

    @property
    def learning_rate_at(self) -> Callable[[int], float]:
        """The function from a step to its learning rate: the edits, then the schedule."""
        schedule = SCHEDULES[self.schedule]
        settings = settle(schedule.settings, self.settings)
        starts = [edit.step for edit in self.edits]
        rates = bases(self.learning_rate, self.edits)

        if not starts and self.schedule == "constant":
            # Called at every step, and this is the most common case by far.
            return lambda step: rates[0]

        def rate(step: int) -> float:
            base = rates[bisect_right(starts, step)]
            return float(schedule.rate(base, step, self.steps, settings))

        return rate

    @property
    def settings_at(self) -> Callable[[int], Settings]:
        """The function from a step to the optimizer's settings there, edits included."""
        return settings_from(self.optimizer_settings, self.edits)

    @property
    def declared_settings(self) -> dict[str, Setting]:
        """The settings that this loss, optimizer and schedule have, by name."""
        return {
            **self.loss_entry.settings,
            **self.optimizer_entry.settings,
            **SCHEDULES[self.schedule].settings,
        }

    def _set(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _checked_settings(self) -> dict[str, Value]:
        declared = self.declared_settings
        found = {}
        for typed, value in self.settings.items():
            name = as_declared(typed, declared)
            if name not in declared:
                raise unknown("setting", typed, declared)
            found[name] = declared[name].check(name, value)
        return found

    def _check_theta(self, entry: LossEntry) -> None:
        if not all(isinstance(number, int | float) for number in self.theta):
            raise ValueError(f"theta must be numbers, not {quoted(self.theta)}")
        bad = next((number for number in self.theta if not is_finite(number)), None)
        if bad is not None:
            raise ValueError(f"theta must be finite numbers, not {quoted(bad)}")
        self._set("theta", tuple(float(number) for number in self.theta))
        if entry.parameters and len(self.theta) != len(entry.parameters):
            raise ValueError(
                f"theta must have {len(entry.parameters)} numbers "
                f"({', '.join(entry.parameters[:8])}), not {len(self.theta)}"
            )

    def _check_edits(self) -> None:
        optimizer = self.optimizer_entry
        for edit in self.edits:
            require_whole("the step of an edit", edit.step, 0, self.steps)
            if edit.learning_rate is not None:
                require_rate("the learning rate of an edit", edit.learning_rate)
        edits = (_with_float(edit).checked(optimizer.settings) for edit in self.edits)
        self._set("edits", tuple(edits))
        settings_at = self.settings_at
        for edit in self.edits:
            if edit.settings:  # the others change nothing that has not been checked
                optimizer.check(settings_at(edit.step))
        steps = [edit.step for edit in self.edits]
        if len(set(steps)) < len(steps):
            raise ValueError(f"edits must be at different steps, not {quoted(steps)}")


@lru_cache(maxsize=8)
def bound(
    entry: LossEntry, settings: tuple[tuple[str, Value], ...], reduction: str, dtype: str
) -> Loss:
    """Return the loss with its settings and data in a dtype; see `Experiment.bound_loss`."""
    # Kept, since a large table takes long to become tensors and a slider moves often.
    return entry.bind(Settings(dict(settings)), DTYPES[dtype], reduction)


def _with_float(edit: Edit) -> Edit:
    # A file keeps a float as it is, and a whole number of more than 15 digits not.
    rate = edit.learning_rate
    return edit if rate is None else replace(edit, learning_rate=float(rate))
