"""What is said of a run that goes down to rest: settled, stuck, or still on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import torch

from playground.core import phrases, words
from playground.core.advice import calming, going_on, unfaded
from playground.core.arrival import by_rounding
from playground.core.error_left import factor_ahead, factor_of_error, of_error, shrinking_error
from playground.core.evidence import minimum_is_known
from playground.core.forecast import steps_left
from playground.core.hardly import hardly_moving
from playground.core.hessian import Floats
from playground.core.motion import TOLERANCE
from playground.core.optimizers import is_typed
from playground.core.outcome import Outcome
from playground.core.pieces import Pieces
from playground.core.remedy import remedy
from playground.core.tensors import DTYPES
from playground.core.told import Told, told, told_on_settling

if TYPE_CHECKING:
    from playground.core.end import End

_STUCK = {
    "maximum": ("at a maximum", "this is the highest point around, and the gradient is zero here"),
    "saddle": ("at a saddle", "the gradient is zero here, but the loss is lower to some side"),
    "plateau": ("on a plateau", "the loss is flat here, so the gradient shows no way down"),
}
_STEADY = 1e-6  # a factor this near to 1 neither shrinks nor grows
_SMALLER = "Try a smaller learning rate."
_FADED = 0.01  # of the largest learning rate used
_FELT = 8  # gaps of the number format that an update has to reach to be felt


def settled(end: End, step: int, goal: Floats) -> Outcome:
    """Theta came to rest at a minimum, on its way to that goal, (n,)."""
    head, lower = "Settles", ""
    if end.lower_minimum is not None:
        head = "Settles in a local minimum"
        place = words.place(end.experiment.parameters, end.lower_minimum)
        lower = f" The loss is lower at {place}." if place else " The loss is lower elsewhere."
    if step == 0:
        message = (
            f"{head}: the start, step 0, is already at a minimum, {phrases.at(end, goal)}.{lower}"
        )
        return Outcome("settled", 0, message, 0.0)
    after = f"{phrases.at(end, goal)} after {words.count(end.updates)}"
    if step == 1 and np.array_equal(end.trajectory.theta[1], end.trajectory.theta[-1]):
        return Outcome("settled", 1, f"{head} in one step: {after}.{lower}", 0.0)
    found = told_on_settling(end, step)
    if found is not None and not found.holds:
        found = of_error(end, found, factor_of_error(end, goal, step), step)
    if found is None or abs(found.rate.value) > 1 - _STEADY:
        return Outcome("settled", step, f"{head}: {after}, {_done(end, step)}.{lower}")
    pace = phrases.pace(found, found.what)
    message = f"{head}: {pace}; {after}, {_done(end, step)}.{lower}"
    return Outcome("settled", step, message, found.rate.value)


def _done(end: End, step: int) -> str:
    """What is true of theta, not of the loss, from the step on at which it settled."""
    if by_rounding(end):
        return f"moved only by rounding since step {step:,}"
    return f"{100 * (1 - TOLERANCE):g} % of the distance covered by step {step:,}"


def stuck(end: End, kind: str, step: int, goal: Floats) -> Outcome:
    """Theta came to rest where the gradient is zero but no minimum is."""
    name, meaning = _STUCK[kind]
    if kind == "saddle" and len(end.theta) == 1:
        name, meaning = "on a flat spot", "the gradient is zero here, but the loss still falls"
    place = phrases.place(end, goal)
    where = f"at {place}" if place else f"where {phrases.at(end)}"
    advice = _or_cure(end, "Start elsewhere.")
    message = f"Stuck {name} from step {step:,} on, {where}: {meaning}. {advice}"
    return Outcome("stuck", step, message, reason=kind)


def halted(end: End) -> Outcome:
    """Theta stands still on a slope, since its updates have become too small to count."""
    rates = end.trajectory.learning_rate
    if rates[-1] <= _FADED * rates.max():
        reason, why = (
            "faded rate",
            f"the learning rate has faded to {words.number(float(rates[-1]))}",
        )
        advice = unfaded(end)
    elif why := _balance(end):
        reason, advice = "balance", ""
    else:
        dtype = end.experiment.dtype
        reason, why = "rounding", f"its steps are too small for {dtype} to add to it"
        advice = "Try a larger learning rate or a dtype with more digits."
    last = end.updates
    if reason != "balance" and phrases.higher(end):
        advice = calming(end.experiment, last, _SMALLER)
    said = (
        f"{phrases.subject(end)} stands still at step {last:,}, {phrases.at(end)}, though "
        f"the loss still slopes: {why}. {_or_cure(end, advice)}"
    )
    return _slow(end, said, reason)


def _balance(end: End) -> str:
    """What makes no step where the loss slopes, though rounding would let a step be felt."""
    experiment, rate = end.experiment, float(end.trajectory.learning_rate[-1])
    least = _FELT * torch.finfo(DTYPES[experiment.dtype]).eps * float(np.abs(end.theta).max())
    slope = float(np.abs(end.trajectory.gradient[-1].astype(np.float64)).max())
    if is_typed(experiment.optimizer):
        return "there its rule makes no step" if rate * slope > least else ""
    decay = experiment.settings_at(end.updates - 1).get("weight_decay", 0.0)
    pull = rate * decay * float(np.abs(end.theta).max()) if isinstance(decay, int | float) else 0.0
    return "there the weight decay pulls as hard the other way" if pull > least else ""


def creeping(end: End) -> Outcome:
    """Theta hardly moves, since little is left of the learning rate."""
    last, names = end.updates, phrases.subject(end)
    where = f"{names} hardly moves on, where the loss is {phrases.loss_now(end)}"
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
        f"{_or_cure(end, unfaded(end))}"
    )
    return Outcome("slow", last, message, reason="faded rate")


def few(end: End) -> Outcome:
    """There are too few updates to tell anything."""
    change = phrases.change(float(end.trajectory.loss[0]), float(end.trajectory.loss[-1]))
    be = "is" if end.updates == 1 else "are"
    said = (
        f"{words.count(end.updates)} {be} too few to tell where this leads; "
        f"{change} by step {end.updates}."
    )
    return _slow(end, said, "too few steps")


def slow(end: End) -> Pieces[Outcome]:
    """Theta is on its way."""
    found, rises = told(end), phrases.rises(end)
    if not rises and (found is None or 0 < found.rate.value <= 1 + _STEADY):
        measured = yield from shrinking_error(end)
        if measured is not None and measured.hardly(end.updates):
            return (yield from hardly_moving(end, measured))
        seen = None if measured is None else (measured.factor, measured.doubt)
        if found is not None and seen is None and found.rate.value < 1 - _STEADY:
            seen = yield from factor_ahead(end)
        found = of_error(end, found, seen, end.updates)
        few = len(end.theta) <= words.MOST_SHOWN  # of many it takes longer than the run
        if found is not None and seen is None and few:
            known = yield from minimum_is_known(end, 1)  # without one there is no error
            found = found if known else found.of_update()
    value = found.rate.value if found is not None and found.rate.swing is None else 0.0
    if found is not None and abs(value - 1) <= _STEADY:
        return (yield from _marching(end, value))
    if found is not None and 0 < value < 1:
        return (yield from _nearing(end, found, rises))
    return (yield from _on_its_way(end, found))


def _nearing(end: End, found: Told, rises: bool) -> Pieces[Outcome]:
    """Theta nears the place that a factor below 1 leads to."""
    last, now, what = end.updates, f"the loss is {phrases.loss_now(end)}", found.what
    more = (yield from steps_left(end)) if found.holds else 0
    left = f"; about {words.count(more, 'more step')} to settle" if more else ""
    if rises:  # then it nears some place, but no minimum
        now, what = f"{now} and rising", "the update"
    pace = phrases.pace(found, what)
    said = f"still moving at step {last:,}, where {now}; {pace}{left}. {_or_cure(end, '')}"
    return _slow(end, said, "moving", found.rate.value)


def _on_its_way(end: End, found: Told | None) -> Pieces[Outcome]:
    """Theta gains speed, or moves by no factor that can be told."""
    last, now = end.updates, f"the loss is {phrases.loss_now(end)}"
    value = found.rate.value if found is not None and found.rate.swing is None else 0.0
    if value > 1 and end.stretch.steady:
        known = yield from minimum_is_known(end, 1)
        advice = "Try more steps." if known else "No minimum is known here."
        said = (
            f"at step {last:,} {now} and {phrases.subject(end)} is only getting under way; "
            f"{phrases.pace(found, 'the update')}. {_or_cure(end, advice)}"
        )
        return _slow(end, said, "speeding up", value)
    what, advice = phrases.subject(end), going_on(end)
    if phrases.uphill(end):
        advice = calming(end.experiment, last, _SMALLER)
    said = f"{what} is still moving at step {last:,}, where {now}. {_or_cure(end, advice)}"
    return _slow(end, said, "moving")


def _marching(end: End, value: float) -> Pieces[Outcome]:
    """Theta goes on in steps of one length."""
    last, now = end.updates, f"the loss is {phrases.loss_now(end)}"
    if phrases.rises(end):
        lowest = int(np.argmin(end.trajectory.loss))
        since = f" since step {lowest:,}" if lowest else ""
        now = f"{now} and rising{since}"
        advice = "At no learning rate do such steps come to rest."
    else:
        known = yield from minimum_is_known(end, 1)
        advice = "Try a larger learning rate." if known else "No minimum is known here."
    said = (
        f"{phrases.subject(end)} is still moving at step {last:,}, where {now}; each "
        f"step is as long as the one before. {_or_cure(end, advice)}"
    )
    return _slow(end, said, "moving", value)


def drifting(end: End, parameter: int) -> Outcome:
    """A parameter is on its way through the jitter of minibatches."""
    half, last = end.updates // 2, end.updates
    before, after = words.differing(*end.trajectory.theta[[half, last], parameter].tolist())
    message = (
        f"Slow: {end.experiment.parameters[parameter]} is still moving through the jitter of the "
        f"minibatches, from {before} at step {half:,} to {after} at step {last:,}. "
        f"{_or_cure(end, 'Try more steps.')}"
    )
    return Outcome("slow", last, message, reason="moving")


def _slow(end: End, said: str, reason: str, rate: float | None = None) -> Outcome:
    """The outcome of a run on its way, by its first word down or up."""
    head = "Uphill" if phrases.uphill(end) else "Slow"
    return Outcome("slow", end.updates, f"{head}: {said}".rstrip(), rate, reason=reason)


def _or_cure(end: End, advice: str) -> str:
    """The advice, or what has to be mended before any advice helps."""
    if end.experiment.optimizer_entry.calmed_by:
        advice = advice.replace("Try a larger learning rate", "Try more steps")
    return remedy(end.experiment) or advice
