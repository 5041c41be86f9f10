"""The arrows of the landscape tell where a run is going, or that it is at rest."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from playground.app.marks.run_marks import at_rest
from playground.app.panels.landscape import Landscape
from tests.app.panels.landscape.conftest import show


def resting(panel: Landscape) -> bool:
    return at_rest(panel.stage.descent.marks, panel.stage.pointer.pixels)


def test_a_settled_run_points_nowhere_and_a_moving_one_downhill(
    qtbot: QtBot, panel: Landscape
) -> None:
    # θ is multiplied by 0.6 a step, and so is its gradient.
    show(qtbot, panel, theta=(1.0, 1.0), learning_rate=0.2, steps=60)
    assert resting(panel)
    panel.session.seek(2)
    marks = panel.stage.descent.marks
    assert marks.steepness == pytest.approx(0.36)
    assert marks.downhill == pytest.approx([-0.72, -0.72])
    assert not resting(panel)


def test_a_crawling_run_still_points_downhill(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, theta=(1.0, 1.0), learning_rate=1e-6, steps=60)
    assert not resting(panel)


def test_a_run_in_a_flat_valley_points_downhill_to_its_last_row(
    qtbot: QtBot, panel: Landscape
) -> None:
    # At the start of rosenbrock the slope is 233; in its valley below 3, and steps are short.
    show(qtbot, panel, loss="rosenbrock")
    for row in (5, 500, panel.session.run.length - 1):
        panel.session.seek(row)
        assert panel.stage.descent.marks.steepness < 0.05
        assert not resting(panel)


def test_the_corner_says_which_arrow_is_which(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="himmelblau")
    assert panel.stage.key.isVisible()
    assert "downhill" in panel.stage.key.text()
    assert "gradient" in panel.stage.key.toolTip()
    show(qtbot, panel, loss="square")
    assert "tangent" in panel.stage.key.text()
    panel.resize(200, 420)
    assert not panel.stage.key.isVisible()
