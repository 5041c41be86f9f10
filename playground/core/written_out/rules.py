"""The whole update of each optimizer, term by term."""

from __future__ import annotations

from collections.abc import Callable

from playground.core.written_out import along, means, signs, sizes
from playground.core.written_out.sums import difference
from playground.core.written_out.update import Sheet, Update

RULES: dict[str, Callable[[Sheet], None]] = {
    "sgd": along.sgd,
    "asgd": along.asgd,
    "lbfgs": along.lbfgs,
    "adagrad": sizes.adagrad,
    "adadelta": sizes.adadelta,
    "rmsprop": sizes.rmsprop,
    "adafactor": sizes.adafactor,
    "adam": means.adam,
    "adamw": means.adamw,
    "adamax": means.adamax,
    "nadam": means.nadam,
    "radam": means.radam,
    "rprop": signs.rprop,
}


def _rule(optimizer: str) -> Callable[[Sheet], None]:
    if optimizer in RULES:
        return RULES[optimizer]
    from playground.core.written_out.typed import typed  # here, since it imports torch

    return typed


def update_lines(update: Update, at: int) -> list[str]:
    """Return the lines of one parameter's update, from the gradient to the new theta.

    Where a line does not come to what is recorded, as where a number is rounded to nothing,
    it is left out; where that is theta's own, the difference stands in its place.
    """
    sheet = Sheet(update, at)
    try:
        _rule(update.optimizer)(sheet)
    except (ArithmeticError, KeyError, ValueError):
        sheet.lines.append("")  # a number that is none, or nothing was kept of this step
    written = [text for text in sheet.lines if text]
    if not any(text.startswith(f"{sheet.new} = ") for text in written):
        written.append(difference(sheet.old.symbol, sheet.new, (sheet.before, sheet.after)))
    return written
