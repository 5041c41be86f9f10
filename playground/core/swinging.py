"""What is said of a run that does not come down: it cycles, swings or grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.core import phrases, words
from playground.core.advice import after_a_cycle, calming, going_on
from playground.core.cause import cause, swings_because
from playground.core.error_left import factor_of_error, of_error
from playground.core.evidence import circled
from playground.core.motion import LONGEST_PERIOD
from playground.core.outcome import Outcome
from playground.core.pieces import Pieces
from playground.core.rate import Rate, lengths_of
from playground.core.remedy import remedy
from playground.core.shrinking import Damping, damping, shrink, shrinking
from playground.core.told import Told, told

if TYPE_CHECKING:
    from playground.core.end import End

_SWING = 9  # rows in which a run of few steps is seen to turn back
_HARDLY = 1e-3  # of a jump: closer to a cycle than this it may grow or shrink from turn to turn
_JUMPS = 3  # turns from which on theta jumps about


def cycling(end: End, period: int, step: int) -> Pieces[Outcome]:
    """Theta repeats itself."""
    advice = yield from after_a_cycle(end, period)
    why = yield from swings_because(end, period)
    name, between = phrases.widest(end, period)
    message = (
        f"Cycles: from step {step:,} on {name} comes back to the same "
        f"{words.count(period, 'value')} every {words.count(period)} {between}."
        f"{why} {advice}"
    )
    return Outcome("cycling", step, message, period=period)


def exploding(end: End, step: int) -> Pieces[Outcome]:
    """The updates and the loss grow."""
    loss = end.trajectory.loss
    found = told(end)
    found = found if found is not None and abs(found.rate.value) > 1 else None
    pace = phrases.pace(found, "the error")
    grew = phrases.change(float(loss[0]), float(loss[-1]))
    grew = f"{grew} in {words.count(end.updates)}, above its start since step {step:,}."
    why = yield from cause(end.experiment, end.trajectory)
    advice = calming(end.experiment, end.updates, "" if why else "Lower the learning rate.")
    if why:
        paced = f"{phrases.sentence(pace)}. " if pace else ""
        message = f"Explodes: {why}. {paced}{phrases.sentence(grew)} {advice}".rstrip()
    else:
        message = f"Explodes: {pace + '; ' if pace else ''}{grew} {advice}"
    value = found.rate.value if found is not None else None
    return Outcome("diverged", step, message, value, quantity="loss", how="growth")


def running_away(end: End) -> Outcome:
    """Theta runs downhill without end, faster and faster."""
    found = told(end)
    pace = phrases.pace(found, "the update")
    message = (
        f"Explodes: {phrases.subject(end)} runs away downhill{', ' + pace if pace else ''}; at "
        f"step {end.updates:,} the loss is {phrases.loss_now(end)} and falling, with no minimum in "
        "sight."
    )
    value = found.rate.value if found is not None else None
    return Outcome("diverged", end.updates, message, value, quantity="theta", how="growth")


def oscillating(end: End) -> Pieces[Outcome]:
    """Theta swings more than it advances."""
    if end.noisy:
        return _jittering(end)
    found, last = told(end), end.updates
    why = yield from swings_because(end, max(phrases.trail(end), min(_SWING, last + 1)))
    if found is None:
        return (yield from _irregular(end, why))
    rate = found.rate
    if rate.swing or rate.value > 0:
        rows = max(round(rate.swing) + 1, _SWING) if rate.swing else phrases.trail(end)
        moves = _swept(end, "swings", min(rows, last + 1))
    else:
        name, before, after = phrases.last_jump(end)
        moves = f"{name} jumps from {before} at step {last - 1:,} to {after} at step {last:,}"
    advice = calming(end.experiment, last, "")
    nears_a_cycle = why and (abs(rate.value) < 1 or _grow_no_more(end, rate))
    if not nears_a_cycle:  # there the way to it shrinks, which is no error
        found = yield from _measured(end, found)
        pace = f"; {phrases.pace(found, found.what)}" if found is not None else ""
        moves = f"{moves}{pace}; the swings {phrases.fate(rate)}"
    message = f"Oscillates: {moves}.{why} {advice}".rstrip()
    if found is None or (nears_a_cycle and abs(rate.value) > 1):
        return Outcome("oscillating", last, message, reason="swing")
    return Outcome("oscillating", last, message, found.rate.value, reason="swing")


def _measured(end: End, found: Told) -> Pieces[Told | None]:
    """Work out what is told of the error of jumps whose factor changes from one to the next."""
    if found.holds or found.rate.swing is not None:
        return found
    around = yield from circled(end, min(_SWING, end.updates + 1))
    seen = None if around is None else factor_of_error(end, np.array(around.theta), end.updates)
    return of_error(end, found, seen, end.updates)


def _grow_no_more(end: End, rate: Rate) -> bool:
    """Whether jumps that have grown do so no longer: then their factor is one of the past."""
    if rate.swing or phrases.fate(rate) != "grow":
        return False
    sizes = lengths_of(np.diff(end.trajectory.theta[-_SWING:].astype(np.float64), axis=0))
    expected = (len(sizes) - 1) * (abs(rate.value) - 1)
    return bool(sizes[-1] < sizes[0] * (1 + max(expected / 2, _HARDLY)))


def _irregular(end: End, why: str) -> Pieces[Outcome]:
    """Theta goes to and fro, and no factor can be told."""
    last, theta = end.updates, end.trajectory.theta
    rows = max(phrases.trail(end), min(_SWING, last + 1))
    place, turns = phrases.last_turns(end, rows)
    if not turns:
        place, turns = phrases.last_turns(end, last + 1)
    name = end.experiment.parameters[place]
    few = bool(turns) and (len(turns) < _JUMPS or turns[-1] <= last - rows + 1)
    known = Damping() if why else (yield from damping(end, rows))
    if not few and not why and shrink(end, place, rows, known.dies):
        more = calming(end.experiment, last, known.advice or going_on(end))
        return shrinking(end, place, rows, more)
    if few:
        before, after = (words.number(float(theta[step, place])) for step in (turns[-1], last))
        moves = f"{name} swings back from {before} at step {turns[-1]:,} to {after}"
        moves = f"{moves} at step {last:,}"
    else:
        between = phrases.between(theta[-rows:, place])
        looked = words.count(min(LONGEST_PERIOD, last // 2))
        moves = (
            f"{name} jumps about {between} from step {last - rows + 1:,} to step "
            f"{last:,}; within {looked} nothing repeats"
        )
    helps = going_on(end) if few and not why and _lower(end) else "Try a smaller learning rate."
    advice = calming(end.experiment, last, known.advice or helps)
    return Outcome("oscillating", last, f"Oscillates: {moves}.{why} {advice}", reason="irregular")


def _lower(end: End) -> bool:
    """Whether the loss is lower than at the start."""
    return bool(end.trajectory.loss[-1] < end.trajectory.loss[0])


def _swept(end: End, moves: str, rows: int) -> str:
    """What moves between which values in the last rows: "θ swings between …"."""
    name, between = phrases.widest(end, rows)
    first = end.updates - rows + 1
    return f"{name} {moves} {between} from step {first:,} to step {end.updates:,}"


def _jittering(end: End) -> Outcome:
    last, rows = end.updates, phrases.trail(end)
    tail = end.trajectory.loss[-rows:]
    low, high = words.number(float(tail.min())), words.number(float(tail.max()))
    message = (
        f"Oscillates: each step sees only {end.experiment.batch_size} of {end.loss.rows} rows, so "
        f"from step {last - rows + 1:,} to step {last:,} the loss jitters between {low} and "
        f"{high}. {remedy(end.experiment) or 'Larger batches calm it.'}"
    )
    return Outcome("oscillating", last, message, reason="minibatches")
