"""The Curvature panel draws the sharpness, its edge and what each step multiplies the error by."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.panels.curvature import CurvaturePanel
from playground.core.datasets import Table
from tests.app.live_panel import show
from tests.app.panels.curvature.conftest import THERMOMETER, choose, curve


def test_the_sharpness_of_a_parabola_lies_below_two_over_the_learning_rate(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    panel.axis_switch.log.click()
    show(qtbot, panel, learning_rate=0.9, steps=10)
    for slot, value in ((0, 2.0), (1, 2 / 0.9)):
        x, y = curve(panel, slot)
        assert x.tolist() == list(range(11))
        np.testing.assert_allclose(y, value)
    assert [each.name for each in panel.plot.shown] == ["λmax", "2/lr"]


def test_predicted_and_observed_contraction_agree_on_a_parabola(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    panel.axis_switch.log.click()
    show(qtbot, panel, loss="10*x^2 + y^2", theta=(1.0, 1.0), learning_rate=0.07, steps=12)
    choose(qtbot, panel, "contraction")
    # Curvatures 2 and 20: |1 − 0.14| and |1 − 1.4|.
    expected = {"λ₁": 0.86, "λ₂": 0.4}
    for slot, each in enumerate(panel.plot.shown):
        mode, kind = each.name.split()
        x, y = curve(panel, slot)
        np.testing.assert_allclose(y, expected[mode], rtol=1e-6)
        assert len(x) == (12 if kind == "observed" else 13)  # no step leaves the last row
        assert (each.width > 1) == (kind == "predicted")  # what lies on it is seen on it
    assert panel.words.whole == (
        "Error shrinks: × −0.4 along λmax, × 0.86 along λmin, as observed."
    )


def test_adaptive_optimizers_are_held_to_the_preconditioned_curvature(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    # Adagrad on θ² from 1 divides its first step by the gradient 2: curvature 1, limit 2.
    show(qtbot, panel, optimizer="adagrad", learning_rate=0.2)
    panel.session.seek(0)
    assert panel.plot.shown[0].name == "λmax of P⁻¹H"
    assert panel.words.whole.startswith(
        "Stable here: λmax of P⁻¹H 1 < edge 10; largest stable lr 2"
    )


def test_a_run_that_explodes_is_drawn_as_far_as_it_goes(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    panel.axis_switch.log.click()
    view = show(qtbot, panel, loss="x^4", theta=(3.0,), learning_rate=1.0, steps=50)
    assert view.length < 51
    x, y = curve(panel, 0)
    np.testing.assert_allclose(y, 12 * view.theta[: len(x), 0].astype(float) ** 2, rtol=1e-5)
    finite = np.isfinite(12 * view.theta[:, 0].astype(float) ** 2)
    assert x.tolist() == np.flatnonzero(finite).tolist()
    choose(qtbot, panel, "contraction")
    assert not panel.grab().isNull()


def test_dividing_the_thermometers_input_by_ten_is_shown_on_the_same_axes(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    show(qtbot, panel, **THERMOMETER, settings={"input_scale": 0.1})
    choose(qtbot, panel, "scale")
    raw, tenth = panel.scales.sides
    assert panel.scales.isVisible()
    assert raw.title.whole == "Raw: condition number 33,599"
    assert tenth.title.whole == "÷ 10: condition number 357"
    assert raw.plot.getViewBox().viewRange() == tenth.plot.getViewBox().viewRange()
    # The slope of a line over a tenth of the input is ten times as large.
    assert 10 * raw.star.at[0] == pytest.approx(tenth.star.at[0])
    assert raw.star.at[1] == pytest.approx(tenth.star.at[1])
    assert "97 times as large" in panel.scales.sentence.text()


def test_what_spans_more_than_two_decades_is_logarithmic_until_a_person_chooses(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    narrow = {"loss": "square", "theta": (1.0,), "learning_rate": 0.3}
    show(qtbot, panel, **narrow)
    assert panel.axis_switch.linear.isChecked()
    wide = {**THERMOMETER, "settings": {"input_scale": 0.1}}  # curvatures 0.17 and 60.6
    show(qtbot, panel, **wide)
    assert panel.axis_switch.log.isChecked()
    assert panel.plot.left.title == "curvature (log)"
    show(qtbot, panel, **narrow)
    assert panel.plot.left.title == "curvature"
    qtbot.mouseClick(panel.axis_switch.linear, Qt.MouseButton.LeftButton)
    show(qtbot, panel, **wide)
    assert panel.plot.left.title == "curvature"


def test_a_pinned_run_has_its_sharpness_and_its_own_edge(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    show(qtbot, panel, learning_rate=0.5, steps=10)
    panel.session.pins.pin()
    view = show(qtbot, panel, learning_rate=0.9, steps=10)
    (pinned,) = view.pinned
    np.testing.assert_allclose(panel.plot.values_of(pinned.view), [[2.0, 4.0]] * 11)
    np.testing.assert_allclose(panel.plot.values_of(view), [[2.0, 2 / 0.9]] * 11)
    (edge,) = panel.plot.edges.lines
    assert edge.isVisible()
    np.testing.assert_allclose(edge.getData()[1], panel.plot.places.values.place([4.0, 4.0]))
    colour = panel._theme.runs[pinned.slot]
    assert edge.opts["pen"].color().name() == colour.lower()
    assert panel.legend.accessibleName() == f"Curves: λmax, 2/lr, {pinned.name}"
    choose(qtbot, panel, "contraction")
    assert not edge.isVisible()


@pytest.mark.parametrize("mode", ["sharpness", "contraction"])
def test_a_diverged_run_ends_in_a_cross_with_its_step(
    qtbot: QtBot, panel: CurvaturePanel, mode: str
) -> None:
    fields = {"loss": "x^4", "theta": (3.0,), "learning_rate": 1.0, "steps": 50}
    view = show(qtbot, panel, **fields)
    choose(qtbot, panel, mode)
    assert view.outcome is not None
    assert panel.plot.marks.end.isVisible()
    text = panel.plot.marks.end_text.toPlainText()
    assert text.endswith(f"diverged at step {view.outcome.step}")


def test_a_table_of_ones_own_is_shown_raw_and_standardised(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    x = np.linspace(1000.0, 3000.0, 21)
    own = Table("own", ("x", "y"), np.column_stack([x, 0.002 * x + 1]))
    show(qtbot, panel, loss="mse", dataset=own, model="w*x + b", target="y")
    choose(qtbot, panel, "scale")
    raw, made = panel.scales.sides
    # the Hessian is twice the matrix of the means of x², x and 1: with the variance 366,667,
    # its eigenvalues are very nearly 2·mean(x²) and 2·variance/mean(x²)
    square, spread = (x**2).mean(), x.var()
    condition = float(raw.title.whole.removeprefix("Raw: condition number ").replace(",", ""))
    assert condition == pytest.approx(square**2 / spread, rel=1e-5)
    assert made.title.whole == "Standardised: condition number 1"
    assert "stable below 1, not 2.29" in panel.scales.sentence.whole
