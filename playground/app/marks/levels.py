"""The bands of loss on a landscape: round borders, in ratios of the height above the lowest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray

from playground.app.theme import Theme

Floats = NDArray[np.float64]

MOST_BANDS = 13
_FEWEST_BANDS = 9
_DECADES = 6.0  # seen at most; what is lower is one band
_MUTED = 0.52  # how much of the map's colour is left beside the surface's
_LADDERS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0))


@dataclass(frozen=True)
class Levels:
    """Borders of the bands, rising: K + 1 numbers for K bands."""

    borders: Floats

    @property
    def bands(self) -> int:
        """How many bands there are."""
        return len(self.borders) - 1

    def place(self, loss: Floats) -> Floats:
        """Return where losses lie, in bands from the bottom: 0 to K; nan where there is none."""
        placed: Floats = np.interp(loss, self.borders, np.arange(len(self.borders)))
        placed[np.isnan(loss) | np.isneginf(loss)] = np.nan
        return placed


def levels(loss: Floats, lowest: float) -> Levels:
    """Return round borders for what is seen: in ratios of the height above the lowest loss.

    Where the view holds no such ratio (a piece of slope) the borders are evenly spaced.
    """
    seen = loss[np.isfinite(loss) & (np.abs(loss) < 1e30)]
    if not len(seen):
        return Levels(np.array([0.0, 1.0]))
    lowest = min(lowest, float(seen.min()))
    height = seen - lowest
    most = float(height.max())
    least = max(float(np.quantile(height, 0.02)), most * 10**-_DECADES)
    if most <= 1e-9 * abs(lowest) or most < 1e-300:
        return Levels(np.array([lowest, lowest + max(abs(lowest), 1.0)]))
    borders = _ratios(least, most) if most > 10 * least else _even(least, most)
    top = lowest + max(most, 2 * borders[-1])
    return Levels(np.concatenate([[lowest], _round(lowest, borders), [top]]))


def _ratios(least: float, most: float) -> Floats:
    decades = np.arange(np.floor(np.log10(least)), np.ceil(np.log10(most)) + 1)
    best = np.array([least])
    for ladder in _LADDERS:
        steps = np.multiply.outer(10.0**decades, ladder).reshape(-1)
        steps = steps[(steps >= least) & (steps < most)]
        if len(best) >= _FEWEST_BANDS or len(steps) >= MOST_BANDS:
            break
        best = steps if len(steps) else best
    return best[:: -(-len(best) // MOST_BANDS)]


def _round(lowest: float, heights: Floats) -> Floats:
    """Return losses at about these heights that are short to write: 303 becomes 300."""
    grain = 0.5 * 10.0 ** np.floor(np.log10(heights))
    losses: Floats = np.unique(np.round((lowest + heights) / grain) * grain)
    return losses[losses > lowest]


def _even(least: float, most: float) -> Floats:
    rough = max((most - least) / 12, 1e-3 * most)
    size = 10.0 ** np.floor(np.log10(rough))
    step = next(size * factor for factor in (1.0, 2.0, 5.0, 10.0) if size * factor >= rough)
    borders: Floats = np.arange(np.ceil(least / step), np.ceil(most / step)) * step
    borders = borders[borders > 0]
    return borders if len(borders) else np.array([most / 2])


def band_colours(count: int, theme: Theme) -> NDArray[np.uint8]:
    """Return the colours of the bands, (count, 3): viridis, so muted that a path stands out."""
    places = np.linspace(0.08, 1.0, count) if count > 1 else np.array([0.5])
    colours = pg.colormap.get("viridis").map(places, mode="float")[:, :3]
    return muted(colours, theme, 0.42 if theme.dark else _MUTED)


def muted(colours: Floats, theme: Theme, part: float) -> NDArray[np.uint8]:
    """Return colours, (count, 3) from 0 to 1, mixed with the theme's surface, as bytes."""
    surface = np.array(pg.mkColor(theme.surface).getRgbF()[:3])
    mixed: NDArray[np.uint8] = np.round(255 * (part * colours + (1 - part) * surface)).astype(
        np.uint8
    )
    return mixed
