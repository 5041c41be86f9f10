"""Dragging the learning rate of a long run shows each run whole, once its stops are there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.controls.learning_rate import LearningRateControl
from playground.app.panels.runs import RunsPanel
from playground.app.pins import TAKEN
from playground.app.session import Session
from playground.app.view import View
from tests.app.live_panel import PATIENCE_MS

STEPS = 3000  # long enough that no run is whole in one frame by itself


@pytest.fixture
def at_hand(qtbot: QtBot, session: Session) -> Session:
    """The session on a long run whose stops have been worked out."""
    from playground.core.experiment import Experiment

    session.restart(Experiment("himmelblau", (0.0, 0.0), 1e-2, STEPS))
    qtbot.waitUntil(lambda: session.instant, timeout=PATIENCE_MS)
    return session


@pytest.fixture
def frames(at_hand: Session) -> Iterator[list[View]]:
    """All frames since the stops were there."""
    seen: list[View] = []
    at_hand.frame.connect(seen.append)
    yield seen
    at_hand.frame.disconnect(seen.append)


def test_each_stop_of_a_drag_is_whole_in_its_first_frame(
    qtbot: QtBot, at_hand: Session, frames: list[View]
) -> None:
    control = LearningRateControl(at_hand)
    qtbot.addWidget(control)
    control.show_experiment(at_hand.experiment)
    for _ in range(5):
        QTest.keyClick(control.slider, Qt.Key.Key_Right)
        qtbot.waitUntil(lambda: bool(frames) and frames[-1].run == at_hand.run_number)
        first = next(view for view in frames if view.run == at_hand.run_number)
        assert first.finished
        assert first.outcome is not None
        assert first.length == STEPS + 1
        assert not at_hand.run.finished, "the run itself was whole already: nothing is tested"


def test_a_rate_beyond_the_usual_ones_brings_stops_up_to_it(
    qtbot: QtBot, at_hand: Session, frames: list[View]
) -> None:
    assert at_hand.edit(learning_rate=3e-6) == ""  # himmelblau has 1e-5 at least
    control = LearningRateControl(at_hand)
    qtbot.addWidget(control)
    control.show_experiment(at_hand.experiment)
    first = control.slider.scale.value(control.slider.value() + 1)
    assert first < 1e-5

    def at_hand_too() -> bool:
        stops = at_hand._working.instant._stops
        return stops is not None and stops.have((first,)) and at_hand.instant

    qtbot.waitUntil(at_hand_too, timeout=PATIENCE_MS)
    frames.clear()
    QTest.keyClick(control.slider, Qt.Key.Key_Right)
    assert at_hand.experiment.learning_rate == first
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].run == at_hand.run_number)
    shown = next(view for view in frames if view.run == at_hand.run_number)
    assert shown.finished
    assert not at_hand.run.finished, "the run itself was whole already: nothing is tested"


def test_the_run_itself_follows_once_the_drag_rests(
    qtbot: QtBot, at_hand: Session, frames: list[View]
) -> None:
    assert at_hand.edit(learning_rate=2e-2) == ""
    qtbot.waitUntil(lambda: len(frames) > 0)
    shown = frames[0]
    qtbot.waitUntil(lambda: at_hand.run.finished, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not at_hand.ticking, timeout=PATIENCE_MS)
    exact = frames[-1]
    assert exact.run == shown.run  # for a panel nothing has begun anew
    assert exact.theta.tobytes() == shown.theta.tobytes()
    assert exact.outcome == shown.outcome
    trajectory = at_hand.run.trajectory
    assert trajectory is not None
    assert exact.theta.base is trajectory.theta.base


def test_p_pins_what_a_drag_shows_whatever_is_moved_next(qtbot: QtBot, at_hand: Session) -> None:
    from playground.core.descent import run

    said: list[str] = []
    at_hand.pins.said.connect(said.append)
    control, panel = LearningRateControl(at_hand), RunsPanel(at_hand)
    for widget in (control, panel):
        qtbot.addWidget(widget)
        widget.show()
    control.show_experiment(at_hand.experiment)
    QTest.keyClick(control.slider, Qt.Key.Key_Right)
    pinned = at_hand.experiment
    assert not at_hand.run.finished, "the run itself was whole already: nothing is tested"
    qtbot.mouseClick(panel.pin, Qt.MouseButton.LeftButton)
    QTest.keyClick(control.slider, Qt.Key.Key_Right)
    assert said == [TAKEN]
    qtbot.waitUntil(lambda: len(at_hand.pins.listed) == 1, timeout=PATIENCE_MS)
    pin = at_hand.pins.listed[0]
    assert pin.run.experiment == pinned
    assert at_hand.pins.view_of(pin).theta.tobytes() == run(pinned).theta.tobytes()
    assert at_hand.experiment.learning_rate > pinned.learning_rate
    assert said == [TAKEN, ""]
    at_hand.pins.said.disconnect(said.append)


def test_any_row_of_what_is_at_hand_can_be_looked_at_at_once(
    qtbot: QtBot, at_hand: Session
) -> None:
    at_hand.edit(learning_rate=2e-2)
    at_hand.seek(STEPS - 1)
    assert at_hand.view is not None
    assert at_hand.view.playhead == STEPS - 1
    assert not at_hand.run.finished


def test_a_rate_between_two_stops_is_made_as_ever(qtbot: QtBot, at_hand: Session) -> None:
    assert at_hand.edit(learning_rate=0.012345) == ""
    qtbot.waitUntil(
        lambda: at_hand.view is not None and at_hand.view.experiment.learning_rate == 0.012345
    )
    qtbot.waitUntil(lambda: at_hand.run.finished, timeout=PATIENCE_MS)
