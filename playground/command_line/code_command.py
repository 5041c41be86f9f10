"""``code``: the PyTorch program that makes the same run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playground.command_line.arguments import PROGRAM, Parser, file_name
from playground.command_line.experiment_arguments import add_experiment, experiment_from
from playground.command_line.output import deliver
from playground.core.experiment import Experiment
from playground.core.programs import DIALECTS, notebook, program

_EXAMPLES = """examples:
  code --loss square --theta 1 --lr 0.2 --steps 20
  code --loss thermometer --optimizer adam --schedule cosine --dialect optim
  code --loss "(1-x)^2 + 100*(y-x^2)^2" --output rosenbrock.ipynb"""


def command(arguments: list[str]) -> int:
    """Write the program. Raises ValueError in one line."""
    given = _parser().parse(arguments[1:])
    as_notebook = given.output is not None and Path(given.output).suffix.lower() == ".ipynb"
    deliver(_text(experiment_from(given), given.dialect, as_notebook), given.output)
    return 0


def _text(experiment: Experiment, dialect: str, as_notebook: bool) -> Iterator[str]:
    yield (notebook if as_notebook else program)(experiment, dialect)


def _parser() -> Parser:
    parser = Parser(
        f"{PROGRAM} code",
        "Print the PyTorch program that makes the same run; the last line that the program "
        "prints is the final theta.",
        _EXAMPLES,
    )
    add_experiment(parser)
    add = parser.add_argument
    add("--dialect", choices=DIALECTS, default="loop",
        help="the loop written by hand, or torch.optim (loop)")  # fmt: skip
    add("--output", type=file_name, metavar="FILE",
        help="write to a file instead, whole or not at all; one that ends in .ipynb becomes a "
        "notebook")  # fmt: skip
    return parser
