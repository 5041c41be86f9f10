"""What tells runs apart, in a few words each: "lr 0.9", "Adam 0.05", "momentum 0.9"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from playground.core import words
from playground.core.edits import Edit
from playground.core.experiment import Experiment
from playground.core.loss_titles import loss_key, loss_titles
from playground.core.optimizers import is_typed
from playground.core.schedules import SCHEDULES
from playground.core.settings import Value

_MOST_DIGITS = 17  # beyond that no two numbers of float64 are written alike
_Part = TypeVar("_Part")


def differences(experiments: Sequence[Experiment]) -> list[str]:
    """Return a name for each experiment, made of what differs among them.

    Two experiments that differ have different names. What is as it always is goes without saying,
    unless it is all there is to say, and so does what comes with another loss: its start, steps
    and batch. Where there is nothing to say, the learning rate is the name.
    """
    brief, whole = (_columns(experiments, usual) for usual in (False, True))
    rates = _numbers([one.learning_rate for one in experiments])
    return [
        _joined(brief, run) or _joined(whole, run) or f"lr {rates[run]}"
        for run in range(len(experiments))
    ]


def _joined(columns: Sequence[Sequence[str]], run: int) -> str:
    return ", ".join(column[run] for column in columns if column[run])


def _columns(experiments: Sequence[Experiment], usual: bool) -> list[list[str]]:
    """What differs, part by part; settings at their default only if `usual`."""
    return [
        _losses(experiments),
        _rules(experiments),
        _differing(experiments, lambda one: one.edits, _edits_text),
        _unusual(experiments, "schedule", _schedule_text, usual),
        *_settings(experiments, usual),
        _within_loss(experiments, _starts),
        _within_loss(experiments, _steps),
        _unusual(experiments, "normalise", _normalise_text, usual),
        _within_loss(experiments, lambda some: _unusual(some, "batch_size", _batch_text, usual)),
        _unusual(experiments, "seed", lambda one: f"seed {one.seed}", usual),
        _unusual(experiments, "dtype", lambda one: one.dtype, usual),
        _unusual(experiments, "gradient", lambda one: one.gradient, usual),
        _unusual(experiments, "mistakes", _mistakes_text, usual),
    ]


def _differing(
    experiments: Sequence[Experiment],
    part: Callable[[Experiment], _Part],
    text: Callable[[Experiment], str],
) -> list[str]:
    """Return the text of each, or nothing if that part is the same in all."""
    first = part(experiments[0])
    if all(part(one) == first for one in experiments[1:]):
        return [""] * len(experiments)
    return [text(one) for one in experiments]


def _unusual(
    experiments: Sequence[Experiment], name: str, text: Callable[[Experiment], str], usual: bool
) -> list[str]:
    """As _differing for a field of this name; its default is said only if `usual`."""
    default = getattr(Experiment, name)

    def said(one: Experiment) -> str:
        return text(one) if usual or getattr(one, name) != default else ""

    return _differing(experiments, lambda one: getattr(one, name), said)


def _within_loss(
    experiments: Sequence[Experiment], column: Callable[[list[Experiment]], list[str]]
) -> list[str]:
    """Return a column that is made for the runs of each loss by themselves."""
    losses = [loss_key(one) for one in experiments]
    texts = [""] * len(experiments)
    for first, loss in enumerate(losses):
        if losses.index(loss) < first:
            continue
        runs = [run for run, other in enumerate(losses) if other == loss]
        for run, text in zip(runs, column([experiments[run] for run in runs]), strict=True):
            texts[run] = text
    return texts


def _losses(experiments: Sequence[Experiment]) -> list[str]:
    titles = dict(zip(experiments, loss_titles(experiments), strict=True))
    return _differing(experiments, loss_key, titles.__getitem__)


def _steps(experiments: Sequence[Experiment]) -> list[str]:
    return _differing(experiments, lambda one: one.steps, lambda one: words.count(one.steps))


def _rules(experiments: Sequence[Experiment]) -> list[str]:
    """The optimizer and the learning rate, as far as they differ."""
    rates = _numbers([one.learning_rate for one in experiments])
    same_rate = len({one.learning_rate for one in experiments}) == 1
    if len({one.optimizer for one in experiments}) == 1:
        return ["" if same_rate else f"lr {rate}" for rate in rates]
    titles = _titles(experiments)
    if same_rate:
        return titles
    return [f"{title} {rate}" for title, rate in zip(titles, rates, strict=True)]


def _titles(experiments: Sequence[Experiment]) -> list[str]:
    """The optimizers' titles; typed rules share one, so the text tells several apart."""
    names = {one.optimizer for one in experiments}
    several = sum(is_typed(name) for name in names) > 1
    return [
        " ".join(one.optimizer.split())
        if several and is_typed(one.optimizer)
        else one.optimizer_entry.title
        for one in experiments
    ]


def _settings(experiments: Sequence[Experiment], usual: bool) -> list[list[str]]:
    """A column for each setting, with the runs that have it, where it tells runs apart."""
    declared = [one.declared_settings for one in experiments]
    names = dict.fromkeys(name for settings in declared for name in settings)
    return [_setting(name, experiments, usual) for name in names]


def _setting(name: str, experiments: Sequence[Experiment], usual: bool) -> list[str]:
    declared = [one.declared_settings.get(name) for one in experiments]
    values = [
        None if setting is None else one.settings.get(name, setting.default)
        for one, setting in zip(experiments, declared, strict=True)
    ]
    there = [value for value in values if value is not None]
    if all(value == there[0] for value in there):
        # The only ones that have it: worth a word where it is not as it always is.
        plain = all(setting is None or setting.default == there[0] for setting in declared)
        if plain or len(there) == len(values):
            return [""] * len(values)
    numbers = iter(_numbers([value for value in there if _is_number(value)]))
    texts = []
    for value, setting in zip(values, declared, strict=True):
        if value is None or setting is None:
            texts.append("")
            continue
        text = next(numbers) if _is_number(value) else _value_text(value)
        shown = usual or value != setting.default
        texts.append(f"{_spoken(name)} {text}" if shown else "")
    return texts


def _starts(experiments: Sequence[Experiment]) -> list[str]:
    if len({one.theta for one in experiments}) == 1 or len({len(e.theta) for e in experiments}) > 1:
        return [""] * len(experiments)
    columns = [_numbers(column) for column in zip(*(e.theta for e in experiments), strict=True)]
    texts = []
    for run in range(len(experiments)):
        numbers = [column[run] for column in columns]
        # Of many, the first that differ are enough to see which is which.
        apart = [at for at, column in enumerate(columns) if len(set(column)) > 1]
        if len(numbers) > words.MOST_SHOWN:
            numbers = [*(numbers[at] for at in apart[:2]), "…"]
        texts.append(f"θ₀ = {numbers[0] if len(numbers) == 1 else '(' + ', '.join(numbers) + ')'}")
    return texts


def _schedule_text(one: Experiment) -> str:
    return SCHEDULES[one.schedule].title.lower()


def _batch_text(one: Experiment) -> str:
    return f"batch {one.batch_size}" if one.batch_size else "all rows"


def _normalise_text(one: Experiment) -> str:
    return {"none": "not normalised", "scale": "scaled"}.get(one.normalise, "standardised")


def _mistakes_text(one: Experiment) -> str:
    return " and ".join(name.replace("-", " ") for name in one.mistakes) or "no mistake"


def _edits_text(one: Experiment) -> str:
    return ", ".join(edit_text(edit) for edit in one.edits)


def edit_text(edit: Edit) -> str:
    """Return what an edit does: "lr 0.1 from step 50", "momentum 0.5 from step 50"."""
    parts = []
    if edit.learning_rate is not None:
        parts.append(f"lr {_exact(edit.learning_rate)}")
    parts += [f"{_spoken(name)} {_value_text(value)}" for name, value in edit.settings.items()]
    return f"{' and '.join(parts)} from step {edit.step:,}"


def _spoken(name: str) -> str:
    return name.replace("_", " ")


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _value_text(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(str(step) for step in value)
    return value if isinstance(value, str) else _exact(value)


def _exact(value: float) -> str:
    """Return the shortest text that is this very number."""
    digits = range(1, _MOST_DIGITS)
    exact = (count for count in digits if float(f"{value:.{count - 1}e}") == value)
    return words.number(value, next(exact, _MOST_DIGITS))


def _numbers(values: Sequence[Value]) -> list[str]:
    """Return the numbers with as many digits as tell those apart that differ."""
    numbers = [float(value) for value in values if not isinstance(value, str | tuple)]
    for digits in range(3, _MOST_DIGITS + 1):
        texts = [words.number(number, digits) for number in numbers]
        if len(set(texts)) == len(set(numbers)):
            break
    return texts if numbers else []
