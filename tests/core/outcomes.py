"""How the run of an experiment ends, by the fields in which it is not the default one."""

from __future__ import annotations

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.outcome import Outcome
from playground.core.trajectory import Trajectory


def ended(trajectory: Trajectory) -> Outcome:
    assert trajectory.outcome is not None
    return trajectory.outcome


def outcome(**changes: object) -> Outcome:
    return ended(run(Experiment(**changes)))  # type: ignore[arg-type]  # any of its fields


def on_square(learning_rate: float, steps: int, **changes: object) -> Outcome:
    return outcome(loss="square", theta=(1.0,), learning_rate=learning_rate, steps=steps, **changes)
