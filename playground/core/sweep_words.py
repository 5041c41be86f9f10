"""What became of the runs of a sweep, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.core import words
from playground.core.outcome import LOST

if TYPE_CHECKING:
    from playground.core.stability import Stability
    from playground.core.swept import Sweep

_DIGITS = 4
_ON = ("slow", "oscillating")  # the outcomes of runs whose theta is still on its way
_ENDS = {"settled": ", settles", "oscillating": ", not settled"}


def kind_name(outcome: str, manner: str) -> str:
    """Return the kind of a run: of one that settled, the manner in which it did."""
    if outcome == "settled":
        return "oscillating" if manner == "swinging" else "monotone"
    return "too slow" if outcome == "slow" else outcome


def became(sweep: Sweep, run: int) -> str:
    """Return what became of one run: "monotone, settles", or "too slow, oscillating"."""
    outcome, step = sweep.outcome[run], int(sweep.first_bad_step[run])
    if outcome in LOST:
        return f"{outcome} at step {step}" if step >= 0 else outcome
    name = kind_name(outcome, sweep.manner[run])
    if outcome == "slow":
        return f"{name}, oscillating" if sweep.manner[run] == "swinging" else name
    return f"{name}{_ENDS.get(outcome, '')}"


def best_text(sweep: Sweep) -> str:
    """Return which learning rate is the best, and what becomes of it, without a full stop."""
    run = sweep.best
    if run is None:
        return "None of them stayed finite"
    rate = words.number(float(sweep.learning_rate[run]), _DIGITS)
    end = " (the end of the range)" if sweep.best_is_at_an_end else ""
    others = f" and {more} more" if (more := len(sweep.as_good) - 1) else ""
    what = "Soonest done" if sweep.best_has_arrived else "None is done. Lowest"
    but = ","
    if sweep.best_has_arrived and sweep.outcome[run] in _ON:
        what, but = f"{what} by its loss", "; theta is"
    return f"{what}: learning rate {rate}{end}{others}{but} {became(sweep, run)}"


def limits_text(limits: Stability) -> str:
    """Return the largest stable and the best learning rate of the theory, or why there are none."""
    if limits.largest is None:
        return limits.note.rstrip(".")
    largest, said = words.limit(limits.largest, _DIGITS), ""
    if limits.best is not None:
        best = words.number(limits.best, _DIGITS)
        said = ", best just below" if limits.best_is_at_the_limit else f", best {best}"
    ends = {words.number(end, _DIGITS): None for end in (limits.lowest, limits.highest)}
    return f"Stable below {largest}{said}, where the curvature is {' to '.join(ends)}"


def apart_text(sweep: Sweep) -> str:
    """Return why a run may be on its way though its loss is down, where one is; else empty."""
    down = sweep.steps_to_tolerance >= 0  # not so where it is nan
    on = [kind in _ON for kind in sweep.outcome]
    if not (down & on).any():
        return ""
    return (
        "The steps are counted by the loss, the outcome is told of theta: it may still be on its "
        "way, slow or oscillating, when the loss is down"
    )
