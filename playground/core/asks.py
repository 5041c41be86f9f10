"""What the window asks to have worked out beside the run; plain values, no torch.

An ask is checked where it is worked out: a wrong one fails in one line, which the panel shows.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SweepAsk:
    """`count` learning rates from low to high by even factors; `keep` their trajectories."""

    low: float
    high: float
    count: int
    keep: bool = False
    tolerance: float = 1e-3


@dataclass(frozen=True)
class StopsAsk:
    """The whole runs of these learning rates, for a slider that is dragged."""

    rates: tuple[float, ...]


@dataclass(frozen=True)
class AttractorsAsk:
    """The last iterates of one parameter for `count` learning rates from low to high, evenly."""

    low: float
    high: float
    count: int
    parameter: int = 0


@dataclass(frozen=True)
class RangeAsk:
    """A learning-rate range test."""

    low: float
    high: float
    count: int = 100
    smoothing: float = 0.0
    diverge: float = 5.0


@dataclass(frozen=True)
class AxisAsk:
    """An axis of a map: a parameter, "learning_rate" or a setting, from low to high."""

    name: str
    low: float
    high: float


@dataclass(frozen=True)
class MapAsk:
    """A map of size × size descents."""

    x: AxisAsk
    y: AxisAsk
    size: int = 256


@dataclass(frozen=True)
class SharpnessAsk:
    """The curvature along the run on screen."""

    most: int = 400


@dataclass(frozen=True)
class CurvatureAsk:
    """The curvature where `where` says: "minimum" that the run reached, or its "row"."""

    where: str
    row: int = 0


@dataclass(frozen=True)
class CompareAsk:
    """Each of these optimizers at its own best learning rate, from several starts."""

    optimizers: tuple[str, ...]
    starts: int = 5


Ask = (
    SweepAsk
    | StopsAsk
    | AttractorsAsk
    | RangeAsk
    | MapAsk
    | SharpnessAsk
    | CurvatureAsk
    | CompareAsk
)
