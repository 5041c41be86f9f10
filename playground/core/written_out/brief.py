"""One step of one parameter in one line, and what the optimizer remembers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from playground.core.written_out.checked import Worked
from playground.core.written_out.formats import FORMATS, Format
from playground.core.written_out.numbers import at_step, number
from playground.core.written_out.sums import Product, difference, equation, told
from playground.core.written_out.terms import Term, leaf, root


def written_out(
    parameter_name: str,
    step: int,
    theta: tuple[float, float],
    gradient: float,
    learning_rate: float,
    memory_before: Mapping[str, float],
    memory_after: Mapping[str, float],
    optimizer: str,
    settings: Mapping[str, object],
    uphill: bool = False,
    dtype: str = "float32",
) -> list[str]:
    """Return the lines that show update `step` (1 is the first) of one parameter.

    theta is its value before and after, gradient the one before, memory what the optimizer kept
    of this parameter, settings the optimizer's; uphill: by mistake it takes −g. dtype is the
    run's number format, whose rounding is told where a line comes to its result by that alone.
    Such as: θ₁ = θ₀ − lr · g = 1 − 0.2 · 2 = 0.6
    """
    old, new = at_step(parameter_name, step - 1), at_step(parameter_name, step)
    format_ = FORMATS[dtype]
    if optimizer == "sgd":
        slope = ("(−g)", -gradient) if uphill else ("g", gradient)
        plan = _Sgd(step, (old, theta[0]), slope, memory_before, memory_after, settings, format_)
        along = plan.direction()
        steps: list[Product] = [(theta[0],), (-1.0, learning_rate, along.value)]
        term = leaf(old, theta[0]) - leaf("lr", learning_rate) * along
        last = equation(new, f"{old} − lr · {along.symbol}", steps, theta[1], term, format_)
        if last and plan.true:
            return [*plan.lines, last]
    if optimizer == "adam" and not settings.get("amsgrad") and not settings.get("weight_decay"):
        last = _adam((old, new), step, theta, learning_rate, memory_after, settings, format_)
        if last:
            return [last, *_remembered(memory_after)]
    return [difference(old, new, theta), *_remembered(memory_after)]


def state(
    names: Sequence[str],
    step: int,
    theta: Sequence[float],
    loss: float | None,
    gradient: Sequence[float] | None,
    partial: bool = False,
) -> str:
    """Return the line that says where a run is; of the start also theta, which no step led to.

    Such as: start: θ₀ = 1, loss 1, gradient 2. Where these are not all parameters (partial),
    the gradient is named by component: ∂/∂u₁ 0.25. None: there is no such.
    """
    height = "no loss" if loss is None else f"loss {number(loss)}"
    there = f"{height}, {_slopes(names, gradient, partial)}"
    if step:
        return f"now: {there}"
    begin = (
        f"{at_step(name, 0)} = {number(value)}" for name, value in zip(names, theta, strict=True)
    )
    return f"start: {', '.join(begin)}, {there}"


def _slopes(names: Sequence[str], gradient: Sequence[float] | None, partial: bool) -> str:
    if gradient is None:
        return "no gradient"
    shown = [number(value) for value in gradient]
    if partial:
        named = zip(names, shown, strict=True)
        return ", ".join(f"∂/∂{name} {value}" for name, value in named)
    return f"gradient {shown[0]}" if len(shown) == 1 else f"gradient ({', '.join(shown)})"


class _Sgd:
    """What goes before the update itself: weight decay, velocity, Nesterov's look ahead."""

    def __init__(
        self,
        step: int,
        theta: tuple[str, float],
        slope: tuple[str, float],
        before: Mapping[str, float],
        after: Mapping[str, float],
        settings: Mapping[str, object],
        format_: Format,
    ) -> None:
        self.step, self.theta, self.slope = step, theta, slope
        self.before, self.after, self.settings, self.format = before, after, settings, format_
        self.lines: list[str] = []
        self.true = True

    def direction(self) -> Term:
        """Return what the learning rate multiplies; adds the lines before it."""
        name, value = self.slope
        slope = leaf(name, value)
        decay, momentum = self._number("weight_decay"), self._number("momentum")
        if decay:
            products = [(value,), (decay, self.theta[1])]
            value += decay * self.theta[1]
            term = slope + leaf("", decay) * leaf(*self.theta)
            self._add("d", f"{name} + {number(decay)} · {self.theta[0]}", products, value, term)
            slope = leaf("d", value, term)
        if not momentum or "velocity" not in self.after:
            return slope
        velocity = leaf(at_step("v", self.step), self.after["velocity"])
        self._add(velocity.symbol, *self._velocity(slope, momentum, velocity.value))
        if not self.settings.get("nesterov"):
            return velocity
        products = [(value,), (momentum, velocity.value)]
        value += momentum * velocity.value
        term = slope + leaf("", momentum) * velocity
        symbols = f"{slope.symbol} + {number(momentum)} · {velocity.symbol}"
        self._add("n", symbols, products, value, term)
        return leaf("n", value, term)

    def _velocity(
        self, slope: Term, momentum: float, velocity: float
    ) -> tuple[str, list[Product], float, Term]:
        taken = 1 - self._number("dampening")
        if taken != 1 and self.step == 1:  # torch dampens only from the second step on
            return slope.symbol, [(slope.value,)], velocity, slope
        before = leaf(at_step("v", self.step - 1), self.before.get("velocity", 0.0))
        symbols = f"{number(momentum)} · {before.symbol} + "
        products: list[Product] = [(momentum, before.value)]
        kept = leaf("", momentum) * before
        if taken == 1:
            return symbols + slope.symbol, [*products, (slope.value,)], velocity, kept + slope
        symbols += f"{number(taken)} · {slope.symbol}"
        term = kept + leaf("", taken) * slope
        return symbols, [*products, (taken, slope.value)], velocity, term

    def _add(
        self, left: str, symbols: str, products: Sequence[Product], value: float, term: Term
    ) -> None:
        line = equation(left, symbols, products, value, term, self.format)
        self.true = self.true and bool(line)
        self.lines.append(line)

    def _number(self, name: str) -> float:
        value = self.settings.get(name, 0.0)
        return float(value) if isinstance(value, int | float) else 0.0


def _remembered(memory: Mapping[str, float]) -> list[str]:
    if not memory:
        return []
    kept = ", ".join(f"{name} = {number(value)}" for name, value in sorted(memory.items()))
    return [f"remembered: {kept}"]


def _adam(
    names: tuple[str, str],
    step: int,
    theta: tuple[float, float],
    learning_rate: float,
    memory: Mapping[str, float],
    settings: Mapping[str, object],
    format_: Format,
) -> str:
    """Return Adam's step in one line, with the means that its text calls m′ and v′."""
    beta1, beta2, eps = (settings.get(name) for name in ("beta1", "beta2", "eps"))
    if not (isinstance(beta1, float) and isinstance(beta2, float) and isinstance(eps, float)):
        return ""
    first, second = (memory.get(name, math.nan) for name in ("exp_avg", "exp_avg_sq"))
    whole, whole_sq = 1 - beta1**step, 1 - beta2**step
    mean, size = first / whole, math.sqrt(second / whole_sq)
    numbers = (theta[0], learning_rate, mean, size, eps)
    if not all(math.isfinite(value) for value in numbers) or not size + eps:
        return ""

    def worked(digits: int) -> Worked:
        start, rate, up, down, least = (Fraction(f"{v:.{digits - 1}e}") for v in numbers)
        bare = [number(value, digits) for value in numbers]
        bare[2] = f"({bare[2]})" if mean < 0 else bare[2]
        text = f"{bare[0]} − {bare[1]} · {bare[2]} / ({bare[3]} + {bare[4]})"
        return text, start - rate * up / (down + least)

    up = leaf("", mean, leaf("", first) / leaf("", whole))
    down = leaf("", size, root(leaf("", second) / leaf("", whole_sq))) + leaf("", eps)
    term = leaf("", theta[0]) - leaf("", learning_rate) * up / down
    symbols = f"{names[0]} − lr · m′ / (√v′ + ε)"
    return told(names[1], symbols, worked, theta[1], term, format_)
