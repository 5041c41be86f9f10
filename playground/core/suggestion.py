"""The learning rates that range tests suggest from the losses they saw, or why they do not."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FASTAI_SKIPS_AT_END = 5
_FEWEST = 3  # losses: of two there is one slope, which is neither the steepest nor a valley
_ROUNDINGS = 2.0  # a smoothed loss of equal losses falls by less
_NOTHING_FELL = "the loss fell nowhere by more than its rounding"


class Suggestion(NamedTuple):
    """A learning rate, or None and in words why there is none."""

    learning_rate: float | None
    reason: str = ""  # "" where there is a learning rate


def steepest(
    learning_rate: Floats,
    loss: Floats,
    skip_start: int = 10,
    skip_end: int = 5,
    rounding: float = float(np.finfo(np.float64).eps),
    ended: str = "",
) -> Suggestion:
    """Return the learning rate where the loss fell fastest from iteration to iteration.

    What LRFinder.plot of pytorch-lr-finder suggests, where three or more of the losses remain
    and one of them fell by more than `rounding`, the relative one of the losses. `ended` says why
    there are no more of them, "" where none are missing.
    """
    kept = slice(skip_start, max(len(loss) - skip_end, 0))
    rates, losses = _numbers(learning_rate[kept], loss[kept])
    if len(losses) < _FEWEST:
        left_out = f"the first {skip_start} and the last {skip_end} suggest nothing"
        return Suggestion(None, _too_few(len(loss), left_out, len(losses), ended))
    with np.errstate(over="ignore", invalid="ignore"):  # the last loss may be infinite
        slopes = np.gradient(losses)
    place = int(np.argmin(slopes))
    if not slopes[place] < -_grain(losses[max(place - 1, 0) : place + 2], rounding):
        return Suggestion(None, _NOTHING_FELL)
    return Suggestion(float(rates[place]))


def valley(
    learning_rate: Floats,
    loss: Floats,
    count: int,
    rounding: float = float(np.finfo(np.float64).eps),
    ended: str = "",
) -> Suggestion:
    """Return the learning rate in the middle of the longest valley.

    fastai's rule, SuggestionMethod.Valley: the first tenth of `count` and the last five losses
    are left out; the valley is as long as the longest falling subsequence and ends with it; what
    is suggested lies between a third and two thirds of it. A valley has three losses or more and
    is deeper than `rounding`, the relative one of the losses. `ended` is as in `steepest`.
    """
    skipped = count // 10
    kept = slice(skipped, max(len(loss) - _FASTAI_SKIPS_AT_END, 0))
    rates, losses = _numbers(learning_rate[kept], loss[kept])
    if len(losses) < _FEWEST:
        left_out = f"the first {skipped} and the last {_FASTAI_SKIPS_AT_END} suggest nothing"
        return Suggestion(None, _too_few(len(loss), left_out, len(losses), ended))
    length, end = _longest_fall(losses)
    before = losses[: end + 1]
    if not before.max() - losses[end] > _grain(before, rounding):
        return Suggestion(None, _NOTHING_FELL)
    if length < _FEWEST:
        return Suggestion(None, f"the longest fall has two losses, not {_FEWEST} or more")
    start = end - length
    third = (end - start) / 3
    return Suggestion(float(rates[start + int(third) + int(third / 2)]))


def _too_few(seen: int, left_out: str, left: int, ended: str) -> str:
    if ended:
        return ended if seen == 1 else f"{ended}; of {seen} losses {left_out}"
    return f"too few losses: of {seen} {left_out}, which leaves {left}, not {_FEWEST} or more"


def _grain(losses: Floats, rounding: float) -> float:
    """The largest fall that may be nothing but rounding."""
    finite = np.abs(losses[np.isfinite(losses)])
    return _ROUNDINGS * rounding * float(finite.max(initial=0.0))


def _longest_fall(losses: Floats) -> tuple[int, int]:
    """The length of the longest falling subsequence, and the first place where one ends."""
    # tails[k] is the negative of the highest loss on which a fall of k + 1 losses can end.
    tails: list[float] = []
    end = 0
    for place, loss in enumerate(losses.tolist()):
        k = bisect_left(tails, -loss)
        if k == len(tails):
            tails.append(-loss)
            end = place
        else:
            tails[k] = -loss
    return len(tails), end


def _numbers(rates: Floats, losses: Floats) -> tuple[Floats, Floats]:
    """Both up to the first loss that is no number, as fastai does; infinity counts as one."""
    stop = int(np.argmax(np.isnan(losses))) if np.isnan(losses).any() else len(losses)
    return rates[:stop], losses[:stop]
