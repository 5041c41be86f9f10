"""Whether a lesson tells the answer to a prediction before the prediction is made."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from playground.core.lesson import Lesson, LessonStep, PredictNumber
from playground.core.lesson_markdown import FORMULA, Code, Formula, blocks, flowing
from playground.core.lesson_quantities import ending, value_of
from playground.core.schema_errors import Fault, Location, path_of

if TYPE_CHECKING:
    from playground.core.trajectory import Trajectory

# What the words for each of ENDS begin with, in whatever form.
STEMS = {
    "settles": ("settl",),
    "oscillates": ("oscillat",),
    "explodes": ("explo", "diverg"),
    "too slow": ("slow",),
}
_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
# In a formula a power, an index and a divisor are no values; nor is what stands before its "=".
_NO_VALUE = re.compile(r"[_^](?:\{[^{}]*\}|\\?\w)|/\s*\d+|\\frac(?:\{[^{}]*\}){2}")
_NUMBER = re.compile(r"(?<![\w.])[-−]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[-+]?\d+)?")


def told_too_early(
    lesson: Lesson, step: LessonStep, at: Location, trajectory: Trajectory
) -> Iterator[Fault]:
    """Yield in which fields the answer to a step's prediction stands above it, if it has one.

    `at` is the path to the step. A number is found as it is written to three digits; an outcome,
    or the one that a curve comes to, in any form of its word. The step's `after` may tell both.
    """
    asked = step.predict
    if asked is None:
        return
    title, text = ((*at, "title"), step.title), ((*at, "text"), step.text)
    for where, part in ((("text",), lesson.text), title, text):
        if isinstance(asked, PredictNumber):
            truth = value_of(asked.quantity, step.experiment, trajectory)
            found = _number(part, truth)
        else:
            found = _word(part, ending(trajectory))
        if found:
            yield where, f"tells the answer to {path_of((*at, 'predict'))} too early: {found}"


def _number(text: str, truth: float) -> str:
    """Return the number of a text that is the true one, as it is written there; or ""."""
    if not math.isfinite(truth):
        return ""
    for written in _written(text):
        number = _WORDS.index(written) if written in _WORDS else _read(written)
        if f"{number:.3g}" == f"{truth + 0.0:.3g}":
            return written
    return ""


def _read(written: str) -> float:
    return float(written.replace("−", "-").replace(",", ""))


def _written(text: str) -> Iterator[str]:
    """Yield the numbers of a text, those of its formulas where they stand as a value."""
    plain, formulas = _apart(text)
    for word in re.findall(r"[a-z]+", plain.lower()):
        if word in _WORDS[2:]:  # "one" is seldom a number
            yield word
    for part in (plain, *(_NO_VALUE.sub(" ", latex.rpartition("=")[2]) for latex in formulas)):
        yield from _NUMBER.findall(part.replace(r"\cdot", " "))


def _word(text: str, end: str) -> str:
    """Return the word of a text that names the right outcome, or ""."""
    words: list[str] = re.findall(r"\w+", _apart(text)[0])
    stems = STEMS.get(end, ())
    return next((word for word in words if word.lower().startswith(stems)), "")


def _apart(text: str) -> tuple[str, list[str]]:
    """Return the plain text of Markdown, and its formulas in LaTeX."""
    plain: list[str] = []
    formulas: list[str] = []
    for block in blocks(text):
        if isinstance(block, Code):
            plain.append(block.text)
        elif isinstance(block, Formula):
            formulas.append(block.latex)
        for line in flowing(block):
            formulas += [span.text for span in line if span.kind == FORMULA]
            plain.append("".join(" " if span.kind == FORMULA else span.text for span in line))
    return "\n".join(plain), formulas
