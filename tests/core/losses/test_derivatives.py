"""Every built-in loss is differentiable twice by autograd, wherever it has no kink."""

import pytest
import torch

from playground.core.losses import LOSSES, Loss
from playground.core.settings import settle
from playground.core.tensors import gradient_of

SETTINGS = {
    "quadratic": {"condition": 7.0, "rotation": 25.0},
    "thermometer": {"input_scale": 0.3},
}


def bound(name: str, dtype: torch.dtype = torch.float64) -> Loss:
    entry = LOSSES[name]
    return entry.bind(settle(entry.settings, SETTINGS.get(name, {})), dtype)


def points(name: str, count: int, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """Random points of the loss's view, (count, n); away from 0, where |θ| has its kink."""
    entry = LOSSES[name]
    low, high = torch.tensor(entry.extent, dtype=torch.float64).T
    drawn = torch.rand(
        count, len(entry.start), generator=torch.Generator().manual_seed(3), dtype=torch.float64
    )
    return (low + (high - low) * (0.02 + 0.96 * drawn)).to(dtype)


@pytest.mark.parametrize("name", LOSSES)
def test_gradient_and_curvature_agree_with_differences(name: str) -> None:
    loss = bound(name)
    theta = points(name, 3).requires_grad_()
    assert torch.autograd.gradcheck(loss, theta)
    # the network's 33 x 33 second derivatives are checked on one point only, to save time
    few = theta[: 1 if theta.shape[-1] > 4 else 3].detach().requires_grad_()
    assert torch.autograd.gradgradcheck(loss, few)


@pytest.mark.parametrize("name", LOSSES)
def test_runs_of_a_batch_do_not_mix(name: str) -> None:
    loss = bound(name)
    theta = points(name, 6).reshape(2, 3, -1).requires_grad_()
    losses = loss(theta)
    gradient = gradient_of(losses, theta)
    assert losses.shape == (2, 3)
    assert gradient.shape == theta.shape
    for row in range(2):
        for column in range(3):
            one = theta[row, column].detach().requires_grad_()
            value = loss(one)
            assert value.shape == ()
            torch.testing.assert_close(losses[row, column], value, rtol=1e-13, atol=1e-13)
            torch.testing.assert_close(
                gradient[row, column], gradient_of(value, one), rtol=1e-12, atol=1e-12
            )


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
@pytest.mark.parametrize("name", LOSSES)
def test_keeps_the_number_format(name: str, dtype: torch.dtype) -> None:
    loss = bound(name, dtype)
    start = torch.tensor(LOSSES[name].start, dtype=dtype, requires_grad=True)
    value = loss(start)
    gradient = gradient_of(value, start)
    assert (value.dtype, gradient.dtype) == (dtype, dtype)
    exact = bound(name)(start.detach().double())
    # terms of up to 200 times the loss at the start cancel
    tolerance = 200 * torch.finfo(dtype).eps * (1 + abs(exact.item()))
    assert value.item() == pytest.approx(exact.item(), abs=tolerance)


@pytest.mark.parametrize("name", ["absolute", "ackley"])
def test_subgradient_at_the_kink_is_zero(name: str) -> None:
    theta = torch.zeros(len(LOSSES[name].start), dtype=torch.float64, requires_grad=True)
    assert gradient_of(bound(name)(theta), theta).tolist() == [0.0] * len(theta)
