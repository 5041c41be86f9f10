"""``run``: the same descent as in the window, without the window."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import torch

from playground.command_line.arguments import PROGRAM, Parser
from playground.command_line.progress import last
from playground.command_line.record_text import FORMATS
from playground.core.datasets import DATASETS, Table
from playground.core.descent import record
from playground.core.experiment import Edit, Experiment
from playground.core.settings import Value, unknown
from playground.core.table_file import read_table
from playground.core.tensors import DTYPES
from playground.files import is_file, save

_EXAMPLES = """examples:
  run --loss square --theta 1 --lr 0.2 --steps 20
  run --loss "(1-x)^2 + 100*(y-x^2)^2" --theta -1,2 --optimizer adam --lr 0.05 --format csv
  run --dataset readings.csv --model "w*t_u + b" --target t_c --set momentum=0.9"""


def command(arguments: list[str]) -> int:
    """Descend and write the record. Raises ValueError in one line."""
    given = _parser().parse(arguments[1:])
    torch.set_num_threads(1)  # one small run is only slowed down by more
    experiment = _experiment(given)
    text = _text(experiment, given.format)
    if given.output is not None:
        save(Path(given.output), text)
    elif sys.stdout is not None:  # it is None where the shell closed it
        for piece in text:
            sys.stdout.write(piece)
    return 0


def _text(experiment: Experiment, form: str) -> Iterator[str]:
    # The run is inside, so that a file that cannot be written is refused before it.
    trajectory = last(record(experiment), experiment.steps)
    yield from FORMATS[form](experiment, trajectory)


def _parser() -> Parser:
    parser = Parser(f"{PROGRAM} run", "Descend and print every step.", _EXAMPLES)
    add = parser.add_argument
    add("--loss", metavar="NAME|FORMULA", help="what to descend; with --model: mse, mae, logistic")
    add("--theta", type=_numbers, metavar="NUMBERS", help="the start, such as 1 or -1,2")
    add("--learning-rate", "--lr", type=_number, metavar="RATE", help="such as 0.2 or 1e-3")
    add("--steps", type=_whole, metavar="N", help="how many updates to make (20)")
    add("--optimizer", metavar="NAME", help="sgd, adam, …: 'list optimizers' has all")
    add("--set", action="append", type=_assignment, default=[], metavar="NAME=VALUE",
        help="a setting of the loss, the optimizer or the schedule; may be repeated")  # fmt: skip
    add("--schedule", metavar="NAME", help="cosine, …: 'list schedules' has all")
    add("--at", action="append", type=_edit, metavar="STEP=RATE",
        help="from this step on, use this learning rate; may be repeated")  # fmt: skip
    add("--dataset", metavar="NAME|FILE", help="a built-in table or a CSV file")
    add("--model", metavar="FORMULA", help="predicts the target, such as 'w*t_u + b'")
    add("--target", metavar="COLUMN", help="the column that the model is to predict")
    add("--batch-size", type=_whole, metavar="N", help="rows for each step (0: all)")
    add("--seed", type=_whole, metavar="N", help="draws the minibatches and a random start (0)")
    add("--dtype", metavar="TYPE", help=f"{', '.join(DTYPES)} (float32)")
    add("--gradient", metavar="WAY", help="autograd, or by-hand where the source text wrote one")
    add("--format", choices=tuple(FORMATS), default="table", help="how to print it (table)")
    add("--output", metavar="FILE", help="write to a file instead, whole or not at all")
    return parser


def _experiment(given: argparse.Namespace) -> Experiment:
    """Return the experiment that was asked for; what was not given is as in the library."""
    fields = dict(vars(given))
    settings, edits, dataset = fields.pop("set"), fields.pop("at"), fields.pop("dataset")
    del fields["format"], fields["output"]
    fields = {name: value for name, value in fields.items() if value is not None}
    if edits:
        fields["edits"] = tuple(edits)
    if dataset is not None:
        fields["dataset"] = _dataset(dataset)
    experiment = Experiment(**fields)
    return replace(experiment, settings=_settings(experiment, settings)) if settings else experiment


def _settings(experiment: Experiment, given: list[tuple[str, str]]) -> dict[str, Value]:
    declared = experiment.declared_settings
    for name, _ in given:
        if name not in declared:
            known = f"; there are {', '.join(declared)}" if declared else ""
            raise ValueError(f"--set: {unknown('setting', name, declared)}{known}")
    return {name: declared[name].parse(name, value) for name, value in given}


def _dataset(name: str) -> str | Table:
    if name in DATASETS:
        return name
    path = Path(name)
    if path.suffix or is_file(path):
        return read_table(path)
    raise ValueError(f"--dataset: {unknown('dataset or file', name, DATASETS)}")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number, not {text!r}") from None


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a whole number, not {text!r}") from None


def _numbers(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"must be numbers with commas between them, such as -1,2, not {text!r}"
        ) from None


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name.strip() or not equals:
        raise argparse.ArgumentTypeError(f"must be such as momentum=0.9, not {text!r}")
    return name.strip(), value


def _edit(text: str) -> Edit:
    step, _, rate = text.partition("=")
    try:
        return Edit(int(step), float(rate))
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be such as 50=0.01, not {text!r}") from None
