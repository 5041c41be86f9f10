"""What a comparison is, and what it found, in words."""

from __future__ import annotations

from collections.abc import Sequence

from playground.app.compare_plots import Shown
from playground.app.compare_table import rate_text
from playground.app.numbers_text import count_text, short_text
from playground.core.mistakes import without_limit

HINT = (
    "Compare finds the best learning rate of each optimizer by a sweep of its own and runs each "
    "at it, from the same start for the same steps. It takes seconds, or minutes with many steps."
)
UNDER_WAY = "Each optimizer appears here when its best learning rate is found."
PAST = "This compares an earlier experiment: press Compare for the one on screen."


def comparison_text(shown: Sequence[Shown], steps: int, starts: int) -> str:
    """Return how the runs were compared, or what keeps them from being so; "" without any."""
    if not shown:
        return ""
    contenders = [one.run.contender for one in shown]
    rates = contenders[0].learning_rate
    never = without_limit([m for e in contenders if e.experiment for m in e.experiment.mistakes])
    if never:
        return never
    best = [each.best_rate for each in contenders if each.experiment is not None]
    if not best:
        return "No learning rate that was tried keeps the loss finite, with any of them."
    if all(rate == rates[-1] for rate in best):
        return "For each the largest rate is best: the loss falls on and on, or needs more steps."
    return (
        f"Same start, {count_text(steps)} steps; best of {len(rates)} rates each (median "
        f"of {starts} starts), {short_text(rates[0], 2)} to {short_text(rates[-1], 2)}"
    )


def summary(shown: Sequence[Shown]) -> str:
    """Return the best rates, for a screen reader."""
    return "; ".join(f"{one.name}: best rate {rate_text(one)}" for one in shown)
