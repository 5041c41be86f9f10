"""What the Code panel shows of a run: its program, and the command line that reproduces it."""

from __future__ import annotations

from dataclasses import dataclass

from playground.core.command_text import command_text, data_file
from playground.core.experiment import Experiment
from playground.core.optimizers import is_typed
from playground.core.programs.number_range import beyond
from playground.core.programs.program import DIALECTS, edits_made, program
from playground.core.programs.rule_text import can_be_torch
from playground.core.programs.shown import ShownLine, shown_line


@dataclass(frozen=True)
class WrittenRun:
    """A run as text. Without a program, `refusal` says why in one line.

    `same` says why both dialects give the same program, "" if they do not. The command reads
    its data from `data_file`, "" if it needs none.
    """

    experiment: Experiment
    dialect: str
    program: str
    lines: tuple[ShownLine, ...]
    refusal: str
    same: str
    command: str
    data_file: str


def written_run(experiment: Experiment, dialect: str) -> WrittenRun:
    """Return the run as text. Raises ValueError for another dialect than those of `program`."""
    command, file = command_text(experiment), data_file(experiment)
    try:
        text = program(experiment, dialect)
    except ValueError as error:
        if dialect not in DIALECTS:
            raise
        return WrittenRun(experiment, dialect, "", (), str(error), "", command, file)
    lines = tuple(map(shown_line, text.splitlines()))
    return WrittenRun(experiment, dialect, text, lines, "", _why_same(experiment), command, file)


def _why_same(experiment: Experiment) -> str:
    if is_typed(experiment.optimizer):
        return "Both dialects are the same: torch.optim has no rule that was typed."
    if experiment.optimizer == "lbfgs":
        return "Both dialects are the same: LBFGS is left to torch.optim."
    if "outside-no-grad" in experiment.mistakes:
        return "Both dialects are the same: torch.optim never updates outside no_grad."
    if beyond(experiment):
        return (
            "Both dialects are the same: torch.optim may refuse a number that "
            f"{experiment.dtype} cannot hold."
        )
    if not can_be_torch(experiment, edits_made(experiment)):
        return "Both dialects are the same: torch.optim cannot begin to remember midway."
    return ""
