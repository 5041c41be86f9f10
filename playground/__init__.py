"""See what a learning rate does: gradient descent with autograd, as a library.

The names below are loaded on first use, so that the window can be on screen before torch is.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.core.basin_map import basin_map as basin_map
    from playground.core.curvature import curvature as curvature
    from playground.core.descent import (
        gradient_descent_torch_autograd as gradient_descent_torch_autograd,
    )
    from playground.core.descent import run as run
    from playground.core.experiment import Edit as Edit
    from playground.core.experiment import Experiment as Experiment
    from playground.core.map_request import MapAxis as MapAxis
    from playground.core.map_request import MapRequest as MapRequest
    from playground.core.range_request import RangeRequest as RangeRequest
    from playground.core.range_test import range_test as range_test
    from playground.core.sweep import sweep as sweep

_HOMES = {
    "Edit": "playground.core.experiment",
    "Experiment": "playground.core.experiment",
    "MapAxis": "playground.core.map_request",
    "MapRequest": "playground.core.map_request",
    "RangeRequest": "playground.core.range_request",
    "basin_map": "playground.core.basin_map",
    "curvature": "playground.core.curvature",
    "gradient_descent_torch_autograd": "playground.core.descent",
    "range_test": "playground.core.range_test",
    "run": "playground.core.descent",
    "sweep": "playground.core.sweep",
}
__all__ = [
    "Edit",
    "Experiment",
    "MapAxis",
    "MapRequest",
    "RangeRequest",
    "basin_map",
    "curvature",
    "gradient_descent_torch_autograd",
    "range_test",
    "run",
    "sweep",
]


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'playground' has no attribute {name!r}")
