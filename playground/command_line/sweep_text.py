"""A sweep as text: JSON or CSV for programs, a table for people."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence

from playground.core import words
from playground.core.curvature import curvature
from playground.core.experiment_file import to_json
from playground.core.later_rates import swept_text
from playground.core.mistakes import without_limit
from playground.core.sweep_words import apart_text, best_text, limits_text
from playground.core.swept import Sweep
from playground.core.valley import valley

_SHOWN_PARAMETERS = 4


def json_text(sweep: Sweep) -> Iterator[str]:
    """Yield the sweep as one JSON object; a number that is not finite is null."""
    yield f'{{\n"experiment": {to_json(sweep.experiment).rstrip()}'
    columns: dict[str, list[object]] = {
        "learning_rate": sweep.learning_rate.tolist(),
        "final_loss": [_or_null(loss) for loss in sweep.final_loss.tolist()],
        "final_theta": [[_or_null(part) for part in row] for row in sweep.final_theta.tolist()],
        "outcome": list(sweep.outcome),
        "steps_to_tolerance": [_or_null(steps) for steps in _steps(sweep)],
    }
    for name, values in columns.items():
        yield f',\n"{name}": {json.dumps(values, allow_nan=False)}'
    yield "\n}\n"


def csv_text(sweep: Sweep) -> Iterator[str]:
    """Yield a header and a line for each learning rate."""
    names = sweep.experiment.parameters
    yield _csv_line(["learning_rate", "final_loss", *names, "outcome", "steps_to_tolerance"])
    for rate, loss, theta, outcome, steps in _rows(sweep):
        yield _csv_line([rate, loss, *theta, outcome, "" if math.isnan(steps) else steps])


def table_text(sweep: Sweep) -> Iterator[str]:
    """Yield aligned columns (of many parameters, the first few) and what follows from them."""
    names = sweep.experiment.parameters
    shown = len(names) if len(names) <= _SHOWN_PARAMETERS else _SHOWN_PARAMETERS - 1
    more = ["…"] if shown < len(names) else []
    hidden = [f"… {len(names) - shown} more"] if more else []
    within = f"steps to loss within {100 * sweep.tolerance:g} %"
    head = ["learning rate", "final loss", *names[:shown], *hidden, within, "outcome"]
    cells = [head]
    for rate, loss, theta, outcome, steps in _rows(sweep):
        finals = [f"{value:.6g}" for value in theta[:shown]]
        reached = "never" if math.isnan(steps) else f"{steps:g}"
        cells.append([f"{rate:.6g}", f"{loss:.6g}", *finals, *more, reached, outcome])
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield f"{line}\n"
    yield "\n"
    for sentence in filter(None, _conclusion(sweep)):
        yield f"{sentence}.\n"


def _conclusion(sweep: Sweep) -> Iterator[str]:
    """What the window says of a sweep, without full stops."""
    experiment = sweep.experiment
    if held := swept_text(experiment):
        yield f"{words.count(len(sweep.outcome), 'run')}, {held}"
    if never := without_limit(experiment.mistakes):
        yield never.rstrip(".")
        return
    yield _theory(sweep)
    yield best_text(sweep)
    yield apart_text(sweep)


def _theory(sweep: Sweep) -> str:
    """The limits at the minimum that the best run reached; empty where there is none."""
    near = () if sweep.best is None else tuple(sweep.final_theta[sweep.best].tolist())
    found = valley(sweep.experiment, near)
    if found is None:
        return ""
    return limits_text(curvature(sweep.experiment, found.theta).stability)


FORMATS: dict[str, Callable[[Sweep], Iterator[str]]] = {
    "table": table_text,
    "csv": csv_text,
    "json": json_text,
}

_Row = tuple[float, float, list[float], str, float]


def _rows(sweep: Sweep) -> Iterator[_Row]:
    return zip(
        sweep.learning_rate.tolist(),
        sweep.final_loss.tolist(),
        sweep.final_theta.tolist(),
        sweep.outcome,
        _steps(sweep),
        strict=True,
    )


def _steps(sweep: Sweep) -> list[float]:
    """The steps to the tolerance as whole numbers; nan for never."""
    numbers = sweep.steps_to_tolerance.tolist()
    return [value if math.isnan(value) else int(value) for value in numbers]


def _or_null(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _csv_line(cells: Sequence[object]) -> str:
    return ",".join(_csv_cell(str(cell)) for cell in cells) + "\n"


def _csv_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n') else text
