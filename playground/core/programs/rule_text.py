"""The update of an experiment's optimizer: by hand, and as an optimizer of torch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from playground.core.edits import Edit
from playground.core.experiment import Experiment
from playground.core.optimizers import is_typed
from playground.core.optimizers.statements import RATE, STEP, THETA, TypedRule, read_rule
from playground.core.programs.folding import broken, folded, remarked, uses
from playground.core.programs.formula_text import expression
from playground.core.programs.names import typed_rule_names
from playground.core.programs.number_range import beyond, fuses, held_rate, in_range
from playground.core.programs.rule_numbers import needs_tensors
from playground.core.programs.rules_by_hand import REMEMBERED, RULES
from playground.core.programs.rules_fused import FUSED, HALF, REMARK, ROUNDED
from playground.core.settings import Value
from playground.core.tensors import DTYPES, fits

Lines = list[str]
_PAIRS = {
    "betas": ("beta1", "beta2"),
    "etas": ("etaminus", "etaplus"),
    "step_sizes": ("step_size_min", "step_size_max"),
    "eps": ("eps1", "eps2"),
}


class Update(NamedTuple):
    """Settings, what is there before the loop, and what is done at each step in no_grad()."""

    settings: Lines
    memory: Lines
    update: Lines


def by_hand(experiment: Experiment, edits: tuple[Edit, ...]) -> Update:
    """Return the update as it is written by hand."""
    if is_typed(experiment.optimizer):
        return _typed(experiment)
    if experiment.optimizer not in RULES:  # lbfgs, if a mistake ends the run at this very line
        return Update([], [], ["theta -= rate * theta.grad"])
    values = experiment.optimizer_settings
    changing = {name for edit in edits for name in edit.settings}
    constant = {name: value for name, value in values.items() if name not in changing}
    rule = RULES[experiment.optimizer]
    fused = FUSED.get(experiment.optimizer, "") if fuses(experiment) else ""
    update = in_range(folded(fused or rule.update, constant), experiment)
    if update[:-1] == ["gradient = theta.grad"]:
        update = [re.sub(r"\bgradient\b", "theta.grad", update[-1])]
    if uses(update, "value|alpha|lerp|rsqrt") and fused:
        update.insert(1, REMARK.format(experiment.dtype))
    before = folded(rule.before, constant | dict.fromkeys(changing, True))
    declared = experiment.optimizer_entry.settings
    used = [
        remarked(f"{name} = {value!r}", _brief(declared[name].help))
        for name, value in values.items()
        if uses([*update, *before], name)
    ]
    memory = [remarked(line, REMEMBERED.get(line.partition(" ")[0], "")) for line in before]
    return Update(used, memory, update)


def _brief(words: str) -> str:
    """Return the beginning of a sentence, as a comment."""
    return words[:1].lower() + words[1:].partition(";")[0].removesuffix(".")


def _typed(experiment: Experiment) -> Update:
    """The statements as they were typed, in Python."""
    rule = read_rule(experiment.optimizer)
    names = typed_rule_names(experiment, rule)
    made = _made(experiment, rule)
    if made != "{}":
        names |= {RATE: made.format("rate"), STEP: made.format("step + 1")}
    values = experiment.optimizer_settings.items()
    settings = [f"{names[name]} = {made.format(repr(value))}" for name, value in values]
    memory = [f"{names[name]} = torch.zeros_like(theta)" for name in rule.remembered]
    update = ["gradient = theta.grad"]
    numbers = {RATE, STEP, *rule.constants}
    for statement in rule.statements:
        value = expression(statement.formula.root, names, "theta", experiment.dtype)
        read = {*statement.formula.parameters, *statement.formula.columns}
        if statement.name == THETA:
            update.append(f"theta.copy_({value})")
        elif value == "theta":  # which is changed in place
            update.append(f"{names[statement.name]} = theta.clone()")
        elif read <= numbers:  # what a rule keeps is of theta's dtype
            value = f"theta.new_tensor({value})" if made == "{}" else _cast(value, read)
            update.append(f"{names[statement.name]} = {value}")
        else:
            update.append(f"{names[statement.name]} = {value}")
    return Update(settings, memory, update)


def _made(experiment: Experiment, rule: TypedRule) -> str:
    """How the numbers of a typed rule are made; plain ones round otherwise in half precision."""
    odd = experiment.dtype in HALF or needs_tensors(rule, _smallest(experiment))
    return "torch.tensor({}, dtype=torch.float64)" if odd or _too_large(experiment) else "{}"


def _cast(value: str, read: set[str]) -> str:
    return f"({value}).to(theta.dtype)" if read else f"theta.new_tensor({value})"


def _too_large(experiment: Experiment) -> bool:
    """Whether a constant of a typed rule is beyond what the number format takes as a number."""
    dtype = DTYPES[experiment.dtype]
    return not all(fits(value, dtype) for _, value in _constants(experiment))


def _smallest(experiment: Experiment) -> set[str]:
    """The constants of a typed rule that are from 0 to 1 all the time, so no power is too large."""
    values = list(_constants(experiment))
    outside = {name for name, value in values if not 0 <= value <= 1}
    return {name for name, _ in values} - outside


def _constants(experiment: Experiment) -> Iterator[tuple[str, float]]:
    """The values that the constants of a typed rule have in the course of a run, with names."""
    for settings in (experiment.optimizer_settings, *(edit.settings for edit in experiment.edits)):
        for name, value in settings.items():
            if isinstance(value, int | float):
                yield name, value


def can_be_torch(experiment: Experiment, edits: tuple[Edit, ...]) -> bool:
    """Whether torch.optim can make this run: not a typed rule, nor a mistake it never makes.

    It may raise for a number that the format cannot hold, where the run goes on.
    What it remembers for a setting that was off it has not when an edit turns it on.
    """
    if is_typed(experiment.optimizer) or "outside-no-grad" in experiment.mistakes:
        return False
    if experiment.optimizer != "lbfgs" and beyond(experiment):
        return False
    own = {"amsgrad", "centered"} | ({"momentum"} if experiment.optimizer == "rmsprop" else set())
    return not any(own & set(edit.settings) for edit in edits)


def of_torch(experiment: Experiment) -> Lines:
    """Return the lines that make torch's own optimizer; settings at their default are left out."""
    entry = experiment.optimizer_entry
    values: dict[str, object] = {
        name: value
        for name, value in in_torchs_names(experiment.optimizer_settings).items()
        if value != in_torchs_names({n: s.default for n, s in entry.settings.items()})[name]
    }
    if experiment.optimizer == "lbfgs":
        values["max_iter"] = 1
    given = "".join(f", {name}={value!r}" for name, value in values.items())
    rate = held_rate("learning_rate", experiment)
    made = broken(f"optimizer = torch.optim.{entry.title}([theta], lr={rate}{given})")
    return [*_rounds_otherwise(experiment), *made]


def _rounds_otherwise(experiment: Experiment) -> Lines:
    """Return a comment where torch.optim rounds otherwise than the run, and it shows."""
    settings = experiment.optimizer_settings
    why = ROUNDED.get(experiment.optimizer, "") if experiment.dtype in HALF else ""
    if experiment.optimizer == "sgd" and (settings.momentum or settings.weight_decay):
        why = ""
    shown = f"# In {experiment.dtype} torch.optim rounds otherwise than the run in the playground:"
    return [shown, f"# {why}, so theta may end elsewhere"] if why else []


def changed_settings(experiment: Experiment, edit: Edit, by_torch: bool) -> Lines:
    """Return the lines that give settings of the optimizer their values from an edit on."""
    if not edit.settings:
        return []
    if not by_torch:
        names, made = {name: name for name in edit.settings}, "{}"
        if is_typed(experiment.optimizer):
            rule = read_rule(experiment.optimizer)
            names, made = typed_rule_names(experiment, rule), _made(experiment, rule)
        values = edit.settings.items()
        return [f"{names[name]} = {made.format(repr(value))}" for name, value in values]
    before = in_torchs_names(experiment.settings_at(edit.step - 1))
    after = in_torchs_names(experiment.settings_at(edit.step))
    changed = {name: value for name, value in after.items() if value != before[name]}
    return [f"optimizer.param_groups[0][{n!r}] = {value!r}" for n, value in changed.items()]


def in_torchs_names(settings: dict[str, Value]) -> dict[str, object]:
    """Return settings as the keywords of torch's class, where some come in pairs."""
    every: dict[str, object] = dict(settings)
    for pair, parts in _PAIRS.items():
        if parts[0] in every:
            every[pair] = tuple(every.pop(part) for part in parts)
    if "d" in every and isinstance(every["eps"], tuple):  # Adafactor's None is the dtype's own
        every["eps"] = (every["eps"][0] or None, every["eps"][1])
    return every
