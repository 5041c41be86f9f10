"""What the window asks to have worked out beside the run; plain values, no torch.

An ask is checked where it is worked out: a wrong one fails in one line, which the panel shows.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.core.entrants import Entrant

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.trajectory import Trajectory


@dataclass(frozen=True)
class SweepAsk:
    """What becomes of the experiment with each of these learning rates.

    One that was stopped is asked for anew by another attempt.
    """

    rates: tuple[float, ...]
    tolerance: float = 1e-3
    attempt: int = 0


@dataclass(frozen=True)
class AttractorsAsk:
    """The last iterates of one parameter for `count` learning rates from low to high, evenly.

    One that was stopped is asked for anew by another attempt.
    """

    low: float
    high: float
    count: int
    parameter: int = 0
    attempt: int = 0


@dataclass(frozen=True)
class RangeAsk:
    """A learning-rate range test; one that was stopped is asked for anew by another attempt."""

    low: float
    high: float
    count: int = 100
    smoothing: float = 0.0
    diverge: float = 5.0
    attempt: int = 0


@dataclass(frozen=True)
class AxisAsk:
    """An axis of a map: a parameter, "learning_rate" or a setting, from low to high.

    By even factors if `log`; None: as is usual for what it varies.
    """

    name: str
    low: float
    high: float
    log: bool | None = None


@dataclass(frozen=True)
class MapAsk:
    """A map of size × size descents; one that was stopped is asked for anew by another attempt."""

    x: AxisAsk
    y: AxisAsk
    size: int = 256
    attempt: int = 0


@dataclass(frozen=True)
class SharpnessAsk:
    """The curvature along the run on screen."""

    most: int = 400


@dataclass(frozen=True)
class PinnedSharpnessAsk:
    """The curvature along a run that has ended, whichever is on screen."""

    experiment: Experiment
    trajectory: Trajectory
    most: int = 400


@dataclass(frozen=True)
class CurvatureAsk:
    """What the theory says of the learning rate, for the curvature where `where` says.

    That is at the "minimum" that the run reached, at its "row", or the largest along its "path"
    (of a run that is lost, before it left).
    A minimum without an answer is stood in for by the path or the row.
    """

    where: str
    row: int = 0


@dataclass(frozen=True)
class MinimumAsk:
    """What the theory says for the minimum that the run reached, whatever the slider shows."""


@dataclass(frozen=True)
class ParabolaAsk:
    """The parabola that touches the loss at a row of the run."""

    row: int


@dataclass(frozen=True)
class RescaleAsk:
    """The landscapes for the raw input and for the normalised one.

    That is the input times `scale` of a loss with an `input_scale`.
    """

    scale: float = 0.1
    size: int = 129


@dataclass(frozen=True)
class CompareAsk:
    """Each of these optimizers at its own best learning rate, from several starts.

    One that was stopped is asked for anew by another attempt.
    """

    entrants: tuple[Entrant, ...]
    starts: int = 5
    attempt: int = 0


@dataclass(frozen=True)
class FitAsk:
    """The model at theta, (n,), beside its data; the minibatch is that of the step."""

    step: int
    theta: tuple[float, ...]


@dataclass(frozen=True)
class GraphAsk:
    """The graph of operations: of the run's loss at theta, (n,), in the minibatch of the step.

    With a `preset`, of that one (a name in GRAPH_PRESETS); with a `function`, of one typed such
    as sin(x), at `count` points from low to high. `remedy` is what is done about a result of
    many numbers: "none" (torch refuses), "sum" or "ones"; "" is the preset's own, else "none".
    """

    theta: tuple[float, ...] = ()
    step: int = 0
    preset: str = ""
    function: str = ""
    low: float = -math.pi
    high: float = math.pi
    count: int = 100
    remedy: str = ""

    def __post_init__(self) -> None:
        # two asks at the same diverged theta are equal only if they hold the same nan
        same = tuple(math.nan if math.isnan(value) else value for value in self.theta)
        object.__setattr__(self, "theta", same)


@dataclass(frozen=True)
class CheckAsk:
    """The gradient at theta, (n,), by autograd, by central differences of width h, and as typed.

    It is that of the minibatch of the step, where the run has such.
    """

    theta: tuple[float, ...]
    h: float = 1e-3
    typed: str = ""
    step: int = 0


@dataclass(frozen=True)
class PrecisionAsk:
    """The run in every number format; one that was stopped is asked for by another attempt."""

    attempt: int = 0


@dataclass(frozen=True)
class CodeAsk:
    """The program of the run, in the dialect "loop" or "optim", and the command that makes it."""

    dialect: str


Ask = (
    SweepAsk
    | AttractorsAsk
    | RangeAsk
    | MapAsk
    | SharpnessAsk
    | PinnedSharpnessAsk
    | CurvatureAsk
    | MinimumAsk
    | ParabolaAsk
    | RescaleAsk
    | CompareAsk
    | FitAsk
    | GraphAsk
    | CheckAsk
    | PrecisionAsk
    | CodeAsk
)
