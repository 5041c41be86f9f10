"""The learning rates that take over in the middle of a run, and what that means for a sweep."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from playground.core import words

if TYPE_CHECKING:
    from playground.core.experiment import Experiment  # which imports torch

_DIGITS = 6


class Later(NamedTuple):
    """From this step on, this learning rate is used."""

    step: int
    rate: float


def later_rates(experiment: Experiment) -> tuple[Later, ...]:
    """Return the rates that take over from the first one before the run ends, soonest first."""
    return tuple(
        Later(edit.step, edit.learning_rate)
        for edit in experiment.edits
        if edit.learning_rate is not None and edit.step < experiment.steps
    )


def later_text(experiment: Experiment) -> str:
    """Return "0.4 from step 2 on"; of several the first, and how many more; empty for none."""
    later = later_rates(experiment)
    if not later:
        return ""
    more = f" and {len(later) - 1} more" if len(later) > 1 else ""
    return f"{words.number(later[0].rate, _DIGITS)} from step {later[0].step:,} on{more}"


def swept_text(experiment: Experiment) -> str:
    """Return for how long the runs of a sweep use the rate that is swept; empty if to the end."""
    later = later_rates(experiment)
    if not later:
        return ""
    first = later[0].step
    held = "none with the swept rate"
    if first:
        held = f"with the swept rate for the first {'' if first == 1 else f'{first:,} '}"
        held += "step only" if first == 1 else "steps only"
    return f"{held} ({later_text(experiment)})"
