"""Schedules are held to torch.optim.lr_scheduler, and promise a usable rate whatever is set."""

from __future__ import annotations

import math
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.core.experiment import Edit, Experiment
from playground.core.losses import LOSSES
from playground.core.optimizers import OPTIMIZERS
from playground.core.schedules import SCHEDULES
from playground.core.settings import Setting, settle

BASE = 0.3
Given = dict[str, Any]  # Any: numbers, switches and names, as torch's constructors take them

CASES: list[tuple[str, str, Given, Given]] = [
    # ours, torch's class, our settings, torch's keywords
    ("step", "StepLR", {}, {"step_size": 10}),
    ("step", "StepLR", {"step_size": 7, "gamma": 0.5}, {"step_size": 7, "gamma": 0.5}),
    ("step", "StepLR", {"step_size": 1, "gamma": 1.02}, {"step_size": 1, "gamma": 1.02}),
    ("multi-step", "MultiStepLR", {}, {"milestones": [10, 15]}),
    ("multi-step", "MultiStepLR", {"milestones": (1, 30, 80), "gamma": 0.3},
     {"milestones": [1, 30, 80], "gamma": 0.3}),
    ("exponential", "ExponentialLR", {}, {"gamma": 0.95}),
    ("exponential", "ExponentialLR", {"gamma": 1.1}, {"gamma": 1.1}),
    ("linear", "LinearLR", {}, {}),
    ("linear", "LinearLR", {"start_factor": 1.0, "end_factor": 0.1, "total_iters": 60},
     {"start_factor": 1.0, "end_factor": 0.1, "total_iters": 60}),
    ("warm-up", "LinearLR", {}, {}),
    ("warm-up", "LinearLR", {"start_factor": 0.01, "total_iters": 30},
     {"start_factor": 0.01, "total_iters": 30}),
    ("cosine", "CosineAnnealingLR", {}, {"T_max": 120}),
    ("cosine", "CosineAnnealingLR", {"t_max": 25, "eta_min": 0.02}, {"T_max": 25, "eta_min": 0.02}),
    ("warm-restarts", "CosineAnnealingWarmRestarts", {}, {"T_0": 10}),
    ("warm-restarts", "CosineAnnealingWarmRestarts", {"t_0": 4, "t_mult": 2, "eta_min": 0.01},
     {"T_0": 4, "T_mult": 2, "eta_min": 0.01}),
    ("warm-restarts", "CosineAnnealingWarmRestarts", {"t_0": 3, "t_mult": 3},
     {"T_0": 3, "T_mult": 3}),
    ("one-cycle", "OneCycleLR", {}, {}),
    ("one-cycle", "OneCycleLR", {"anneal_strategy": "linear", "pct_start": 0.17},
     {"anneal_strategy": "linear", "pct_start": 0.17}),
    ("one-cycle", "OneCycleLR",
     {"three_phase": True, "div_factor": 10.0, "final_div_factor": 50.0},
     {"three_phase": True, "div_factor": 10.0, "final_div_factor": 50.0}),
    ("one-cycle", "OneCycleLR", {"three_phase": True, "pct_start": 0.8},
     {"three_phase": True, "pct_start": 0.8}),
    ("one-cycle", "OneCycleLR", {"pct_start": 0.0}, {"pct_start": 0.0}),
    ("one-cycle", "OneCycleLR", {"pct_start": 1.0}, {"pct_start": 1.0}),
    ("cyclic", "CyclicLR", {}, {"base_lr": 0.1 * BASE, "step_size_up": 10}),
    ("cyclic", "CyclicLR",
     {"mode": "triangular2", "step_size_up": 5, "step_size_down": 9, "base_fraction": 0.2},
     {"mode": "triangular2", "step_size_up": 5, "step_size_down": 9, "base_lr": 0.2 * BASE}),
    ("cyclic", "CyclicLR", {"mode": "exp_range", "gamma": 0.98, "step_size_up": 8},
     {"mode": "exp_range", "gamma": 0.98, "step_size_up": 8, "base_lr": 0.1 * BASE}),
]  # fmt: skip


def by_torch(kind: str, keywords: Given, steps: int) -> list[float]:
    """Return the rate that torch uses at each step."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=BASE)
    if kind == "OneCycleLR":
        keywords = {"max_lr": BASE, "total_steps": steps, "cycle_momentum": False} | keywords
    if kind == "CyclicLR":
        keywords = {"max_lr": BASE, "cycle_momentum": False} | keywords
    scheduler = getattr(torch.optim.lr_scheduler, kind)(optimizer, **keywords)
    seen = [float(optimizer.param_groups[0]["lr"])]
    for _ in range(steps - 1):
        optimizer.step()
        scheduler.step()
        seen.append(float(optimizer.param_groups[0]["lr"]))
    return seen


def by_schedule(name: str, given: Given, steps: int) -> list[float]:
    every = settle(SCHEDULES[name].settings, given)
    return [float(SCHEDULES[name].rate(BASE, step, steps, every)) for step in range(steps)]


@pytest.mark.parametrize(("name", "kind", "given", "keywords"), CASES)
def test_every_schedule_has_torchs_rate_at_every_step(
    name: str, kind: str, given: Given, keywords: Given
) -> None:
    theirs = by_torch(kind, keywords, 120)
    assert len(set(theirs)) > 1
    assert by_schedule(name, given, 120) == pytest.approx(theirs, rel=1e-12, abs=0)


@pytest.mark.parametrize("steps", [1, 2, 3, 4, 7, 20])
def test_one_cycle_over_a_few_steps_has_torchs_rates(steps: int) -> None:
    theirs = by_torch("OneCycleLR", {}, steps)
    assert by_schedule("one-cycle", {}, steps) == pytest.approx(theirs, rel=1e-12, abs=0)


def test_every_schedule_but_constant_is_held_to_torch_in_every_setting() -> None:
    tried: dict[str, set[str]] = {"constant": set()}
    for name, _, chosen, _ in CASES:
        tried.setdefault(name, set()).update(chosen)
    assert tried == {name: set(entry.settings) for name, entry in SCHEDULES.items()}


def test_the_issues_schedules_are_all_there_and_explain_themselves() -> None:
    assert list(SCHEDULES) == [
        "constant", "step", "multi-step", "exponential", "linear", "warm-up", "cosine",
        "warm-restarts", "one-cycle", "cyclic",
    ]  # fmt: skip
    for entry in SCHEDULES.values():
        texts = [entry.help, *(setting.help for setting in entry.settings.values())]
        assert all(20 < len(text) < 200 and text.endswith(".") for text in texts)


def test_settings_of_losses_optimizers_and_schedules_never_share_a_name() -> None:
    # An experiment's settings are one flat mapping over the three.
    losses = {name for loss in LOSSES.values() for name in loss.settings}
    optimizers = {name for optimizer in OPTIMIZERS.values() for name in optimizer.settings}
    schedules = {name for entry in SCHEDULES.values() for name in entry.settings}
    assert not losses & optimizers
    assert not losses & schedules
    assert not optimizers & schedules


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_rate_per_run_is_scheduled_as_each_alone(name: str) -> None:
    rates = torch.tensor([[1e-3], [0.3], [7.0]], dtype=torch.float64)
    entry = SCHEDULES[name]
    every = settle(entry.settings, {})
    for step in range(31):
        batch = entry.rate(rates, step, 30, every)
        assert torch.is_tensor(batch)
        single = [entry.rate(rate, step, 30, every) for rate in rates[:, 0].tolist()]
        assert batch[:, 0].tolist() == single


def values(setting: Setting) -> st.SearchStrategy[Any]:
    """Anything that the setting allows."""
    if setting.choices:
        return st.sampled_from(setting.choices)
    if isinstance(setting.default, bool):
        return st.booleans()
    if isinstance(setting.default, tuple):
        return st.sets(st.integers(1, 10**6), min_size=1, max_size=5).map(
            lambda steps: tuple(sorted(steps))
        )
    top = None if math.isinf(setting.maximum) else setting.maximum
    if isinstance(setting.default, int):
        return st.integers(int(setting.minimum), 10**18)
    return st.floats(setting.minimum, top, exclude_min=setting.minimum_excluded,
                     allow_nan=False, allow_infinity=False)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(
    st.data(),
    st.sampled_from(sorted(SCHEDULES)),
    st.integers(1, 100_000),
    st.floats(0, 1e300, exclude_min=True),
    st.booleans(),
)
def test_no_allowed_setting_gives_a_rate_that_is_negative_or_not_finite(
    data: st.DataObject, name: str, steps: int, base: float, as_tensor: bool
) -> None:
    entry = SCHEDULES[name]
    chosen = {key: values(setting) for key, setting in entry.settings.items()}
    every = settle(entry.settings, data.draw(st.fixed_dictionaries({}, optional=chosen)))
    rate = torch.tensor([[base]], dtype=torch.float64) if as_tensor else base
    for step in {0, 1, steps // 3, steps - 1, steps, data.draw(st.integers(0, steps))}:
        assert 0 <= float(entry.rate(rate, step, steps, every)) < math.inf


def test_a_growing_rate_stops_at_the_largest_number() -> None:
    rate = SCHEDULES["exponential"].rate(
        1.0, 100_000, 100_000, settle(SCHEDULES["exponential"].settings, {"gamma": 2.0})
    )
    assert rate == torch.finfo(torch.float64).max


def test_an_edit_changes_the_rate_that_the_schedule_starts_from() -> None:
    edits = (Edit(12, 0.8), Edit(5, 0.4))
    plain = Experiment(learning_rate=0.2, steps=20, edits=edits).learning_rate_at
    assert [plain(step) for step in (0, 4, 5, 11, 12, 19)] == [0.2, 0.2, 0.4, 0.4, 0.8, 0.8]
    halved = Experiment(
        learning_rate=0.2,
        steps=20,
        edits=edits,
        schedule="step",
        settings={"step_size": 10, "gamma": 0.5},
    ).learning_rate_at
    assert [halved(step) for step in (0, 5, 10, 12)] == [0.2, 0.4, 0.2, 0.4]


def test_cosine_runs_over_the_whole_run_unless_told_otherwise() -> None:
    rate = Experiment(learning_rate=0.2, steps=50, schedule="cosine").learning_rate_at
    assert rate(0) == 0.2
    assert rate(25) == pytest.approx(0.1)
    assert rate(50) == 0.0


def test_multi_step_refuses_milestones_that_do_not_rise() -> None:
    with pytest.raises(ValueError, match="milestones must be rising step numbers"):
        Experiment(schedule="multi-step", settings={"milestones": (30, 10)})
