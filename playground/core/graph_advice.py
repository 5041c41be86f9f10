"""What to do where torch refuses backward()."""

from __future__ import annotations

from torch import Tensor

SCALARS_ONLY = (
    "backward() starts from one number: the derivative of a loss. This result has {count:,}, and "
    "each has its own derivative. Either add them up first (each point goes into one value only, "
    "so the sum's gradient has all their derivatives), or hand backward() a gradient vector that "
    "says how much each counts: ones."
)
UNUSED = (
    "The result does not depend on {name}, so autograd recorded no operation, and there is no "
    "way for a gradient to go back."
)


def advice(result: Tensor, leaf: str) -> str:
    """Return how a gradient of this result to the leaf can be had, or why there is none."""
    if result.requires_grad:
        return SCALARS_ONLY.format(count=result.numel())
    return UNUSED.format(name=leaf)
