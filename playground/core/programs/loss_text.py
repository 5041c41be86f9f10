"""The loss of an experiment as a function of theta, in code that stands on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from playground.core.datasets import Table
from playground.core.experiment import Experiment
from playground.core.losses.columns import typed_columns
from playground.core.losses.grammar import parse
from playground.core.losses.tree import Formula
from playground.core.losses.with_data import scaled_input, with_ones
from playground.core.programs.formula_text import constant, expression, identifiers
from playground.core.programs.mistake_lines import normalised_lines, scaled_line
from playground.core.programs.names import column_names
from playground.core.programs.own_source import own_source

MOST_NUMBERS = 20_000  # of data that a program holds; a file of 400 kB
_ERRORS = {
    "mse": "(prediction - {y}).square()",
    "mae": "(prediction - {y}).abs()",
    "logistic": "(torch.nn.functional.softplus(prediction) - {y} * prediction)",
}


@dataclass(frozen=True)
class LossText:
    """The lines that make the data, those that define `loss_of`, and how it is called.

    `batched` is the call for a minibatch, whose rows are chosen by `rows`; `normalised` is how
    many of the last lines of the data make the inputs what the model reads.
    """

    data: list[str]
    function: list[str]
    call: str
    batched: str = ""
    normalised: int = 0


def loss_text(experiment: Experiment) -> LossText:
    """Return the loss as code. Raises ValueError for more data than a program should hold."""
    entry = experiment.loss_entry
    if entry.table is not None:
        return _with_data(experiment, entry.table)
    if entry.typed:
        formula = parse(entry.typed)
        names = identifiers(formula.parameters)
        body = _formula(formula, names, experiment.dtype)
        function = ["def loss_of(theta):", *body]
    else:
        assert entry.function is not None
        function = own_source(entry.function, "loss_of", ["theta"], experiment.loss_settings)
    share = f" / {len(experiment.theta)}" if experiment.reduction == "mean" else ""
    return LossText([], function, f"loss_of(theta){share}")


def _with_data(experiment: Experiment, table: Table) -> LossText:
    entry = experiment.loss_entry
    assert entry.model is not None
    formula = parse(entry.typed, typed_columns(table)) if entry.typed else None
    columns = column_names(experiment)
    wanted = list(columns)
    if len(wanted) * table.rows > MOST_NUMBERS:
        count = f"{len(wanted) * table.rows:,}"
        raise ValueError(
            f"a program holds at most {MOST_NUMBERS:,} numbers of data; {table.name} has {count}"
        )
    names = columns | identifiers(formula.parameters if formula else (), columns.values())
    data = [f"{names[name]} = {_tensor(table.column(name), experiment)}" for name in wanted]
    target = names[entry.target]
    if formula is None:
        prepared, inputs = _prepared(experiment, [n for n in wanted if n != entry.target])
        model = own_source(entry.model, "model", ["theta", *inputs], {})
    else:
        inputs = [names[name] for name in formula.columns]
        prepared = normalised_lines(experiment, inputs)
        model = [f"def model({', '.join(['theta', *inputs])}):"]
        model += _formula(formula, names, experiment.dtype)
    alone = formula is not None and (not inputs or constant(formula.root, names) is not None)
    scored = _scored(experiment, [*data, *prepared], model, inputs, target, alone)
    return replace(scored, normalised=len(prepared))


def _formula(formula: Formula, names: dict[str, str], dtype: str) -> list[str]:
    """Return the lines of a function body."""
    value = expression(formula.root, names, "theta", dtype)
    if constant(formula.root, names) is not None:  # such as where(1 > 0, 2, x)
        return [f"    return 0 * theta.sum() + {value}"]
    left = ", ".join(names[name] for name in formula.parameters)
    left = f"({left},)" if len(formula.parameters) == 1 else left
    return [f"    {left} = theta", f"    return {value}"]


def _scored(
    experiment: Experiment, data: list[str], model: list[str], inputs: list[str], target: str,
    alone: bool,
) -> LossText:  # fmt: skip
    """Put together the model, its score, and how they are called.

    A model that stands `alone`, without columns, says the same for every row.
    """
    error = _ERRORS[experiment.loss_entry.criterion].format(y=target)
    reduced = "sum" if experiment.reduction == "sum" else "mean"
    given = [*inputs, target]
    each = f".expand({target}.shape)" if alone else ""
    summed = "summed" in experiment.mistakes
    score = [
        f"def loss_of({', '.join(['theta', *given])}):",
        f"    prediction = model({', '.join(['theta', *inputs])}){each}",
        *["    # Mistake: summed over the rows, so it grows with their number"] * summed,
        f"    return {error}.{reduced}()",
    ]
    call = f"loss_of({', '.join(['theta', *given])})"
    batched = f"loss_of({', '.join(['theta', *(f'{name}[rows]' for name in given)])})"
    return LossText(data, [*model, "", "", *score], call, batched)


def _prepared(experiment: Experiment, columns: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines that make what a built-in model reads, and the names of it."""
    prepare: Callable[..., object] | None = experiment.loss_entry.prepare
    if prepare is None:
        return [], columns
    if prepare is scaled_input:
        return [scaled_line(experiment.loss_settings.input_scale)], ["t_u"]
    if prepare is with_ones:
        parts = ", ".join([*columns, f"torch.ones_like({columns[0]})"])
        return [f"features = torch.stack([{parts}], dim=-1)"], ["features"]
    raise ValueError(f"no program is known for what the loss {experiment.loss} reads")


def _tensor(values: NDArray[np.float64], experiment: Experiment) -> str:
    kind = "" if experiment.dtype == "float32" else f", dtype=torch.{experiment.dtype}"
    return f"torch.tensor({values.tolist()!r}{kind})"
