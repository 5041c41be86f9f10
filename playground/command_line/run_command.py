"""``run``: the same descent as in the window, without the window."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from playground.command_line.arguments import PROGRAM, Parser
from playground.command_line.experiment_arguments import add_experiment, experiment_from
from playground.command_line.output import add_output, deliver
from playground.command_line.progress import last
from playground.command_line.record_text import FORMATS
from playground.core.descent import record
from playground.core.experiment import Experiment

_EXAMPLES = """examples:
  run --loss square --theta 1 --lr 0.2 --steps 20
  run --loss "(1-x)^2 + 100*(y-x^2)^2" --theta -1,2 --optimizer adam --lr 0.05 --format csv
  run --dataset readings.csv --model "w*t_u + b" --target t_c --set momentum=0.9"""


def command(arguments: list[str]) -> int:
    """Descend and write the record. Raises ValueError in one line."""
    given = _parser().parse(arguments[1:])
    torch.set_num_threads(1)  # one small run is only slowed down by more
    experiment = experiment_from(given)
    text = _text(experiment, given.format)
    deliver(text, given.output)
    return 0


def _text(experiment: Experiment, form: str) -> Iterator[str]:
    # The run is inside, so that a file that cannot be written is refused before it.
    trajectory = last(record(experiment), experiment.steps)
    yield from FORMATS[form](experiment, trajectory)


def _parser() -> Parser:
    parser = Parser(f"{PROGRAM} run", "Descend and print every step.", _EXAMPLES)
    add_experiment(parser)
    add_output(parser, FORMATS)
    return parser
