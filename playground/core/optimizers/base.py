"""What an optimizer is: an update rule written for a batch of runs, with its settings."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from torch import Tensor

from playground.core.settings import Setting, Settings

# What a rule keeps between steps. Any: tensors of theta's shape, counters, and for LBFGS torch's
# own optimizer object.
Memory = dict[str, Any]
Rate = float | Tensor
Rule = Callable[[Tensor, Tensor, Memory, Rate, Settings], Tensor]
Check = Callable[[Settings], None]


def _any_settings(settings: Settings) -> None:
    """Accept every combination: most rules have no two settings that exclude each other."""


class Carried(NamedTuple):
    """What a rule keeps in memory of the directions before."""

    name: str
    uphill: bool  # as the gradient points, and not as the step does


class Sizes(NamedTuple):
    """What a rule keeps in memory of how large the gradients were."""

    name: str
    squared: bool


@dataclass(frozen=True)
class Optimizer:
    """One optimizer as declared.

    `rule` takes (theta, gradient, memory, learning_rate, settings) and returns the next theta;
    theta is (..., n), the learning rate a float or a tensor that broadcasts against theta, such
    as (B, 1) for a rate per run (of float64, it rounds as the float would). It writes to memory
    only, and never into a tensor it was given or has given out. `elementwise` rules run on
    batches of any shape; runs never mix. `check` raises ValueError for settings that are valid
    each but not together. Of the settings `by_run` the rule takes a tensor (B, 1) too, of values
    other than 0: one for each run, in theta's dtype. `momentum` and `sizes` name what a typed
    rule carries on of the directions before and of how large they were.
    """

    name: str
    title: str  # the name of its class in torch.optim
    help: str
    rule: Rule
    settings: dict[str, Setting]
    learning_rate: float  # torch's default
    elementwise: bool = True
    rate_note: str = ""  # where it uses the learning rate in a way of its own
    check: Check = _any_settings
    by_run: tuple[str, ...] = ()
    momentum: Carried | None = None
    sizes: Sizes | None = None
    calmed_by: str = ""  # what to try for its swings where the learning rate is not what does it


OPTIMIZERS: dict[str, Optimizer] = {}


def optimizer(
    title: str,
    learning_rate: float,
    *,
    elementwise: bool = True,
    rate_note: str = "",
    check: Check = _any_settings,
    by_run: tuple[str, ...] = (),
    calmed_by: str = "",
    **settings: Setting,
) -> Callable[[Rule], Rule]:
    """Offer the decorated update rule under its function's name."""

    def register(rule: Rule) -> Rule:
        name = rule.__name__
        help_text = (inspect.getdoc(rule) or "").split("\n\n")[0].replace("\n", " ")
        OPTIMIZERS[name] = Optimizer(
            name,
            title,
            help_text,
            rule,
            settings,
            learning_rate,
            elementwise,
            rate_note,
            check,
            by_run,
            calmed_by=calmed_by,
        )
        return rule

    return register


WEIGHT_DECAY = Setting(
    0.0,
    minimum=0.0,
    help="Adds this many times theta to the gradient, which pulls theta towards zero.",
)
SHRINKING = "Shrinks theta by this times the learning rate at each step, apart from the gradient."


def epsilon(default: float) -> Setting:
    """Declare the small number that keeps a division away from zero."""
    return Setting(
        default, minimum=0.0, help="Added to the divisor so that it is never zero; rarely changed."
    )
