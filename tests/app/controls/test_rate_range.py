"""The slider covers the rate in force, and does not run away under the mouse or the keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.rate_slider import RateSlider
from playground.app.session import Session
from tests.app.live_panel import rest

USUAL = (1e-3, 10.0)  # of θ²
WIDE = (1e-3, 100.0)


@pytest.fixture
def slider(column: ControlsColumn, person) -> RateSlider:
    """The slider of the usual run at the learning rate 30."""
    person.enters(column.learning_rate.entry, "30")
    return column.learning_rate.slider


def x_of(slider: RateSlider, rate: float) -> int:
    return round(slider._x_of(rate))


def drag(qtbot: QtBot, slider: RateSlider, *rates: float) -> None:
    """Press where the handle is, move it to each rate, and let go."""
    middle, left = slider.rect().center().y(), Qt.MouseButton.LeftButton
    qtbot.mousePress(slider, left, pos=QPoint(round(slider._x(slider.value())), middle))
    for rate in rates:
        qtbot.mouseMove(slider, QPoint(x_of(slider, rate), middle))
    qtbot.mouseRelease(slider, left, pos=QPoint(x_of(slider, rates[-1]), middle))


def test_a_typed_rate_beyond_the_end_has_its_place_on_the_slider(
    slider: RateSlider, session: Session
) -> None:
    assert slider.limits == session.rates.ends == WIDE
    assert slider.scale.value(slider.value()) == pytest.approx(30, rel=0.03)
    assert 0 < slider.value() < slider.maximum()


def test_it_is_as_usual_again_once_a_usual_rate_is_typed(
    slider: RateSlider, column: ControlsColumn, person
) -> None:
    person.enters(column.learning_rate.entry, "0.2")
    assert slider.limits == USUAL


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_a_slip_of_many_powers_leaves_the_handle_at_an_end_of_a_usable_slider(
    slider: RateSlider, column: ControlsColumn, person
) -> None:
    person.enters(column.learning_rate.entry, "1e300")
    assert slider.limits == (1e-3, 1e4)
    assert slider.value() == slider.maximum()
    place = QPoint(5, 10)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, slider.mapToGlobal(place))
    QApplication.sendEvent(slider, event)
    assert "Beyond the end of the slider: 10³⁰⁰." in QToolTip.text()
    QToolTip.hideText()
    person.enters(column.learning_rate.entry, "1e-300")
    assert slider.limits == (1e-6, 10.0)
    assert slider.value() == slider.minimum()


def test_while_it_is_dragged_back_nothing_runs_away_under_the_mouse(
    slider: RateSlider, session: Session, qtbot: QtBot
) -> None:
    drag(qtbot, slider, 20.0, 8.0, 1.0, 0.05)
    assert slider.limits == WIDE
    assert session.experiment.learning_rate == pytest.approx(0.05, rel=0.1)
    assert abs(slider._x(slider.value()) - x_of(slider, 0.05)) <= 1
    drag(qtbot, slider, 90.0)  # and the way back is open
    assert session.experiment.learning_rate == pytest.approx(90, rel=0.1)


def test_an_arrow_is_a_fortieth_of_a_decade_on_a_wide_slider_too(
    slider: RateSlider, session: Session, column: ControlsColumn, qtbot: QtBot, person
) -> None:
    person.enters(column.learning_rate.entry, "10.6")  # 10 ** (41 / 40)
    slider.setFocus()
    for rate in (10.0, 9.44, 8.91):  # over what is usually the end
        qtbot.keyClick(slider, Qt.Key.Key_Left)
        assert session.experiment.learning_rate == rate
    assert slider.limits == WIDE


def test_page_up_goes_beyond_the_end_and_page_down_comes_back_the_same_way(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    slider = column.learning_rate.slider
    slider.setFocus()
    seen = []
    for key in (Qt.Key.Key_PageUp,) * 3 + (Qt.Key.Key_PageDown,) * 3:
        qtbot.keyClick(slider, key)
        seen.append((session.experiment.learning_rate, slider.limits[1]))
    assert seen == [(2, 10), (20, 100), (200, 1e3), (20, 1e3), (2, 1e3), (0.2, 1e3)]


def test_what_has_nothing_to_do_with_the_rate_leaves_the_slider_as_it_is(
    slider: RateSlider, column: ControlsColumn, qtbot: QtBot, person
) -> None:
    drag(qtbot, slider, 0.5)
    person.enters(column.steps.entry, "40")
    assert slider.limits == WIDE


def test_a_fork_of_the_run_leaves_the_slider_as_it_is(
    slider: RateSlider, session: Session, qtbot: QtBot
) -> None:
    drag(qtbot, slider, 0.5)
    rest(qtbot, session)
    assert session.fork(5, 0.1, {}) == ""
    assert slider.limits == WIDE
    rest(qtbot, session)


def test_another_loss_begins_with_what_is_usual_for_it(
    slider: RateSlider, session: Session, qtbot: QtBot
) -> None:
    drag(qtbot, slider, 0.5)
    assert session.edit(loss="himmelblau", learning_rate=0.01) == ""
    assert slider.limits == session.experiment.loss_entry.learning_rates
    session.edit(learning_rate=2.5)
    assert slider.limits[1] == 10.0  # himmelblau has 1 at most


def test_undo_and_redo_cover_the_rate_that_they_bring_back(
    slider: RateSlider, session: Session, column: ControlsColumn, person
) -> None:
    person.enters(column.steps.entry, "40")  # without it, both rates would be undone as one
    person.enters(column.learning_rate.entry, "0.3")
    assert slider.limits == USUAL
    session.history.undo()
    assert session.experiment.learning_rate == 30.0
    assert slider.limits == WIDE
    session.history.redo()
    assert slider.limits == USUAL


def test_an_experiment_from_a_file_or_a_lesson_comes_with_its_own_range(
    slider: RateSlider, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    from playground.core.experiment import Experiment

    path = tmp_path / "hot.json"
    session.save(path)
    rest(qtbot, session)
    session.show(Experiment(learning_rate=0.2))
    assert slider.limits == USUAL
    session.open(path)
    qtbot.waitUntil(lambda: session.experiment.learning_rate == 30.0)
    assert slider.limits == WIDE
    drag(qtbot, slider, 0.5)
    now = session.experiment
    session.stage(now)  # a page of a lesson on the same rate
    assert slider.limits == USUAL
