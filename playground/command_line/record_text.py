"""A recorded run as text: JSON or CSV for programs, a table for people."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from playground.core.experiment import Experiment
from playground.core.experiment_file import to_json
from playground.core.optimizers.rule_words import rule_words
from playground.core.optimizers.statements import read_rule
from playground.core.optimizers.typed import is_typed
from playground.core.trajectory import Array, Trajectory

_PORTION = 1000  # rows turned into text at a time
_SHOWN_ROWS = 20  # at either end of a table that is too long to be read
_SHOWN_PARAMETERS = 4


def json_text(experiment: Experiment, trajectory: Trajectory) -> Iterator[str]:
    """Yield the run as one JSON object; a number that is not finite is null."""
    yield f'{{\n"experiment": {to_json(experiment).rstrip()},\n"step": '
    yield from _json_rows(np.arange(trajectory.length))
    for name in ("theta", "loss", "gradient", "learning_rate"):
        yield f',\n"{name}": '
        yield from _json_rows(getattr(trajectory, name))
    outcome = trajectory.outcome
    assert outcome is not None
    words = {"kind": outcome.kind, "step": outcome.step, "message": outcome.message}
    yield f',\n"outcome": {json.dumps(words, ensure_ascii=False)}\n}}\n'


def csv_text(experiment: Experiment, trajectory: Trajectory) -> Iterator[str]:
    """Yield a header and every row; the last row has no learning rate, as no update follows."""
    yield _csv_line(
        "step",
        *experiment.parameters,
        "loss",
        *(f"gradient_{name}" for name in experiment.parameters),
        "learning_rate",
    )
    rates = [*trajectory.learning_rate.tolist(), ""]
    for start in range(0, trajectory.length, _PORTION):
        rows = slice(start, start + _PORTION)
        columns = (trajectory.theta[rows], trajectory.loss[rows], trajectory.gradient[rows])
        numbers = zip(*(column.tolist() for column in columns), rates[rows], strict=False)
        yield "".join(
            _csv_line(step, *theta, loss, *gradient, rate)
            for step, (theta, loss, gradient, rate) in enumerate(numbers, start)
        )


def table_text(experiment: Experiment, trajectory: Trajectory) -> Iterator[str]:
    """Yield aligned columns, the middle of a long run left out, and the outcome in words."""
    names, numbers = _columns(experiment, trajectory)
    length = trajectory.length
    shown: Sequence[int] = range(length)
    if length > 2 * _SHOWN_ROWS + 1:
        shown = [*range(_SHOWN_ROWS), *range(length - _SHOWN_ROWS, length)]
    cells = [names, *([str(step), *(number(step) for number in numbers)] for step in shown)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for place, row in enumerate(cells):
        if place == _SHOWN_ROWS + 1 and len(shown) < length:
            hidden = length - len(shown)
            yield f"… {hidden} steps are left out here; --format csv or json gives all of them\n"
        line = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield f"{line.rstrip()}\n"
    assert trajectory.outcome is not None
    yield "\n"
    if is_typed(experiment.optimizer):
        yield from (f"{words}\n" for words in rule_words(read_rule(experiment.optimizer)))
    yield f"{trajectory.outcome.message}\n"


FORMATS: dict[str, Callable[[Experiment, Trajectory], Iterator[str]]] = {
    "table": table_text,
    "csv": csv_text,
    "json": json_text,
}

_Column = Callable[[int], str]  # from a step to its cell


def _columns(experiment: Experiment, trajectory: Trajectory) -> tuple[list[str], list[_Column]]:
    """Return the table's header and, for each column after the step, what gives its cells."""
    parameters = experiment.parameters
    count = len(parameters)
    shown = list(range(count if count <= _SHOWN_PARAMETERS else _SHOWN_PARAMETERS - 1))
    names = ["step", *(parameters[place] for place in shown)]
    columns = [_cells(trajectory.theta[:, place]) for place in shown]
    if len(shown) < count:
        names.append(f"… {count - len(shown)} more")
        columns.append(lambda _: "…")
    names.append("loss")
    columns.append(_cells(trajectory.loss))
    if count == 1:
        names.append("gradient")
        columns.append(_cells(trajectory.gradient[:, 0]))
    elif len(shown) == count:
        names += [f"∂{name}" for name in parameters]
        columns += [_cells(trajectory.gradient[:, place]) for place in shown]
    else:
        names.append("|gradient|")
        columns.append(lambda step: _cell(_norm(trajectory.gradient[step])))
    return [*names, "learning rate"], [*columns, _cells(trajectory.learning_rate)]


def _cells(values: Array) -> _Column:
    return lambda step: _cell(float(values[step])) if step < len(values) else ""


def _cell(number: float) -> str:
    return f"{number:.6g}"


def _norm(values: Array) -> float:
    return math.hypot(*values.tolist())


def _json_rows(values: Array) -> Iterator[str]:
    yield "["
    for start in range(0, len(values), _PORTION):
        part = values[start : start + _PORTION]
        numbers = part.tolist() if np.isfinite(part).all() else _nulled(part.tolist())
        yield ("," if start else "") + json.dumps(numbers, allow_nan=False)[1:-1]
    yield "]"


def _nulled(value: object) -> object:
    if isinstance(value, list):
        return [_nulled(part) for part in value]
    return value if isinstance(value, float) and math.isfinite(value) else None


def _csv_line(*cells: object) -> str:
    return ",".join(_csv_cell(cell) for cell in cells) + "\n"


def _csv_cell(cell: object) -> str:
    text = str(cell)
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n') else text
