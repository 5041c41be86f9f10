"""A loss that was typed: an allow-listed grammar turned into torch operations, never eval."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from torch import Tensor

from playground.core.losses.base import LOSSES, LossEntry
from playground.core.losses.criteria import CRITERIA
from playground.core.losses.defaults import defaults
from playground.core.losses.evaluate import Code, Told, compiled
from playground.core.losses.explain import explain
from playground.core.losses.grammar import parse
from playground.core.losses.latex import latex, symbol
from playground.core.losses.notation import plain
from playground.core.losses.tokens import GREEK, FormulaError
from playground.core.losses.tree import Formula
from playground.core.tensors import filled

HELP = (
    "Every name is a parameter, except π (or pi) and e. θ and theta are the same, and so are "
    "θ₁, θ1, theta1 and theta_1; xy is one name, x y a product. Functions: sin, cos, tan, exp, "
    "log (natural, or ln), sqrt, abs, tanh, sigmoid, relu, min, max, where(x > 0, x, 0). Powers "
    "are ^, ** or ², and go first: −x^2 is −(x²), 2x^2 is 2·(x²), 2^3^2 is 2⁹. A product may "
    "leave out its sign and still goes from the left: 1/2x is (1/2)·x."
)


def formula_loss(text: str) -> LossEntry:
    """Return the loss that a formula describes; its names are its parameters.

    Raises FormulaError, a ValueError that points at the character.
    """
    formula = parse(text)
    _refuse_word(text)
    names = formula.parameters
    if not names:
        raise FormulaError(
            "No parameter", len(text), "type a name such as x where the number to be learned stands"
        )
    function = function_of(formula)
    starts = [(value,) * len(names) for value in (1.0, 0.5, 2.0, 0.1)]
    found = defaults(function, starts, formula.algebraic)
    return LossEntry(
        name=text,
        title=shortened(plain(formula.root)),
        teaches="A loss as it was typed; autograd finds its gradient.",
        formula=f"{signature(names)} = {latex(formula.root)}",
        parameters=names,
        function=function,
        explain=_explainer(formula),
        typed=text,
        **vars(found),
    )


def signature(names: tuple[str, ...]) -> str:
    """The left-hand side as LaTeX: L(x, y), or L(θ) for many parameters."""
    shown = [symbol(name) for name in names] if len(names) <= 4 else [r"\theta"]
    return f"L({', '.join(shown)})"


def shortened(text: str) -> str:
    """The text, cut where it is too long for a title."""
    return text if len(text) <= 60 else text[:59] + "…"


def function_of(formula: Formula, told: Told | None = None) -> Callable[[Tensor], Tensor]:
    """Return the function of theta that a formula describes; `told` is that of `compiled`."""
    places = {name: index for index, name in enumerate(formula.parameters)}
    code = compiled(formula.root, places, told)
    if not callable(code):
        constant = code
        return lambda theta: filled(theta, theta.shape[:-1], constant)
    return _unbinding(code)


def _unbinding(code: Code) -> Callable[[Tensor], Tensor]:
    def typed_loss(theta: Tensor) -> Tensor:
        return code(theta.unbind(-1))

    return typed_loss


def _explainer(formula: Formula) -> Callable[[Tensor], str]:
    def why(theta: Tensor) -> str:
        leaves = dict(zip(formula.parameters, theta.detach().unbind(-1), strict=True))
        return explain(formula.root, leaves, lambda values: values)

    return why


def _refuse_word(text: str) -> None:
    """Raise FormulaError for what looks like the misspelled name of a loss, such as double-wel."""
    word = text.strip()
    parts = re.split("[-_]", word)
    if not all(re.fullmatch("[A-Za-z]{2,}", part) and part not in GREEK for part in parts):
        return
    if word in CRITERIA:
        problem = f"'{word}' scores a model"
        raise FormulaError(problem, 0, "give a dataset, a model such as w*x + b and a target")
    near = difflib.get_close_matches(word, LOSSES, n=1)
    expected = f"did you mean '{near[0]}'?" if near else "type a formula such as x^2 + 10*y^2"
    raise FormulaError(f"Unknown loss '{shortened(word)}'", 0, expected)
