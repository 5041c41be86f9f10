"""``curvature``: the Hessian at a theta, and the learning rates that it allows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch

from playground.command_line.arguments import PROGRAM, Parser
from playground.command_line.curvature_text import FORMATS
from playground.command_line.experiment_arguments import add_experiment, experiment_from
from playground.command_line.output import add_output, deliver
from playground.command_line.progress import last
from playground.core.curvature import curvature
from playground.core.descent import record
from playground.core.experiment import Experiment
from playground.core.hessian import Floats
from playground.core.valley import nearest_minimum

_EXAMPLES = """examples:
  curvature --loss booth --theta 0,0
  curvature --loss thermometer --set input_scale=1 --where minimum --format json
  curvature --loss double-well --theta 0.1 --lr 0.2 --where end --set momentum=0.9"""
_PLACES = ("start", "end", "minimum")


def command(arguments: list[str]) -> int:
    """Differentiate twice and write what that says. Raises ValueError in one line."""
    given = _parser().parse(arguments[1:])
    torch.set_num_threads(1)  # a small Hessian is only slowed down by more
    text = _text(experiment_from(given), given.where, given.format)
    deliver(text, given.output)
    return 0


def _text(experiment: Experiment, where: str, form: str) -> Iterator[str]:
    yield from FORMATS[form](experiment, curvature(experiment, _theta(experiment, where)))


def _theta(experiment: Experiment, where: str) -> Floats:
    if where == "start":
        return np.array(experiment.theta)
    if where == "minimum":
        found = nearest_minimum(experiment)
        if found is None:
            raise ValueError(
                "--where: no minimum of this loss is known; try --where end after enough steps"
            )
        return np.array(found)
    end: Floats = last(record(experiment), experiment.steps).theta[-1].astype(np.float64)
    if not np.isfinite(end).all():
        raise ValueError("--where: the run ended where theta is no finite number")
    return end


def _parser() -> Parser:
    about = (
        "Print loss, gradient, Hessian and its eigenvalues at theta, and the largest stable and "
        "the best learning rate of the optimizer there."
    )
    parser = Parser(f"{PROGRAM} curvature", about, _EXAMPLES)
    add = parser.add_argument
    add("--where", choices=_PLACES, default="start",
        help="at the start (--theta), the end of the run, or the nearest minimum")  # fmt: skip
    add_experiment(parser)
    add_output(parser, FORMATS)
    return parser
