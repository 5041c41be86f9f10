"""The h of the check is typed, slid or dragged, and its error has two sides."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from pytestqt.qtbot import QtBot

from playground.app.check_sides import beside
from playground.app.check_words import EPSILON
from playground.app.numbers_text import short_text
from playground.app.panels.check import CheckPanel
from tests.app.live_panel import rest
from tests.app.panels.check.conftest import LEFT, put_h, show


def test_slider_field_and_plot_choose_the_same_h(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="exp(x)", theta=(1.0,), learning_rate=0.01)
    put_h(qtbot, panel, "1e-5")
    assert panel.h == 1e-5
    assert panel.slider.scale.value(panel.slider.value()) == 1e-5
    panel.slider.setFocus()
    qtbot.keyClick(panel.slider, Qt.Key.Key_Right)
    assert panel.h == pytest.approx(1.06e-5)  # forty stops in a power of ten
    assert panel.entry.text() == "1.06e-5"
    (line,) = (one for one in panel.plot.uprights.lines if one.held)
    assert 10**line.place == pytest.approx(1.06e-5)


def test_the_line_of_h_is_dragged(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="exp(x)", theta=(1.0,), learning_rate=0.01)
    plot, port = panel.plot, panel.plot.viewport()

    def at(exponent: float) -> QPoint:
        return plot.widget_at(exponent, sum(plot.getViewBox().viewRange()[1]) / 2).toPoint()

    qtbot.mousePress(port, LEFT, pos=at(-3.0))
    qtbot.mouseMove(port, at(-5.0))
    assert np.log10(panel.h) == pytest.approx(-5.0, abs=0.1)
    qtbot.mouseMove(port, at(-6.0))
    qtbot.mouseRelease(port, LEFT, pos=at(-6.0))
    assert np.log10(panel.h) == pytest.approx(-6.0, abs=0.1)
    rest(qtbot, panel.session)
    assert panel.check is not None
    assert panel.check.h == panel.h


@pytest.mark.parametrize("text", ["0", "-1", "20", "1e-17", "wide"])
def test_an_h_that_is_no_width_is_refused_in_one_line(
    qtbot: QtBot, panel: CheckPanel, text: str
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    put_h(qtbot, panel, text)
    assert panel.entry.is_wrong
    assert panel.complaint.text.startswith("h must be")
    assert panel.h == 1e-3


def test_a_refused_h_goes_when_another_experiment_is_opened(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    put_h(qtbot, panel, "wide")
    assert panel.entry.is_wrong
    panel.session.seek(3)  # the same run
    rest(qtbot, panel.session)
    assert panel.entry.text() == "wide"
    show(qtbot, panel, loss="square", theta=(2.0,), learning_rate=0.2)
    assert not panel.entry.is_wrong
    assert panel.entry.text() == "0.001"
    assert panel.complaint.text == ""
    assert panel.words.isVisible()


def test_the_curve_is_truncation_to_the_right_and_rounding_to_the_left(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    # (exp(h) − exp(−h)) / 2h = sinh(h)/h times the derivative
    show(qtbot, panel, loss="exp(x)", theta=(1.0,), learning_rate=0.01, dtype="float64")
    x, y = panel.plot.curve.getData()
    wide = x > -2.5
    h = 10.0 ** x[wide]
    np.testing.assert_allclose(10.0 ** y[wide], np.sinh(h) / h - 1, rtol=1e-3)
    assert (10.0 ** y[x < -12]).min() > 1e-6
    assert panel.plot.sides.named == ("rounding", "truncation")
    best = next(line for line in panel.plot.uprights.lines if line.name == "best")
    assert 0.1 < 10**best.place / EPSILON["float64"] ** (1 / 3) < 10
    put_h(qtbot, panel, "1")
    assert "too wide: truncation" in panel.words.text()
    put_h(qtbot, panel, "1e-14")
    assert "too narrow: rounding" in panel.words.text()


def test_a_parabola_has_no_truncation(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    assert panel.plot.sides.named == ("rounding",)
    put_h(qtbot, panel, "1")
    assert "no truncation" in panel.words.text()
    show(qtbot, panel, row=20, loss="square", theta=(1.0,), learning_rate=0.2)
    # At 3.7e-5 the loss that is rounded is h² for a wider h, which grows faster than h.
    assert panel.plot.sides.named == ("rounding", "rounding")
    put_h(qtbot, panel, "10")
    assert "too wide: rounding" in panel.words.text()


def test_the_words_are_of_this_loss_at_this_theta_and_not_of_the_number_format_alone(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="square", theta=(-1.2,), learning_rate=0.2)
    assert panel.check is not None
    # ε · 1.44 / (0.001 · 2.4) = 7e-5 at most: four digits, and ever more of them for a wider h.
    assert "4 digits at h = 0.001; best from 0.0" in panel.words.toolTip()
    assert " on. No third derivative, so no truncation." in panel.words.toolTip()
    assert "as good as autograd" not in panel.words.toolTip()
    show(qtbot, panel, row=20, loss="square", theta=(1.0,), learning_rate=0.2)
    assert "best from 10⁻⁶ to " in panel.words.toolTip()
    assert "a wider h rounds a larger loss" in panel.words.toolTip()


def test_the_words_say_what_float64_would_change_and_the_button_does_it(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="exp(x)", theta=(1.0,), learning_rate=0.01)
    assert panel.check is not None
    least = panel.check.other_least
    assert f"In float64 best near {short_text(least.h, 1)} (error " in panel.words.toolTip()
    before = panel.check.errors.min()
    assert panel.other.text() == "Use float64"
    qtbot.mouseClick(panel.other, LEFT)
    rest(qtbot, panel.session)
    assert panel.session.experiment.dtype == "float64"
    assert panel.check.errors.min() < 1e-4 * before
    assert panel.check.least == least
    assert panel.other.text() == "Use float32"


@pytest.mark.parametrize("x", [0.0, 40.0, 100.0, 170.0, 250.0])
def test_the_best_line_crosses_no_name_of_a_side(x: float) -> None:
    plot = QRectF(10, 0, 180, 80)
    left, right = beside(x, x, plot, (60, 60), 14)
    for place in (left, right):
        assert place.isEmpty() or (plot.contains(place) and place.width() >= 60)
    assert left.isEmpty() or left.right() <= x
    assert right.isEmpty() or right.left() >= x
    assert left.isEmpty() == (x < 10 + 60)
    assert right.isEmpty() == (x > 190 - 60)


@pytest.mark.parametrize("held", [20.0, 60.0, 110.0, 180.0])
def test_the_line_that_is_dragged_crosses_no_name_of_a_side(held: float) -> None:
    left, right = beside(100.0, held, QRectF(0, 0, 200, 80), (60, 60), 14)
    for place in (left, right):
        assert place.isEmpty() or not place.left() < held < place.right()
    assert left.isEmpty() == (held == 60.0)  # with less than 60 on both sides of it
    assert not right.isEmpty()
