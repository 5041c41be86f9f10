"""The command line that reproduces a run."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import fields

from playground.core.datasets import Table
from playground.core.experiment import Experiment
from playground.core.losses.normalising import NONE
from playground.core.settings import Value

PROGRAM = "learning-rate-playground"


def command_text(experiment: Experiment, command: str = "run") -> str:
    """Return the command that makes this run; what is as usual is left out.

    A table that came from a file or was pasted is named as the file that it is to be read from:
    its name, with .csv behind it if that has no suffix.
    """
    return " ".join([PROGRAM, command, *map(shlex.quote, _options(experiment))])


def data_file(experiment: Experiment) -> str:
    """Return the file that the command reads its table from; "" where it comes with the program."""
    return _dataset(experiment.dataset) if isinstance(experiment.dataset, Table) else ""


def _options(experiment: Experiment) -> Iterator[str]:
    fresh = Experiment(
        loss=experiment.loss,
        dataset=experiment.dataset,
        model=experiment.model,
        target=experiment.target,
        normalise=experiment.normalise,
        seed=experiment.seed,
    )
    plain = {field.name: getattr(fresh, field.name) for field in fields(Experiment)}
    yield from _option("--loss", experiment.loss)
    if experiment.dataset:
        yield from _option("--dataset", _dataset(experiment.dataset))
        yield from _option("--model", experiment.model)
        yield from _option("--target", experiment.target)
        if experiment.normalise != NONE:
            yield from _option("--normalise", experiment.normalise)
    if repr(experiment.theta) != repr(plain["theta"]):  # -0.0 equals 0.0, and divides otherwise
        yield from _option("--theta", ",".join(map(_number, experiment.theta)))
    yield from _option("--lr", _number(experiment.learning_rate))
    yield from _option("--steps", str(experiment.steps))
    for name in ("optimizer", "schedule", "batch_size", "seed", "dtype", "gradient"):
        value = getattr(experiment, name)
        if value != Experiment.__dataclass_fields__[name].default:
            yield from _option(f"--{name.replace('_', '-')}", str(value))
    for name, setting in experiment.settings.items():
        yield from ("--set", f"{name}={_value(setting)}")
    for edit in experiment.edits:
        if edit.learning_rate is not None:
            yield from ("--at", f"{edit.step}={_number(edit.learning_rate)}")
        for name, setting in edit.settings.items():
            yield from ("--at", f"{edit.step}:{name}={_value(setting)}")
    for mistake in experiment.mistakes:
        yield from ("--mistake", mistake)


def _option(name: str, value: str) -> Iterator[str]:
    """Yield the option and its value, as one word where the value would look like an option."""
    if value.startswith("-"):
        yield f"{name}={value}"
    else:
        yield from (name, value)


def _dataset(dataset: str | Table) -> str:
    if not isinstance(dataset, Table):
        return dataset
    return dataset.name if "." in dataset.name else f"{dataset.name}.csv"


def _number(value: float) -> str:
    return repr(value).removesuffix(".0")


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else _number(value)
