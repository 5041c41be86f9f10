"""What a panel sees of a run: read-only arrays and the playhead, at one moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

    from playground.core.experiment import Experiment
    from playground.core.losses import LossEntry
    from playground.core.outcome import Outcome
    from playground.engine.run import Run

# Any: of any floating dtype, the experiment's own. In quotes, since the window is on screen before
# numpy is there.
Array: TypeAlias = "NDArray[Any]"


@dataclass(frozen=True)
class View:
    """A run as it is now. Rows below `length` never change within one `run`."""

    run: int  # counts restarts: another number is another run
    experiment: Experiment
    entry: LossEntry
    parameters: tuple[str, ...]
    minima: tuple[tuple[float, ...], ...]
    theta: Array  # (length, n)
    loss: Array  # (length,)
    gradient: Array  # (length, n)
    learning_rate: Array  # (length - 1,)
    memory: dict[str, Array]  # the optimizer's, (length, n) each
    playhead: int  # the row that is "now"
    finished: bool
    outcome: Outcome | None
    seconds: float = 0.0  # since the run was asked for
    name: str = ""  # what tells it from the pinned runs
    pinned: tuple[Pinned, ...] = ()  # the visible ones, in their order
    lacks: frozenset[str] = frozenset()  # of "loss" and "gradient", what was never computed
    concealed: bool = False  # there is more of the run, to be predicted before it is seen

    @property
    def length(self) -> int:
        """How many rows there are; at least one."""
        return len(self.loss)

    @property
    def steps(self) -> int:
        """How many updates the run is to make."""
        return self.experiment.steps

    @property
    def fitted(self) -> object:
        """What is descended, whatever its settings: losses of the same can be compared."""
        return fitted(self.experiment)

    @property
    def loss_key(self) -> object:
        """What a landscape is of: the loss with its data and settings, and the parameters."""
        one = self.experiment
        settings = tuple(one.loss_settings.items())
        return (
            one.loss,
            one.dataset,
            one.model,
            one.target,
            one.normalised,
            settings,
            one.reduction,
            self.parameters,
        )


@dataclass(frozen=True)
class Pinned:
    """A finished run that was pinned, beside the run on screen and at the same playhead."""

    key: int
    name: str
    slot: int  # the place of its colour and dash, 0 to 7
    view: View  # its playhead stays on its last row when "now" is beyond
    same_loss: bool  # whether it is at home on the landscape of the run on screen
    same_parameters: bool  # whether its parameters have the same names


def fitted(experiment: Experiment) -> object:
    """Return what is descended, whatever its settings: losses of the same can be compared."""
    return experiment.loss, experiment.dataset, experiment.model, experiment.target


def withheld(view: View) -> View:
    """Return the start of the run, and nothing that tells how it goes on."""
    return replace(
        view,
        theta=view.theta[:1],
        loss=view.loss[:1],
        gradient=view.gradient[:1],
        learning_rate=view.learning_rate[:0],
        memory={name: kept[:1] for name, kept in view.memory.items()},
        playhead=0,
        finished=False,
        outcome=None,
        concealed=True,
    )


def look(run: Run, number: int, row: int, finished: bool, seconds: float = 0.0) -> View:
    """Return the run as it is now; rows that come later are not in the view."""
    trajectory = run.trajectory
    assert trajectory is not None
    loss = trajectory.loss
    length = len(loss)
    return View(
        run=number,
        experiment=run.experiment,
        entry=run.entry,
        parameters=run.experiment.parameters,
        minima=run.minima,
        theta=trajectory.theta[:length],
        loss=loss,
        gradient=trajectory.gradient[:length],
        learning_rate=trajectory.learning_rate[: length - 1],
        memory={name: kept[:length] for name, kept in trajectory.memory.items()},
        playhead=row,
        finished=finished,
        seconds=seconds,
        outcome=trajectory.outcome if finished else None,
        lacks=trajectory.lacks,
    )
