"""The Learning rate panel shows which rate each step uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from playground import Experiment
from playground.app.panels.rate import RatePanel
from playground.app.theme import DARK
from playground.app.view import View
from playground.core.experiment import Edit

ViewOf = Callable[..., View]
OnScreen = Callable[..., RatePanel]

SQUARE = Experiment(loss="square", theta=(1.0,), learning_rate=0.2, steps=20)
HALVED = replace(
    SQUARE, schedule="exponential", settings={"gamma": 0.5}
)  # the rate of step k is 0.2 · 0.5ᵏ


def test_a_schedule_is_seen_as_it_was_used(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(RatePanel, view_of(HALVED))
    panel.rate_switch.log.setChecked(True)
    x, y = panel.plot.curves.lines[0].getData()
    assert x.tolist() == list(range(20))  # no step leaves the last row
    np.testing.assert_allclose(10**y, 0.2 * 0.5**x)


def test_another_rate_from_a_step_on_is_seen_from_that_step_on(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    view = view_of(replace(SQUARE, edits=(Edit(7, 0.1),)))
    panel = on_screen(RatePanel, view)
    _, y = panel.plot.curves.lines[0].getData()
    scale = panel.plot.places.values
    np.testing.assert_allclose(y[:7], scale.place(0.2))
    np.testing.assert_allclose(y[7:], scale.place(0.1))


def test_the_dot_is_at_the_rate_of_the_step_that_comes(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(RatePanel, view_of(HALVED, playhead=3))
    marks, scale = panel.plot.marks, panel.plot.places.values
    assert marks.now.value() == 3
    assert marks.dots[0].pos().y() == pytest.approx(float(scale.place(0.025)))
    panel.draw(view_of(HALVED))
    assert marks.now.value() == 20
    assert not marks.dots[0].isVisible()


@pytest.mark.parametrize(
    ("row", "text"), [(2, "step 2\nlearning rate = 0.0500000"), (20, "step 20")]
)
def test_hovering_reads_out_the_rate(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen, row: int, text: str
) -> None:
    panel = on_screen(RatePanel, view_of(HALVED))
    box = panel.plot.getViewBox()
    place = box.mapViewToScene(QPointF(row, sum(box.viewRange()[1]) / 2))
    qtbot.mouseMove(panel.plot.viewport(), panel.plot.mapFromScene(place))
    qtbot.waitUntil(panel.plot.pointer.readout.isVisible)
    assert panel.plot.pointer.readout.text() == text


@pytest.mark.parametrize("log", [False, True])
def test_runs_that_have_hardly_begun_or_break_off_are_drawn(
    view_of: ViewOf, on_screen: OnScreen, log: bool
) -> None:
    panel = on_screen(RatePanel, view_of(HALVED, length=1, run=7))
    panel.rate_switch.log.setChecked(log)
    assert panel.plot.accessibleDescription() == "No step has been made yet."
    for length in (2, 9):
        view = view_of(HALVED, length=length, run=7)
        panel.draw(view)
        assert len(panel.plot.curves.lines[0].getData()[0]) == length - 1
    panel.draw(view_of(replace(SQUARE, learning_rate=1e30, steps=50)))
    assert "diverged at step" in panel.plot.marks.end_text.toPlainText()
    panel.paint_with(DARK)
    assert not panel.grab().isNull()


def test_a_screen_reader_is_told_the_rate(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(RatePanel, view_of(HALVED, playhead=1))
    assert panel.plot.accessibleName() == "Learning rate against step"
    assert panel.plot.accessibleDescription().endswith("now step 1: 0.1.")
