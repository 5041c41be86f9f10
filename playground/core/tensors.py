"""The names of the number formats, and the way to torch's autograd."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor
from torch.autograd import Variable

DTYPES: dict[str, torch.dtype] = {
    "float32": torch.float32,
    "float64": torch.float64,
    "bfloat16": torch.bfloat16,
    "float16": torch.float16,
}
_FITS_ANY = 65504.0  # the largest float16

# The engine that torch.autograd.grad calls after 20 µs of argument checks, which would be
# half of a step on θ². Any: torch does not declare its type.
_engine: Any = Variable._execution_engine
_ones: dict[tuple[torch.dtype, int], Tensor] = {}


def gradient_of(loss: Tensor, theta: Tensor) -> Tensor:
    """Return d(sum of loss)/d(theta) by one backward pass, in theta's shape.

    loss has any shape and depends on theta; runs of a batch do not mix, so the gradient of
    the sum holds each run's own gradient. A theta that the loss does not use gets zeros.
    """
    if not loss.requires_grad:
        return torch.zeros_like(theta)
    kind = loss.dtype, loss.dim()
    ones = _ones.get(kind)
    if ones is None or ones.shape != loss.shape:
        # Of the newest shape only: a batch keeps its own, until some of its runs end.
        ones = _ones[kind] = torch.ones(loss.shape, dtype=loss.dtype)
    (gradient,) = _engine.run_backward(
        (loss,), (ones,), False, False, (theta,), allow_unreachable=True, accumulate_grad=False
    )
    return torch.zeros_like(theta) if gradient is None else gradient


def filled(like: Tensor, shape: Sequence[int], number: float) -> Tensor:
    """Return a tensor of that shape in the other's dtype, ±inf where it cannot hold the number.

    torch.tensor(1e39) is infinity in float32 too, but new_full and full_like raise.
    """
    return like.new_full(shape, number if fits(number, like.dtype) else _held(number, like.dtype))


def fits(number: float, dtype: torch.dtype) -> bool:
    """Whether torch takes the plain number beside a tensor of that dtype wherever it takes one."""
    return -_FITS_ANY <= number <= _FITS_ANY or abs(number) <= torch.finfo(dtype).max


@lru_cache(maxsize=256)
def _held(number: float, dtype: torch.dtype) -> float:
    return float(torch.tensor(number, dtype=torch.float64).to(dtype))
