"""What is said of a run that stayed finite: each function words one kind of end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from playground.core import phrases, words
from playground.core.advice import after_a_cycle, calming
from playground.core.cause import cause
from playground.core.fading import fades
from playground.core.forecast import steps_left
from playground.core.motion import LONGEST_PERIOD, TOLERANCE
from playground.core.outcome import Outcome
from playground.core.told import told, told_on_settling

if TYPE_CHECKING:
    from playground.core.ending import End

_STUCK = {
    "maximum": ("at a maximum", "this is the highest point around, and the gradient is zero here"),
    "saddle": ("at a saddle", "the gradient is zero here, but the loss is lower to some side"),
    "plateau": ("on a plateau", "the loss is flat here, so the gradient shows no way down"),
}
_STEADY = 1e-6  # a factor this near to 1 neither shrinks nor grows
_FADED = 0.01  # of the largest learning rate used
_SWING = 9  # rows in which a run of few steps is seen to turn back
_JUMPS = 3  # turns from which on theta jumps about


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
    after = f"{phrases.at(end)} after {words.count(end.updates)}"
    if step == 1 and np.array_equal(end.trajectory.theta[1], end.trajectory.theta[-1]):
        return Outcome("settled", 1, f"{head} in one step: {after}.{lower}", 0.0)
    found = told_on_settling(end, step)
    if found is None or abs(found.rate.value) > 1 - _STEADY:
        return Outcome("settled", step, f"{head}: {after}, {_done(end, step)}.{lower}")
    pace = phrases.pace(found, "the error")
    message = f"{head}: {pace}; {after}, {_done(end, step)}.{lower}"
    return Outcome("settled", step, message, found.rate.value)


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
        name, meaning = "on a flat spot", "the gradient is zero here, but the loss still falls"
    place = words.place(end.experiment.parameters, end.theta.tolist())
    where = f"at {place}" if place else f"where {phrases.at(end)}"
    message = f"Stuck {name} from step {step:,} on, {where}: {meaning}. Start elsewhere."
    return Outcome("stuck", step, message, reason=kind)


def halted(end: End) -> Outcome:
    """Theta stands still on a slope, since its updates have become too small to count."""
    rates = end.trajectory.learning_rate
    if rates[-1] <= _FADED * rates.max():
        reason, why = (
            "faded rate",
            f"the learning rate has faded to {words.number(float(rates[-1]))}",
        )
        advice = _unfaded(end)
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


def creeping(end: End) -> Outcome:
    """Theta hardly moves, since little is left of the learning rate."""
    last, names = end.updates, phrases.subject(end)
    where = f"{names} hardly moves on, where the loss is {_loss_now(end)}"
    known = [minimum[0] for minimum in end.loss.minima if len(minimum) == len(end.theta) == 1]
    if known:
        here = float(end.theta[0])
        nearest = min(known, key=lambda minimum: abs(minimum - here))
        if abs(nearest - here) > end.reach:
            where = (
                f"{names} = {words.number(here)} hardly moves on, away from the minimum "
                f"at {words.number(nearest)}"
            )
    faded = words.number(float(end.trajectory.learning_rate[-1]))
    message = (
        f"Slow: by step {last:,} the learning rate has faded to {faded}, and {where}. "
        f"{_unfaded(end)}"
    )
    return Outcome("slow", last, message, reason="faded rate")


def _unfaded(end: End) -> str:
    what = "learning rate" if end.experiment.schedule == "constant" else "schedule"
    return f"A {what} that falls less would go on."


def _loss_now(end: End) -> str:
    return words.number(float(end.trajectory.loss[-1]))


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
        f"{after_a_cycle(end, period)}"
    )
    return Outcome("cycling", step, message, period=period)


def exploding(end: End, step: int) -> Outcome:
    """The updates and the loss grow."""
    loss = end.trajectory.loss
    found = told(end)
    found = found if found is not None and abs(found.rate.value) > 1 else None
    pace = phrases.pace(found, "the error")
    grew = phrases.change(float(loss[0]), float(loss[-1]))
    grew = f"{grew} in {words.count(end.updates)}, above its start since step {step:,}."
    why = cause(end.experiment, end.trajectory)
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
        f"step {end.updates:,} the loss is {_loss_now(end)} and falling, with no minimum in sight."
    )
    value = found.rate.value if found is not None else None
    return Outcome("diverged", end.updates, message, value, quantity="theta", how="growth")


def oscillating(end: End) -> Outcome:
    """Theta swings more than it advances."""
    if end.noisy:
        return _jittering(end)
    found, last = told(end), end.updates
    if found is None:
        return _irregular(end)
    rate = found.rate
    if rate.swing or rate.value > 0:
        rows = round(rate.swing) + 1 if rate.swing else phrases.trail(end)
        moves = _swept(end, "swings", min(rows, last + 1))
    else:
        name, before, after = phrases.last_jump(end)
        moves = f"{name} jumps from {before} at step {last - 1:,} to {after} at step {last:,}"
    pace = phrases.pace(found, "the error")
    advice = calming(end.experiment, last, "")
    message = f"Oscillates: {moves}; {pace}; the swings {phrases.fate(rate)}. {advice}".rstrip()
    return Outcome("oscillating", last, message, rate.value, reason="swing")


def _irregular(end: End) -> Outcome:
    """Theta goes to and fro, and no factor can be told."""
    last, theta = end.updates, end.trajectory.theta
    advice = calming(end.experiment, last, "Try a smaller learning rate.")
    rows = max(phrases.trail(end), min(_SWING, last + 1))
    place, turns = phrases.last_turns(end, rows)
    if not turns:
        place, turns = phrases.last_turns(end, last + 1)
    name = end.experiment.parameters[place]
    if turns and (len(turns) < _JUMPS or turns[-1] <= last - rows + 1):
        before, after = (words.number(float(theta[step, place])) for step in (turns[-1], last))
        moves = f"{name} swings back from {before} at step {turns[-1]:,} to {after}"
        message = f"Oscillates: {moves} at step {last:,}. {advice}"
    else:
        between = phrases.between(theta[-rows:, place])
        looked = words.count(min(LONGEST_PERIOD, last // 2))
        message = (
            f"Oscillates: {name} jumps about {between} from step {last - rows + 1:,} to step "
            f"{last:,}; within {looked} nothing repeats. {advice}"
        )
    return Outcome("oscillating", last, message, reason="irregular")


def _swept(end: End, moves: str, rows: int) -> str:
    """What moves between which values in the last rows: "θ swings between …"."""
    name, between = phrases.widest(end, rows)
    first = end.updates - rows + 1
    return f"{name} {moves} {between} from step {first:,} to step {end.updates:,}"


def slow(end: End) -> Outcome:
    """Theta is on its way."""
    last, found = end.updates, told(end)
    now = f"the loss is {_loss_now(end)}"
    value = found.rate.value if found is not None and found.rate.swing is None else 0.0
    if 0 < value < 1:
        more = steps_left(end)
        left = f"; about {words.count(more, 'more step')} to settle" if more else ""
        pace = phrases.pace(found, "the error")
        message = f"Slow: still moving at step {last:,}, where {now}; {pace}{left}."
        return Outcome("slow", last, message, value, reason="moving")
    if value > 1 and end.stretch.steady:
        message = (
            f"Slow: at step {last:,} {now} and {phrases.subject(end)} is only getting under way; "
            f"{phrases.pace(found, 'the update')}. Try more steps."
        )
        return Outcome("slow", last, message, value, reason="speeding up")
    what = phrases.subject(end)
    advice = _unfaded(end) if fades(end) else "Try more steps."
    message = f"Slow: {what} is still moving at step {last:,}, where {now}. {advice}"
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
