"""One step of one parameter in one line, and what the optimizer remembers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

from playground.core.written_out.checked import Worked, checked_line
from playground.core.written_out.numbers import at_step, number

Product = tuple[float, ...]


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
) -> list[str]:
    """Return the lines that show update `step` (1 is the first) of one parameter.

    theta is its value before and after, gradient the one before, memory what the optimizer kept
    of this parameter, settings the optimizer's; uphill: by mistake it takes −g.
    Such as: θ₁ = θ₀ − lr · g = 1 − 0.2 · 2 = 0.6
    """
    old, new = at_step(parameter_name, step - 1), at_step(parameter_name, step)
    if optimizer == "sgd":
        slope = ("(−g)", -gradient) if uphill else ("g", gradient)
        plan = _Sgd(step, (old, theta[0]), slope, memory_before, memory_after, settings)
        name, direction = plan.direction()
        steps: list[Product] = [(theta[0],), (-1.0, learning_rate, direction)]
        last = equation(new, f"{old} − lr · {name}", steps, theta[1])
        if last and plan.true:
            return [*plan.lines, last]
    if optimizer == "adam" and not settings.get("amsgrad") and not settings.get("weight_decay"):
        last = _adam((old, new), step, theta, learning_rate, memory_after, settings)
        if last:
            return [last, *_remembered(memory_after)]
    return [difference(old, new, theta), *_remembered(memory_after)]


def state(
    names: Sequence[str],
    step: int,
    theta: Sequence[float],
    loss: float,
    gradient: Sequence[float],
    partial: bool = False,
) -> str:
    """Return the line that says where a run is; of the start also theta, which no step led to.

    Such as: start: θ₀ = 1, loss 1, gradient 2. Where these are not all parameters (partial),
    the gradient is named by component: ∂/∂u₁ 0.25.
    """
    there = f"loss {number(loss)}, {_slopes(names, gradient, partial)}"
    if step:
        return f"now: {there}"
    begin = (
        f"{at_step(name, 0)} = {number(value)}" for name, value in zip(names, theta, strict=True)
    )
    return f"start: {', '.join(begin)}, {there}"


def _slopes(names: Sequence[str], gradient: Sequence[float], partial: bool) -> str:
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
    ) -> None:
        self.step, self.theta, self.slope = step, theta, slope
        self.before, self.after, self.settings = before, after, settings
        self.lines: list[str] = []
        self.true = True

    def direction(self) -> tuple[str, float]:
        """Return name and value of what the learning rate multiplies; adds the lines before it."""
        name, value = self.slope
        decay, momentum = self._number("weight_decay"), self._number("momentum")
        if decay:
            products = [(value,), (decay, self.theta[1])]
            value += decay * self.theta[1]
            self._add("d", f"{name} + {number(decay)} · {self.theta[0]}", products, value)
            name = "d"
        if not momentum or "velocity" not in self.after:
            return name, value
        new = at_step("v", self.step)
        velocity = self.after["velocity"]
        self._add(new, *self._velocity(name, value, momentum), velocity)
        if not self.settings.get("nesterov"):
            return new, velocity
        products = [(value,), (momentum, velocity)]
        value += momentum * velocity
        self._add("n", f"{name} + {number(momentum)} · {new}", products, value)
        return "n", value

    def _velocity(self, name: str, value: float, momentum: float) -> tuple[str, list[Product]]:
        taken = 1 - self._number("dampening")
        if taken != 1 and self.step == 1:  # torch dampens only from the second step on
            return name, [(value,)]
        symbols = f"{number(momentum)} · {at_step('v', self.step - 1)} + "
        products: list[Product] = [(momentum, self.before.get("velocity", 0.0))]
        if taken == 1:
            return symbols + name, [*products, (value,)]
        return symbols + f"{number(taken)} · {name}", [*products, (taken, value)]

    def _add(self, left: str, symbols: str, products: Sequence[Product], value: float) -> None:
        line = equation(left, symbols, products, value)
        self.true = self.true and bool(line)
        self.lines.append(line)

    def _number(self, name: str) -> float:
        value = self.settings.get(name, 0.0)
        return float(value) if isinstance(value, int | float) else 0.0


def equation(left: str, symbols: str, products: Sequence[Product], recorded: float) -> str:
    """Return "left = symbols = numbers = recorded", where a sum of products gives the recorded.

    Returns "" if the numbers do not come to it. A first factor of −1 is shown as a minus.
    """
    if not all(math.isfinite(factor) for product in products for factor in product):
        return ""
    return checked_line(left, symbols, lambda digits: _worked(products, digits), recorded)


def difference(old: str, new: str, theta: tuple[float, float]) -> str:
    """Return the line of an update that cannot be told in any other way."""
    before, after = theta
    products = [(before,), (after - before,)]
    line = equation(new, f"{old} + update", products, after)
    return line or f"{new} = {number(after)}"


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
) -> str:
    """Return Adam's step in one line, with the means that its text calls m′ and v′."""
    beta1, beta2, eps = (settings.get(name) for name in ("beta1", "beta2", "eps"))
    if not (isinstance(beta1, float) and isinstance(beta2, float) and isinstance(eps, float)):
        return ""
    mean = memory.get("exp_avg", math.nan) / (1 - beta1**step)
    size = math.sqrt(memory.get("exp_avg_sq", math.nan) / (1 - beta2**step))
    numbers = (theta[0], learning_rate, mean, size, eps)
    if not all(math.isfinite(value) for value in numbers) or not size + eps:
        return ""

    def worked(digits: int) -> Worked:
        start, rate, up, down, least = (Fraction(f"{v:.{digits - 1}e}") for v in numbers)
        bare = [number(value, digits) for value in numbers]
        bare[2] = f"({bare[2]})" if mean < 0 else bare[2]
        text = f"{bare[0]} − {bare[1]} · {bare[2]} / ({bare[3]} + {bare[4]})"
        return text, start - rate * up / (down + least)

    return checked_line(names[1], f"{names[0]} − lr · m′ / (√v′ + ε)", worked, theta[1])


def _worked(products: Sequence[Product], digits: int) -> Worked:
    """Return the sum as it is shown with so many digits, and what exactly that comes to."""
    text, total = "", Fraction(0)
    for product in products:
        minus = len(product) > 1 and product[0] == -1
        factors = product[1:] if minus else product
        exact = Fraction(-1 if minus else 1)
        for factor in factors:
            exact *= Fraction(f"{factor:.{digits - 1}e}")
        total += exact
        shown = [number(factor, digits) for factor in factors]
        kept_bare = 0 if text else 1  # only the very first number needs no brackets for its minus
        shown[kept_bare:] = [f"({t})" if t.startswith("−") else t for t in shown[kept_bare:]]
        joint = " − " if minus else " + "
        text += (joint if text else "−" if minus else "") + " · ".join(shown)
    return text, total
