"""Learning-rate schedules, with the values of torch.optim.lr_scheduler.

Each gives the rate of any step at once, without looking at the steps before. Rates are finite
and never below 0. momentum is left alone (in torch: cycle_momentum=False).
"""

from __future__ import annotations

import inspect
import math
import sys
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.core.optimizers.base import Rate
from playground.core.settings import Setting, Settings

# (base learning rate, step, steps of the run, settings) -> the rate of that step
Schedule = Callable[[Rate, int, int, Settings], Rate]


@dataclass(frozen=True)
class ScheduleEntry:
    """One schedule as declared.

    `rate` takes (learning rate, step, steps of the run, settings), the learning rate a float or a
    tensor with one rate per run, and returns the rate of the update made at that step.
    """

    name: str
    title: str
    help: str
    rate: Schedule
    settings: dict[str, Setting]


SCHEDULES: dict[str, ScheduleEntry] = {}


def schedule(title: str, **settings: Setting) -> Callable[[Schedule], Schedule]:
    """Offer the decorated function as a schedule, named as the function is."""

    def register(rate: Schedule) -> Schedule:
        name = rate.__name__.replace("_", "-")
        help_text = (inspect.getdoc(rate) or "").split("\n\n")[0].replace("\n", " ")
        SCHEDULES[name] = ScheduleEntry(name, title, help_text, rate, settings)
        return rate

    return register


def _gamma(default: float, when: str) -> Setting:
    return Setting(default, minimum=0.0, help=f"What the rate is multiplied by {when}.")


_ETA_MIN = Setting(0.0, minimum=0.0, help="The learning rate at the bottom of the curve.")
_START_FACTOR = Setting(
    1 / 3,
    minimum=0.0,
    maximum=1.0,
    minimum_excluded=True,
    help="The share of the learning rate that the first step uses.",
)
_TOTAL_ITERS = Setting(5, minimum=1, help="How many steps it takes to get there.")


@schedule("Constant")
def constant(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """The same learning rate at every step."""
    return learning_rate


@schedule(
    "Step",
    step_size=Setting(10, minimum=1, help="How many steps there are from one drop to the next."),
    gamma=_gamma(0.1, "at each drop"),
)
def step(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """Drops to a fraction of itself every so many steps (StepLR)."""
    return _scaled(learning_rate, settings.gamma, step // int(settings.step_size))


@schedule(
    "Multi-step",
    milestones=Setting((10, 15), help="The steps at which the rate drops, such as 30,80."),
    gamma=_gamma(0.1, "at each milestone"),
)
def multi_step(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """Drops to a fraction of itself at chosen steps (MultiStepLR)."""
    milestones = settings["milestones"]
    assert isinstance(milestones, tuple)
    return _scaled(learning_rate, settings.gamma, bisect_right(milestones, step))


@schedule("Exponential", gamma=_gamma(0.95, "after every step"))
def exponential(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """Shrinks by the same factor after every step (ExponentialLR)."""
    return _scaled(learning_rate, settings.gamma, step)


@schedule(
    "Linear",
    start_factor=_START_FACTOR,
    end_factor=Setting(
        1.0, minimum=0.0, maximum=1.0, help="The share of the learning rate that it ends on."
    ),
    total_iters=_TOTAL_ITERS,
)
def linear(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """Goes from one share of the learning rate to another in a straight line (LinearLR)."""
    start, end = settings.start_factor, settings.end_factor
    done = min(step / settings.total_iters, 1.0)
    return learning_rate * (start + (end - start) * done)


@schedule("Warm-up", start_factor=_START_FACTOR, total_iters=_TOTAL_ITERS)
def warm_up(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """Starts low and rises in a straight line, then stays (LinearLR with end_factor=1)."""
    start = settings.start_factor
    return learning_rate * (start + (1 - start) * min(step / settings.total_iters, 1.0))


@schedule(
    "Cosine",
    t_max=Setting(0, minimum=0, help="Steps from the top to the bottom; 0 is the whole run."),
    eta_min=_ETA_MIN,
)
def cosine(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """Falls along half a cosine wave, slowly at first and at the end (CosineAnnealingLR)."""
    share = step / (settings.t_max or steps)
    return _between(settings.eta_min, learning_rate, (1 + math.cos(math.pi * share)) / 2)


@schedule(
    "Warm restarts",
    t_0=Setting(10, minimum=1, help="How many steps the first fall takes."),
    t_mult=Setting(1, minimum=1, help="How many times longer each fall is than the one before."),
    eta_min=_ETA_MIN,
)
def warm_restarts(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """Falls along a cosine and jumps back up, over and over (CosineAnnealingWarmRestarts)."""
    length, longer = int(settings.t_0), int(settings.t_mult)
    if longer == 1:
        step %= length
    while step >= length:
        step -= length
        length *= longer
    return _between(settings.eta_min, learning_rate, (1 + math.cos(math.pi * step / length)) / 2)


@schedule(
    "One cycle",
    pct_start=Setting(0.3, minimum=0.0, maximum=1.0, help="The share of the run that rises."),
    anneal_strategy=Setting("cos", choices=("cos", "linear"), help="The shape of rise and fall."),
    div_factor=Setting(
        25.0,
        minimum=0.0,
        minimum_excluded=True,
        help="The first rate is the learning rate divided by this.",
    ),
    final_div_factor=Setting(
        1e4,
        minimum=0.0,
        minimum_excluded=True,
        help="The last rate is the first divided by this.",
    ),
    three_phase=Setting(False, help="Falls as slowly as it rose before it goes to the last rate."),
)
def one_cycle(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """Rises to the learning rate, then falls far below it by the run's end (OneCycleLR).

    torch divides by zero where the rise ends exactly at the first step; here that is the top.
    """
    low = _finite(learning_rate / settings.div_factor)
    levels = [low, learning_rate, _finite(low / settings.final_div_factor)]
    ends = [settings.pct_start * steps - 1, steps - 1.0]
    if settings.three_phase:
        levels.insert(2, low)
        ends.insert(1, 2 * settings.pct_start * steps - 2)
    step = min(step, steps - 1)
    phase = next(i for i, end in enumerate(ends) if step <= end)
    start, end = (ends[phase - 1] if phase else 0.0), ends[phase]
    done = (step - start) / (end - start) if end > start else 1.0
    before, after = levels[phase], levels[phase + 1]
    if settings["anneal_strategy"] == "cos":
        return _between(after, before, (1 + math.cos(math.pi * done)) / 2)
    return _between(before, after, done)


@schedule(
    "Cyclic",
    base_fraction=Setting(
        0.1, minimum=0.0, maximum=1.0, help="The lowest rate, as a share of the learning rate."
    ),
    step_size_up=Setting(10, minimum=1, help="How many steps a rise takes."),
    step_size_down=Setting(0, minimum=0, help="How many steps a fall takes; 0 is as the rise."),
    mode=Setting(
        "triangular",
        choices=("triangular", "triangular2", "exp_range"),
        help="Whether the peaks stay, are halved every cycle, or shrink by gamma every step.",
    ),
    gamma=_gamma(1.0, "at every step in the mode exp_range, above its lowest"),
)
def cyclic(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """Goes up and down in straight lines; the learning rate is the peak (CyclicLR)."""
    up = settings.step_size_up
    length = up + (settings.step_size_down or up)
    cycle, place = divmod(step, length)
    height = place / up if place <= up else (length - place) / (length - up)
    if settings["mode"] == "triangular2":
        height = math.ldexp(height, -int(cycle))
    low = learning_rate * settings.base_fraction
    rise = (learning_rate - low) * height
    if settings["mode"] == "exp_range":
        rise = _scaled(rise, settings.gamma, step)
    return _finite(low + rise)


def _between(start: Rate, end: Rate, share: float) -> Rate:
    return start + (end - start) * share


def _scaled(rate: Rate, gamma: float, times: int) -> Rate:
    """Return rate · gamma^times, or the largest number where that overflows."""
    try:
        factor = gamma**times
    except OverflowError:
        factor = math.inf
    return _finite(rate * min(factor, _largest(rate)))


def _finite(rate: Rate) -> Rate:
    """Return the rate, or the largest number instead of infinity."""
    return rate.clamp(max=_largest(rate)) if isinstance(rate, Tensor) else min(rate, _largest(rate))


def _largest(rate: Rate) -> float:
    return torch.finfo(rate.dtype).max if isinstance(rate, Tensor) else sys.float_info.max
