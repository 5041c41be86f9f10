"""Update rules as algebra on (theta, gradient), written for a batch of runs."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch import Tensor

from playground.core.settings import Setting, Settings

# What a rule keeps between steps. Any: tensors of theta's shape, counters, and for LBFGS torch's
# own optimizer object.
Memory = dict[str, Any]
Rate = float | Tensor
Rule = Callable[[Tensor, Tensor, Memory, Rate, Settings], Tensor]


@dataclass(frozen=True)
class Optimizer:
    """One optimizer as declared. `elementwise` rules also run on batches of any shape."""

    name: str
    title: str
    help: str
    rule: Rule
    settings: dict[str, Setting]
    learning_rate: float  # torch's default
    elementwise: bool = True
    rate_note: str = ""  # where it uses the learning rate in a way of its own


OPTIMIZERS: dict[str, Optimizer] = {}


def optimizer(
    title: str,
    learning_rate: float,
    *,
    elementwise: bool = True,
    rate_note: str = "",
    **settings: Setting,
) -> Callable[[Rule], Rule]:
    """Offer the decorated update rule under its function's name."""

    def register(rule: Rule) -> Rule:
        name = rule.__name__
        help_text = (inspect.getdoc(rule) or "").split("\n\n")[0].replace("\n", " ")
        OPTIMIZERS[name] = Optimizer(
            name, title, help_text, rule, settings, learning_rate, elementwise, rate_note
        )
        return rule

    return register


@optimizer("SGD", 1e-3)
def sgd(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Plain gradient descent; momentum remembers the steps before (torch.optim.SGD)."""
    return theta - learning_rate * gradient
