"""What is wrong with a formula, a rule or a model that was typed, and at which character."""

from __future__ import annotations

from playground.core.datasets import Table
from playground.core.experiment import Experiment
from playground.core.losses import find_loss
from playground.core.losses.normalising import NONE
from playground.core.losses.tokens import FormulaError
from playground.core.optimizers.statements import read_rule

Fault = tuple[int, str]  # an index into the text, and one line


def formula_fault(text: str) -> Fault | None:
    """Return where a formula is wrong, and how; None if it is right."""
    return _fault(text, "", "", "", NONE)  # as an experiment asks, so that it is built once


def rule_fault(text: str) -> Fault | None:
    """Return where an update rule is wrong, and how; None if it is right."""
    try:
        read_rule(text)
    except FormulaError as error:
        return error.position, str(error)
    return None


def model_fault(experiment: Experiment, model: str) -> Fault | None:
    """Return where a model of the experiment's data is wrong, and how; None if it is right."""
    one = experiment
    return _fault(one.loss, one.dataset, model, one.target, one.normalise)


def _fault(*loss: str | Table) -> Fault | None:
    try:
        find_loss(*loss)
    except FormulaError as error:
        return error.position, str(error)
    except ValueError as error:
        return 0, str(error)
    return None
