"""A derivative that a student typed, in the grammar of typed losses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from playground.core import words
from playground.core.experiment import Experiment
from playground.core.losses import LossEntry
from playground.core.losses.columns import typed_columns
from playground.core.losses.evaluate import compiled
from playground.core.losses.grammar import parse
from playground.core.losses.tokens import FormulaError
from playground.core.losses.tree import Formula
from playground.core.settings import Settings
from playground.core.tensors import filled

Rows = slice | NDArray[np.int64]

HELP = (
    "One derivative for each parameter, with ; between them: for x² + 10·y² it is 2x; 20y. "
    "Columns of the data go by their names, with mean(…) or sum(…) over the rows: for a line it "
    "is mean(2*x*(w*x - y)). Inputs that are normalised stand for what the model reads."
)


def typed_derivative(
    experiment: Experiment, text: str, rows: Tensor | None = None
) -> Callable[[Tensor], Tensor]:
    """Return the function from theta, (..., n), to the gradient that was typed, (..., n).

    It is worked out on all rows of the data, or on these: a minibatch.
    Raises FormulaError, a ValueError that points at the character, for what is no formula of
    the parameters and the data, and for another number of derivatives than there are parameters.
    """
    names = experiment.parameters
    parts = _parts(text)
    if len(parts) != len(names):
        some = ", ".join(names[:4]) + (", …" if len(names) > 4 else "")
        expected = f"type one for each of {some}, with ; between them"
        problem = f"{len(parts)} derivatives for {words.count(len(names), 'parameter')}"
        raise FormulaError(problem.replace("1 derivatives", "1 derivative"), len(text), expected)
    codes = [_code(experiment, part, offset, rows) for part, offset in parts]

    def gradient(theta: Tensor) -> Tensor:
        return torch.cat([code(theta) for code in codes], dim=-1)

    return gradient


def derivative_fault(experiment: Experiment, text: str) -> tuple[int, str] | None:
    """Return where a typed derivative is wrong (an index into the text) and how; None if right."""
    try:
        typed_derivative(experiment, text)
    except FormulaError as error:
        return error.position, str(error)
    return None


def _parts(text: str) -> list[tuple[str, int]]:
    """The derivatives, each with the place where it begins."""
    parts, start = [], 0
    for part in text.rstrip().rstrip(";").split(";"):
        parts.append((part, start))
        start += len(part) + 1
    return parts


def _code(
    experiment: Experiment, text: str, offset: int, chosen: Tensor | None
) -> Callable[[Tensor], Tensor]:
    """Return the function from theta, (..., n), to one component, (..., 1)."""
    entry = experiment.loss_entry
    columns = typed_columns(entry.table) if entry.table is not None else {}
    try:
        formula = parse(text, columns, reductions=entry.table is not None)
        _require_known(formula, experiment)
        places = {name: place for place, name in enumerate(experiment.parameters)}
        read = {name: len(places) + place for place, name in enumerate(formula.columns)}
        code = compiled(formula.root, places | read)
    except FormulaError as error:
        problem = str(error).split(" at character ")[0]
        raise FormulaError(problem, offset + error.position, error.expected) from None

    def value(theta: Tensor, rows: Rows) -> Tensor:
        parts = list(theta.unsqueeze(-1).unbind(-2))
        parts += _columns(entry, formula.columns, rows, theta.dtype)
        return code(parts) if callable(code) else filled(parts[0], parts[0].shape, code)

    # Two rows are enough to tell, and soon tried.
    if value(torch.zeros(len(experiment.parameters)), slice(2)).shape[-1] != 1:
        problem, expected = "A number for each row", "put mean(…) or sum(…) around it"
        raise FormulaError(problem, offset, expected)
    rows: Rows = slice(None) if chosen is None else chosen.numpy()
    return lambda theta: value(theta, rows).expand(*theta.shape[:-1], 1)


def _columns(
    entry: LossEntry, names: Sequence[str], rows: Rows, dtype: torch.dtype
) -> list[Tensor]:
    """Return rows of the columns: of a typed model, as it reads them, which may be normalised."""
    if entry.table is None:
        return []
    columns = {
        name: torch.from_numpy(entry.table.column(name)[rows].copy()).to(dtype) for name in names
    }
    read = entry.prepared(columns, Settings()) if entry.inputs else columns
    return [read[name] for name in names]


def _require_known(formula: Formula, experiment: Experiment) -> None:
    for name in formula.parameters:
        if name not in experiment.parameters:
            known = ", ".join(experiment.parameters[:8])
            expected = f"the parameters are {known}"
            raise FormulaError(f"Unknown name '{name}'", formula.position(name), expected)
