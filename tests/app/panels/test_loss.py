"""The Loss panel shows the whole run, whatever it did, and the playhead on it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from playground import Experiment
from playground.app.panels.loss import LossPanel
from playground.app.session import Session
from playground.app.theme import DARK, LIGHT
from playground.app.view import View
from tests.app.window_parts import shows_whole_run

ViewOf = Callable[..., View]
OnScreen = Callable[..., LossPanel]

SQUARE = Experiment(loss="square", theta=(1.0,), learning_rate=0.2, steps=20)


def place_of(panel: LossPanel, row: int) -> QPoint:
    """Where a row is in the plot's widget, half-way up."""
    plot = panel.plot
    height = sum(plot.getViewBox().viewRange()[1]) / 2
    point = QPointF(float(plot.places.steps.place(row)), height)
    return plot.mapFromScene(plot.getViewBox().mapViewToScene(point))


@pytest.fixture
def sought(still: Session, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    rows: list[int] = []
    monkeypatch.setattr(still, "seek", rows.append)
    return rows


@pytest.mark.parametrize("log", [False, True])
def test_hovering_reads_out_step_and_loss_of_the_nearest_row(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen, log: bool
) -> None:
    panel = on_screen(LossPanel, view_of(SQUARE))
    panel.step_switch.log.setChecked(log)
    qtbot.mouseMove(panel.plot.viewport(), place_of(panel, 3))
    qtbot.waitUntil(panel.plot.pointer.readout.isVisible)
    # 0.36³ = 0.046656
    assert panel.plot.pointer.readout.text() == "step 3\nloss = 0.0466560"


def test_the_read_out_is_plain_text_and_leaves_with_the_pointer(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(LossPanel, view_of(SQUARE))
    qtbot.mouseMove(panel.plot.viewport(), place_of(panel, 3))
    readout = panel.plot.pointer.readout
    qtbot.waitUntil(readout.isVisible)
    assert readout.textFormat() == Qt.TextFormat.PlainText
    qtbot.mouseMove(panel.plot.viewport(), QPoint(1, 1))
    qtbot.waitUntil(readout.isHidden)


def test_pressing_and_dragging_move_the_playhead(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen, sought: list[int]
) -> None:
    panel = on_screen(LossPanel, view_of(SQUARE))
    viewport, left = panel.plot.viewport(), Qt.MouseButton.LeftButton
    qtbot.mousePress(viewport, left, pos=place_of(panel, 20))
    qtbot.mouseMove(viewport, place_of(panel, 12))
    qtbot.mouseMove(viewport, place_of(panel, 5))
    qtbot.mouseRelease(viewport, left, pos=place_of(panel, 5))
    assert sought[-1] == 5
    qtbot.mouseMove(viewport, place_of(panel, 9))
    assert sought[-1] == 5


def test_the_playhead_stands_at_the_row_of_the_view(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(LossPanel, view_of(SQUARE, playhead=7))
    assert panel.plot.marks.now.value() == 7
    dot = panel.plot.marks.dots[0].pos()
    assert dot.x() == 7
    assert dot.y() == pytest.approx(0.36**7, rel=1e-5)  # of a range from 0 to 1


def test_nothing_moves_while_a_run_grows(view_of: ViewOf, on_screen: OnScreen) -> None:
    experiment = replace(SQUARE, steps=500)
    panel = on_screen(LossPanel, view_of(experiment, length=2, run=1))
    ranges = [panel.plot.getViewBox().viewRange()]
    for length in (10, 100, 400):
        panel.draw(view_of(experiment, length=length, run=1))
        ranges.append(panel.plot.getViewBox().viewRange())
    assert all(found == ranges[0] for found in ranges)
    assert ranges[0][0][1] >= 500


def test_zeros_stay_visible_on_a_logarithmic_axis(view_of: ViewOf, on_screen: OnScreen) -> None:
    # With learning rate 1/2 the first step lands on the minimum: the loss is exactly 0.
    view = view_of(replace(SQUARE, learning_rate=0.5))
    assert view.loss[1] == 0
    panel = on_screen(LossPanel, view)
    panel.loss_switch.log.setChecked(True)
    _, y = panel.plot.curves.lines[0].getData()
    assert len(y) == 21
    low, high = panel.plot.getViewBox().viewRange()[1]
    assert ((low <= y) & (y <= high)).all()
    assert panel.plot.left.label.toPlainText().strip() == "loss (log)"


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("last", [1e300, np.inf, np.nan])
def test_a_loss_beyond_all_bounds_leaves_the_plot_alive(
    view_of: ViewOf, on_screen: OnScreen, log: bool, last: float
) -> None:
    view = view_of(replace(SQUARE, dtype="float64"))
    loss = view.loss.copy()
    loss[10:20], loss[20] = np.geomspace(1e3, 1e299, 10), last
    panel = on_screen(LossPanel, replace(view, loss=loss, outcome=None))
    panel.loss_switch.log.setChecked(log)
    panel.plot.grab()
    (left, right), (low, high) = panel.plot.getViewBox().viewRange()
    assert np.isfinite([left, right, low, high]).all()
    assert (left, right) == pytest.approx((0, 20), abs=1)
    assert low < high
    if not log:
        assert panel.plot.places.values.high <= 1e6  # the start is 1
    x, y = panel.plot.curves.lines[0].getData()
    assert len(x) >= 10
    assert np.isfinite(y).all()


@pytest.mark.parametrize("log", [False, True])
def test_a_diverged_run_ends_in_a_cross_with_the_step(
    view_of: ViewOf, on_screen: OnScreen, log: bool
) -> None:
    view = view_of(replace(SQUARE, learning_rate=1.1, steps=2000))
    panel = on_screen(LossPanel, view)
    panel.loss_switch.log.setChecked(log)
    marks = panel.plot.marks
    assert marks.end.isVisible()
    # 1.44ᵏ passes float32's largest number, 3.4e38, after 243 steps.
    # … and 1.44ᵏ · 1 passes a million, where the linear axis ends, after 37.8.
    off = "" if log else "off the axis at step 38,\n"
    assert marks.end_text.toPlainText() == f"{off}diverged at step {view.length - 1}"
    assert view.length - 1 == 244
    (left, right), (low, high) = panel.plot.getViewBox().viewRange()
    assert low < marks.end.pos().y() < high
    assert (left, right) == pytest.approx((0, 244), abs=12)  # no steps that were never made
    panel.draw(view_of(SQUARE))
    assert not marks.end.isVisible()


RAW = Experiment(
    loss="thermometer", theta=(1.0, 0.0), learning_rate=1e-2, steps=100,
    settings={"input_scale": 1.0},
)  # fmt: skip


def test_the_cross_lies_on_the_drawn_curve_where_it_leaves_the_axis(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    view = view_of(RAW)  # overflows float32 at epoch 11 of the source text, which is step 10
    panel = on_screen(LossPanel, view)
    marks, scale = panel.plot.marks, panel.plot.places.values
    assert marks.end_text.toPlainText() == "off the axis at step 2,\ndiverged at step 10"
    x, y = panel.plot.curves.lines[0].getData()
    assert scale.place(view.loss[1]) < 1 < y[-1]
    assert marks.end.pos().x() == pytest.approx(np.interp(1.0, y, x))
    assert marks.end.pos().y() == 1.0
    assert panel.plot.places.steps.steps == 10


def test_a_run_that_grew_but_made_all_its_steps_is_shown_whole(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    # |1 − 2 · 1.19|^40 = 1.38^40, about 394,000.
    panel = on_screen(LossPanel, view_of(replace(SQUARE, learning_rate=1.19)))
    assert panel.plot.marks.end_text.toPlainText() == "diverging since step 1"
    assert panel.plot.marks.end.pos().x() == 20
    assert 1.38**40 <= panel.plot.places.values.high < 1e6


@pytest.mark.parametrize("width", [560, 240, 160])
@pytest.mark.parametrize("rate", [1.01, 8.0], ids=["ends at the right", "leaves at the left"])
def test_the_words_at_a_broken_end_are_whole_however_narrow_the_plot_is(
    view_of: ViewOf, on_screen: OnScreen, width: int, rate: float
) -> None:
    panel = on_screen(LossPanel, view_of(replace(SQUARE, learning_rate=rate)))
    marks, box = panel.plot.marks, panel.plot.getViewBox()
    for size in (400, width):  # also of a plot that has been drawn
        panel.resize(size, 220)
        panel.plot.grab()
        label = marks.end_text.mapRectToScene(marks.end_text.boundingRect())
        assert box.sceneBoundingRect().adjusted(-1, -1, 1, 1).contains(label)
        cross = box.mapViewToScene(marks.end.pos())
        assert abs(label.center().y() - cross.y()) < label.height() + 10
        assert not label.adjusted(1, 1, -1, -1).contains(cross)


def test_a_minibatch_run_says_that_its_loss_is_that_of_a_minibatch(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    thermometer = Experiment(loss="thermometer", steps=5)
    panel = on_screen(LossPanel, view_of(thermometer))
    assert panel.plot.left.title == "loss"
    panel.draw(view_of(replace(thermometer, batch_size=4)))
    assert panel.plot.left.title == "loss of each minibatch"


def test_a_screen_reader_is_told_where_the_loss_is(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(LossPanel, view_of(SQUARE, playhead=2))
    assert panel.plot.accessibleName() == "Loss against step"
    assert panel.plot.accessibleDescription().endswith("now step 2: 0.1296.")


def test_the_colours_are_those_of_the_theme(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(LossPanel, view_of(SQUARE))
    for theme in (DARK, LIGHT):
        panel.paint_with(theme)
        assert panel.plot.curves.lines[0].opts["pen"].color().name().upper() == theme.text.upper()
        assert panel.plot.marks.now.pen.color().name().upper() == theme.accent.upper()
        assert panel.plot.backgroundBrush().color().name().upper() == theme.surface.upper()


def test_a_panel_on_screen_draws_the_frames_of_a_real_session(
    qtbot: QtBot, session: Session
) -> None:
    panel = LossPanel(session)
    qtbot.addWidget(panel)
    panel.resize(480, 320)
    session.frame.connect(panel.draw)
    session.restart(SQUARE)  # of the run before, all frames may have come already
    with qtbot.waitExposed(panel):
        panel.show()
    # And not that of an earlier test; nor is it enough that the session has it.
    qtbot.waitUntil(lambda: shows_whole_run(session) and panel.plot.marks.now.value() == 20)
    qtbot.mouseClick(panel.plot.viewport(), Qt.MouseButton.LeftButton, pos=place_of(panel, 4))
    assert session.view is not None
    assert session.view.playhead == 4
    assert panel.plot.marks.now.value() == 4
    session.frame.disconnect(panel.draw)


def test_painting_takes_no_reference_from_none_or_true(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    """PySide6 6.12 lost one at each setPen or drawLine, until the interpreter aborted."""
    views = [view_of(SQUARE, playhead=row, run=1) for row in range(3)]
    panel = on_screen(LossPanel, views[0])
    gc.collect()  # what earlier tests left must not be freed in between
    before = [sys.getrefcount(None), sys.getrefcount(True)]
    for turn in range(300):
        panel.draw(views[turn % 3])
        panel.plot.viewport().repaint()
    after = [sys.getrefcount(None), sys.getrefcount(True)]
    # Other code holds a few more or fewer; 300 repaints would lose thousands.
    assert all(now > then - 300 for now, then in zip(after, before, strict=True))
