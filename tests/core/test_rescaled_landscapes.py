"""The landscapes of the raw and the scaled input are one loss on the same axes."""

from __future__ import annotations

import numpy as np
import pytest

from playground.core.experiment import Experiment
from playground.core.rescaled_landscapes import RescaledLandscapes, rescaled_landscapes

THERMOMETER = Experiment("thermometer", (1.0, 0.0), 1e-2, 100, settings={"input_scale": 1.0})


def both(experiment: Experiment, **more: float) -> RescaledLandscapes:
    *_, (share, found) = rescaled_landscapes(experiment, **more)
    assert share == 1.0
    assert found is not None
    return found


def test_a_tenth_of_the_input_needs_ten_times_the_slope() -> None:
    found = both(THERMOMETER, scale=0.1, size=33)
    raw, tenth = found.pictures
    assert raw.request.extent == tenth.request.extent
    np.testing.assert_array_equal(raw.axes[0], tenth.axes[0])
    # The loss at (w, b) on a tenth of the input is that at (w / 10, b) on the raw one; at w = 0
    # and at no other w of these axes do both read the same point.
    at_zero = int(np.flatnonzero(raw.axes[0] == 0.0)[0])
    np.testing.assert_allclose(raw.loss[:, at_zero], tenth.loss[:, at_zero])
    assert found.minima[1] == pytest.approx((10 * found.minima[0][0], found.minima[0][1]))
    for (low, high), places in zip(
        raw.request.extent, zip(*found.minima, strict=True), strict=True
    ):
        assert all(low <= place <= high for place in places)


def test_a_loss_without_an_input_scale_is_refused() -> None:
    with pytest.raises(ValueError, match=r"loss must have an input_scale, .*, and square has none"):
        next(rescaled_landscapes(Experiment()))
