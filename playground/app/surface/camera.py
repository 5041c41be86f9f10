"""Where the relief is looked at from, and where on the screen each place of it is then."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from playground.core.pictures import Floats

TALL = 0.9  # the box: −1 to 1 along both parameters, 0 to this upward
CENTRE = np.array([0.0, 0.0, TALL / 2])
_DISTANCE = 6.0  # near enough for depth to be seen, far enough for angles to be believed
_LOWEST, _HIGHEST = 4.0, 90.0  # degrees; from below there is nothing to see
_LEAST_ZOOM, _MOST_ZOOM = 0.5, 6.0


@dataclass(frozen=True)
class Camera:
    """Looks at the middle of the box from an azimuth and an elevation in degrees.

    At zoom 1 the whole box is in view from wherever it is looked at.
    """

    azimuth: float = -62.0
    elevation: float = 38.0
    zoom: float = 1.0

    def turned(self, right: float, up: float) -> Camera:
        """Return the camera after so many degrees around the box and over it."""
        elevation = min(max(self.elevation + up, _LOWEST), _HIGHEST)
        return Camera((self.azimuth + right) % 360.0, elevation, self.zoom)

    def nearer(self, factor: float) -> Camera:
        """Return the camera that shows everything so many times larger."""
        zoom = min(max(self.zoom * factor, _LEAST_ZOOM), _MOST_ZOOM)
        return Camera(self.azimuth, self.elevation, zoom)

    @property
    def back(self) -> Floats:
        """The unit vector from the box to the eye, (3,)."""
        turn, rise = math.radians(self.azimuth), math.radians(self.elevation)
        flat = math.cos(rise)
        return np.array([flat * math.cos(turn), flat * math.sin(turn), math.sin(rise)])

    @property
    def eye(self) -> Floats:
        """Where it is looked from, (3,)."""
        return CENTRE + _DISTANCE * self.back


@dataclass(frozen=True)
class Shot:
    """What a camera sees on a screen of so many pixels.

    At zoom 1 the box is within the margins, which leave room for the axes: left and right,
    above, below.
    """

    camera: Camera
    width: float
    height: float
    margins: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @property
    def focal(self) -> float:
        """Pixels for a length of 1 at a distance of 1."""
        across, low, high = _reach(self.camera.elevation)
        beside, above, below = self.margins
        wide = max(self.width / 2 - beside, 20.0) / across
        return self.camera.zoom * min(wide, max(self.height - above - below, 40.0) / (high - low))

    @property
    def middle(self) -> Floats:
        """The pixel of the middle of the box, (2,)."""
        _, low, high = _reach(self.camera.elevation)
        _, above, below = self.margins
        at_one = self.focal / self.camera.zoom * (high + low) / 2
        return np.array([self.width / 2, (self.height + above - below) / 2 + at_one])

    @property
    def field_of_view(self) -> float:
        """How wide the screen is, as an angle from the eye, in degrees."""
        return 2 * math.degrees(math.atan(self.width / 2 / self.focal))

    @property
    def distance(self) -> float:
        """From the eye to the middle of the box."""
        return _DISTANCE

    def __call__(self, places: Floats) -> Floats:
        """Return the pixels, (rows, 2), of places of the box, (rows, 3).

        A place that is infinitely far away, as one that overflowed, has none: nan or infinite.
        """
        with np.errstate(all="ignore"):
            seen: Floats = self.middle + self.focal * _seen(places, self.camera) * (1.0, -1.0)
        return seen


@lru_cache(maxsize=128)
def _reach(elevation: float) -> tuple[float, float, float]:
    """Return how far the box reaches across, and from where to where upward, per focal length."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (0, TALL)], float)
    turns = range(0, 46, 3)  # then everything repeats
    seen = np.concatenate([_seen(corners, Camera(turn, elevation)) for turn in turns])
    return float(np.abs(seen[:, 0]).max()), float(seen[:, 1].min()), float(seen[:, 1].max())


def _seen(places: Floats, camera: Camera) -> Floats:
    """Return how far right and up of the middle places, (rows, 3), are seen, per focal."""
    turn, back = math.radians(camera.azimuth), camera.back
    right = np.array([-math.sin(turn), math.cos(turn), 0.0])
    up = np.array(
        [-back[2] * right[1], back[2] * right[0], math.cos(math.radians(camera.elevation))]
    )
    from_eye = np.asarray(places, np.float64) - (CENTRE + _DISTANCE * back)
    depth = -(from_eye @ back)
    return np.stack([from_eye @ right, from_eye @ up], axis=-1) / depth[..., None]
