"""L-BFGS, run by torch.optim itself since it is not elementwise."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from playground.core.optimizers.algebra import representable
from playground.core.optimizers.base import Memory, Rate, optimizer
from playground.core.settings import Setting, Settings


@optimizer(
    "LBFGS",
    1.0,
    elementwise=False,
    rate_note="A rate of 1 trusts the estimated curvature fully; the first step is a plain "
    "gradient step whose moves add up to no more than the learning rate.",
    history_size=Setting(
        100,
        minimum=1,
        maximum=10_000,
        help="How many of the last steps the estimate of the curvature is made from.",
    ),
    tolerance_grad=Setting(
        1e-7, minimum=0.0, help="It stays where it is once no slope is above this."
    ),
    tolerance_change=Setting(
        1e-9, minimum=0.0, help="It stays where it is once a step promises less descent than this."
    ),
)
def lbfgs(
    theta: Tensor, gradient: Tensor, memory: Memory, learning_rate: Rate, settings: Settings
) -> Tensor:
    """Each step uses the curvature learned from the last ones; its line search strong_wolfe is
    left out, since it looks at the loss many times in a step, where no record could show it.

    torch.optim.LBFGS with max_iter=1, so that one step is one gradient; strong_wolfe can also
    fail with an IndexError. theta is one run, (n,).

    Raises ValueError where torch's own code fails.
    https://pytorch.org/docs/stable/generated/torch.optim.LBFGS.html (Nocedal and Wright, ch. 7)
    """
    if not memory:
        _start(theta, memory, settings)
    borrowed = memory["optimizer"]
    parameter: Tensor = borrowed.param_groups[0]["params"][0]
    group = borrowed.param_groups[0]
    group.update(_for_torch(settings), lr=representable(float(learning_rate), theta))
    with torch.no_grad():
        parameter.copy_(theta)
    parameter.grad = gradient
    memory["step"] += 1
    try:
        # The loss is only looked at by line searches and by iterations after the first.
        borrowed.step(lambda: 0.0)
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ValueError(f"lbfgs failed at step {memory['step']}: {reason}") from error
    direction = borrowed.state[parameter].get("d")
    if direction is not None:
        memory["direction"] = direction.clone().view_as(theta)
    return parameter.detach().clone()


def _start(theta: Tensor, memory: Memory, settings: Settings) -> None:
    # Imported here, since the first optimizer of torch.optim costs almost two seconds.
    from torch.optim import LBFGS

    memory["step"] = 0
    memory["optimizer"] = LBFGS(
        [torch.nn.Parameter(theta.clone())],
        max_iter=1,
        **_for_torch(settings),
    )


def _for_torch(settings: Settings) -> dict[str, Any]:  # Any: torch types each on its own
    """Return the settings as torch's own optimizer takes them, at every step anew."""
    return {**settings, "history_size": int(settings.history_size)}
