"""SGD and its averaged kin, and LBFGS: a step along the gradient or a direction made of it."""

from __future__ import annotations

import math
from ctypes import c_float

import numpy as np

from playground.core.written_out.terms import Term, constant, leaf
from playground.core.written_out.update import Sheet


def sgd(sheet: Sheet) -> None:
    """Plain descent, momentum, dampening, Nesterov's look ahead."""
    settings, slope = sheet.settings, sheet.decayed()
    if not settings.momentum:
        sheet.end(sheet.old - sheet.rate * slope)
        return
    momentum, fresh = sheet.setting("momentum"), slope
    if "velocity" in sheet.update.memory[0] and sheet.step > 1:
        if settings.dampening:
            fresh = constant(1 - settings.dampening) * slope
        velocity = momentum * sheet.kept("velocity", "v") + fresh
    else:
        velocity = momentum * sheet.kept("velocity", "v") + slope
    direction = sheet.remember("velocity", "v", velocity)
    if settings.nesterov:
        value = slope.value + settings.momentum * direction.value
        direction = sheet.write("n", slope + momentum * direction, value)
    sheet.end(sheet.old - sheet.rate * direction)


def asgd(sheet: Sheet) -> None:
    """A falling rate η, a pull towards zero, and the average of all thetas."""
    settings, slope, step = sheet.settings, sheet.decayed(), sheet.step
    eta = leaf("η", _falling(sheet))
    shrink = constant(1.0) - sheet.setting("lambd") * eta
    sheet.end(sheet.old * shrink - eta * slope)
    weight = c_float(1 / max(1.0, step - 1 - settings.t0)).value if step > 1 else 1.0
    now = leaf(sheet.new, sheet.after)
    average: Term = now
    if weight != 1:
        old = sheet.kept("ax", "a")
        average = old + constant(weight) * (now - old)
    sheet.remember("ax", "a", average)


def _falling(sheet: Sheet) -> float:
    """The rate that the step before has left, in the 32 bits in which torch keeps it."""
    step, rates, settings = sheet.step, sheet.update.rates, sheet.settings
    if step == 1:
        return c_float(float(rates[-1])).value
    before = float(rates[-2])
    slowing = 1 + settings.lambd * before * (step - 1)
    return c_float(before / math.pow(slowing, settings.alpha)).value


def lbfgs(sheet: Sheet) -> None:
    """A step along the direction that the estimated curvature gives."""
    update, rate = sheet.update, sheet.rate.value
    along = leaf("d", float(update.memory[1]["direction"][sheet.at]))
    if sheet.step == 1:
        rate *= min(1.0, 1 / float(np.abs(update.gradient).sum()))
    sheet.end(sheet.old + leaf("t", rate) * along)
