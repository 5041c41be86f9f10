"""The local quadratic model on the landscape is the one of the Hessian, to the pixel."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import playground
from playground import Experiment
from playground.app.marks.pixels import Pixels
from playground.app.marks.quadratic import arms, contours, parabola_points
from playground.app.panels.landscape import Landscape
from playground.app.session import Session
from playground.app.theme import LIGHT
from tests.app.live_panel import PATIENCE_MS

# A hundred pixels a unit, upright as on paper, around 0.
PLOT = Pixels((100.0, -100.0), (300.0, 200.0), 0.0, 0.0, 600.0, 400.0)


def data(points: np.ndarray) -> np.ndarray:
    return (points - PLOT.shift) / PLOT.scale


def test_the_parabola_of_a_parabola_is_the_loss_itself() -> None:
    shown = playground.curvature(Experiment("square", (1.0,)), (0.7,))
    x, y = data(parabola_points(shown, PLOT)).T
    np.testing.assert_allclose(y, x**2, atol=1e-12)
    assert (x[0], x[-1]) == (-3.0, 3.0)


def test_a_contour_of_a_quadratic_loss_goes_through_the_point() -> None:
    experiment = Experiment("10*x^2 + y^2", (0.3, 1.0))
    lines = contours(playground.curvature(experiment), PLOT)
    height = 10 * 0.3**2 + 1.0
    for line, part in zip(lines, (0.25, 1.0, 4.0), strict=True):
        x, y = data(line).T
        np.testing.assert_allclose(10 * x**2 + y**2, part * height)


def test_on_a_saddle_the_contours_are_hyperbolas_of_both_heights() -> None:
    lines = contours(playground.curvature(Experiment("x^2 - y^2", (1.0, 0.0))), PLOT)
    heights = set()
    for line in lines:
        near = data(line)[np.abs(data(line)).max(axis=1) < 10]
        of_line = near[:, 0] ** 2 - near[:, 1] ** 2
        np.testing.assert_allclose(of_line, of_line[0], atol=1e-9)
        heights.add(round(float(of_line[0]), 6))
    assert heights == {0.25, 1.0, 4.0, -0.25, -1.0, -4.0}


def test_axes_are_as_long_as_one_over_the_root_of_their_curvature() -> None:
    shown = playground.curvature(Experiment("10*x^2 + y^2", (0.3, 1.0)))
    flat, steep = arms(shown, PLOT, LIGHT)
    assert (flat.curvature, steep.curvature) == pytest.approx((2.0, 20.0))
    assert np.hypot(*flat.half) / np.hypot(*steep.half) == pytest.approx(10**0.5)
    assert abs(flat.half[0]) < 1e-9  # upright
    assert flat.colour != steep.colour


def test_an_axis_along_which_the_loss_curves_downwards_is_dotted() -> None:
    shown = playground.curvature(Experiment("x^2 - 3*y^2", (1.0, 1.0)))
    up, down = arms(shown, PLOT, LIGHT)
    assert up.style == Qt.PenStyle.SolidLine
    assert (down.curvature, down.style) == (pytest.approx(-6.0), Qt.PenStyle.DotLine)


def test_at_the_minimum_itself_there_are_still_contours_to_see() -> None:
    lines = contours(playground.curvature(Experiment("10*x^2 + y^2", (0.0, 0.0))), PLOT)
    assert len(lines) == 3
    assert all(np.ptp(line, axis=0).max() > 24 for line in lines)


def test_the_switch_is_off_at_first_and_follows_the_playhead(
    qtbot: QtBot, session: Session
) -> None:
    panel = Landscape(session)
    for widget in (panel, panel.switches):
        qtbot.addWidget(widget)
        widget.show()
    panel.resize(500, 400)
    session.frame.connect(panel.draw)
    session.restart(Experiment("x^4", (1.0,), 0.01, steps=5))
    qtbot.waitUntil(lambda: session.view is not None and not session.ticking, timeout=PATIENCE_MS)
    model = panel.curvature
    assert model.marks.shown is None
    session.seek(0)
    qtbot.mouseClick(model.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: model.marks.shown is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: model.marks.shown.theta == 1.0, timeout=PATIENCE_MS)
    assert model.marks.shown.eigenvalues == pytest.approx([12.0])
    assert not panel.grab().isNull()
    session.seek(1)  # 1 − 0.01 · 4
    qtbot.waitUntil(lambda: abs(model.marks.shown.theta - 0.96) < 1e-6, timeout=PATIENCE_MS)
    session.restart(Experiment("dot", (0.0, 1.0, 2.0, 3.0)))
    qtbot.waitUntil(lambda: model.marks.shown is None, timeout=PATIENCE_MS)
    assert not model.button.isVisible()
    session.frame.disconnect(panel.draw)
