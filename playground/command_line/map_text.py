"""What is on a map of descents: a summary as JSON or a table, and its arrays as a file."""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Iterator

import numpy as np
import torch

from playground.app.map_colours import minimum_colour
from playground.app.palette import LIGHT
from playground.core.basin_record import loss_in_float64
from playground.core.experiment import Experiment
from playground.core.experiment_file import to_json
from playground.core.maps import MAP_OUTCOMES, BasinMap
from playground.core.words import place


def json_text(experiment: Experiment, made: BasinMap) -> Iterator[str]:
    """Yield counts by minimum and by outcome, and the axes, as one JSON object."""
    places = made.request.places(experiment)
    axes = {
        axis: {"name": where.name, "low": float(values[0]), "high": float(values[-1])}
        for axis, where, values in zip("xy", places, (made.x, made.y), strict=True)
    }
    minima = [
        {
            "theta": list(theta),
            "loss": loss,
            "known": number < made.known,
            "colour": minimum_colour(number, LIGHT),
            "count": int((made.minimum == number).sum()),
        }
        for number, (theta, loss) in enumerate(
            zip(made.minima, _losses(experiment, made), strict=True)
        )
    ]
    parts = {"size": made.request.size, **axes, "minima": minima, "outcome": _counts(made)}
    yield f'{{\n"experiment": {to_json(experiment).rstrip()},\n'
    yield json.dumps(parts, ensure_ascii=False, allow_nan=False)[1:] + "\n"


def table_text(experiment: Experiment, made: BasinMap) -> Iterator[str]:
    """Yield the share of the pixels that reach each minimum, and of each outcome."""
    whole = made.minimum.size
    for number, theta in enumerate(made.minima):
        reached = int((made.minimum == number).sum())
        where = place(experiment.parameters, theta) or f"minimum {number + 1}"
        yield f"{reached:8,}  {reached / whole:6.1%}  {minimum_colour(number, LIGHT)}  {where}\n"
    for name, count in _counts(made).items():
        yield f"{count:8,}  {count / whole:6.1%}  {name}\n"


FORMATS: dict[str, Callable[[Experiment, BasinMap], Iterator[str]]] = {
    "table": table_text,
    "json": json_text,
}


def npz(experiment: Experiment, made: BasinMap) -> bytes:
    """Return the arrays of the map as NumPy's file: numpy.load gives them by name."""
    file = io.BytesIO()
    np.savez_compressed(
        file,
        x=made.x,
        y=made.y,
        minimum=made.minimum,
        steps=made.steps,
        loss=made.loss,
        outcome=made.outcome,
        minima=np.array(made.minima).reshape(len(made.minima), -1),
        outcomes=np.array(MAP_OUTCOMES),
        axes=np.array([where.name for where in made.request.places(experiment)]),
        experiment=np.array(to_json(experiment)),
    )
    return file.getvalue()


def _counts(made: BasinMap) -> dict[str, int]:
    counts = np.bincount(made.outcome.reshape(-1), minlength=len(MAP_OUTCOMES)).tolist()
    return dict(zip(MAP_OUTCOMES, counts, strict=True))


def _losses(experiment: Experiment, made: BasinMap) -> list[float | None]:
    if not made.minima:
        return []
    with torch.no_grad():
        losses = loss_in_float64(experiment)(torch.tensor(made.minima, dtype=torch.float64))
    return [value if math.isfinite(value) else None for value in losses.tolist()]
