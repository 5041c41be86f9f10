"""The curvature at a theta as text: JSON for programs, a table for people."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator

from playground.core import words
from playground.core.curvature import Curvature
from playground.core.experiment import Experiment

_DIGITS = 6
_SHOWN = 8  # parameters of which a table has every number


def json_text(experiment: Experiment, curvature: Curvature) -> Iterator[str]:
    """Yield one JSON object; what there is none of, and what is no finite number, is null."""
    hessian = curvature.hessian
    found = {
        "theta": curvature.theta.tolist(),
        "loss": curvature.loss.tolist(),
        "gradient": curvature.gradient.tolist(),
        "hessian": None if hessian is None else hessian.tolist(),
        "eigenvalues": curvature.eigenvalues.tolist(),
        "condition_number": curvature.condition_number,
        "largest_stable_learning_rate": curvature.largest_stable_learning_rate,
        "best_learning_rate": curvature.best_learning_rate,
        "note": _note(curvature),
    }
    yield json.dumps(_nulled(found), allow_nan=False, indent=2, ensure_ascii=False) + "\n"


def table_text(experiment: Experiment, curvature: Curvature) -> Iterator[str]:
    """Yield the numbers a line each, those along every eigenvector, and a note in words."""
    names = experiment.parameters
    if len(names) <= _SHOWN:
        yield _line("", *names)
        yield _line("theta", *map(_cell, curvature.theta))
        yield _line("gradient", *map(_cell, curvature.gradient))
        if curvature.hessian is not None:
            for name, row in zip(names, curvature.hessian, strict=True):
                yield _line(f"hessian {name}", *map(_cell, row))
        yield "\n"
    yield from _modes(experiment, curvature)
    yield "\n"
    yield _line("loss", _cell(float(curvature.loss)))
    yield _line("condition number", _cell(curvature.condition_number))
    largest = curvature.largest_stable_learning_rate
    # Rounded up, it would explode when it is typed.
    shown = None if largest is None else words.below(largest, _DIGITS)
    yield _line("largest stable learning rate", _cell(shown))
    yield _line("best learning rate", _cell(curvature.best_learning_rate))
    note = _note(curvature)
    if note:
        yield f"\n{note}\n"


FORMATS: dict[str, Callable[[Experiment, Curvature], Iterator[str]]] = {
    "table": table_text,
    "json": json_text,
}


def _modes(experiment: Experiment, curvature: Curvature) -> Iterator[str]:
    """The eigenvalues with what each step multiplies the error by along their eigenvectors."""
    values, rate = curvature.eigenvalues, experiment.learning_rate
    shown = values if len(values) <= _SHOWN else values[[0, -1]]
    yield _line("eigenvalues" if shown is values else "smallest and largest", *map(_cell, shown))
    iteration = curvature.stability.iteration
    if iteration is not None and curvature.positive_definite:
        factors = (iteration.multiplier(rate, float(value)) for value in shown)
        yield _line(f"factor of a step at {rate:g}", *map(_cell, factors))


def _note(curvature: Curvature) -> str:
    """Why something is missing, or what else is to be known; empty for nothing."""
    notes = dict.fromkeys((curvature.reason, curvature.stability.note))
    return " ".join(note for note in notes if note)


def _line(name: str, *cells: str) -> str:
    return (f"{name:28}" + "".join(f"  {cell:>12}" for cell in cells)).rstrip() + "\n"


def _cell(number: float | None) -> str:
    return "none" if number is None or math.isnan(number) else f"{number + 0.0:.{_DIGITS}g}"


def _nulled(value: object) -> object:
    if isinstance(value, dict):
        return {name: _nulled(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_nulled(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
