"""``sweep``: the same descent with many learning rates, to see which one is right."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray

from playground.command_line.arguments import PROGRAM, Parser
from playground.command_line.experiment_arguments import (
    add_experiment,
    experiment_from,
    number,
    whole,
)
from playground.command_line.output import add_output, deliver
from playground.command_line.progress import last
from playground.command_line.rate_range import require_range
from playground.command_line.sweep_text import FORMATS
from playground.core.experiment import Experiment
from playground.core.sweep import MOST_RATES, sweeping, sweeping_items
from playground.core.sweep_memory import MEMORY, room

_EXAMPLES = """examples:
  sweep --loss square --theta 1 --from 0.01 --to 2
  sweep --loss thermometer --steps 5000 --from 1e-4 --to 1 --count 100 --format csv
  sweep --loss rosenbrock --optimizer adam --steps 500 --format json --output sweep.json"""
_COUNT = 50
_FEWEST = 2


def command(arguments: list[str]) -> int:
    """Sweep and write what became of each learning rate. Raises ValueError in one line."""
    given = _parser().parse(arguments[1:])
    torch.set_num_threads(1)  # a batch of small runs is only slowed down by more
    text = _text(given)
    deliver(text, given.output)
    return 0


def _text(given: argparse.Namespace) -> Iterator[str]:
    # The sweep is inside, so that a file that cannot be written is refused before it.
    experiment = experiment_from(given)
    low, high = experiment.loss_entry.learning_rates
    rates = _spaced(
        low if given.low is None else given.low,
        high if given.high is None else given.high,
        given.count,
    )
    _require_room(experiment, given.count)
    items = sweeping_items(experiment, len(rates))
    progress = last(sweeping(experiment, rates), items, of="")
    assert progress.sweep is not None  # the last item has it
    yield from FORMATS[given.format](progress.sweep)


def _require_room(experiment: Experiment, count: int) -> None:
    """Raise ValueError, naming the options and what is possible, unless the runs fit in memory."""
    possible = room(experiment, count)
    if possible is None:
        return
    ways = []
    if possible.runs >= _FEWEST:
        ways.append(f"--count {possible.runs} with --steps {experiment.steps}")
    if possible.steps:
        ways.append(f"--steps {possible.steps} with --count {count}")
    most = f"; at most {' or '.join(ways)}" if ways else ""
    raise ValueError(
        f"--count {count} and --steps {experiment.steps} together take more than the "
        f"{MEMORY // 2**20} MiB that a sweep may record{most}"
    )


def _spaced(low: float, high: float, count: int) -> NDArray[np.float64]:
    """Return learning rates from low to high, each the same factor above the one before."""
    require_range(low, high, count, MOST_RATES)
    rates: NDArray[np.float64] = np.geomspace(low, high, count)
    rates[0], rates[-1] = low, high
    return rates


def _parser() -> Parser:
    parser = Parser(f"{PROGRAM} sweep", "Descend with many learning rates at once.", _EXAMPLES)
    add_experiment(parser)
    add = parser.add_argument
    add("--from", dest="low", type=number, metavar="RATE",
        help="the smallest learning rate (as the slider's, for this loss)")  # fmt: skip
    add("--to", dest="high", type=number, metavar="RATE",
        help="the largest learning rate (as the slider's, for this loss)")  # fmt: skip
    add("--count", type=whole, default=_COUNT, metavar="N",
        help=f"how many, evenly spaced on a log axis ({_COUNT})")  # fmt: skip
    add_output(parser, FORMATS)
    return parser
