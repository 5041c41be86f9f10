"""The colours of a map of many descents, told apart by every kind of eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from playground.core.maps import DIVERGED, MAP_OUTCOMES

if TYPE_CHECKING:
    from playground.app.palette import Theme
    from playground.core.maps import BasinMap

Pixels = NDArray[np.uint8]

COLOURINGS = ("minimum", "steps", "outcome")
# Ten of the 256 colours of viridis (van der Walt and Smith, 2015), evenly spaced.
_VIRIDIS = (
    "#440154", "#482878", "#3E4989", "#31688E", "#26828E",
    "#1F9E89", "#35B779", "#6DCD59", "#B4DE2C", "#FDE725",
)  # fmt: skip


def coloured(made: BasinMap, colour: str, theme: Theme) -> Pixels:
    """Return the pixels of the map, (H, W, 3), row 0 the low end of y; colour is of COLOURINGS.

    "minimum" gives each minimum the colour of a run, "steps" goes from dark for few to light
    for many on a logarithmic scale, both only where a descent settled; elsewhere, and
    everywhere for "outcome", it is the colour of the outcome.
    """
    outcomes = np.array([_rgb(outcome_colour(name, theme)) for name in MAP_OUTCOMES], np.uint8)
    pixels = outcomes[made.outcome]
    if colour == "minimum":
        reached = made.minimum >= 0
        runs = np.array([_rgb(name) for name in theme.runs], np.uint8)
        pixels[reached] = runs[made.minimum[reached] % len(runs)]
    elif colour == "steps":
        settled = made.outcome == MAP_OUTCOMES.index("settled")
        pixels[settled] = _step_shades(made.steps[settled])
    return pixels


def minimum_colour(number: int, theme: Theme) -> str:
    """Return the colour of a minimum by its number; that of those which diverge for −2."""
    return (
        outcome_colour("diverged", theme)
        if number == DIVERGED
        else theme.runs[number % len(theme.runs)]
    )


def outcome_colour(outcome: str, theme: Theme) -> str:
    """Return the colour of one of MAP_OUTCOMES."""
    return {
        "settled": theme.runs[4],
        "stuck": theme.muted,
        "moving": theme.line,
        "diverged": theme.text,
        "undefined": theme.surface,
    }[outcome]


def shades(places: NDArray[np.float64]) -> Pixels:
    """Return viridis at places from 0, dark, to 1, light, as (A, 3)."""
    stops = np.linspace(0, 1, len(_VIRIDIS))
    scale = np.array([_rgb(name) for name in _VIRIDIS], np.float64)
    channels = [np.interp(places, stops, scale[:, channel]) for channel in range(3)]
    return np.rint(np.stack(channels, axis=-1)).astype(np.uint8)


def _step_shades(steps: NDArray[np.int32]) -> Pixels:
    """Viridis over the logarithm of the steps, (A, 3)."""
    if not len(steps):
        return np.empty((0, 3), np.uint8)
    logs = np.log(np.maximum(steps, 1).astype(np.float64))
    low, high = float(logs.min()), float(logs.max())
    return shades((logs - low) / (high - low) if high > low else np.zeros(len(logs)))


def _rgb(name: str) -> tuple[int, int, int]:
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)
