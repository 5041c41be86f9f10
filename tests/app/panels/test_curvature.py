"""The Curvature panel shows the sharpness, its edge and what each step multiplies the error by."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from playground import Experiment
from playground.app.escape import tip
from playground.app.panels.curvature import WAITING, CurvaturePanel
from playground.app.session import Session
from playground.app.theme import DARK
from playground.core.asks import SharpnessAsk
from tests.app.live_panel import PATIENCE_MS, rest, show

THERMOMETER = {"loss": "thermometer", "theta": (1.0, 0.0), "learning_rate": 1e-2, "steps": 50}


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[CurvaturePanel]:
    panel = CurvaturePanel(session)
    qtbot.addWidget(panel)
    for part in (panel, panel.switches):
        part.show()
    qtbot.addWidget(panel.switches)
    panel.resize(560, 320)
    session.frame.connect(panel.draw)
    yield panel
    session.frame.disconnect(panel.draw)


def descend_long(qtbot: QtBot, panel: CurvaturePanel, **fields: object) -> None:
    """Begin a run that is still on its way when this returns."""
    session = panel.session
    session.restart(Experiment(**fields, steps=100_000))

    def under_way() -> bool:
        view = session.view
        return view is not None and view.run == session.run_number and not view.finished

    qtbot.waitUntil(under_way, timeout=PATIENCE_MS)


def choose(qtbot: QtBot, panel: CurvaturePanel, mode: str) -> None:
    """Go down the list of modes with the keys until it is there."""
    panel.choice.setFocus()
    qtbot.keyClick(panel.choice, Qt.Key.Key_Home)
    while panel.mode != mode:
        before = panel.mode
        qtbot.keyClick(panel.choice, Qt.Key.Key_Down)
        assert panel.mode != before, f"{mode} is not offered"
    rest(qtbot, panel.session)


def curve(panel: CurvaturePanel, slot: int) -> tuple[np.ndarray, np.ndarray]:
    """The steps of a curve and its values, read off a logarithmic axis."""
    assert panel.plot.log_values
    x, y = panel.plot.curves.lines[slot].getData()
    return x, 10**y


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


def test_the_words_tell_the_limit_and_what_each_step_does(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    show(qtbot, panel, learning_rate=0.9, steps=10)
    panel.session.seek(5)
    assert panel.words.whole == ("λmax 2 < 2/lr 2.22: stable here; largest stable lr 1.0, now 0.9.")
    assert panel.plot.accessibleDescription().endswith(panel.words.whole)
    choose(qtbot, panel, "contraction")
    assert panel.words.whole == ("Each step the error overshoots and shrinks: × −0.8, as observed.")


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


def test_a_negative_curvature_has_no_stable_learning_rate(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    show(qtbot, panel, loss="x^2 - y^2", theta=(1.0, 0.1), learning_rate=0.1, steps=5)
    assert panel.words.whole == (
        "λmax 2, λmin −2: curved downwards, so no learning rate is stable here."
    )


def test_an_optimizer_without_a_limit_says_why(qtbot: QtBot, panel: CurvaturePanel) -> None:
    show(qtbot, panel, optimizer="rprop")
    assert panel.words.whole.startswith("λmax 2. No limit is known for rprop: it looks")
    panel.paint_with(DARK)
    assert not panel.grab().isNull()


def test_adaptive_optimizers_are_held_to_the_preconditioned_curvature(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    # Adagrad on θ² from 1 divides its first step by the gradient 2: curvature 1, limit 2.
    show(qtbot, panel, optimizer="adagrad", learning_rate=0.2)
    panel.session.seek(0)
    assert panel.plot.shown[0].name == "λmax of P⁻¹H"
    assert panel.words.whole.startswith(
        "λmax of P⁻¹H 1 < edge 10: stable here; largest stable lr 2"
    )


def test_pressing_on_the_plot_moves_the_playhead(qtbot: QtBot, panel: CurvaturePanel) -> None:
    show(qtbot, panel, learning_rate=0.3, steps=10)
    box = panel.plot.getViewBox()
    place = box.mapViewToScene(QPointF(3, 0.5))
    pixel: QPoint = panel.plot.mapFromScene(place)
    qtbot.mouseClick(panel.plot.viewport(), Qt.MouseButton.LeftButton, pos=pixel)
    assert panel.session.view is not None
    assert panel.session.view.playhead == 3
    assert panel.plot.marks.now.value() == 3


def test_of_a_long_run_some_rows_are_enough_and_the_nearest_one_is_named(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    panel.axis_switch.log.click()
    show(qtbot, panel, loss="x^4", theta=(1.0,), learning_rate=0.01, steps=5000)
    x, y = curve(panel, 0)
    assert len(x) == 400
    assert (x[0], x[-1]) == (0, 5000)
    assert y[0] == pytest.approx(12.0)  # the second derivative of x⁴ at 1
    assert y[-1] < y[1]
    panel.session.seek(3)
    assert panel.words.whole.startswith("Near, at step 0: λmax 12 < ")


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


def test_the_input_scale_is_offered_only_where_there_is_one(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    show(qtbot, panel, **THERMOMETER)
    choose(qtbot, panel, "scale")
    show(qtbot, panel, loss="square", theta=(1.0,))
    assert panel.choice.findData("scale") < 0
    assert panel.mode == "sharpness"
    assert panel.plot.isVisible()
    assert panel.words.whole.startswith("λmax 2 < ")


def test_work_that_is_cancelled_is_asked_for_anew_when_it_goes_on(
    qtbot: QtBot, panel: CurvaturePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.engine.deriving import Derived

    view = show(qtbot, panel, learning_rate=0.3)
    asked: list[SharpnessAsk] = []
    cancelled: list[type] = []
    failure = ""

    def derive(ask: SharpnessAsk) -> Derived:
        asked.append(ask)
        return Derived(None, 0.3, finished=bool(failure), stale=False, failure=failure)

    monkeypatch.setattr(panel.session, "derive", derive)
    monkeypatch.setattr(panel.session, "stop_deriving", cancelled.append)
    panel.draw(view)
    qtbot.waitUntil(panel.work.bar.isVisible, timeout=PATIENCE_MS)  # half a second has gone by
    qtbot.mouseClick(panel.work.button, Qt.MouseButton.LeftButton)
    assert SharpnessAsk in cancelled
    failure = "stopped"
    panel.draw(view)
    assert panel.work.button.text() == "Go on"
    stopped = asked[-1]
    qtbot.mouseClick(panel.work.button, Qt.MouseButton.LeftButton)
    assert asked[-1] != stopped  # an equal ask would stay stopped


def test_of_another_loss_the_old_curves_are_gone_while_it_descends(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    show(qtbot, panel, learning_rate=0.3, steps=10)
    assert len(panel.plot.shown) == 2
    descend_long(qtbot, panel, loss="booth", theta=(0.0, 0.0), learning_rate=1e-3)
    assert panel.plot.shown == ()
    assert not any(line.isVisible() for line in panel.plot.curves.lines)
    assert not panel.legend.isVisible()
    assert panel.words.whole == WAITING


def test_of_another_rate_the_old_curves_are_dim_while_it_descends(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    show(qtbot, panel, loss="booth", theta=(0.0, 0.0), learning_rate=0.01, steps=10)
    assert not panel.plot.is_dim
    descend_long(qtbot, panel, loss="booth", theta=(0.0, 0.0), learning_rate=1e-3)
    assert panel.plot.is_dim
    assert len(panel.plot.shown) == 3
    show(qtbot, panel, loss="booth", theta=(0.0, 0.0), learning_rate=0.02, steps=10)
    assert not panel.plot.is_dim


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


def test_the_words_below_are_whole_in_their_tool_tip(qtbot: QtBot, panel: CurvaturePanel) -> None:
    panel.resize(200, 160)
    show(qtbot, panel, learning_rate=0.9, steps=10)
    assert panel.words.text().endswith("…")
    assert panel.words.toolTip() == tip(panel.words.whole)
    bottom = panel.plot.height()
    assert panel.words.geometry().bottom() < bottom
