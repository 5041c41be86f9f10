"""What every update rule promises beside torch's numbers."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from torch import Tensor

from playground.core.experiment import Experiment
from playground.core.optimizers import OPTIMIZERS, Memory
from playground.core.settings import Setting, settle

ELEMENTWISE = [name for name, optimizer in OPTIMIZERS.items() if optimizer.elementwise]
# Any: numbers and switches by name.
BUSY: dict[str, dict[str, Any]] = {
    "sgd": {"momentum": 0.9, "nesterov": True, "weight_decay": 0.1},
    "adagrad": {"lr_decay": 0.1, "weight_decay": 0.1},
    "adadelta": {"weight_decay": 0.1},
    "rmsprop": {"momentum": 0.9, "centered": True, "weight_decay": 0.1},
    "adam": {"amsgrad": True, "weight_decay": 0.1},
    "adamw": {"amsgrad": True},
    "adamax": {"weight_decay": 0.1},
    "nadam": {"weight_decay": 0.1, "decoupled_weight_decay": True},
    "radam": {"beta2": 0.9, "weight_decay": 0.1, "decoupled_weight_decay": True},
    "adafactor": {"weight_decay": 0.1},
    "asgd": {"t0": 3.0, "lambd": 0.1},
}


def gradient(theta: Tensor) -> Tensor:
    """Of rosenbrock, (..., 2)."""
    x, y = theta[..., 0], theta[..., 1]
    return torch.stack([2 * (x - 1) - 400 * x * (y - x * x), 200 * (y - x * x)], -1)


def descend(name: str, theta: Tensor, rate: float | Tensor, given: dict[str, Any]) -> Tensor:
    """Return theta after each of 40 steps, (40, ..., n)."""
    memory: Memory = {}
    every = settle(OPTIMIZERS[name].settings, given)
    seen = []
    for _ in range(40):
        theta = OPTIMIZERS[name].rule(theta, gradient(theta), memory, rate, every)
        seen.append(theta)
    return torch.stack(seen)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_batch_with_a_rate_per_run_is_the_runs_one_by_one(
    name: str, busy: bool, dtype: torch.dtype
) -> None:
    given = BUSY.get(name, {}) if busy else {}
    rates = [1e-5, 3e-5, 1e-4, 2e-4, 3e-4, 1e-3, 2.0]
    starts = torch.tensor([[-1.2, 1.0], [0.5, 2.0]], dtype=dtype).repeat(4, 1)[:7]
    batch = descend(name, starts, torch.tensor(rates, dtype=torch.float64)[:, None], given)
    single = torch.stack(
        [descend(name, start, rate, given) for start, rate in zip(starts, rates, strict=True)], 1
    )
    assert batch.dtype == dtype
    assert torch.equal(batch.nan_to_num(nan=-7.0), single.nan_to_num(nan=-7.0))


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_a_run_that_diverges_leaves_the_others_of_its_batch_alone(name: str) -> None:
    starts = torch.tensor([[-1.2, 1.0], [torch.inf, torch.nan]])
    batch = descend(name, starts, 1e-3, BUSY.get(name, {}))
    alone = descend(name, starts[:1], 1e-3, BUSY.get(name, {}))
    assert torch.equal(batch[:, :1].nan_to_num(), alone.nan_to_num())


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("rate", [0.1, 2e-4, 1 / 3])
def test_plain_descent_is_the_hand_written_loop_bit_for_bit(
    rate: float, dtype: torch.dtype
) -> None:
    start = torch.tensor([-1.2, 1.0], dtype=dtype)
    theta = torch.nn.Parameter(start.clone())
    seen = []
    for _ in range(40):
        with torch.no_grad():
            theta -= rate * gradient(theta)
        seen.append(theta.detach().clone())
    ours = descend("sgd", start, rate, {})
    assert torch.equal(ours.nan_to_num(nan=-7.0), torch.stack(seen).nan_to_num(nan=-7.0))


@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_no_rule_writes_into_a_tensor_it_was_given_or_has_given_out(name: str, busy: bool) -> None:
    memory: Memory = {}
    every = settle(OPTIMIZERS[name].settings, BUSY.get(name, {}) if busy else {})
    theta = torch.tensor([-1.2, 1.0])
    kept = []
    for _ in range(12):
        slope = gradient(theta)
        theta.requires_grad_()  # as descend does, to ask autograd for the next gradient
        tensors = [theta, slope, *(value for value in memory.values() if torch.is_tensor(value))]
        assert not any(tensor.requires_grad for tensor in tensors[1:])
        kept += [(tensor, tensor.detach().clone()) for tensor in tensors]
        moved = OPTIMIZERS[name].rule(theta.detach(), slope, memory, 1e-3, every)
        assert moved.data_ptr() != theta.data_ptr()
        theta = moved
    assert all(torch.equal(tensor, copy) for tensor, copy in kept)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"nesterov": True}, "nesterov needs a momentum above 0, and momentum is 0"),
        (
            {"nesterov": True, "momentum": 0.9, "dampening": 0.1},
            "nesterov needs dampening 0, and dampening is 0.1",
        ),
    ],
)
def test_nesterov_without_plain_momentum_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        Experiment(optimizer="sgd", settings=settings)
    theta = [torch.nn.Parameter(torch.zeros(1))]
    with pytest.raises(ValueError, match="Nesterov momentum requires"):
        torch.optim.SGD(theta, **settings)


def test_what_uses_the_rate_in_its_own_way_says_so() -> None:
    own = set(OPTIMIZERS) - {"sgd"}
    assert {name for name in OPTIMIZERS if OPTIMIZERS[name].rate_note} == own


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_and_every_setting_explains_itself_in_a_sentence(name: str) -> None:
    optimizer = OPTIMIZERS[name]
    texts = [optimizer.help, *(setting.help for setting in optimizer.settings.values())]
    assert all(20 < len(text) < 200 and text.endswith(".") for text in texts)


def values(setting: Setting) -> st.SearchStrategy[Any]:
    """Anything that the setting allows."""
    if isinstance(setting.default, bool):
        return st.booleans()
    finite = {"min_value": setting.minimum, "max_value": setting.maximum}
    bounds = {key: bound for key, bound in finite.items() if abs(bound) != float("inf")}
    if isinstance(setting.default, int):
        return st.integers(**{key: int(bound) for key, bound in bounds.items()})
    low = setting.minimum_excluded and "min_value" in bounds
    high = setting.maximum_excluded and "max_value" in bounds
    return st.floats(
        **bounds, exclude_min=low, exclude_max=high, allow_nan=False, allow_infinity=False
    )


@hypothesis_settings(max_examples=150, deadline=None)
@given(st.data(), st.sampled_from(sorted(OPTIMIZERS)), st.sampled_from(["float16", "float64"]))
def test_no_allowed_setting_makes_a_rule_raise(data: st.DataObject, name: str, dtype: str) -> None:
    optimizer = OPTIMIZERS[name]
    given = data.draw(
        st.fixed_dictionaries({}, optional={k: values(s) for k, s in optimizer.settings.items()})
    )
    rate = data.draw(st.floats(0, exclude_min=True, allow_infinity=False))
    every = settle(optimizer.settings, given)
    memory: Memory = {}
    theta = torch.tensor([1.0, -0.5], dtype=getattr(torch, dtype))
    for _ in range(3):
        slope = 2 * theta
        if not (theta.isfinite().all() and slope.isfinite().all()):
            return
        theta = optimizer.rule(theta, slope, memory, rate, every)
        assert theta.shape == (2,)
        assert theta.dtype == slope.dtype


def test_lbfgs_that_fails_in_torch_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise IndexError("list index\nout of range")

    monkeypatch.setattr(torch.optim.LBFGS, "step", fail)
    with pytest.raises(ValueError, match=r"^lbfgs failed at step 1: list index out of range$"):
        descend("lbfgs", torch.tensor([-1.2, 1.0]), 1.0, {})


def test_lbfgs_that_overflows_ends_in_a_theta_that_is_not_finite() -> None:
    theta = torch.tensor([1.0, 1.0])
    memory: Memory = {}
    every = settle(OPTIMIZERS["lbfgs"].settings, {})
    for slope in ([1.0, 2.0], [-2e3, 3e3], [4e3, 1e3]):
        theta = OPTIMIZERS["lbfgs"].rule(theta, torch.tensor(slope), memory, 1e300, every)
    assert not theta.isfinite().all()


def test_our_own_rules_do_not_load_torchs_compiler() -> None:
    # It is what makes the first object of torch.optim cost almost two seconds.
    program = (
        "import sys, playground\n"
        "for name in ('sgd', 'adam', 'rprop'):\n"
        "    playground.run(playground.Experiment(optimizer=name))\n"
        "sys.exit('torch._dynamo' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
