"""The arrows of the landscape tell where a run is going, or that it is at rest."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.marks.run_marks import at_rest
from playground.app.panels.landscape import Landscape
from tests.app.panels.landscape.conftest import settle, show


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


@pytest.mark.parametrize(
    ("fields", "row", "slope", "taken"),
    [
        # 2·mean(x·(w·x − y)) = 15w − 30; the one by hand sums over the four points.
        ({"loss": "line", "gradient": "by-hand"}, 0, -30.0, -120.0),
        ({"loss": "line", "gradient": "by-hand"}, 1, 15 * 1.2 - 30, 4 * (15 * 1.2 - 30)),
        ({"loss": "line"}, 0, -30.0, None),
        # θ goes from 1 to 0.6: the second gradient is 1.2, and 2 is still in it.
        ({"mistakes": ("not-zeroed",), "learning_rate": 0.2}, 1, 1.2, 3.2),
        ({"mistakes": ("wrong-sign",), "learning_rate": 0.2}, 1, 2.8, None),
    ],
)
def test_the_tangent_touches_the_curve_whatever_the_run_takes_for_its_slope(
    qtbot: QtBot,
    panel: Landscape,
    fields: dict[str, object],
    row: int,
    slope: float,
    taken: float | None,
) -> None:
    show(qtbot, panel, **{"steps": 20, **fields})
    panel.session.seek(row)
    settle(qtbot, panel)
    marks, key = panel.stage.descent.marks, panel.stage.key
    assert marks.tangent == pytest.approx([1.0, slope], rel=1e-5)
    if taken is None:
        assert np.isnan(marks.taken).all()
        assert "gradient" not in key.text()
    else:
        assert marks.taken == pytest.approx([1.0, taken], rel=1e-5)
        name = "gradient by hand" if "gradient" in fields else "sum of gradients"
        assert name in key.text()
        assert name in key.toolTip()


def test_a_descent_of_minibatches_stays_on_the_curve_of_all_rows(
    qtbot: QtBot, panel: Landscape
) -> None:
    # The curve is mean((w·x − 2·x)²) = 7.5·(w − 2)²; one row of x = 1 … 4 alone has x²·(w − 2)².
    view = show(qtbot, panel, loss="line", batch_size=1, learning_rate=0.02, steps=60)
    panel.session.seek(0)
    settle(qtbot, panel)
    marks, key = panel.stage.descent.marks, panel.stage.key
    w = view.theta[:, 0].astype(float)
    assert marks.path[:, 1] == pytest.approx(7.5 * (w - 2) ** 2, abs=0.02)
    assert not np.allclose(view.loss, 7.5 * (w - 2) ** 2, atol=1.0)
    assert marks.tangent == pytest.approx([1.0, -30.0], rel=1e-2)
    assert min(abs(marks.taken[1] + 4 * x * x) for x in (1, 2, 3, 4)) < 1e-4
    assert "gradient of the minibatch" in key.text()


def test_downhill_is_against_the_slope_where_gradients_add_up(
    qtbot: QtBot, panel: Landscape
) -> None:
    # θ goes from 1 to 0.6, and so does the length of its gradient, though their sum grows.
    show(qtbot, panel, theta=(1.0, 0.5), learning_rate=0.2, mistakes=("not-zeroed",))
    panel.session.seek(1)
    assert panel.stage.descent.marks.downhill == pytest.approx([-1.2, -0.6])
    assert panel.stage.descent.marks.steepness == pytest.approx(0.6)


def test_the_parabola_touches_the_loss_where_the_gradient_was_written_by_hand(
    qtbot: QtBot, panel: Landscape
) -> None:
    show(qtbot, panel, loss="line", gradient="by-hand", steps=20)
    panel.session.seek(0)
    qtbot.mouseClick(panel.curvature.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: panel.curvature.marks.shown is not None)
    shown = panel.curvature.marks.shown
    assert shown is not None
    assert shown.gradient == pytest.approx([-30.0])
    assert shown.eigenvalues == pytest.approx([15.0])  # 2·mean(x²)


def test_the_corner_says_which_arrow_is_which(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="himmelblau")
    assert panel.stage.key.isVisible()
    assert "downhill" in panel.stage.key.text()
    assert "gradient" in panel.stage.key.toolTip()
    show(qtbot, panel, loss="square")
    assert "tangent" in panel.stage.key.text()
    panel.resize(200, 420)
    assert not panel.stage.key.isVisible()
