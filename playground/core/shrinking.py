"""Swings that no one factor fits, but that shrink from part to part of a run."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from playground.core import phrases
from playground.core.advice import calming
from playground.core.cause import has_one_limit
from playground.core.evidence import circled
from playground.core.mistakes import cure
from playground.core.outcome import Outcome
from playground.core.pieces import Pieces

if TYPE_CHECKING:
    from playground.core.end import End

_FEWEST = 12  # rows that show how far a swing goes: in fewer, chaos may seem to shrink
_PARTS = 3  # as long as the trail each, at the end of the run
_CLEARLY = 0.9  # chaos goes as far in each part, give or take less


def shrink(end: End, place: int) -> bool:
    """Whether what that parameter does went less far in each trail than in the one before.

    How far is measured from the middle of the last, and no other parameter may go farther than
    at first. Where the learning rate changes that says nothing of what comes.
    """
    rows = phrases.trail(end)
    part, first = end.stretch, end.updates + 1 - _PARTS * rows
    if rows < _FEWEST or not part.steady or part.first > first:
        return False
    parts = end.trajectory.theta[first:].astype(np.float64).reshape(_PARTS, rows, -1)
    middle = (parts[-1].max(axis=0) + parts[-1].min(axis=0)) / 2
    far = np.abs(parts - middle).max(axis=1)
    clearly = far[1:, place] <= _CLEARLY * far[:-1, place]
    return bool(clearly.all() and (far[-1] <= far[0]).all())


def shrinking(end: End, place: int) -> Pieces[Outcome]:
    """Theta swings, and the swings of that parameter shrink."""
    last, rows = end.updates, phrases.trail(end)
    between = phrases.between(end.trajectory.theta[-rows:, place])
    advice = calming(end.experiment, last, "Try more steps.")
    if (yield from _momentum_keeps_them(end, rows)):
        advice = "Try more steps; less momentum lets the swings die sooner."
    message = (
        f"Oscillates: {end.experiment.parameters[place]} swings {between} from step "
        f"{last - rows + 1:,} to step {last:,}; the swings shrink. {advice}"
    )
    return Outcome("oscillating", last, message, reason="swing")


def _momentum_keeps_them(end: End, rows: int) -> Pieces[bool]:
    """Work out whether a step leaves √β of the swings, and with less momentum less of them.

    So it is where z² − (1 + β − h)·z + β, h the learning rate times the curvature, has complex
    roots. Up to h = 1 + β there is no lower momentum at which the swings grow.
    """
    experiment, settings = end.experiment, end.experiment.optimizer_settings
    if cure(experiment.mistakes) or not has_one_limit(experiment, end.trajectory):
        return False
    if settings.nesterov or not 0 < settings.momentum < 1:
        return False
    found = yield from circled(end, rows)
    if found is None:
        return False
    most = float(end.trajectory.learning_rate[-1]) * found.eigenvalues[-1]
    return (1 - math.sqrt(settings.momentum)) ** 2 < most <= 1 + settings.momentum
