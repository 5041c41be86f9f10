"""What is said of a run that stayed finite: each function words one kind of end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.core import phrases, words
from playground.core.cause import cause
from playground.core.forecast import steps_left
from playground.core.kink import around_a_kink
from playground.core.motion import LONGEST_PERIOD, TOLERANCE
from playground.core.outcome import Outcome
from playground.core.stretch import stretch

if TYPE_CHECKING:
    from playground.core.ending import End

_STUCK = {
    "maximum": ("at a maximum", "the highest point around, where the gradient is zero"),
    "saddle": ("at a saddle", "where the gradient is zero but the loss is lower to some side"),
    "plateau": ("on a plateau", "where the loss is flat, so the gradient shows no way down"),
}
_STEADY = 1e-6  # a factor this near to 1 neither shrinks nor grows
_FADED = 0.01  # of the largest learning rate used


def settled(end: End, step: int) -> Outcome:
    """Theta came to rest at a minimum."""
    head, lower = "Settles", ""
    if end.lower_minimum is not None:
        head = "Settles in a local minimum"
        place = words.place(end.experiment.parameters, end.lower_minimum)
        lower = f" The loss is lower at {place}." if place else " The loss is lower elsewhere."
    if step == 0:
        message = f"{head}: the start, step 0, is already at a minimum, {phrases.at(end)}.{lower}"
        return Outcome("settled", 0, message, 0.0)
    rate = end.rate_at(step)
    after = f"{phrases.at(end)} after {words.count(end.updates)}"
    if step == 1 and np.array_equal(end.trajectory.theta[1], end.trajectory.theta[-1]):
        return Outcome("settled", 1, f"{head} in one step: {after}.{lower}", 0.0)
    if rate is None or abs(rate.value) > 1 - _STEADY:
        return Outcome("settled", step, f"{head}: {after}, {_done(end, step)}.{lower}")
    pace = phrases.pace(rate, "the error", end.stretch_at(step).when(step))
    message = f"{head}: {pace}; {after}, {_done(end, step)}.{lower}"
    return Outcome("settled", step, message, rate.value)


def _done(end: End, step: int) -> str:
    """What is true of theta from the step on at which it settled."""
    if end.motion.tolerance > TOLERANCE * end.motion.travelled:
        return f"moved only by rounding since step {step:,}"
    return f"{100 * (1 - TOLERANCE):g} % of the way done by step {step:,}"


def stuck(end: End, step: int) -> Outcome:
    """Theta came to rest where the gradient is zero but no minimum is."""
    kind = end.ground.kind
    name, meaning = _STUCK[kind]
    if kind == "saddle" and len(end.theta) == 1:
        name, meaning = "on a flat spot", "where the gradient is zero but the loss still falls"
    message = f"Stuck {name} from step {step:,} on, {phrases.at(end)}: {meaning}. Start elsewhere."
    return Outcome("stuck", step, message, reason=kind)


def halted(end: End) -> Outcome:
    """Theta stands still on a slope, since its updates have become too small to count."""
    rates = end.trajectory.learning_rate
    if rates[-1] <= _FADED * rates.max():
        reason, why = (
            "faded rate",
            (f"the schedule lowered the learning rate to {words.number(float(rates[-1]))}"),
        )
        advice = "A schedule that falls less would go on."
    else:
        dtype = end.experiment.dtype
        reason, why = "rounding", f"its steps are too small for {dtype} to add to it"
        advice = "Try a larger learning rate or a dtype with more digits."
    last = end.updates
    message = (
        f"Slow: {phrases.subject(end)} stands still at step {last:,}, {phrases.at(end)}, though "
        f"the loss still slopes: {why}. {advice}"
    )
    return Outcome("slow", last, message, reason=reason)


def few(end: End) -> Outcome:
    """There are too few updates to tell anything."""
    change = phrases.change(float(end.trajectory.loss[0]), float(end.trajectory.loss[-1]))
    be = "is" if end.updates == 1 else "are"
    message = (
        f"Slow: {words.count(end.updates)} {be} too few to tell where this leads; "
        f"{change} by step {end.updates}."
    )
    return Outcome("slow", end.updates, message, reason="too few steps")


def cycling(end: End, period: int, step: int) -> Outcome:
    """Theta repeats itself."""
    name, between = phrases.widest(end, period)
    message = (
        f"Cycles: from step {step:,} on {name} comes back to the same "
        f"{words.count(period, 'value')} every {words.count(period)} {between}. "
        f"{_calmer(end, period)}"
    )
    return Outcome("cycling", step, message, period=period)


def _calmer(end: End, period: int) -> str:
    """What a smaller learning rate does to a cycle."""
    if end.experiment.optimizer != "sgd":
        return "Try a smaller learning rate."  # many scale their steps, and never come to rest
    cycle = end.trajectory.theta[-period:].astype(np.float64)
    if around_a_kink(end.loss, cycle):
        return "A smaller learning rate cycles in a smaller range."
    return "A smaller learning rate would settle."


def exploding(end: End, step: int) -> Outcome:
    """The updates and the loss grow."""
    loss = end.trajectory.loss
    value = end.rate.value if end.rate and abs(end.rate.value) > 1 else None
    pace = phrases.pace(end.rate if value else None, "the error", phrases.when(end))
    grew = phrases.change(float(loss[0]), float(loss[-1]))
    grew = f"{grew} in {words.count(end.updates)}, above its start since step {step:,}."
    why = cause(end.experiment, end.trajectory)
    if why:
        paced = f"{phrases.sentence(pace)}. " if pace else ""
        message = f"Explodes: {why}. {paced}{phrases.sentence(grew)}"
    else:
        message = f"Explodes: {pace + '; ' if pace else ''}{grew} Lower the learning rate."
    return Outcome("diverged", step, message, value, quantity="loss", how="growth")


def running_away(end: End) -> Outcome:
    """Theta runs downhill without end, faster and faster."""
    value = end.rate.value if end.rate else None
    loss = words.number(float(end.trajectory.loss[-1]))
    pace = phrases.pace(end.rate, "the update", phrases.when(end))
    message = (
        f"Explodes: {phrases.subject(end)} runs away downhill, {pace}; at step "
        f"{end.updates:,} the loss is {loss} and falling, with no minimum in sight."
    )
    return Outcome("diverged", end.updates, message, value, quantity="theta", how="growth")


def oscillating(end: End) -> Outcome:
    """Theta swings more than it advances."""
    last, rate = end.updates, end.rate
    if end.noisy:
        return _jittering(end)
    if rate is None:
        message = (
            f"Oscillates: {_swept(end, 'jumps about', phrases.trail(end))}; within "
            f"{LONGEST_PERIOD} steps nothing repeats. Try a smaller learning rate."
        )
        return Outcome("oscillating", last, message, reason="irregular")
    if rate.swing or rate.value > 0:
        rows = round(rate.swing) + 1 if rate.swing else phrases.trail(end)
        moves = _swept(end, "swings", min(rows, last + 1))
    else:
        name, before, after = phrases.last_jump(end)
        moves = f"{name} jumps from {before} at step {last - 1:,} to {after} at step {last:,}"
    pace = phrases.pace(rate, "the error", phrases.when(end))
    message = f"Oscillates: {moves}; {pace}; the swings {phrases.fate(rate)}."
    return Outcome("oscillating", last, message, rate.value, reason="swing")


def _swept(end: End, moves: str, rows: int) -> str:
    """What moves between which values in the last rows: "θ swings between …"."""
    name, between = phrases.widest(end, rows)
    first = end.updates - rows + 1
    return f"{name} {moves} {between} from step {first:,} to step {end.updates:,}"


def slow(end: End) -> Outcome:
    """Theta is on its way."""
    last, rate = end.updates, end.rate
    loss = end.trajectory.loss
    now = f"the loss is {words.number(float(loss[-1]))}"
    if rate is not None and rate.swing is None and 0 < rate.value < 1:
        more = steps_left(end)
        left = f"; about {words.count(more, 'more step')} to settle" if more else ""
        pace = phrases.pace(rate, "the error", phrases.when(end))
        message = f"Slow: still moving at step {last:,}, where {now}; {pace}{left}."
        return Outcome("slow", last, message, rate.value, reason="moving")
    if rate is not None and rate.swing is None and rate.value > 1:
        message = (
            f"Slow: at step {last:,} {now} and {phrases.subject(end)} is only getting under way; "
            f"{phrases.pace(rate, 'the update', phrases.when(end))}. Try more steps."
        )
        return Outcome("slow", last, message, rate.value, reason="speeding up")
    what = phrases.subject(end)
    message = f"Slow: {what} is still moving at step {last:,}, where {now}. Try more steps."
    return Outcome("slow", last, message, reason="moving")


def drifting(end: End, parameter: int) -> Outcome:
    """A parameter is on its way through the jitter of minibatches."""
    half, last = end.updates // 2, end.updates
    before, after = (
        words.number(float(end.trajectory.theta[step, parameter])) for step in (half, last)
    )
    message = (
        f"Slow: {end.experiment.parameters[parameter]} is still moving through the jitter of the "
        f"minibatches, from {before} at step {half:,} to {after} at step {last:,}. Try more steps."
    )
    return Outcome("slow", last, message, reason="moving")


def _jittering(end: End) -> Outcome:
    last, rows = end.updates, phrases.trail(end)
    tail = end.trajectory.loss[-rows:]
    low, high = words.number(float(tail.min())), words.number(float(tail.max()))
    message = (
        f"Oscillates: each step sees only {end.experiment.batch_size} of {end.loss.rows} rows, so "
        f"from step {last - rows + 1:,} to step {last:,} the loss jitters between {low} and "
        f"{high}. Larger batches calm it."
    )
    return Outcome("oscillating", last, message, reason="minibatches")
