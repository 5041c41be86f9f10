"""The range test stands beside the truth for the same loss."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.app.panels.sweep import SweepPanel

Person = Any  # the fixture of this folder, whose type tests cannot import


def test_the_range_test_stands_beside_the_truth(panel: SweepPanel, person: Person) -> None:
    from playground.core.range_request import RangeRequest
    from playground.core.range_test import range_test

    person.shows(panel.range_test, steps=100)
    found = person.lines(panel.range_test)
    request = RangeRequest(1e-3, 10.0, smoothing=0.05)
    test = range_test(panel.session.experiment, request)
    assert found["steepest"] == pytest.approx(test.suggestion)
    assert found["valley"] == pytest.approx(test.valley)
    assert found["best"] == pytest.approx(0.5, rel=0.03)  # one step to the minimum
    assert found["limit"] == pytest.approx(1.0)
    assert test.suggestion is not None
    times = max(found["best"] / test.suggestion, test.suggestion / found["best"])
    assert f"{times:.2g}" in panel.range_test.words.text()
    assert panel.range_test.stop.isVisible() == test.stopped
    assert "losses smoothed by 0.05" in panel.range_test.work.label.text()


def test_the_ramp_goes_over_what_the_slider_covers_for_the_rate_in_force(
    panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.range_test, learning_rate=1e-4)
    test = panel.range_test.test
    assert test is not None
    assert test.learning_rate[0] == pytest.approx(1e-4)
    assert panel.range_test.plot.rates.low == panel.session.rates.ends[0] == 1e-4


def test_both_curves_of_the_ramp_are_drawn(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.range_test)
    page = panel.range_test
    (x, raw), (_, smoothed) = page.raw.getData(), page.smoothed.getData()
    assert x[0] == pytest.approx(-3.0)  # the ramp begins where the slider does
    assert raw[0] == smoothed[0]
    assert not np.array_equal(raw, smoothed)
    assert person.hovers(page, 1e-3)[0] == "step 0"
