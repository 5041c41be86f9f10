"""A typed formula means what Python's own parser and exact arithmetic say it means."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
import torch
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from playground.core.losses import find_loss

NAMES = ("x", "y", "θ")
# Beyond these, float64 may lose so many digits that no comparison means anything.
LARGEST, STEEPEST, NEAR_EDGE = 1e3, 1e4, 1e-2


@dataclass(frozen=True)
class Dual:
    """A value and its slope in each of NAMES, in 40 digits."""

    value: mpf
    slopes: tuple[mpf, ...]
    constant: bool = False  # written without a name

    def __post_init__(self) -> None:
        assume(abs(self.value) < LARGEST)
        assume(all(abs(slope) < STEEPEST for slope in self.slopes))


def number(value: object) -> Dual:
    return Dual(mpf(value), (mpf(0),) * len(NAMES), constant=True)


def chain(value: mpf, *parts: tuple[mpf, Dual]) -> Dual:
    slopes = (sum(rate * dual.slopes[i] for rate, dual in parts) for i in range(len(NAMES)))
    return Dual(value, tuple(slopes), all(dual.constant for _, dual in parts))


def above(value: mpf, edge: float = NEAR_EDGE) -> mpf:
    assume(value > edge)
    return value


def power(a: Dual, b: Dual) -> Dual:
    if b.constant and b.value == int(b.value):
        exponent = int(b.value)
        assume(abs(exponent) <= 20 and (exponent >= 0 or abs(a.value) > NEAR_EDGE))
        slope = exponent * a.value ** (exponent - 1) if exponent else mpf(0)
        return chain(a.value**exponent, (slope, a))
    above(a.value)
    value = a.value**b.value
    return chain(value, (b.value * value / a.value, a), (value * mp.log(a.value), b))


def quotient(a: Dual, b: Dual) -> Dual:
    above(abs(b.value))
    return chain(a.value / b.value, (1 / b.value, a), (-a.value / b.value**2, b))


def chosen(first: bool, a: Dual, b: Dual) -> Dual:
    above(abs(a.value - b.value), 1e-6)
    return a if first else b


BINARY: dict[type, Callable[[Dual, Dual], Dual]] = {
    ast.Add: lambda a, b: chain(a.value + b.value, (mpf(1), a), (mpf(1), b)),
    ast.Sub: lambda a, b: chain(a.value - b.value, (mpf(1), a), (mpf(-1), b)),
    ast.Mult: lambda a, b: chain(a.value * b.value, (b.value, a), (a.value, b)),
    ast.Div: quotient,
    ast.Pow: power,
}
ONE: dict[str, Callable[[mpf], tuple[mpf, mpf]]] = {
    "sin": lambda x: (mp.sin(x), mp.cos(x)),
    "cos": lambda x: (mp.cos(x), -mp.sin(x)),
    "tan": lambda x: (mp.tan(x), 1 / above(abs(mp.cos(x))) ** 2),
    "exp": lambda x: (mp.exp(x), mp.exp(x)),
    "log": lambda x: (mp.log(above(x)), 1 / x),
    "sqrt": lambda x: (mp.sqrt(above(x)), 1 / (2 * mp.sqrt(x))),
    "abs": lambda x: (above(abs(x), 1e-6), mp.sign(x)),
    "tanh": lambda x: (mp.tanh(x), mp.sech(x) ** 2),
    "sigmoid": lambda x: (1 / (1 + mp.exp(-x)), mp.exp(-x) / (1 + mp.exp(-x)) ** 2),
    "relu": lambda x: (max(x, mpf(0)), mpf(above(abs(x), 1e-6) == x)),
}


def exact(node: ast.expr, point: Sequence[float]) -> Dual:
    """Evaluate Python's tree of the text in 40 digits, with slopes."""
    match node:
        case ast.Constant(value=value):
            return number(value)
        case ast.Name(id=("pi" | "e") as name):
            return number(getattr(mp, name))
        case ast.Name(id=name):
            slopes = tuple(mpf(name == other) for other in NAMES)
            return Dual(mpf(point[NAMES.index(name)]), slopes)
        case ast.UnaryOp(op=op, operand=operand):
            inner = exact(operand, point)
            return inner if isinstance(op, ast.UAdd) else chain(-inner.value, (mpf(-1), inner))
        case ast.BinOp(left=left, op=op, right=right):
            return BINARY[type(op)](exact(left, point), exact(right, point))
        case ast.Call(func=ast.Name(id="where"), args=[ast.Compare() as test, *branches]):
            then, otherwise = (exact(branch, point) for branch in branches)
            return then if holds(test, point) else otherwise
        case ast.Call(func=ast.Name(id=("min" | "max") as name), args=arguments):
            result, *rest = (exact(argument, point) for argument in arguments)
            for other in rest:
                smaller = result.value < other.value
                result = chosen(smaller == (name == "min"), result, other)
            return result
        case ast.Call(func=ast.Name(id=name), args=[argument]):
            inner = exact(argument, point)
            value, slope = ONE[name](inner.value)
            return chain(value, (slope, inner))
    raise AssertionError(ast.dump(node))


def holds(test: ast.Compare, point: Sequence[float]) -> bool:
    left, right = exact(test.left, point), exact(test.comparators[0], point)
    above(abs(left.value - right.value), 1e-6)
    return bool(
        left.value < right.value
        if isinstance(test.ops[0], ast.Lt | ast.LtE)
        else left.value > right.value
    )


def formulas() -> st.SearchStrategy[str]:
    """Texts that are formulas in our grammar and expressions in Python's."""
    leaf = st.sampled_from([*NAMES, *NAMES, "2", "3", "0.5", "1.25", "pi", "e", "1e-1"])

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        binary = st.sampled_from([" + ", "-", "*", " / ", "**"])
        comparison = st.sampled_from(["<", "<=", ">", ">="])
        return st.one_of(
            st.builds("{}{}{}".format, inner, binary, inner),
            st.builds("{}{}{}".format, inner, binary, inner),
            st.builds("{}{}{}".format, inner, binary, inner),
            st.builds("({})".format, inner),
            st.builds("-{}".format, inner),
            st.builds("{}({})".format, st.sampled_from(sorted(ONE)), inner),
            st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
            st.builds("where({} {} {}, {}, {})".format, inner, comparison, inner, inner, inner),
        )

    return st.recursive(leaf, larger, max_leaves=10).filter(
        lambda text: len(text) < 400 and any(name in text for name in NAMES)
    )


coordinate = st.floats(-2, 2).map(lambda value: round(value, 3))


@settings(
    deadline=None,
    max_examples=250,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(text=formulas(), point=st.tuples(coordinate, coordinate, coordinate))
@example(text="-x**2**y/3*θ-y**-x", point=(1.5, 0.5, -1.0))
@example(text="2**-x**2", point=(1.5, 0.0, 0.0))
@example(text="x/y/θ-x-y-θ", point=(1.5, 0.5, -1.0))
def test_a_formula_agrees_with_exact_arithmetic_on_pythons_own_parse(
    text: str, point: tuple[float, float, float]
) -> None:
    with mp.workdps(40):
        expected = exact(ast.parse(text, mode="eval").body, point)
    entry = find_loss.__wrapped__(f"0*({' + '.join(NAMES)}) + ({text})")
    assert entry.parameters == NAMES
    assert entry.function is not None
    theta = torch.tensor(point, dtype=torch.float64, requires_grad=True)
    loss = entry.function(theta)
    (gradient,) = torch.autograd.grad(loss, theta)
    scale = 1 + max(abs(float(slope)) for slope in (expected.value, *expected.slopes))
    assert loss.item() == pytest.approx(float(expected.value), abs=1e-9 * scale)
    assert gradient.tolist() == pytest.approx(
        [float(slope) for slope in expected.slopes], abs=1e-8 * scale
    )
