"""The loss of a typed model as LaTeX: the mean over the rows of how far it is off."""

from __future__ import annotations

import re

from playground.core.losses.formula import signature
from playground.core.losses.latex import Latex, symbol
from playground.core.losses.normalising import NONE
from playground.core.losses.notation import SUM
from playground.core.losses.tree import Formula

_SCORES = {
    "mse": r"\left({prediction} - {target}\right)^{{2}}",
    "mae": r"\left|{prediction} - {target}\right|",
    "logistic": r"\log\left(1 + e^{{z}}\right) - {target} \, z",
}
_MADE = {
    "scale": r"{tilde} = \frac{{{raw}}}{{\max\left|{raw}\right|}}",
    "standardise": r"{tilde} = \frac{{{raw} - {bar}}}{{\sigma_{{{raw}}}}}",
}
_SPELLED_OUT = 2  # inputs; how more are normalised is told of any one of them


class _Normalised(Latex):
    """Columns that are normalised wear a tilde."""

    def column(self, name: str) -> str:
        return _accented("tilde", symbol(name))


def model_latex(formula: Formula, target: str, criterion: str, normalise: str = NONE) -> str:
    """Return the loss of a model as LaTeX, with what is done to its inputs."""
    writer = Latex() if normalise == NONE else _Normalised()
    prediction, aim = writer.inside(formula.root, SUM), symbol(target)
    summed = _SCORES[criterion].format(prediction=prediction, target=aim)
    left, right = signature(formula.parameters), rf"\frac{{1}}{{N}} \sum_{{i=1}}^{{N}} {summed}"
    z = [f"z = {prediction}"] * (criterion == "logistic")
    if normalise == NONE:
        return r",\quad ".join([f"{left} = {right}", *z])
    columns = [symbol(name) for name in formula.columns]
    if len(columns) > _SPELLED_OUT:
        columns = ["x"]
    made = [
        _MADE[normalise].format(
            tilde=_accented("tilde", column), raw=column, bar=_accented("bar", column)
        )
        for column in columns
    ]
    rows = [f"{left} = {right}", r",\quad ".join([*z, *made])]
    aligned = r" \\ ".join(row.replace(" = ", " &= ", 1) for row in rows)
    return rf"\begin{{aligned}} {aligned} \end{{aligned}}"


def _accented(accent: str, written: str) -> str:
    """Put an accent over a name, not over what stands below it."""
    base, low = re.fullmatch(r"(.*?)(_\{.*\})?", written).groups()  # type: ignore[union-attr]  # all match
    return rf"\{accent}{{{base}}}{low or ''}"
