"""The options that describe an experiment, the same for every command that needs one."""

from __future__ import annotations

import argparse
from dataclasses import fields, replace
from pathlib import Path

from playground.command_line.arguments import Parser
from playground.core.datasets import DATASETS, Table
from playground.core.experiment import Edit, Experiment
from playground.core.losses.tokens import FormulaError, as_declared
from playground.core.optimizers import find_optimizer
from playground.core.settings import Value, not_among, unknown
from playground.core.table_file import read_table
from playground.core.tensors import DTYPES
from playground.core.typed import quoted, read_number, typed_number, typed_whole
from playground.files import is_file

Change = tuple[int, str, str]  # the step, a setting or "" for the learning rate, the value


def add_experiment(parser: Parser) -> None:
    """Give the parser an option for each part of an experiment."""
    add = parser.add_argument
    add("--loss", metavar="NAME|FORMULA", help="what to descend; with --model: mse, mae, logistic")
    add("--theta", type=numbers, metavar="NUMBERS", help="the start, such as 1 or -1,2")
    add("--learning-rate", "--lr", type=number, metavar="RATE", help="such as 0.2 or 1e-3")
    add("--steps", type=whole, metavar="N", help="how many updates to make (20)")
    add("--optimizer", metavar="NAME|RULE",
        help="sgd, adam, …: 'list optimizers' has all; or an update rule such as 'velocity = "
        "0.9*velocity + gradient; theta = theta - lr*velocity'")  # fmt: skip
    add("--set", action="append", type=_assignment, default=[], metavar="NAME=VALUE",
        help="a setting of the loss, the optimizer or the schedule; may be repeated")  # fmt: skip
    add("--schedule", metavar="NAME", help="cosine, …: 'list schedules' has all")
    add("--at", action="append", type=_change, metavar="STEP=RATE|STEP:NAME=VALUE",
        help="from this step on, use this learning rate, or this value for a setting of the "
        "optimizer; the schedule, if any, then scales the rate; may be repeated")  # fmt: skip
    add("--dataset", metavar="NAME|FILE", help="a built-in table or a CSV file")
    add("--model", metavar="FORMULA", help="predicts the target, such as 'w*t_u + b'")
    add("--target", metavar="COLUMN", help="the column that the model is to predict")
    add("--normalise", metavar="WAY",
        help="what is done to the columns that the model reads: none, scale (over the largest "
        "absolute value) or standardise (minus the mean, over the standard deviation)")  # fmt: skip
    add("--batch-size", type=whole, metavar="N", help="rows for each step (0: all)")
    add("--seed", type=whole, metavar="N", help="draws the minibatches and a random start (0)")
    add("--dtype", metavar="TYPE", help=f"{', '.join(DTYPES)} (float32)")
    add("--mistake", action="append", dest="mistakes", metavar="NAME",
        help="a mistake that the code makes, such as not-zeroed: 'list mistakes' has all; may be "
        "repeated")  # fmt: skip
    add("--gradient", metavar="WAY", help="autograd, or by-hand where the source text wrote one")


def experiment_from(given: argparse.Namespace, own: tuple[str, ...] = ()) -> Experiment:
    """Return the experiment that was asked for; what was not given is as in the library.

    Settings named in `own` are the command's and are left out. Raises ValueError in one line.
    """
    known = {part.name for part in fields(Experiment)} - {"settings", "edits", "dataset"}
    chosen = {
        name: value for name, value in vars(given).items() if name in known and value is not None
    }
    if given.dataset is not None:
        chosen["dataset"] = _dataset(given.dataset)
    try:
        experiment = Experiment(**chosen)
    except FormulaError as error:
        raise ValueError(f"{_typed_in(given)}: {error}") from None
    settings = [(name, value) for name, value in given.set if name not in own]
    if settings:
        experiment = replace(experiment, settings=_settings(experiment, settings, own))
    return replace(experiment, edits=_edits(experiment, given.at)) if given.at else experiment


def _typed_in(given: argparse.Namespace) -> str:
    """Return the option in which an error in a formula must be."""
    try:
        find_optimizer(given.optimizer or "sgd")
    except ValueError:
        return "--optimizer"
    return "--model" if given.model else "--loss"


def _settings(
    experiment: Experiment, given: list[tuple[str, str]], own: tuple[str, ...]
) -> dict[str, Value]:
    declared = experiment.declared_settings
    given = [(as_declared(name, declared), value) for name, value in given]
    for name, _ in given:
        if name not in declared:
            raise ValueError(f"--set: {not_among('setting', name, [*own, *declared])}")
    return {name: declared[name].parse(name, value) for name, value in given}


def _edits(experiment: Experiment, given: list[Change]) -> tuple[Edit, ...]:
    """Return the changes as edits, those at one step as one."""
    declared = experiment.optimizer_entry.settings
    edits: dict[int, Edit] = {}
    for step, name, value in given:
        edit = edits.get(step, Edit(step))
        name = as_declared(name, declared) if name else ""
        if (edit.learning_rate is not None) if not name else (name in edit.settings):
            raise ValueError(f"--at: step {step} has two values for {name or 'the learning rate'}")
        if not name:
            rate = typed_number("the learning rate of an edit", value)
            edits[step] = replace(edit, learning_rate=rate)
            continue
        if name not in declared:
            raise ValueError(f"--at: {not_among('setting of the optimizer', name, declared)}")
        parsed = declared[name].parse(name, value)
        edits[step] = replace(edit, settings={**edit.settings, name: parsed})
    return tuple(edits.values())


def _dataset(name: str) -> str | Table:
    if name in DATASETS:
        return name
    path = Path(name)
    if path.suffix or is_file(path):
        return read_table(path)
    raise ValueError(f"--dataset: {unknown('dataset or file', name, DATASETS)}")


def number(text: str) -> float:
    """Return the number; raises ArgumentTypeError."""
    try:
        return typed_number("", text)  # argparse puts the option's name before the error
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error).strip()) from None


def whole(text: str) -> int:
    """Return the whole number; raises ArgumentTypeError."""
    try:
        return typed_whole("", text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error).strip()) from None


def numbers(text: str) -> tuple[float, ...]:
    """Return the numbers between commas; raises ArgumentTypeError."""
    parts = text.split(",")
    if any(read_number(part) is None for part in parts):
        raise argparse.ArgumentTypeError(
            f"must be numbers with commas between them, such as -1,2, not {quoted(text)}"
        )
    return tuple(number(part) for part in parts)


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name.strip() or not equals:
        raise argparse.ArgumentTypeError(f"must be such as momentum=0.9, not {quoted(text)}")
    return name.strip(), value


def _change(text: str) -> Change:
    left, _, value = text.partition("=")
    step, colon, name = left.partition(":")
    right = read_number(value) is not None if not colon else name.strip() and value.strip()
    if read_number(step) is None or not right:
        raise argparse.ArgumentTypeError(
            f"must be such as 50=0.01 or 50:momentum=0.5, not {quoted(text)}"
        )
    return whole(step), name.strip(), value
