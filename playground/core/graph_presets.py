"""The functions of the source texts whose graph they show, with exactly their numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

Rows = tuple[float, ...] | tuple[tuple[float, ...], ...]
Spread = tuple[float, float, int]  # from, to and how many points, evenly


@dataclass(frozen=True)
class GraphPreset:
    """A typed function, or a loss by its name, at the theta or the points of a source text.

    `says` tells what there is to see; `remedy` is what it begins with.
    """

    title: str
    says: str
    function: str
    points: Rows = ()
    spread: Spread | None = None
    loss: str = ""
    dtype: str = "float32"
    remedy: str = "none"


GRAPH_PRESETS: dict[str, GraphPreset] = {
    "addition": GraphPreset(
        "An addition",
        "Adding 5 to a Parameter: the result knows that it came from AddBackward0.",
        "θ + 5",
        ((1.0, 2.0), (3.0, 4.0)),
    ),
    "exponential": GraphPreset(
        "An exponential",
        "torch.exp of a Parameter: the result knows that it came from ExpBackward0.",
        "exp(θ)",
        ((1.0, 2.0), (3.0, 4.0)),
        dtype="float64",  # e⁴ lies between two float32 numbers, of which one reads 54.5981
    ),
    "product": GraphPreset(
        "θ·θ",
        "Both factors are θ, so two gradients of 1 arrive and add up to 2.",
        "θ*θ",
        (1.0,),
    ),
    "sine": GraphPreset(
        "sin x on 100 points",
        "A vector of results: backward() needs one number, or a gradient vector.",
        "sin(x)",
        spread=(-math.pi, math.pi, 100),
        dtype="float64",
    ),
    "dot": GraphPreset(
        "2·x·x",
        "Twice the dot product of a vector with itself: the gradient is 4x.",
        "",
        (0.0, 1.0, 2.0, 3.0),
        loss="dot",
    ),
}
