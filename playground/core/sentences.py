"""What is said of a run that stayed finite: each function words one kind of end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.core import words
from playground.core.forecast import factor_holds, steps_left
from playground.core.kink import around_a_kink
from playground.core.motion import LONGEST_PERIOD
from playground.core.outcome import Outcome
from playground.core.rate import Rate
from playground.core.stretch import stretch

if TYPE_CHECKING:
    from playground.core.ending import End

_STUCK = {
    "maximum": ("at a maximum", "the highest point around, where the gradient is zero"),
    "saddle": ("at a saddle", "where the gradient is zero but the loss is lower to some side"),
    "plateau": ("on a plateau", "where the loss is flat, so the gradient shows no way down"),
}
_TRAIL = 400  # rows that a range of values is taken from
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
        message = f"{head}: the start, step 0, is already at a minimum, {_at(end)}.{lower}"
        return Outcome("settled", 0, message, 0.0)
    rate = end.rate_at(step)
    after = f"{_at(end)} after {words.count(end.updates)}"
    if step == 1 and np.array_equal(end.trajectory.theta[1], end.trajectory.theta[-1]):
        return Outcome("settled", 1, f"{head} in one step: {after}.{lower}", 0.0)
    if rate is None or abs(rate.value) > 1 - _STEADY:
        return Outcome("settled", step, f"{head} at step {step:,}: {after}.{lower}")
    pace = _pace(rate, "the error", stretch(end.trajectory.learning_rate, step).when(step))
    message = f"{head}: {pace}; {after}, settled from step {step:,} on.{lower}"
    return Outcome("settled", step, message, rate.value)


def stuck(end: End, step: int) -> Outcome:
    """Theta came to rest where the gradient is zero but no minimum is."""
    kind = end.ground.kind
    name, meaning = _STUCK[kind]
    if kind == "saddle" and len(end.theta) == 1:
        name, meaning = "on a flat spot", "where the gradient is zero but the loss still falls"
    message = (
        f"Stuck {name} from step {step:,} on, {_at(end)}: {meaning}. "
        "Start somewhere else to get away."
    )
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
        f"Slow: θ stands still at step {last:,}, {_at(end)}, though the loss still slopes: "
        f"{why}. {advice}"
    )
    return Outcome("slow", last, message, reason=reason)


def few(end: End) -> Outcome:
    """There are too few updates to tell anything."""
    change = _change(float(end.trajectory.loss[0]), float(end.trajectory.loss[-1]))
    be = "is" if end.updates == 1 else "are"
    message = (
        f"Slow: {words.count(end.updates)} {be} too few to tell where this leads; "
        f"{change} by step {end.updates}."
    )
    return Outcome("slow", end.updates, message, reason="too few steps")


def cycling(end: End, period: int, step: int) -> Outcome:
    """Theta repeats itself."""
    message = (
        f"Cycles: from step {step:,} on θ comes back to the same "
        f"{words.count(period, 'value')} every {words.count(period)}{_range(end, period)}. "
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
    pace = _pace(end.rate if value else None, "the error", _when(end))
    grew = _change(float(loss[0]), float(loss[-1]))
    message = (
        f"Explodes: {pace + '; ' if pace else ''}{grew} in {words.count(end.updates)}, and is "
        f"above its start from step {step:,} on. Try a smaller learning rate."
    )
    return Outcome("diverged", step, message, value, quantity="loss", how="growth")


def running_away(end: End) -> Outcome:
    """Theta runs downhill without end, faster and faster."""
    value = end.rate.value if end.rate else None
    loss = words.number(float(end.trajectory.loss[-1]))
    message = (
        f"Explodes: θ runs away downhill, {_pace(end.rate, 'the update', _when(end))}; at step "
        f"{end.updates:,} the loss is {loss} and falling, with no minimum in sight."
    )
    return Outcome("diverged", end.updates, message, value, quantity="theta", how="growth")


def oscillating(end: End) -> Outcome:
    """Theta swings more than it advances."""
    last, rate = end.updates, end.rate
    if end.noisy:
        return _jittering(end)
    reach = _range(end) or f" over {words.number(end.motion.spread)}"
    if rate is None:
        message = (
            f"Oscillates: at step {last:,} θ still jumps about{reach}, and within "
            f"{LONGEST_PERIOD} steps nothing repeats. Try a smaller learning rate."
        )
        return Outcome("oscillating", last, message, reason="irregular")
    side = "θ swings to and fro" if rate.swing or rate.value > 0 else "θ jumps from side to side"
    pace = _pace(rate, "the error", _when(end))
    message = f"Oscillates: {side}{reach} at step {last:,}; {pace}, so the swings {_fate(rate)}."
    return Outcome("oscillating", last, message, rate.value, reason="swing")


def slow(end: End) -> Outcome:
    """Theta is on its way."""
    last, rate = end.updates, end.rate
    loss = end.trajectory.loss
    now = f"the loss is {words.number(float(loss[-1]))}"
    if rate is not None and rate.swing is None and 0 < rate.value < 1:
        more = steps_left(end)
        left = f"; about {words.count(more, 'more step')} to settle" if more else ""
        pace = _pace(rate, "the error", _when(end))
        message = f"Slow: still moving at step {last:,}, where {now}; {pace}{left}."
        return Outcome("slow", last, message, rate.value, reason="moving")
    if rate is not None and rate.swing is None and rate.value > 1:
        message = (
            f"Slow: at step {last:,} {now} and θ is only getting under way; "
            f"{_pace(rate, 'the update', _when(end))}. Try more steps."
        )
        return Outcome("slow", last, message, rate.value, reason="speeding up")
    message = f"Slow: θ is still moving at step {last:,}, where {now}. Try more steps."
    return Outcome("slow", last, message, reason="moving")


def _jittering(end: End) -> Outcome:
    tail = end.trajectory.loss[-_TRAIL:][-max(end.updates // 4, 2) :]
    low, high = words.number(float(tail.min())), words.number(float(tail.max()))
    message = (
        f"Oscillates: each step sees only {end.experiment.batch_size} of {end.loss.rows} rows, so "
        f"the minibatches make the loss jitter between {low} and {high} at step "
        f"{end.updates:,}. A smaller learning rate or larger batches calm it."
    )
    return Outcome("oscillating", end.updates, message, reason="minibatches")


def _when(end: End) -> str:
    """The words before what each step does at the end of the run."""
    if end.stretch.steady and not end.stretch.first and not factor_holds(end):
        return "lately each step"
    return end.stretch.when(end.updates)


def _pace(rate: Rate | None, what: str, when: str) -> str:
    if rate is None:
        return ""
    if rate.swing is None:
        return f"{when} multiplies {what} by {words.factor(rate.value)}"
    turn = words.count(round(rate.swing))
    return f"{when} multiplies the swing by {words.factor(rate.value)}, one swing in {turn}"


def _fate(rate: Rate) -> str:
    size = abs(rate.value)
    if abs(size - 1) < _STEADY:
        return "stay as wide"
    return "shrink, but have not died away" if size < 1 else "grow"


def _at(end: End) -> str:
    place = words.place(end.experiment.parameters, end.theta.tolist())
    return place or f"the loss is {words.number(float(end.trajectory.loss[-1]))}"


def _range(end: End, rows: int = _TRAIL) -> str:
    if len(end.theta) > 1:
        return ""
    tail = end.trajectory.theta[-max(rows, 2) :][-max(end.updates // 4, 2, rows % _TRAIL) :, 0]
    low, high = words.number(float(tail.min())), words.number(float(tail.max()))
    return f" between {low} and {high}"


def _change(first: float, last: float) -> str:
    if first == last:
        return f"the loss stays at {words.number(last)}"
    verb = "fell" if last < first else "grew"
    return f"the loss {verb} from {words.number(first)} to {words.number(last)}"
