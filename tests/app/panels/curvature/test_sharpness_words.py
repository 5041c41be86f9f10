"""What the Curvature panel says and offers, and how it goes on while it works."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from playground import Experiment
from playground.app.escape import tip
from playground.app.panels.curvature import WAITING, CurvaturePanel
from playground.app.theme import DARK
from playground.core.asks import SharpnessAsk
from tests.app.live_panel import PATIENCE_MS, show
from tests.app.panels.curvature.conftest import THERMOMETER, choose, curve


def descend_long(qtbot: QtBot, panel: CurvaturePanel, **fields: object) -> None:
    """Begin a run that is still on its way when this returns."""
    session = panel.session
    session.restart(Experiment(**fields, steps=100_000))

    def under_way() -> bool:
        view = session.view
        return view is not None and view.run == session.run_number and not view.finished

    qtbot.waitUntil(under_way, timeout=PATIENCE_MS)


def test_the_words_tell_the_limit_and_what_each_step_does(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    show(qtbot, panel, learning_rate=0.9, steps=10)
    panel.session.seek(5)
    assert panel.words.whole == ("Stable here: λmax 2 < 2/lr 2.22; largest stable lr 1.0, now 0.9.")
    assert panel.plot.accessibleDescription().endswith(panel.words.whole)
    choose(qtbot, panel, "contraction")
    assert panel.words.whole == ("Error × −0.8 a step: it overshoots and shrinks, as observed.")


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
    assert panel.words.whole.startswith("Near, at step 0, stable: λmax 12 < ")


def test_the_input_scale_is_offered_only_where_there_is_one(
    qtbot: QtBot, panel: CurvaturePanel
) -> None:
    show(qtbot, panel, **THERMOMETER)
    choose(qtbot, panel, "scale")
    show(qtbot, panel, loss="square", theta=(1.0,))
    assert panel.choice.findData("scale") < 0
    assert panel.mode == "sharpness"
    assert panel.plot.isVisible()
    assert "λmax 2 < " in panel.words.whole


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


def test_the_words_below_are_whole_in_their_tool_tip(qtbot: QtBot, panel: CurvaturePanel) -> None:
    panel.resize(200, 160)
    show(qtbot, panel, learning_rate=0.9, steps=10)
    assert panel.words.text().endswith("…")
    assert panel.words.toolTip() == tip(panel.words.whole)
    bottom = panel.plot.height()
    assert panel.words.geometry().bottom() < bottom
