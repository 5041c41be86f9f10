"""What is on a map, in words: one of its pixels, all of it, and the lines of its legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from playground.app.map_colours import minimum_colour, outcome_colour
from playground.app.numbers_text import count_text, short_text
from playground.app.theme import Theme
from playground.core.maps import MAP_OUTCOMES, BasinMap

OUTCOME_WORDS = {
    "settled": "settles",
    "stuck": "stuck",
    "moving": "still moves",
    "diverged": "diverges",
    "undefined": "undefined",
}
EARLIER = "of the earlier experiment"
_LONGEST = 3  # parameters of a minimum that are written out
_ZERO = 1e-9  # a coordinate this small is what rounding left of 0


class Line(NamedTuple):
    """A line of a legend: its colour, what that means, and how many pixels have it."""

    colour: str
    text: str
    pixels: int


def minimum_text(number: int, minimum: Sequence[float]) -> str:
    """Return the number of a minimum, from 1, and where it is: "2 (−2.81, 3.13)"."""
    if len(minimum) > _LONGEST:
        return f"minimum {number + 1}"
    place = ", ".join(short_text(value if abs(value) > _ZERO else 0.0, 3) for value in minimum)
    return f"{number + 1} ({place})" if len(minimum) > 1 else f"{number + 1} at {place}"


def legend_lines(made: BasinMap, colouring: str, theme: Theme) -> list[Line]:
    """Return what the colours of a map mean; for "steps" without those that settled."""
    lines = []
    outcome = made.outcome
    if colouring == "minimum":
        for number, minimum in enumerate(made.minima):
            count = int((made.minimum == number).sum())
            if count or number < made.known:
                text = minimum_text(number, minimum)
                lines.append(Line(minimum_colour(number, theme), text, count))
        outcome = outcome[made.minimum < 0]
    counts = np.bincount(outcome.reshape(-1), minlength=len(MAP_OUTCOMES)).tolist()
    for name, count in zip(MAP_OUTCOMES, counts, strict=True):
        if count and not (colouring == "steps" and name == "settled"):
            lines.append(Line(outcome_colour(name, theme), OUTCOME_WORDS[name], count))
    return lines


def pixel_text(made: BasinMap, names: tuple[str, str], column: int, row: int) -> str:
    """Return one descent of a map: its axes' values, how it ended, after how many steps."""
    steps = int(made.steps[row, column])
    at = f"step {count_text(steps)}"
    outcome = MAP_OUTCOMES[made.outcome[row, column]]
    number = int(made.minimum[row, column])
    endings = {
        "settled": f"settles by {at}",
        "stuck": f"comes to rest by {at}, but at no minimum",
        "moving": f"still moves at {at}",
        "diverged": f"diverges at {at}",
        "undefined": f"the loss is not defined at {at}",
    }
    end = endings[outcome]
    if number >= 0:
        where = minimum_text(number, made.minima[number])
        end = f"reaches {where if where.startswith('m') else 'minimum ' + where} by {at}"
    values = f"{names[0]} = {short_text(float(made.x[column]))}\n"
    values += f"{names[1]} = {short_text(float(made.y[row]))}\n"
    loss = f"\nfinal loss {short_text(float(made.loss[row, column]))}"
    return values + end + (loss if outcome in ("settled", "stuck", "moving") else "")


def summary(made: BasinMap, names: tuple[str, str], theme: Theme) -> str:
    """Return all of a map in a sentence, for a screen reader."""
    whole = made.outcome.size
    parts = [
        f"{line.text}: {line.pixels / whole:.0%}" for line in legend_lines(made, "minimum", theme)
    ]
    return f"{names[0]} across, {names[1]} up. Minima by number, then other ends. " + "; ".join(
        parts
    )


def steps_range(made: BasinMap) -> tuple[int, int] | None:
    """Return the fewest and the most steps of the descents that settled; None if none did."""
    steps = made.steps[made.outcome == MAP_OUTCOMES.index("settled")]
    return (int(steps.min()), int(steps.max())) if steps.size else None
