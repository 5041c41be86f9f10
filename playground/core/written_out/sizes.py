"""Rules that divide the gradient by its size so far: Adagrad, Adadelta, RMSprop, Adafactor."""

from __future__ import annotations

import math

import numpy as np

from playground.core.written_out.terms import (
    call,
    constant,
    leaf,
    root,
    square,
)
from playground.core.written_out.update import Floats, Sheet


def adagrad(sheet: Sheet) -> None:
    """Divided by the root of the sum of all squares."""
    settings, slope = sheet.settings, sheet.decayed()
    old = sheet.kept("sum", "G", settings.initial_accumulator_value)
    total = sheet.remember("sum", "G", old + square(slope))
    rate = sheet.rate
    if settings.lr_decay:
        made = constant(1.0) + constant(sheet.step - 1) * sheet.setting("lr_decay")
        value = rate.value / (1 + (sheet.step - 1) * settings.lr_decay)
        rate = sheet.write("η", rate / made, value)
    size = root(total) + leaf("ε", settings.eps)
    sheet.end(sheet.old - rate * slope / size)


def adadelta(sheet: Sheet) -> None:
    """Scaled by how far the parameter has moved lately."""
    settings, slope = sheet.settings, sheet.decayed()
    eps = leaf("ε", settings.eps)
    before = sheet.kept("acc_delta", "a")
    size = sheet.mean("square_avg", "s", settings.rho, square(slope))
    ratio = math.sqrt(before.value + eps.value) / math.sqrt(size.value + eps.value)
    scaled = slope * root(before + eps) / root(size + eps)
    move = sheet.write("Δ", scaled, slope.value * ratio)
    sheet.mean("acc_delta", "a", settings.rho, square(move))
    sheet.end(sheet.old - sheet.rate * move)


def rmsprop(sheet: Sheet) -> None:
    """Divided by a running size, centred or not, with momentum or without."""
    settings, slope = sheet.settings, sheet.decayed()
    size = sheet.mean("square_avg", "s", settings.alpha, square(slope))
    spread = root(size)
    if settings.centered:
        mean = sheet.mean("grad_avg", "q", settings.alpha, slope)
        spread = root(size - square(mean))
    ratio = spread + leaf("ε", settings.eps)
    if not settings.momentum:
        sheet.end(sheet.old - sheet.rate * slope / ratio)
        return
    kept = sheet.setting("momentum") * sheet.kept("velocity", "v")
    velocity = sheet.remember("velocity", "v", kept + slope / ratio)
    sheet.end(sheet.old - sheet.rate * velocity)


def adafactor(sheet: Sheet) -> None:
    """A share of theta's own size, along the gradient over the root of its running square."""
    settings, step, update = sheet.settings, sheet.step, sheet.update
    weight = step**settings.beta2_decay
    old = constant(1 - weight) * sheet.kept("variance", "V")
    fresh = constant(weight) * square(sheet.slope)
    size = sheet.remember("variance", "V", old + fresh)
    least = (settings.eps1 or update.format.eps) ** 2
    every = update.gradient / np.sqrt(np.maximum(update.memory[1]["variance"], least))
    floor = max(size.value, least)
    along = sheet.write("u", sheet.slope / root(size), sheet.slope.value / math.sqrt(floor))
    share = leaf("ρ", min(sheet.rate.value, step**-0.5))
    theta, cut = _rms(update.theta[0]), _rms(every)
    own = call("max", leaf("ε₂", settings.eps2), leaf("rms(θ)", theta))
    most = call("max", constant(1.0), leaf("rms(u)", cut) / constant(settings.d))
    value = share.value * max(settings.eps2, theta) / max(1.0, cut / settings.d)
    rate = sheet.write("α", share * own / most, value)
    sheet.end(sheet.shrunk() - rate * along)


def _rms(values: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(values))))
