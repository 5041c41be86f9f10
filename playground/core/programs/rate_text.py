"""The learning rate of each step, written by hand and as a scheduler of torch."""

from __future__ import annotations

from itertools import pairwise

from playground.core.experiment import Experiment
from playground.core.programs.folding import broken, folded
from playground.core.programs.number_range import held_rate
from playground.core.schedules import SCHEDULES
from playground.core.settings import Settings, settle

# In the order of operations of `schedules`, so that the last bit is the same.
_BY_HAND = {
    "step": "return learning_rate * gamma ** (step // step_size)",
    "multi-step": "return learning_rate * gamma ** sum(at <= step for at in milestones)",
    "exponential": "return learning_rate * gamma ** step",
    "linear": "done = min(step / total_iters, 1.0)\n"
    "return learning_rate * (start_factor + (end_factor - start_factor) * done)",
    "warm-up": "done = min(step / total_iters, 1.0)\n"
    "return learning_rate * (start_factor + (1 - start_factor) * done)",
    "cosine": "share = (1 + math.cos(math.pi * (step / t_max))) / 2\n"
    "return eta_min + (learning_rate - eta_min) * share",
    "warm-restarts": "length = t_0\nwhile step >= length:\n    step -= length\n"
    "    length *= t_mult\n"
    "share = (1 + math.cos(math.pi * step / length)) / 2\n"
    "return eta_min + (learning_rate - eta_min) * share",
    "one-cycle": """
low = learning_rate / div_factor
levels = [low, learning_rate, low / final_div_factor]
ends = [pct_start * steps - 1, steps - 1.0]
if three_phase:
    levels.insert(2, low)
    ends.insert(1, 2 * pct_start * steps - 2)
phase = [step <= end for end in ends].index(True)
start = ends[phase - 1] if phase else 0.0
end = ends[phase]
done = (step - start) / (end - start) if end > start else 1.0
before = levels[phase]
after = levels[phase + 1]
if cosine:
    return after + (before - after) * ((1 + math.cos(math.pi * done)) / 2)
else:
    return before + (after - before) * done
""",
    "cyclic": """
cycle, place = divmod(step, step_size_up + step_size_down)
if place <= step_size_up:
    height = place / step_size_up
else:
    height = (step_size_up + step_size_down - place) / step_size_down
if halved:
    height = math.ldexp(height, -cycle)
low = learning_rate * base_fraction
if shrunk:
    return low + (learning_rate - low) * height * gamma ** step
else:
    return low + (learning_rate - low) * height
""",
}


def rate_function(experiment: Experiment) -> list[str]:
    """Return the lines that define `rate_at(step, learning_rate)`; none where it is constant."""
    if experiment.schedule == "constant":
        return []
    values = _values(experiment)
    switches = {"cosine": values.get("anneal_strategy") == "cos"}
    mode = values.get("mode", "")
    switches |= {"halved": mode == "triangular2", "shrunk": mode == "exp_range"}
    switches["three_phase"] = bool(values.get("three_phase"))
    body = folded(f"def f():\n{_indent(_BY_HAND[experiment.schedule])}", switches)[1:]
    text = "\n".join(body)
    used = {name: value for name, value in values.items() if name in text}
    given = "".join(f", {name}={value!r}" for name, value in used.items())
    title = SCHEDULES[experiment.schedule].title
    words = f'    """Return the learning rate of a step: {title[0].lower()}{title[1:]}."""'
    return [*broken(f"def rate_at(step, learning_rate{given}):"), words, *body]


def schedules_alike(experiment: Experiment) -> bool:
    """Whether torch's scheduler can make the schedule: OneCycleLR divides by a phase of no steps.

    A rate that the number format cannot hold is set by hand as well.
    """
    if held_rate("rate", experiment) != "rate":
        return False
    if experiment.schedule != "one-cycle":
        return True
    values, last = _values(experiment), experiment.steps - 1.0
    share = float(values["pct_start"])  # type: ignore[arg-type]  # a float
    first = share * experiment.steps - 1
    ends = [0.0, first, last]
    if values["three_phase"]:
        ends.insert(2, 2 * share * experiment.steps - 2)
    return all(end > start for start, end in pairwise(ends))


def scheduler(experiment: Experiment) -> list[str]:
    """Return the lines that make the scheduler of torch that does the same."""
    values = _values(experiment)
    values.pop("steps", None)
    name, own = _SCHEDULERS[experiment.schedule](experiment, values)
    given = "".join(f", {key}={value!r}" for key, value in own.items())
    return broken(f"scheduler = torch.optim.lr_scheduler.{name}(optimizer{given})")


def _values(experiment: Experiment) -> dict[str, object]:
    declared = SCHEDULES[experiment.schedule].settings
    values: dict[str, object] = dict(settle(declared, experiment.settings))
    if experiment.schedule == "cosine":
        values["t_max"] = int(values["t_max"] or experiment.steps)  # type: ignore[call-overload]  # a whole number
    if experiment.schedule == "one-cycle":
        values["steps"] = experiment.steps
    if experiment.schedule == "cyclic":
        values["step_size_down"] = values["step_size_down"] or values["step_size_up"]
    return values


def _indent(template: str) -> str:
    return "\n".join(f"    {line}" for line in template.strip().splitlines())


_Made = tuple[str, dict[str, object]]


def _step(experiment: Experiment, values: dict[str, object]) -> _Made:
    return "StepLR", values


def _multi_step(experiment: Experiment, values: dict[str, object]) -> _Made:
    milestones = Settings(experiment.settings).get("milestones", values["milestones"])
    assert isinstance(milestones, tuple)
    return "MultiStepLR", {"milestones": list(milestones), "gamma": values["gamma"]}


def _exponential(experiment: Experiment, values: dict[str, object]) -> _Made:
    return "ExponentialLR", values


def _linear(experiment: Experiment, values: dict[str, object]) -> _Made:
    return "LinearLR", values


def _warm_up(experiment: Experiment, values: dict[str, object]) -> _Made:
    return "LinearLR", values | {"end_factor": 1.0}


def _cosine(experiment: Experiment, values: dict[str, object]) -> _Made:
    return "CosineAnnealingLR", {"T_max": values["t_max"], "eta_min": values["eta_min"]}


def _warm_restarts(experiment: Experiment, values: dict[str, object]) -> _Made:
    own = {"T_0": values["t_0"], "T_mult": values["t_mult"], "eta_min": values["eta_min"]}
    return "CosineAnnealingWarmRestarts", own


def _one_cycle(experiment: Experiment, values: dict[str, object]) -> _Made:
    own = {"max_lr": experiment.learning_rate, "total_steps": experiment.steps, **values}
    return "OneCycleLR", own | {"cycle_momentum": False}


def _cyclic(experiment: Experiment, values: dict[str, object]) -> _Made:
    low = experiment.learning_rate * float(values.pop("base_fraction"))  # type: ignore[arg-type]  # a float
    own = {"base_lr": low, "max_lr": experiment.learning_rate, **values}
    return "CyclicLR", own | {"cycle_momentum": False}


_SCHEDULERS = {
    "step": _step,
    "multi-step": _multi_step,
    "exponential": _exponential,
    "linear": _linear,
    "warm-up": _warm_up,
    "cosine": _cosine,
    "warm-restarts": _warm_restarts,
    "one-cycle": _one_cycle,
    "cyclic": _cyclic,
}
