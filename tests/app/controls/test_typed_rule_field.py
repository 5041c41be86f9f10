"""An update rule is typed like a formula; its constants are sliders like any setting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.optimizer import EXAMPLE, IS_TYPED, TO_TYPE, TYPED
from playground.app.controls.setting_row import SliderRow
from playground.app.session import Session


@pytest.fixture
def typing(column: ControlsColumn, session: Session, qtbot: QtBot) -> ControlsColumn:
    """The column with "Type a rule …" chosen by the keys."""
    combo = column.optimizer.combo
    combo.setFocus()
    qtbot.keyClicks(combo, "Type")  # a list goes to the entry that begins so
    if combo.currentData() != TYPED:
        combo.setCurrentIndex(combo.findData(TYPED))
    combo.activated.emit(combo.currentIndex())
    return column


def test_the_entry_offers_an_example_that_runs(typing: ControlsColumn, session: Session) -> None:
    control = typing.optimizer
    assert session.experiment.optimizer == EXAMPLE
    assert control.combo.currentText() == IS_TYPED
    assert control.field.isVisible()
    assert control.field.text() == EXAMPLE
    assert control.statements.text().split("\n") == [
        "velocity = beta*velocity + gradient",
        "theta = theta - lr*velocity",
    ]


def test_the_constants_of_a_rule_are_sliders(
    typing: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    form = typing.optimizer.form
    assert list(form.editors) == ["β"]
    row = form.editors["β"]
    assert isinstance(row, SliderRow)
    assert row.entry.text() == "0.9"
    row.slider.setFocus()
    qtbot.keyClick(row.slider, Qt.Key.Key_Home)
    assert session.experiment.settings["β"] == 0.0
    person.enters(row.entry, "-3")  # beyond the slider, as any number
    assert session.experiment.settings["β"] == -3.0


def test_a_rule_is_typed_and_a_constant_typed_anew_is_as_it_was_typed(
    typing: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    control = typing.optimizer
    qtbot.keyClick(control.form.editors["β"].slider, Qt.Key.Key_Home)
    rule = "beta = 0.5; v = beta*v + g; theta = theta - lr*v"
    person.enters(control.field, rule)
    assert session.experiment.optimizer == rule
    assert session.experiment.optimizer_settings["β"] == 0.5


def test_what_was_supposed_of_a_rule_stands_beside_it(
    typing: ControlsColumn, session: Session, person
) -> None:
    control = typing.optimizer
    assert control.reading.text() == "Kept from step to step, 0 at first: velocity."
    person.enters(control.field, "theta = theta - rate*gradient")
    assert control.reading.isVisible()
    assert control.reading.text() == "Never assigned, so a constant, 0.9 unless set: rate."
    assert [row.title for row in control.form.editors.values()] == ["rate"]  # as it was typed
    person.enters(control.field, "theta = theta - lr*gradeint")
    assert "did you mean 'gradient'?" in control.complaint.text
    assert session.experiment.optimizer == "theta = theta - rate*gradient"
    person.enters(control.field, "theta = theta - lr*gradient")
    assert not control.reading.isVisible()


def test_a_wrong_rule_points_at_the_character_and_the_run_stays(
    typing: ControlsColumn, session: Session, person
) -> None:
    control = typing.optimizer
    person.enters(control.field, "theta = theta - lr*(gradient")
    assert session.experiment.optimizer == EXAMPLE
    assert control.field.is_wrong
    assert control.field.wrong_at == len("theta = theta - lr*(gradient")
    assert control.complaint.isVisible()
    person.enters(control.field, "gradient = 2; theta = theta - gradient")
    assert control.field.wrong_at == 0
    assert "'gradient' is given" in control.complaint.text


def test_another_optimizer_takes_the_field_away_and_the_rule_comes_back(
    typing: ControlsColumn, session: Session, person
) -> None:
    control = typing.optimizer
    person.enters(control.field, "theta = theta - lr*gradient")
    combo = control.combo
    for name in ("adam", TYPED):
        combo.setFocus()
        combo.setCurrentIndex(combo.findData(name))
        combo.activated.emit(combo.currentIndex())
        assert control.field.isVisible() == (name == TYPED)
        there = IS_TYPED if name == TYPED else TO_TYPE
        assert combo.itemText(combo.findData(TYPED)) == there
    assert session.experiment.optimizer == "theta = theta - lr*gradient"


def test_a_rule_that_came_in_lines_stands_on_one(column: ControlsColumn, session: Session) -> None:
    assert session.edit(optimizer="v = 0.9*v + g\ntheta = theta - lr*v") == ""
    assert column.optimizer.field.text() == "v = 0.9*v + g; theta = theta - lr*v"
    assert not column.optimizer.field.isModified()
