"""What to do where torch refuses backward()."""

from __future__ import annotations

from torch import Tensor

SCALARS_ONLY = (
    "backward() starts from one number, and this result has {count:,}. Add them up first, or hand "
    "it a gradient of ones. Both give the derivative of each: a point goes into one value only, "
    "so the gradient of the sum has them all, and ones say that each value counts once."
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
