"""Every rule is held to torch.optim, step by step."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from playground.core.optimizers import OPTIMIZERS, Memory
from playground.core.settings import settle

STEPS = 200
Given = dict[str, Any]  # Any: numbers and switches, as torch's constructors take them


def quadratic(theta: Tensor) -> Tensor:
    """A rotated bowl with a condition number of 1000 and its minimum at (2, -1)."""
    u = theta[..., 0] - 2 + 0.5 * (theta[..., 1] + 1)
    v = theta[..., 1] + 1 - 0.5 * (theta[..., 0] - 2)
    return 0.5 * u.square() + 0.0005 * v.square()


def rosenbrock(theta: Tensor) -> Tensor:
    x, y = theta[..., 0], theta[..., 1]
    return (1 - x).square() + 100 * (y - x.square()).square()


def logistic(theta: Tensor) -> Tensor:
    """A regression on eight points that no line separates."""
    inputs = torch.tensor([0.5, 1.1, 1.6, 2.0, 2.4, 3.1, 3.9, 4.4], dtype=theta.dtype)
    labels = torch.tensor([0.0, 0, 1, 0, 1, 0, 1, 1], dtype=theta.dtype)
    logits = theta[..., :1] * inputs + theta[..., 1:]
    return (torch.nn.functional.softplus(logits) - labels * logits).mean(-1)


LOSSES = {
    # loss, start, a rate that suits a step of the gradient's own length
    "quadratic": (quadratic, (-1.0, 2.5), 0.4),
    "rosenbrock": (rosenbrock, (-1.2, 1.0), 3e-4),
    "logistic": (logistic, (0.3, -0.2), 0.3),
}

CASES: dict[str, list[Given]] = {
    "sgd": [
        {},
        {"momentum": 0.9},
        {"momentum": 0.8, "dampening": 0.3, "weight_decay": 0.01},
        {"momentum": 0.9, "nesterov": True, "weight_decay": 0.02},
        {"weight_decay": 0.1},
    ],
    "adagrad": [
        {},
        {"lr_decay": 0.05, "weight_decay": 0.1},
        {"initial_accumulator_value": 0.5, "eps": 1e-3},
    ],
    "adadelta": [{}, {"rho": 0.5, "eps": 1e-3, "weight_decay": 0.1}],
    "rmsprop": [
        {},
        {"alpha": 0.9, "eps": 1e-4, "weight_decay": 0.1},
        {"momentum": 0.7},
        {"centered": True},
        {"centered": True, "momentum": 0.5, "alpha": 0.95},
    ],
    "adam": [
        {},
        {"amsgrad": True},
        {"beta1": 0.5, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.1},
        {"beta1": 0.0, "beta2": 0.0, "amsgrad": True, "eps": 1e-2},
    ],
    "adamw": [
        {},
        {"amsgrad": True, "weight_decay": 0.3, "eps": 1e-3},
        {"beta1": 0.5, "beta2": 0.9},
    ],
    "adamax": [{}, {"beta1": 0.5, "beta2": 0.9, "eps": 1e-3, "weight_decay": 0.1}],
    "nadam": [
        {},
        {"weight_decay": 0.1, "momentum_decay": 0.1, "eps": 1e-3},
        {"weight_decay": 0.1, "decoupled_weight_decay": True, "beta1": 0.5, "beta2": 0.9},
    ],
    "radam": [
        {},
        {"beta2": 0.9, "weight_decay": 0.1, "eps": 1e-3},
        {"beta1": 0.5, "weight_decay": 0.1, "decoupled_weight_decay": True},
    ],
    "adafactor": [
        {},
        {"weight_decay": 0.1, "d": 2.0},
        {"beta2_decay": -0.5, "eps1": 1e-2, "eps2": 0.1},
    ],
    "asgd": [
        {},
        {"lambd": 0.1, "alpha": 0.5, "t0": 10.0},
        {"weight_decay": 0.1, "t0": 50.0},
    ],
    "rprop": [
        {},
        {"etaminus": 0.3, "etaplus": 1.1},
        {"step_size_min": 1e-2, "step_size_max": 0.1},
    ],
    "lbfgs": [{}, {"history_size": 2}, {"tolerance_grad": 1e-2, "tolerance_change": 1e-3}],
}
OWN_LENGTH = ("sgd", "asgd")


def rate_for(name: str, loss: str) -> float:
    """A learning rate that moves visibly in 200 steps and does not diverge."""
    if name in OWN_LENGTH:
        return LOSSES[loss][2]
    return {"adadelta": 1.0, "lbfgs": 0.5}.get(name, 0.02)


def in_torchs_names(name: str, given: Given) -> Given:
    """Return our settings as the keywords of torch's class, where some come in pairs."""
    every = {**settle(OPTIMIZERS[name].settings, given)}
    for pair, parts in {
        "betas": ("beta1", "beta2"),
        "etas": ("etaminus", "etaplus"),
        "step_sizes": ("step_size_min", "step_size_max"),
        "eps": ("eps1", "eps2"),
    }.items():
        if parts[0] in every:
            every[pair] = tuple(every.pop(part) for part in parts)
    if name == "adafactor":
        every["eps"] = (every["eps"][0] or None, every["eps"][1])
    return every | ({"max_iter": 1} if name == "lbfgs" else {})


def rates(rate: float) -> Iterator[float]:
    """The rate, halved from step 100 on, as a schedule or an edit would."""
    return (rate if step < 100 else rate / 2 for step in itertools.count())


def gradient_of(loss: Callable[[Tensor], Tensor], theta: Tensor) -> Tensor:
    leaf = theta.detach().requires_grad_()
    return torch.autograd.grad(loss(leaf).sum(), leaf)[0]


def by_torch(name: str, given: Given, loss: str, steps: int = STEPS) -> Tensor:
    """Return the thetas after each step of torch's own optimizer, (steps, n)."""
    function, start, _ = LOSSES[loss]
    theta = torch.nn.Parameter(torch.tensor(start, dtype=torch.float64))
    kind = getattr(torch.optim, OPTIMIZERS[name].title)
    optimizer = kind([theta], lr=rate_for(name, loss), **in_torchs_names(name, given))

    def closure() -> Tensor:
        optimizer.zero_grad()
        value = function(theta)
        value.backward()
        return value

    seen = []
    for rate, _ in zip(rates(rate_for(name, loss)), range(steps), strict=False):
        optimizer.param_groups[0]["lr"] = rate
        optimizer.step(closure)
        seen.append(theta.detach().clone())
    return torch.stack(seen)


def by_rule(name: str, given: Given, loss: str, steps: int = STEPS) -> Tensor:
    """Return the thetas after each step of our rule, (steps, n)."""
    function, start, _ = LOSSES[loss]
    optimizer = OPTIMIZERS[name]
    every = settle(optimizer.settings, given)
    memory: Memory = {}
    theta = torch.tensor(start, dtype=torch.float64)
    seen = []
    for rate, _ in zip(rates(rate_for(name, loss)), range(steps), strict=False):
        theta = optimizer.rule(theta, gradient_of(function, theta), memory, rate, every)
        seen.append(theta)
    return torch.stack(seen)


def assert_same_path(ours: Tensor, theirs: Tensor) -> None:
    """Each theta of the one is within 1e-12 of the other, relative to its length."""
    assert theirs.isfinite().all()
    error = (ours - theirs).norm(dim=-1) / theirs.norm(dim=-1)
    assert error.max().item() <= 1e-12


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(
    ("name", "given"), [(name, given) for name, cases in CASES.items() for given in cases]
)
def test_every_rule_takes_torchs_steps(name: str, given: Given, loss: str) -> None:
    theirs = by_torch(name, given, loss)
    assert (theirs[-1] - theirs[0]).norm() > 1e-3, "a test in which nothing moves shows nothing"
    assert_same_path(by_rule(name, given, loss), theirs)


@pytest.mark.parametrize("name", ["nadam", "asgd"])
def test_rules_with_rounded_counters_follow_torchs_default_dtype(name: str) -> None:
    torch.set_default_dtype(torch.float64)
    try:
        theirs = by_torch(name, CASES[name][1], "quadratic")
        assert_same_path(by_rule(name, CASES[name][1], "quadratic"), theirs)
    finally:
        torch.set_default_dtype(torch.float32)


def test_every_rule_is_held_to_torch_in_every_setting() -> None:
    assert list(CASES) == list(OPTIMIZERS)
    for name, cases in CASES.items():
        assert {setting for given in cases for setting in given} == {*OPTIMIZERS[name].settings}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_defaults_are_torchs(name: str) -> None:
    kind = getattr(torch.optim, OPTIMIZERS[name].title)
    theirs = kind([torch.nn.Parameter(torch.zeros(2))]).defaults
    assert OPTIMIZERS[name].learning_rate == theirs["lr"]
    ours = in_torchs_names(name, {})
    ours.pop("max_iter", None)
    assert ours == {key: theirs[key] for key in ours}


@pytest.mark.parametrize(
    ("name", "setting", "value"),
    [
        ("sgd", "momentum", -0.1),
        ("sgd", "weight_decay", -0.1),
        ("adagrad", "lr_decay", -0.1),
        ("adagrad", "initial_accumulator_value", -0.1),
        ("adadelta", "rho", 1.1),
        ("adadelta", "rho", -0.1),
        ("rmsprop", "alpha", -0.1),
        ("adam", "beta1", 1.0),
        ("adam", "beta2", -0.1),
        ("adam", "eps", -1e-9),
        ("nadam", "momentum_decay", -0.1),
        ("rprop", "etaminus", 1.0),
        ("rprop", "etaminus", 0.0),
        ("rprop", "etaplus", 1.0),
        ("adafactor", "beta2_decay", 0.1),
        ("adafactor", "d", 0.9),
    ],
)
def test_what_torch_refuses_is_refused_by_name(name: str, setting: str, value: float) -> None:
    declared = OPTIMIZERS[name].settings
    with pytest.raises(ValueError, match=rf"{setting} must be .*, not {value:g}"):
        settle(declared, {setting: value})
    kind = getattr(torch.optim, OPTIMIZERS[name].title)
    keywords = in_torchs_names(name, {})
    pair = {"beta1": ("betas", 0), "beta2": ("betas", 1), "etaminus": ("etas", 0)}
    key, place = (pair | {"etaplus": ("etas", 1)}).get(setting, (setting, None))
    if place is None:
        keywords[key] = value
    else:
        keywords[key] = tuple(value if i == place else old for i, old in enumerate(keywords[key]))
    with pytest.raises(ValueError, match=r"Invalid|should be"):
        kind([torch.nn.Parameter(torch.zeros(2))], **keywords)


shares = st.floats(0.0, 0.99)
amounts = st.floats(0.0, 0.5)


@settings(max_examples=15, deadline=None)
@given(
    st.one_of(
        st.tuples(st.just("sgd"), st.fixed_dictionaries(
            {"momentum": shares, "dampening": amounts, "weight_decay": amounts}
        )),
        st.tuples(st.just("rmsprop"), st.fixed_dictionaries(
            {"momentum": shares, "alpha": shares, "weight_decay": amounts}
        )),
        st.tuples(st.sampled_from(["adam", "adamw"]), st.fixed_dictionaries(
            {"beta1": shares, "beta2": shares, "weight_decay": amounts, "amsgrad": st.booleans()}
        )),
        st.tuples(st.sampled_from(["nadam", "radam"]), st.fixed_dictionaries(
            {"beta1": shares, "beta2": shares, "weight_decay": amounts}
        )),
    )
)  # fmt: skip
def test_any_settings_take_torchs_steps(case: tuple[str, Given]) -> None:
    name, given = case
    theirs = by_torch(name, given, "logistic", 20)
    assert_same_path(by_rule(name, given, "logistic", 20), theirs)
