"""Adam and its relatives: a running mean of the gradient over a running size of it."""

from __future__ import annotations

import math

import numpy as np

from playground.core.written_out.numbers import at_step, raised
from playground.core.written_out.terms import (
    Term,
    call,
    constant,
    leaf,
    root,
    square,
)
from playground.core.written_out.update import Sheet

_TRUSTED = 5  # RAdam: below that length of the mean, its size says nothing
_ONE = constant(1.0)


def adam(sheet: Sheet) -> None:
    """Adam, with its weight decay in the gradient."""
    _adam(sheet, sheet.old, sheet.decayed())


def adamw(sheet: Sheet) -> None:
    """Adam, with its weight decay on theta itself."""
    _adam(sheet, sheet.shrunk(), sheet.slope)


def _adam(sheet: Sheet, theta: Term, slope: Term) -> None:
    mean, size = _moments(sheet, slope)
    if sheet.settings.amsgrad:
        largest = call("max", sheet.kept("max_exp_avg_sq", "w"), size)
        size = sheet.remember("max_exp_avg_sq", "w", largest)
    mean, size = _unbiased(sheet, mean, "m′", "beta1"), _unbiased(sheet, size, "v′", "beta2")
    below = root(size) + leaf("ε", sheet.settings.eps)
    sheet.end(theta - sheet.rate * mean / below)


def adamax(sheet: Sheet) -> None:
    """The largest recent gradient in place of its mean square."""
    settings, slope = sheet.settings, sheet.decayed()
    mean = sheet.mean("exp_avg", "m", settings.beta1, slope)
    kept = sheet.setting("beta2") * sheet.kept("exp_inf", "u")
    now = call("abs", slope) + leaf("ε", settings.eps)
    largest = sheet.remember("exp_inf", "u", call("max", kept, now))
    mean = _unbiased(sheet, mean, "m′", "beta1")
    sheet.end(sheet.old - sheet.rate * mean / largest)


def nadam(sheet: Sheet) -> None:
    """Nesterov's look ahead, with a momentum μ that rises from step to step."""
    settings, step = sheet.settings, sheet.step
    theta, slope = _decay(sheet)
    mean, size = _moments(sheet, slope)
    along = sheet.update.along
    steps = np.arange(1, step + 1)
    with np.errstate(over="ignore"):
        every = along["beta1"] * (1 - 0.5 * 0.96 ** (steps * along["momentum_decay"]))
    product = float(np.cumprod(every.astype(np.float32))[-1])  # torch keeps it in 32 bits
    now, ahead = _momentum(sheet, step), _momentum(sheet, step + 1)
    whole = leaf("Π", product)
    size = _unbiased(sheet, size, "v′", "beta2")
    value = (1 - now.value) * slope.value / (1 - product)
    value += ahead.value * mean.value / (1 - product * ahead.value)
    fresh = (_ONE - now) * slope / (_ONE - whole)
    carried = ahead * mean / (_ONE - whole * ahead)
    look = sheet.write("n", fresh + carried, value)
    below = root(size) + leaf("ε", settings.eps)
    sheet.end(theta - sheet.rate * look / below)


def _momentum(sheet: Sheet, step: int) -> Term:
    settings = sheet.settings
    rise = 0.96 ** (step * settings.momentum_decay)
    half = constant(0.5) * leaf(f"0.96^({step} · {settings.momentum_decay:g})", rise)
    value = settings.beta1 * (1 - 0.5 * rise)
    return sheet.write(at_step("μ", step), sheet.setting("beta1") * (_ONE - half), value)


def radam(sheet: Sheet) -> None:
    """Plain momentum until the size of the gradient can be trusted."""
    settings, step = sheet.settings, sheet.step
    theta, slope = _decay(sheet)
    mean, size = _moments(sheet, slope)
    mean = _unbiased(sheet, mean, "m′", "beta1")
    power = settings.beta2**step
    longest = 2 / (1 - settings.beta2) - 1
    length = longest - 2 * step * power / (1 - power)
    if length <= _TRUSTED:
        sheet.end(theta - sheet.rate * mean)
        return
    size = _unbiased(sheet, size, "v′", "beta2")
    trust = _trust(sheet, length, longest)
    below = root(size) + _eps_hat(sheet, power)
    sheet.end(theta - sheet.rate * trust * mean / below)


def _eps_hat(sheet: Sheet, power: float) -> Term:
    # torch adds ε before it takes the bias out of the size.
    return leaf("ε′", sheet.settings.eps / math.sqrt(1 - power))


def _trust(sheet: Sheet, length: float, longest: float) -> Term:
    now, end = leaf("ρ", length), leaf("ρ∞", longest)
    four, two = constant(4.0), constant(2.0)
    above = (now - four) * (now - two) * end
    below = (end - four) * (end - two) * now
    value = (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length)
    return sheet.write("r", root(above / below), math.sqrt(value))


def _decay(sheet: Sheet) -> tuple[Term, Term]:
    """Theta and the gradient, with the weight decay in the one or in the other."""
    if sheet.settings.decoupled_weight_decay:
        return sheet.shrunk(), sheet.slope
    return sheet.old, sheet.decayed()


def _moments(sheet: Sheet, slope: Term) -> tuple[Term, Term]:
    mean = sheet.mean("exp_avg", "m", sheet.settings.beta1, slope)
    return mean, sheet.mean("exp_avg_sq", "v", sheet.settings.beta2, square(slope))


def _unbiased(sheet: Sheet, mean: Term, symbol: str, beta: str) -> Term:
    """Write the line that takes out of a mean that it began at zero."""
    keep = float(sheet.settings[beta])  # type: ignore[arg-type]  # a number
    power = keep**sheet.step
    kept = leaf(f"{constant(keep).symbol}{raised(sheet.step)}", power)
    return sheet.write(symbol, mean / (_ONE - kept), mean.value / (1 - power))
