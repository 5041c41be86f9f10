"""Numbers that the format of a run cannot hold: what torch raises for, a program writes otherwise.

The run itself goes on with them, as `optimizers.algebra` does.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

import torch

from playground.core.experiment import Experiment
from playground.core.programs.rules_fused import HALF
from playground.core.tensors import DTYPES, fits

_FACTOR = re.compile(r"(add_?)\((\w+), alpha=(-?)([^()]+)\)")
_CLAMPED = re.compile(r"\bclamp\(([^()=]+), ([^()]+)\)|\bclamp\(min=([^()]+)\)")


def beyond(experiment: Experiment) -> bool:
    """Whether a learning rate or a setting of the optimizer is too large for the run's format."""
    return not _all_fit(experiment, DTYPES[experiment.dtype]) or _too_steep(experiment)


def fuses(experiment: Experiment) -> bool:
    """Whether the update is written in fused operations: where each rounding shows.

    They take what float32 can hold, which torch computes with then.
    """
    return experiment.dtype in HALF and _all_fit(experiment, torch.float32)


def in_range(update: list[str], experiment: Experiment) -> list[str]:
    """Return the lines of an update with other operations where torch refuses a number."""
    if not beyond(experiment):
        return update
    values = dict(_settings(experiment))
    values["rate"] = values["eta"] = _largest_rate(experiment)
    dtype = DTYPES[experiment.dtype]

    def added(match: re.Match[str]) -> str:
        name, more, sign, factor = match.groups()
        number = values.get(factor.removeprefix("1 - "), 0.0)
        if fits(number, dtype):
            return match.group()
        return name.replace("add", "addcmul") + (
            f"({more}, torch.ones_like({more}), value={sign}{factor})"
        )

    def clamped(match: re.Match[str]) -> str:
        given = [f"theta.new_tensor({part})" for part in match.groups() if part]
        return f"clamp({', '.join(given)})"

    lines = [_CLAMPED.sub(clamped, _FACTOR.sub(added, line)) for line in update]
    # A power of Python may be as small as 0, but not too large.
    return [re.sub(r"rate / (\(.*\)) \*\* alpha", r"rate * \1 ** -alpha", line) for line in lines]


def held_rate(name: str, experiment: Experiment) -> str:
    """Return a learning rate as torch's own LBFGS takes it, which the run leaves the update to."""
    if experiment.optimizer != "lbfgs" or fits(_largest_rate(experiment), DTYPES[experiment.dtype]):
        return name
    return f"min({name}, torch.finfo(theta.dtype).max)"


def _too_steep(experiment: Experiment) -> bool:
    """Whether the fall of ASGD's rate comes to a number beyond any format."""
    if experiment.optimizer != "asgd":
        return False
    largest = dict(_settings(experiment))
    try:
        slowing = 1 + largest["lambd"] * _largest_rate(experiment) * experiment.steps
        return math.isinf(math.pow(slowing, largest["alpha"]))
    except OverflowError:
        return True


def _all_fit(experiment: Experiment, dtype: torch.dtype) -> bool:
    numbers = [value for _, value in _settings(experiment)]
    rate = _largest_rate(experiment)
    if not all(fits(number, dtype) for number in (*numbers, rate)):
        return False
    share = dict(_settings(experiment)).get("beta1", 0.0)  # the rate is divided by what is left
    return fits(rate / (1 - share), torch.float64 if dtype == torch.float64 else torch.float32)


def _settings(experiment: Experiment) -> list[tuple[str, float]]:
    """The numbers among the optimizer's settings, those of edits too, the largest of each last."""
    every = [experiment.optimizer_settings, *(edit.settings for edit in experiment.edits)]
    named = [
        (name, value)
        for settings in every
        for name, value in settings.items()
        if isinstance(value, int | float)
    ]
    named += [("smallest", value * value) for name, value in named if name == "eps1"]
    return sorted(named, key=lambda pair: abs(pair[1]))


@lru_cache(maxsize=32)
def _largest_rate(experiment: Experiment) -> float:
    if experiment.optimizer == "adafactor":  # its steps are cut off at 1
        return 1.0
    if experiment.schedule == "constant":
        rates = (edit.learning_rate for edit in experiment.edits)
        return max(experiment.learning_rate, *(rate or 0.0 for rate in rates), 0.0)
    return max(map(experiment.learning_rate_at, range(experiment.steps)))
