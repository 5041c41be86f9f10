"""Optimizer, schedule, edits and what is under More: all built from what is declared."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.slider import CalmComboBox
from playground.app.session import Session
from playground.core.experiment import Edit


def choose(combo: CalmComboBox, name: str) -> None:
    """Choose as a person does, by keyboard: the list is walked to the name."""
    combo.setFocus()
    combo.setCurrentIndex(combo.findData(name))
    combo.activated.emit(combo.currentIndex())


def test_every_optimizer_can_be_chosen_and_shows_its_declared_settings(
    column: ControlsColumn, session: Session
) -> None:
    control = column.optimizer
    for name, optimizer in session.catalogue.optimizers.items():
        choose(control.combo, name)
        assert session.experiment.optimizer == name
        assert list(control.form.editors) == list(optimizer.settings)
        assert control.note.text() == optimizer.rate_note
        assert control.note.isVisible() == bool(optimizer.rate_note)


def test_an_optimizer_that_cannot_be_offered_says_why(
    column: ControlsColumn, session: Session
) -> None:
    combo = column.optimizer.combo
    assert session.catalogue.unavailable
    for name, reason in session.catalogue.unavailable.items():
        index = combo.model().index(combo.findData(name), 0)
        assert not index.flags() & Qt.ItemFlag.ItemIsEnabled
        assert index.data(Qt.ItemDataRole.ToolTipRole) == reason


def test_a_setting_is_edited_by_field_slider_and_box(
    column: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    form = column.optimizer.form
    person.enters(form.editors["momentum"].entry, "0.9")
    assert session.experiment.settings["momentum"] == 0.9
    qtbot.keyClick(form.editors["nesterov"].box, Qt.Key.Key_Space)
    assert session.experiment.settings["nesterov"] is True
    choose(column.optimizer.combo, "adam")
    slider = form.editors["beta1"].slider
    slider.setFocus()
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert session.experiment.settings["beta1"] == 0.89
    qtbot.keyClick(slider, Qt.Key.Key_End)
    assert session.experiment.settings["beta1"] < 1  # 1 itself is not allowed


def test_a_setting_that_breaks_its_rule_says_so_and_keeps_what_was_typed(
    column: ControlsColumn, session: Session, person
) -> None:
    entry = column.optimizer.form.editors["weight_decay"].entry
    person.enters(entry, "-1")
    assert column.optimizer.complaint.text == "Weight decay must be at least 0, not -1"
    assert entry.text() == "-1"
    assert "weight_decay" not in session.experiment.settings


def test_every_schedule_can_be_chosen_and_shows_its_declared_settings(
    column: ControlsColumn, session: Session
) -> None:
    for name, schedule in session.catalogue.schedules.items():
        choose(column.schedule.combo, name)
        assert session.experiment.schedule == name
        assert list(column.schedule.form.editors) == list(schedule.settings)


def test_step_numbers_are_typed_as_a_list(column: ControlsColumn, session: Session, person) -> None:
    choose(column.schedule.combo, "multi-step")
    person.enters(column.schedule.form.editors["milestones"].entry, "3, 7 12")
    assert session.experiment.settings["milestones"] == (3, 7, 12)
    person.enters(column.schedule.form.editors["milestones"].entry, "7, 3")
    assert column.schedule.complaint.text.startswith("Milestones must be rising step numbers")


def test_an_edit_is_added_at_the_playhead_changed_and_removed(
    column: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    qtbot.waitUntil(
        lambda: (
            session.view is not None
            and session.view.finished
            and session.view.run == session.run_number
        )
    )
    session.seek(12)
    edits = column.schedule.edits
    qtbot.mouseClick(edits.add, Qt.MouseButton.LeftButton)
    assert session.experiment.edits == (Edit(12, 0.1),)
    person.enters(edits.listed[0].rate, "0.05")
    person.enters(edits.listed[0].step, "8")
    assert session.experiment.edits == (Edit(8, 0.05),)
    person.enters(edits.listed[0].step, "21")
    assert "from 0 to 20, not 21" in column.schedule.complaint.text
    qtbot.mouseClick(edits.listed[0].remove, Qt.MouseButton.LeftButton)
    assert session.experiment.edits == ()
    assert not column.schedule.complaint.isVisible()


def test_edits_never_fall_on_the_same_step(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    for _ in range(3):
        qtbot.mouseClick(column.schedule.edits.add, Qt.MouseButton.LeftButton)
    steps = [edit.step for edit in session.experiment.edits]
    assert len(set(steps)) == 3
    assert not column.schedule.complaint.isVisible()


def test_more_is_folded_and_offers_only_what_the_loss_has(
    column: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    more = column.more
    assert not more.dtype.isVisible()
    qtbot.mouseClick(more.fold, Qt.MouseButton.LeftButton)
    assert more.dtype.isVisible()
    assert not more.batch.isVisible()
    assert not more.gradient.isVisible()
    choose(more.dtype, "float64")
    person.enters(more.seed, "3")
    assert (session.experiment.dtype, session.experiment.seed) == ("float64", 3)
    session.edit(loss="line")
    assert more.batch.isVisible()
    person.enters(more.batch, "2")
    choose(more.gradient, "by-hand")
    assert (session.experiment.batch_size, session.experiment.gradient) == (2, "by-hand")
    person.enters(more.batch, "5")
    assert more.complaint.text == "Batch size must be a whole number from 0 to 4, not 5"
