"""Which names a formula may have: functions, and words that are no parameter."""

from __future__ import annotations

import difflib
import keyword
import re
from collections.abc import Mapping

from playground.core.losses.tokens import GREEK, NAME, FormulaError, Token

MANY = 20
ARITY: dict[str, tuple[int, int]] = {
    **dict.fromkeys(
        ["sin", "cos", "tan", "exp", "log", "sqrt", "abs", "tanh", "sigmoid", "relu"], (1, 1)
    ),
    "min": (2, MANY),
    "max": (2, MANY),
    "where": (3, 3),
}
# Over the rows of the data: only where a derivative is typed, whose loss is a mean over them.
REDUCTIONS = {"mean": (1, 1), "sum": (1, 1)}
ALIASES = {"ln": "log"}
EXAMPLES = {
    name: f"{name}(x)" if arity == (1, 1) else f"{name}(x, 0)" for name, arity in ARITY.items()
}
EXAMPLES["where"] = "where(x > 0, x, 0)"
EXAMPLES |= {name: f"{name}(x)" for name in REDUCTIONS}

# A parameter called "if" or "nan" is always a misunderstanding; lambda is the Greek letter.
_NO_PARAMETER = {*keyword.kwlist, "nan", "NaN", "inf", "Inf", "infinity"} - {"lambda"}


def refuse_unless_parameter(
    token: Token, name: str, opens: bool, known: bool, columns: Mapping[str, str]
) -> None:
    """Raise FormulaError where a name cannot be a parameter.

    `name` is how the name is displayed, `opens` tells whether "(" follows, and `known` whether
    the name was a parameter before.
    """
    if token.text in ARITY or token.text in ALIASES:
        example = EXAMPLES[ALIASES.get(token.text, token.text)].replace("log", token.text)
        raise FormulaError(f"'{token.text}' without '('", token.position, f"type {example}")
    if token.text in _NO_PARAMETER:
        expected = "choose between two values as in where(x > 0, x, 0)"
        if token.text.lower()[:3] in ("nan", "inf"):
            expected = "type a number"
        raise FormulaError(f"'{token.text}' cannot be a parameter", token.position, expected)
    if opens and not known and not _may_multiply(name):
        raise _unknown_function(token)
    glued = re.fullmatch(rf"({'|'.join(ARITY)}|ln)([xyzθ][0-9₀-₉]*)", token.text)
    if glued and not known:
        expected = f"type {glued[1]}({glued[2]})"
        raise FormulaError(f"'{token.text}' is no function", token.position, expected)
    near = _near_column(token.text, columns)
    if near:
        problem = f"Unknown column '{_short(token.text)}'"
        expected = f"did you mean '{near}'? (otherwise give the parameter another name)"
        raise FormulaError(problem, token.position, expected)


def _may_multiply(name: str) -> bool:
    # x(x + 1), θ(x + 1) and w₁(x + 1) are products; sni(x) is a misspelled function.
    return len(name.rstrip("₀₁₂₃₄₅₆₇₈₉")) == 1


def _unknown_function(token: Token) -> FormulaError:
    near = difflib.get_close_matches(token.text.lower(), [*ARITY, *ALIASES, *GREEK], n=1)
    known = ", ".join(ARITY)
    expected = f"did you mean '{near[0]}'?" if near else f"the functions are {known}"
    if not near:
        expected += f"; a product is {_short(token.text)}*(x)"
    return FormulaError(f"Unknown function '{_short(token.text)}'", token.position, expected)


def _near_column(text: str, columns: Mapping[str, str]) -> str:
    """The column that was meant, if a name of two letters or more is nearly that column's."""
    lower = {name.lower(): name for name in columns if NAME.fullmatch(name)}
    if len(text) == 2:
        return lower.get(text.lower(), "")  # LR is lr
    if len(text) < 3 or text.lower() in GREEK:  # beta is spelled right, however near to eta
        return ""
    near = difflib.get_close_matches(text.lower(), lower, n=1, cutoff=0.8)
    return lower[near[0]] if near else ""


def _short(text: str) -> str:
    return text if len(text) <= 20 else text[:20] + "…"
