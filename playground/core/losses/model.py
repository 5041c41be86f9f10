"""A model that was typed, fitted to the columns of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from playground.core.datasets import DATASETS, Table
from playground.core.losses.base import Columns, LossEntry
from playground.core.losses.columns import column_called, typed_columns
from playground.core.losses.criteria import CRITERIA
from playground.core.losses.defaults import Defaults, defaults
from playground.core.losses.evaluate import Told, compiled
from playground.core.losses.explain import explain
from playground.core.losses.formula import shortened
from playground.core.losses.grammar import parse
from playground.core.losses.model_latex import model_latex
from playground.core.losses.normalising import NONE, Normalising, require_way
from playground.core.losses.notation import plain
from playground.core.losses.tokens import FormulaError
from playground.core.losses.tree import Formula
from playground.core.settings import not_among
from playground.core.tensors import filled
from playground.core.typed import quoted

Model = Callable[[Tensor, Columns], Tensor]

ENOUGH_ROWS = 2000  # to choose a learning rate by; beyond, every so many rows are looked at

_TITLES = {
    "mse": "{target} ≈ {model}",
    "mae": "{target} ≈ {model} (absolute error)",
    "logistic": "{target} ≈ sigmoid({model})",
}
_NORMALISED = {NONE: "", "scale": ", scaled", "standardise": ", standardised"}


def model_loss(
    dataset: str | Table, model: str, target: str, criterion: str, normalise: str = NONE
) -> LossEntry:
    """Return the loss of a typed model on a table (or the name of a built-in one).

    Names that are columns are data (see `typed_columns` for how awkward ones are typed), the
    others are parameters. `criterion` is mse, mae or logistic; logistic reads the model as a
    logit, and its target must be 0 or 1. `normalise` is what is done to the columns that the
    model reads: none, scale (over the largest absolute value) or standardise (minus the mean,
    over the standard deviation). Raises ValueError, for the model a FormulaError that points at
    the character.
    """
    table = _table(dataset)
    aim = column_called(target, table)
    _check_criterion(criterion, table, aim)
    formula = _parsed(model, table, aim)
    prepare = _normalising(normalise, table, formula)
    data = _Data(formula, table, aim, criterion, prepare)
    predict = predictor(formula)
    return LossEntry(
        name=model,
        title=shortened(
            _TITLES[criterion].format(target=aim, model=plain(formula.root))
            + _NORMALISED[normalise]
        ),
        teaches=f"A model as it was typed, fitted to {aim} over {table.rows} rows.",
        formula=model_latex(formula, aim, criterion, normalise),
        parameters=formula.parameters,
        steps=100,
        model=predict,
        table=table,
        target=aim,
        criterion=criterion,
        prepare=prepare,
        inputs=formula.columns,
        explain=data.explain,
        typed=model,
        **vars(data.defaults(predict)),
    )


def _table(dataset: str | Table) -> Table:
    if isinstance(dataset, Table):
        return dataset
    if not dataset:
        raise ValueError("dataset must be given for a model: a file or a built-in dataset")
    if dataset not in DATASETS:
        raise not_among("dataset", dataset, DATASETS)
    return DATASETS[dataset]


def _check_criterion(criterion: str, table: Table, target: str) -> None:
    if criterion not in CRITERIA:
        known = ", ".join(CRITERIA)
        raise ValueError(f"loss must be one of {known} with a model, not {quoted(criterion)}")
    if criterion == "logistic":
        values = table.column(target)
        wrong = values[(values != 0) & (values != 1)]
        if len(wrong):
            rule = f"target must be a column of 0 and 1 for the logistic loss, {target!r}"
            raise ValueError(f"{rule} has {wrong[0]:g}")


def _parsed(model: str, table: Table, target: str) -> Formula:
    formula = parse(model, typed_columns(table))
    if target in formula.columns:
        position = formula.position(target)
        expected = "the model is to predict this column, so it cannot read it"
        raise FormulaError(f"The target '{target}' is used", position, expected)
    if not formula.parameters:
        expected = "type names such as w and b for the numbers to be learned"
        raise FormulaError("No parameter in the model", len(model), expected)
    return formula


def predictor(formula: Formula, told: Told | None = None) -> Model:
    """Return the model that a formula describes; `told` is that of `compiled`."""
    names = (*formula.parameters, *formula.columns)
    code = compiled(formula.root, {name: index for index, name in enumerate(names)}, told)
    used = formula.columns

    def predict(theta: Tensor, columns: Columns) -> Tensor:
        parts = theta.unsqueeze(-1).unbind(-2)  # (..., 1) each, beside columns of (N,)
        if not callable(code):
            value = filled(theta, (*theta.shape[:-1], 1), code)
        else:
            value = code((*parts, *[columns[name] for name in used]))
        rows = len(next(iter(columns.values())))
        return value if value.shape[-1] == rows else value.expand(*theta.shape[:-1], rows)

    return predict


def _normalising(way: str, table: Table, formula: Formula) -> Normalising | None:
    if require_way(way) == NONE:
        return None
    if not formula.columns:
        raise ValueError(
            f"normalise must be none for a model that reads no column, not {quoted(way)}"
        )
    return Normalising(way, table, formula.columns)


@dataclass(frozen=True)
class _Data:
    """A model with what it is fitted to."""

    formula: Formula
    table: Table
    target: str
    criterion: str
    prepare: Normalising | None

    def columns(self, dtype: torch.dtype = torch.float64, every: int = 1) -> Columns:
        """Return every so many rows of what the model reads, and of its target."""
        names = (*self.formula.columns, self.target)
        columns = {
            name: torch.from_numpy(self.table.column(name)[::every].copy()).to(dtype)
            for name in names
        }
        return columns if self.prepare is None else self.prepare(columns)

    def score(self, predictions: Tensor, columns: Columns) -> Tensor:
        return CRITERIA[self.criterion](predictions, columns[self.target])

    def defaults(self, predict: Model) -> Defaults:
        every = max(1, -(-self.table.rows // ENOUGH_ROWS))
        some = self.columns(every=every)
        return defaults(
            lambda theta: self.score(predict(theta, some), some),
            _starts(len(self.formula.parameters)),
            algebraic=self.formula.algebraic and self.criterion == "mse" and every == 1,
        )

    def explain(self, theta: Tensor) -> str:
        """Return why the loss is no number at theta."""
        data = self.columns(theta.dtype)
        leaves = dict(zip(self.formula.parameters, theta.detach().unbind(-1), strict=True))
        leaves |= {name: data[name] for name in self.formula.columns}
        return explain(self.formula.root, leaves, partial(self.score, columns=data))


def _starts(count: int) -> list[tuple[float, ...]]:
    # From zero if it has a slope there; else from different numbers, since hidden units that
    # start alike stay alike.
    graded = [round(0.1 * (1 + index % 7), 1) for index in range(count)]
    return [(0.0,) * count, tuple(graded), tuple(-value for value in graded), (1.0,) * count]
