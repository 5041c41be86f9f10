"""Rprop: a step size for each parameter, which only the signs of the gradient change."""

from __future__ import annotations

import math

from playground.core.written_out.terms import constant, leaf
from playground.core.written_out.update import Sheet


def rprop(sheet: Sheet) -> None:
    """The size grows while the sign stays, shrinks when it changes, and then waits a step."""
    settings, slope = sheet.settings, sheet.slope.value
    before = sheet.kept("prev", "g").value
    old = sheet.kept("step_size", "s", sheet.rate.value)
    agreement = slope * before
    factor = settings.etaplus if agreement > 0 else settings.etaminus if agreement < 0 else 1.0
    grown = old.value * factor
    size = old if factor == 1 else old * constant(factor)
    for bound in (settings.step_size_max, settings.step_size_min):
        if (grown > bound) if bound == settings.step_size_max else (grown < bound):
            size = constant(bound)
    now = sheet.remember("step_size", "s", size)
    sign = 0.0 if agreement < 0 or not slope else math.copysign(1.0, slope)
    name = "waits" if agreement < 0 else f"sign({sheet.slope.symbol.strip('()')})"
    sheet.end(sheet.old - leaf(name, sign) * now)
