"""The Sweep panel shows what becomes of each learning rate, and runs the one that is pointed at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.panels.sweep import SweepPanel
from playground.app.session import Session
from playground.app.sweep_plots.attractor_page import AttractorPage
from playground.app.sweep_plots.kinds import KINDS
from playground.app.sweep_plots.page import Page
from playground.app.theme import DARK, LIGHT
from playground.app.view import View

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PATIENCE_MS = 30_000
OUTCOME, FINAL, RANGE = 0, 1, 2


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[SweepPanel]:
    panel = SweepPanel(session)
    qtbot.addWidget(panel)
    panel.resize(640, 420)
    with qtbot.waitExposed(panel):
        panel.show()

    def draw(view: View) -> None:
        if panel.isVisible():  # as the window does
            panel.draw(view)

    session.frame.connect(draw)
    yield panel
    session.frame.disconnect(draw)
    panel.hide()


def show(qtbot: QtBot, panel: SweepPanel, mode: int = OUTCOME, **fields: Any) -> None:
    """Run an experiment, turn to a page, and wait until there is nothing more to come.

    Any: fields of an experiment, of many types.
    """
    from playground.core.experiment import Experiment

    panel.session.restart(Experiment(**fields))
    QTest.mouseClick(panel.modes.buttons[mode], LEFT)
    settle(qtbot, panel)


def settle(qtbot: QtBot, panel: SweepPanel) -> None:
    session = panel.session

    def still() -> bool:
        view = session.view
        return view is not None and view.run == session.run_number and not session.ticking

    qtbot.waitUntil(still, timeout=PATIENCE_MS)


def at(page: Page, rate: float, height: float = 0.5) -> QPoint:
    """The pixel of a learning rate, at a part of the height of the plot."""
    low, high = page.plot.getViewBox().viewRange()[1]
    x = float(page.plot.rates.place(rate))
    return page.plot.widget_at(x, low + height * (high - low)).toPoint()


def hover(page: Page, rate: float) -> list[str]:
    """What is read out at a learning rate."""
    QTest.mouseMove(page.plot.viewport(), at(page, rate))
    send(page, QEvent.Type.MouseMove, at(page, rate), NONE, NONE)
    return page.plot.readout.text().split("\n")


def send(
    page: Page, kind: QEvent.Type, place: QPoint, button: Qt.MouseButton, held: Qt.MouseButton
) -> None:
    none, spot = Qt.KeyboardModifier.NoModifier, QPointF(place)
    QApplication.sendEvent(page.plot.viewport(), QMouseEvent(kind, spot, spot, button, held, none))


def drag(page: Page, *way: QPoint) -> None:
    send(page, QEvent.Type.MouseButtonPress, way[0], LEFT, LEFT)
    for place in way[1:]:
        send(page, QEvent.Type.MouseMove, place, NONE, LEFT)
    send(page, QEvent.Type.MouseButtonRelease, way[-1], LEFT, NONE)


def lines(page: Page) -> dict[str, float]:
    """The learning rate of each named line."""
    uprights = page.plot.uprights.lines
    return {line.name.split(" ")[0]: page.plot.rates.rate(line.place) for line in uprights}


def first_rate(page: AttractorPage) -> float:
    """The lowest learning rate of the picture."""
    assert page.made is not None
    return float(page.made.learning_rate[0])


# -- outcomes --------------------------------------------------------------------------------


def test_each_rate_of_the_parabola_has_the_kind_that_its_factor_gives(
    qtbot: QtBot, panel: SweepPanel
) -> None:
    show(qtbot, panel, steps=100)
    page = panel.outcome
    assert page.sweep is not None
    rates = page.sweep.learning_rate
    names = np.array([KINDS[kind].name for kind in page.points.kinds])
    # Each step multiplies the error by 1 − 2·lr; a settled error is a thousandth of the way.
    assert set(names[rates > 1.05]) == {"diverged"}
    assert set(names[(rates > 0.51) & (rates < 0.9)]) == {"oscillating"}
    assert set(names[(rates > 0.1) & (rates < 0.49)]) == {"monotone"}
    assert set(names[rates < 0.01]) == {"too slow"}
    named = {entry.name for entry in page.key.entries}
    assert named >= {"diverged", "oscillating", "monotone", "too slow"}


def test_points_of_different_kinds_differ_in_shape_too() -> None:
    assert len({kind.shape for kind in KINDS}) == len(KINDS)


def test_limit_and_best_rate_are_those_of_the_theory(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel)
    found = lines(panel.outcome)  # the curvature is 2
    assert found["best"] == pytest.approx(0.5)
    assert found["limit"] == pytest.approx(1.0)


def test_a_best_rate_that_is_at_the_limit_is_drawn_as_one_line_with_it(
    qtbot: QtBot, panel: SweepPanel
) -> None:
    show(qtbot, panel, loss="quadratic", settings={"condition": 1000.0})
    names = [line.name for line in panel.outcome.plot.uprights.lines if line.name]
    assert [name.split(", ")[1:] for name in names] == [["best just below"]]


def test_a_point_lies_at_the_final_loss_of_its_run(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel, dtype="float64")
    page = panel.outcome
    assert page.sweep is not None
    rate = float(page.sweep.learning_rate[60])
    place = page.points.places[60]
    assert place[0] == pytest.approx(np.log10(rate))
    assert place[1] == pytest.approx(40 * np.log10(1 - 2 * rate))  # 20 steps, squared


def test_a_press_runs_the_nearest_rate_of_the_sweep(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel)
    page = panel.outcome
    assert page.sweep is not None
    before = panel.session.run_number
    QTest.mouseClick(page.plot.viewport(), LEFT, pos=at(page, 0.05))
    assert panel.session.run_number == before + 1
    rate = panel.session.experiment.learning_rate
    assert rate in page.sweep.learning_rate
    assert rate == pytest.approx(0.05, rel=0.1)


def test_dragging_the_line_takes_the_learning_rate_along(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel)
    page = panel.outcome
    assert page.plot.near_line(QPointF(at(page, 0.2)))
    drag(page, at(page, 0.2), at(page, 0.4), at(page, 0.8))
    assert panel.session.experiment.learning_rate == pytest.approx(0.8, rel=0.1)
    held = [line for line in page.plot.uprights.lines if line.held]
    assert page.plot.rates.rate(held[0].place) == panel.session.experiment.learning_rate
    panel.session.history.undo()  # one drag, one undo
    assert panel.session.experiment.learning_rate == 0.2


def test_the_pointer_reads_out_rate_value_and_outcome(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel, steps=100)
    assert hover(panel.outcome, 5.0)[2].startswith("diverged")
    rate, loss, outcome = hover(panel.outcome, 0.4)
    assert rate == "learning rate 0.398"
    assert loss.startswith("final loss = ")
    assert outcome == "monotone, settles"
    QApplication.sendEvent(panel.outcome.plot.viewport(), QEvent(QEvent.Type.Leave))
    assert not panel.outcome.plot.readout.isVisible()


def test_another_measure_is_chosen_by_the_keys(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel)
    QTest.keyClick(panel.outcome.measures, Qt.Key.Key_Down)
    assert panel.outcome.measures.currentText() == "steps to tolerance"
    # A factor of (1 − 2 · 0.398)² = 0.0416 for the loss: below 0.001 in three steps.
    assert hover(panel.outcome, 0.398)[1] == "steps to tolerance: 3"
    assert hover(panel.outcome, 2.0)[1] == "steps to tolerance: never"
    QTest.keyClick(panel.outcome.measures, Qt.Key.Key_Down)
    assert hover(panel.outcome, 0.501)[1].startswith("distance = ")


def test_another_learning_rate_needs_no_other_sweep(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel)
    first = panel.outcome.sweep
    panel.session.edit(learning_rate=0.4)
    settle(qtbot, panel)
    assert panel.outcome.sweep is first
    panel.session.edit(steps=21)
    settle(qtbot, panel)
    assert panel.outcome.sweep is not first


# -- final values ----------------------------------------------------------------------------


def test_the_double_well_goes_from_one_place_to_cycles_to_chaos(
    qtbot: QtBot, panel: SweepPanel
) -> None:
    show(qtbot, panel, FINAL, loss="double-well")
    page = panel.attractors
    assert page.home is not None
    assert page.home[0] < 1.0 < 2.0 < page.home[1]  # two are stable up to 1; beyond 2 none is
    assert hover(page, 0.8)[1] == "ends at 1"
    # Cycles of two are stable up to √5 − 1 = 1.236, then of four.
    assert hover(page, 1.1)[1] == "ends in a cycle of 2"
    assert hover(page, 1.27)[1] == "ends in a cycle of 4"
    assert hover(page, 1.5)[1] == "no cycle of 32 or fewer"
    assert hover(page, 2.05)[1] == "diverges"


def test_the_two_places_of_a_cycle_are_those_of_its_formula(
    qtbot: QtBot, panel: SweepPanel
) -> None:
    show(qtbot, panel, FINAL, loss="double-well", dtype="float64")
    made = panel.attractors.made
    assert made is not None
    run = int(np.argmin(np.abs(made.learning_rate - 1.15)))
    rate, (one, other) = made.learning_rate[run], made.values[run, -2:]
    # From θ' = (1 + r)θ − rθ³: the two have the product 1/r and the squares' sum 1 + 1/r.
    assert one * other == pytest.approx(1 / rate)
    assert one**2 + other**2 == pytest.approx(1 + 1 / rate)


def test_a_drag_zooms_in_and_is_computed_anew(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel, FINAL, loss="double-well")
    page = panel.attractors
    assert page.made is not None
    home = page.made.learning_rate
    drag(page, at(page, 1.2, 0.9), at(page, 1.25, 0.7), at(page, 1.3, 0.5))
    assert page.across == pytest.approx((1.2, 1.3), abs=0.01)
    qtbot.waitUntil(lambda: first_rate(page) != home[0], timeout=PATIENCE_MS)
    settle(qtbot, panel)
    low, high = page.made.learning_rate[[0, -1]]
    assert (low, high) == pytest.approx(page.across)
    assert len(page.made.learning_rate) == len(home)
    assert panel.session.experiment.learning_rate == 0.2  # a drag runs nothing
    QTest.mouseDClick(page.plot.viewport(), LEFT, pos=at(page, 1.25))
    assert page.across is None
    settle(qtbot, panel)
    assert page.made.learning_rate[[0, -1]].tolist() == home[[0, -1]].tolist()
    assert panel.session.experiment.learning_rate == 0.2


def test_the_wheel_zooms_around_the_pointer(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel, FINAL, loss="double-well")
    page = panel.attractors
    place = at(page, 1.4)
    before = page.plot.getViewBox().viewRange()
    still = page.plot.data_at(QPointF(place))
    none = Qt.KeyboardModifier.NoModifier
    turned = QWheelEvent(
        QPointF(place), QPointF(place), QPoint(), QPoint(0, 240), NONE, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.plot.viewport(), turned)
    after = page.plot.getViewBox().viewRange()
    for (low, high), (lower, higher) in zip(after, before, strict=True):
        assert high - low == pytest.approx(0.64 * (higher - lower))
    assert page.plot.data_at(QPointF(place)) == pytest.approx(still)
    qtbot.waitUntil(lambda: first_rate(page) == after[0][0], timeout=PATIENCE_MS)
    settle(qtbot, panel)


def test_a_click_runs_the_rate_below_the_pointer(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel, FINAL, loss="double-well")
    page = panel.attractors
    QTest.mouseClick(page.plot.viewport(), LEFT, pos=at(page, 1.3))
    qtbot.waitUntil(lambda: panel.session.experiment.learning_rate != 0.2)
    assert panel.session.experiment.learning_rate == pytest.approx(1.3, abs=0.01)
    settle(qtbot, panel)
    drag(page, at(page, panel.session.experiment.learning_rate), at(page, 1.7), at(page, 1.8))
    assert panel.session.experiment.learning_rate == pytest.approx(1.8, abs=0.01)
    assert page.across is None  # what was dragged is the line


def test_the_picture_is_made_once_for_many_frames(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel, FINAL, loss="double-well")
    page = panel.attractors
    panel.grab()
    made = page.density.pictures
    assert made > 0
    for row in range(10):
        panel.session.seek(row)
        panel.grab()
    assert page.density.pictures == made


def test_each_parameter_has_a_picture(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel, FINAL, loss="himmelblau")
    page = panel.attractors
    assert not panel.attractors.parameters.isHidden()
    assert page.plot.left.title == "x"
    QTest.keyClick(panel.attractors.parameters, Qt.Key.Key_Down)
    settle(qtbot, panel)
    assert page.plot.left.title == "y"
    assert page.made is not None
    assert page.made.parameter == 1
    show(qtbot, panel, FINAL, loss="double-well")
    assert panel.attractors.parameters.isHidden()


# -- the range test --------------------------------------------------------------------------


def test_the_range_test_stands_beside_the_truth(qtbot: QtBot, panel: SweepPanel) -> None:
    from playground.core.range_request import RangeRequest
    from playground.core.range_test import range_test

    show(qtbot, panel, RANGE, steps=100)
    found = lines(panel.range_test)
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


def test_both_curves_of_the_ramp_are_drawn(qtbot: QtBot, panel: SweepPanel) -> None:
    show(qtbot, panel, RANGE)
    page = panel.range_test
    (x, raw), (_, smoothed) = page.raw.getData(), page.smoothed.getData()
    assert x[0] == pytest.approx(-3.0)  # the ramp begins where the slider does
    assert raw[0] == smoothed[0]
    assert not np.array_equal(raw, smoothed)
    assert hover(page, 1e-3)[0] == "step 0"


# -- work and looks --------------------------------------------------------------------------


def test_long_work_can_be_cancelled_and_taken_up_again(qtbot: QtBot, panel: SweepPanel) -> None:
    from playground.core.experiment import Experiment

    panel.session.restart(Experiment("thermometer", (1.0, 0.0), 1e-2, 30_000))
    work = panel.outcome.work
    qtbot.waitUntil(work.button.isVisible, timeout=PATIENCE_MS)
    assert work.bar.isVisible()
    QTest.mouseClick(work.button, LEFT)
    assert work.label.text() == "Stopped"
    assert panel.outcome.sweep is None
    QTest.mouseClick(work.button, LEFT)
    assert work.label.text() != "Stopped"
    qtbot.waitUntil(work.bar.isVisible, timeout=PATIENCE_MS)
    panel.hide()  # and what nobody sees is not computed
    panel.session.restart(Experiment())
    qtbot.waitUntil(lambda: not panel.session.ticking, timeout=PATIENCE_MS)


@pytest.mark.parametrize("mode", [OUTCOME, FINAL, RANGE])
@pytest.mark.parametrize("loss", ["quartic", "sine", "thermometer", "saddle"])
def test_every_page_draws_losses_with_and_without_a_limit(
    qtbot: QtBot, panel: SweepPanel, mode: int, loss: str
) -> None:
    show(qtbot, panel, mode, loss=loss, steps=50)
    panel.paint_with(DARK)
    assert not panel.grab().isNull()
    panel.paint_with(LIGHT)
    assert panel.pages[mode].plot.accessibleDescription()
