"""The learning rates that range tests suggest, from the losses they saw."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_FASTAI_SKIPS_AT_END = 5


def steepest(
    learning_rate: Floats, loss: Floats, skip_start: int = 10, skip_end: int = 5
) -> float | None:
    """Return the learning rate where the loss fell fastest from iteration to iteration, or None.

    What LRFinder.plot of pytorch-lr-finder suggests. It has nothing to say where fewer than two
    losses remain of those skipped; then none are skipped here.
    """
    kept = slice(skip_start, max(len(loss) - skip_end, 0))
    if len(loss[kept]) < 2:
        kept = slice(None)
    rates, losses = _numbers(learning_rate[kept], loss[kept])
    if len(losses) < 2:
        return None
    with np.errstate(over="ignore", invalid="ignore"):  # the last loss may be infinite
        slopes = np.gradient(losses)
    return float(rates[int(np.argmin(slopes))])


def valley(learning_rate: Floats, loss: Floats, count: int) -> float | None:
    """Return the learning rate in the middle of the longest valley, or None for too few losses.

    fastai's rule, SuggestionMethod.Valley: the first tenth of `count` and the last five losses
    are left out; the valley is as long as the longest falling subsequence and ends with it; what
    is suggested lies between a third and two thirds of it.
    """
    kept = slice(count // 10, max(len(loss) - _FASTAI_SKIPS_AT_END, 0))
    rates, losses = _numbers(learning_rate[kept], loss[kept])
    if not len(losses):
        return None
    length, end = _longest_fall(losses)
    start = end - length if length > 1 else 0
    third = (end - start) / 3
    return float(rates[start + int(third) + int(third / 2)])


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
