"""The learning rate: dragged, typed and multiplied, and always exactly what is shown."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.session import Session
from playground.core.descent import run
from playground.core.experiment import Experiment

NONSENSE = {
    "abc": "Learning rate must be a number such as 0.1 or 1e-3, not 'abc'",
    "0,1": "Learning rate must be a number with a point: type 0.1, not '0,1'",
    "": "Learning rate must be a number such as 0.1 or 1e-3, not empty",
    "1_0": "Learning rate must be a number such as 0.1 or 1e-3, not '1_0'",
    "1e999": "Learning rate must be a finite number, not '1e999'",
    "nan": "Learning rate must be a finite number, not 'nan'",
    "-1": "Learning rate must be a finite number above 0, not -1",
    "0": "Learning rate must be a finite number above 0, not 0",
}


def test_dragging_the_handle_edits_at_every_move(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    slider, rates = column.learning_rate.slider, []
    session.experiment_changed.connect(lambda: rates.append(session.experiment.learning_rate))
    middle = slider.rect().center().y()
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(100, middle))
    for x in range(110, 200, 10):
        qtbot.mouseMove(slider, QPoint(x, middle))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(190, middle))
    assert len(rates) == 10
    assert rates == sorted(rates)
    assert column.learning_rate.entry.text() == repr(rates[-1])


def test_a_run_from_the_slider_is_repeated_exactly_from_what_is_shown(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    slider = column.learning_rate.slider
    slider.setFocus()
    for _ in range(7):
        qtbot.keyClick(slider, Qt.Key.Key_Right)
    shown = float(column.learning_rate.entry.text())
    typed = run(Experiment(learning_rate=shown))
    assert np.array_equal(run(session.experiment).theta, typed.theta)


def test_an_arrow_goes_one_fortieth_of_a_decade(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    column.learning_rate.slider.setFocus()
    qtbot.keyClick(column.learning_rate.slider, Qt.Key.Key_Right)
    assert session.experiment.learning_rate == 0.211  # 10 ** (-27 / 40)


@pytest.mark.parametrize(("key", "rate"), [(Qt.Key.Key_PageUp, 2.0), (Qt.Key.Key_PageDown, 0.02)])
def test_page_keys_multiply_and_divide_by_ten(
    column: ControlsColumn, session: Session, qtbot: QtBot, key: Qt.Key, rate: float
) -> None:
    column.learning_rate.slider.setFocus()
    qtbot.keyClick(column.learning_rate.slider, key)
    assert session.experiment.learning_rate == rate


@pytest.mark.parametrize(("key", "rate"), [("[", 0.1), ("]", 0.4), ("{", 0.02), ("}", 2.0)])
def test_bracket_keys_and_their_buttons_multiply(
    column: ControlsColumn, session: Session, qtbot: QtBot, key: str, rate: float
) -> None:
    column.steps.slider.setFocus()
    qtbot.keyClicks(column.steps.slider, key)
    assert session.experiment.learning_rate == rate
    session.edit(learning_rate=0.2)
    button = next(b for b in column.learning_rate.buttons if b.toolTip().endswith(key))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert session.experiment.learning_rate == rate


def test_a_bracket_typed_into_a_field_is_text(
    column: ControlsColumn, session: Session, person
) -> None:
    person.types(column.loss.field, "[")
    assert column.loss.field.text() == "["
    assert session.experiment.learning_rate == 0.2


@pytest.mark.parametrize(
    ("text", "rate"), [("1e-3", 1e-3), ("0.1", 0.1), (" 3 ", 3.0), (".5", 0.5), ("1e-300", 1e-300)]
)
def test_the_field_takes_any_positive_number_exactly(
    column: ControlsColumn, session: Session, person, text: str, rate: float
) -> None:
    person.enters(column.learning_rate.entry, text)
    assert session.experiment.learning_rate == rate
    assert float(column.learning_rate.entry.text()) == rate


def test_a_rate_beyond_the_slider_is_kept_and_the_handle_stands_at_the_end(
    column: ControlsColumn, session: Session, person
) -> None:
    slider = column.learning_rate.slider
    person.enters(column.learning_rate.entry, "1000")
    assert session.experiment.learning_rate == 1000.0
    assert slider.value() == slider.maximum()
    person.enters(column.learning_rate.entry, "1e-9")
    assert session.experiment.learning_rate == 1e-9
    assert slider.value() == slider.minimum()


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_gets_one_line_and_the_run_goes_on(
    column: ControlsColumn, session: Session, person, text: str
) -> None:
    control = column.learning_rate
    person.enters(control.entry, text)
    assert control.complaint.isVisible()
    assert control.complaint.text.removesuffix(".0") == NONSENSE[text]
    assert control.entry.text() == text
    assert session.experiment.learning_rate == 0.2


def test_the_next_valid_value_clears_the_error(column: ControlsColumn, person) -> None:
    control = column.learning_rate
    person.enters(control.entry, "abc")
    person.enters(control.entry, "0.3")
    assert not control.complaint.isVisible()
    assert not control.entry.is_wrong


def test_everything_else_works_while_an_error_stands(
    column: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    person.enters(column.learning_rate.entry, "abc")
    person.enters(column.steps.entry, "50")
    assert session.experiment.steps == 50
    assert column.learning_rate.entry.text() == "abc"
    column.learning_rate.slider.setFocus()
    qtbot.keyClick(column.learning_rate.slider, Qt.Key.Key_Right)
    assert column.learning_rate.entry.text() == "0.211"
    assert not column.learning_rate.complaint.isVisible()


def test_escape_brings_back_the_rate_in_force(column: ControlsColumn, qtbot: QtBot, person) -> None:
    person.types(column.learning_rate.entry, "77")
    qtbot.keyClick(column.learning_rate.entry, Qt.Key.Key_Escape)
    assert column.learning_rate.entry.text() == "0.2"


def test_a_field_in_which_a_person_types_is_not_written_over(
    column: ControlsColumn, session: Session, person
) -> None:
    person.types(column.learning_rate.entry, "0.0")
    session.edit(learning_rate=0.7)
    assert column.learning_rate.entry.text() == "0.0"
    assert column.learning_rate.slider.value() == column.learning_rate.slider.scale.stop(0.7)


def test_following_the_experiment_emits_no_edit(
    column: ControlsColumn, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    edits: list[object] = []
    experiment = Experiment("rosenbrock", learning_rate=1e-3, steps=7, optimizer="adam")
    monkeypatch.setattr(session, "edit", lambda **changes: edits.append(changes) or "")
    session.restart(experiment)
    assert edits == []
    assert column.learning_rate.entry.text() == "0.001"
    assert column.steps.entry.text() == "7"
