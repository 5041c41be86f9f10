"""What a typed formula comes to."""

from __future__ import annotations

import torch

from playground.core.losses import find_loss


def value(text: str, *theta: float) -> float:
    function = find_loss(text).function
    assert function is not None
    return float(function(torch.tensor(theta, dtype=torch.float64)))
