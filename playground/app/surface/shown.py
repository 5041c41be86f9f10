"""Which slice the surface shows: the one that the landscape shows, or else one of its own."""

from __future__ import annotations

from playground.app.marks.extent import home_extent, snapped
from playground.app.marks.slice import Slice, parameters_slice
from playground.app.view import View
from playground.core.pictures import PictureRequest

_SIZE = 257  # points along each side, as many as the landscape's


def own_request(view: View) -> PictureRequest:
    """Return the request for the first two parameters of a run, the others held at its start."""
    held = [float(value) for value in view.theta[0]] if len(view.parameters) > 2 else [0.0, 0.0]
    shown = parameters_slice(held, (0, 1), view.parameters)
    extents = [snapped(extent) for extent in home_extent(view.entry.extent, (0, 1))]
    return shown.request(extents, _SIZE)


def slice_of(request: PictureRequest, names: tuple[str, ...]) -> Slice:
    """Return the slice that a request is of; `names` are those of all parameters."""
    axes = [_only(direction) for direction in request.directions]
    if None not in axes:
        chosen = tuple(axis for axis in axes if axis is not None)
        titles = tuple(names[axis] for axis in chosen)
        return Slice(request.origin, request.directions, titles, chosen)
    titles = ("first principal direction", "second principal direction")
    return Slice(request.origin, request.directions, titles)


def fits(request: PictureRequest | None, view: View) -> bool:
    """Whether a request is of two of the run's parameters."""
    return (
        request is not None
        and len(request.directions) == 2
        and len(request.origin) == len(view.parameters)
    )


def _only(direction: tuple[float, ...]) -> int | None:
    """Return the one parameter that a direction is along, None if it is a mixture."""
    moved = [number for number, part in enumerate(direction) if part]
    return moved[0] if len(moved) == 1 and direction[moved[0]] == 1.0 else None
