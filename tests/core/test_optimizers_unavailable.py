"""What torch offers and the playground does not is refused with a true reason."""

from __future__ import annotations

import pytest
import torch

from playground.core.optimizers import OPTIMIZERS, UNAVAILABLE


def test_every_optimizer_of_torch_is_offered_or_refused_with_a_reason() -> None:
    base = torch.optim.Optimizer
    exported = [getattr(torch.optim, name) for name in dir(torch.optim)]
    classes = {c for c in exported if isinstance(c, type) and issubclass(c, base) and c is not base}
    refused = {name.replace("_", "") for name in UNAVAILABLE}
    offered = {optimizer.title for optimizer in OPTIMIZERS.values()}
    assert len(classes) >= 14
    assert {c.__name__ for c in classes if c.__name__.lower() not in refused} == offered
    assert all(optimizer.title.lower() == name for name, optimizer in OPTIMIZERS.items())
    assert all(reason.endswith(".") and len(reason) > 40 for reason in UNAVAILABLE.values())


def test_torch_refuses_theta_or_its_gradient_where_we_say_so() -> None:
    theta = torch.nn.Parameter(torch.ones(2))
    theta.grad = torch.ones(2)
    sparse = torch.optim.SparseAdam([theta])
    with pytest.raises(RuntimeError, match="does not support dense gradients"):
        sparse.step()
    if hasattr(torch.optim, "Muon"):
        with pytest.raises(ValueError, match="2D"):
            torch.optim.Muon([theta])
