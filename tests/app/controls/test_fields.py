"""Every field for a number keeps the same rules, and refuses in one short line."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.complaint import Complaint
from playground.app.controls.entry import Entry
from playground.app.numbers_text import rounded_texts
from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.core.experiment_file import read_experiment, save_experiment

NUMBERS = ["theta", "learning rate", "momentum"]
WHOLES = ["steps", "seed", "batch size", "step size"]


def field(column: ControlsColumn, session: Session, name: str) -> tuple[Entry, Complaint]:
    """The field of that name, with what it needs to be seen."""
    if name == "batch size":
        session.edit(loss="line")
    if name in ("step size", "milestones"):
        session.edit(schedule="step" if name == "step size" else "multi-step")
    column.more.fold.setChecked(True)
    settings = {**column.optimizer.form.editors, **column.schedule.form.editors}
    if name in ("momentum", "step size", "milestones"):
        control = column.optimizer if name == "momentum" else column.schedule
        return settings[name.replace(" ", "_")].entry, control.complaint
    return {
        "theta": (column.theta.parameters[0].entry, column.theta.complaint),
        "learning rate": (column.learning_rate.entry, column.learning_rate.complaint),
        "steps": (column.steps.entry, column.steps.complaint),
        "seed": (column.more.seed, column.more.complaint),
        "batch size": (column.more.batch, column.more.complaint),
    }[name]


@pytest.mark.parametrize("text", ["abc", "1_000", "١٢٣", ""])
@pytest.mark.parametrize("name", NUMBERS + WHOLES)
def test_every_field_refuses_the_same_with_an_example_that_it_takes(
    column: ControlsColumn, session: Session, person, name: str, text: str
) -> None:
    entry, complaint = field(column, session, name)
    before = session.experiment
    person.enters(entry, text)
    rule = "a number such as 0.1 or 1e-3" if name in NUMBERS else "a whole number such as 20"
    said = f"'{text}'" if text else "empty"
    assert complaint.text.endswith(f"must be {rule}, not {said}")
    assert session.experiment is before


@pytest.mark.parametrize("name", NUMBERS)
def test_a_number_too_small_to_be_held_is_not_made_zero(
    column: ControlsColumn, session: Session, person, name: str
) -> None:
    entry, complaint = field(column, session, name)
    person.enters(entry, "1e-400")
    assert "not '1e-400', which is smaller than any number that can be held" in complaint.text
    assert entry.text() == "1e-400"


@pytest.mark.parametrize("name", [*NUMBERS, *WHOLES, "milestones"])
def test_endless_digits_are_refused_and_never_cut_to_a_number(
    column: ControlsColumn, session: Session, qtbot, name: str
) -> None:
    entry, complaint = field(column, session, name)
    before = session.experiment
    QApplication.clipboard().setText("9" * 100_000)
    entry.setFocus()
    entry.selectAll()
    entry.paste()
    entry.returnPressed.emit()
    assert "characters long, not '999" in complaint.text
    assert len(complaint.text) < 120
    assert len(entry.text()) <= 2001
    assert session.experiment is before


@pytest.mark.parametrize("text", ["1e19", "1e300", "5e-324"])
def test_what_momentum_takes_can_be_saved_and_opened(
    column: ControlsColumn, session: Session, person, tmp_path: Path, text: str
) -> None:
    person.enters(field(column, session, "momentum")[0], text)
    assert session.experiment.settings["momentum"] == float(text)
    save_experiment(tmp_path / "e.json", session.experiment)
    assert read_experiment(tmp_path / "e.json") == session.experiment


def test_a_step_size_that_no_file_could_hold_is_refused_in_its_field(
    column: ControlsColumn, session: Session, person
) -> None:
    entry, complaint = field(column, session, "step size")
    person.enters(entry, "100000000000000000000")
    rule = "Step size must be at most 9223372036854775807, not 100000000000000000000"
    assert complaint.text == rule
    assert "step_size" not in session.experiment.settings


def test_a_gap_between_step_numbers_is_refused(
    column: ControlsColumn, session: Session, person
) -> None:
    entry, complaint = field(column, session, "milestones")
    person.enters(entry, "1,,2")
    assert complaint.text == "Milestones must be rising step numbers such as 30,80, not '1,,2'"


@pytest.mark.parametrize(
    ("name", "typed", "becomes"),
    [("learning rate", "0.25", 0.25), ("theta", "12", 12.0), ("steps", "205", 205)],
)
def test_after_a_refusal_a_longer_number_is_typed_past_the_one_in_force(
    column: ControlsColumn, session: Session, person, name: str, typed: str, becomes: float
) -> None:
    session.edit(loss="square", theta=(1.0,), learning_rate=0.2, steps=20)
    entry, complaint = field(column, session, name)
    person.enters(entry, "abc")
    assert complaint.text
    person.types(entry, typed[:-1])
    assert not complaint.text  # what is in force again is no error
    QTest.keyClicks(entry, typed[-1])
    assert entry.text() == typed
    QTest.keyClick(entry, Qt.Key.Key_Return)
    now = session.experiment
    assert {"theta": now.theta[0], "steps": now.steps}.get(name, now.learning_rate) == becomes


def test_after_a_refusal_a_longer_formula_is_typed_past_the_one_in_force(
    column: ControlsColumn, session: Session, person
) -> None:
    person.enters(column.loss.field, "x^2 + y^2")
    person.enters(column.loss.field, "x^2 +")
    person.enters(column.loss.field, "x^2 + y^2 + 1")
    assert column.loss.field.text() == "x^2 + y^2 + 1"
    assert session.experiment.loss == "x^2 + y^2 + 1"


@pytest.mark.parametrize("scale", [1.0, 1.3, 2.0])
def test_a_long_number_is_shown_rounded_and_whole_never_cut(
    column: ControlsColumn,
    session: Session,
    keeper: ThemeKeeper,
    qtbot: QtBot,
    person,
    scale: float,
) -> None:
    keeper.set_scale(scale)
    rate, start = 0.0328861234567, 2.39820312345
    session.edit(learning_rate=rate, theta=(start,), steps=100_000)
    for entry, value in (
        (column.learning_rate.entry, rate),
        (column.theta.parameters[0].entry, start),
        (column.steps.entry, 100_000),
    ):
        qtbot.waitUntil(lambda entry=entry: seen_whole(entry))
        digits = len(entry.text().lstrip("0.").replace(".", ""))
        assert digits >= 2
        assert float(entry.text()) == float(f"{value:.{digits}g}")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # tips are raised
def test_in_the_field_stands_the_exact_number_and_leaving_it_changes_nothing(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    session.edit(learning_rate=0.0328861234567)
    entry, before = column.learning_rate.entry, session.experiment
    assert entry.text() != "0.0328861234567"
    assert seen_tip(entry).startswith("0.0328861234567\nHow far")
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(entry.hasFocus)
    assert entry.text() == "0.0328861234567"
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert not entry.hasFocus()
    assert seen_whole(entry)
    assert session.experiment is before
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    qtbot.keyClick(entry, Qt.Key.Key_End)
    qtbot.keyClick(entry, Qt.Key.Key_Backspace)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    assert session.experiment.learning_rate == 0.032886123456
    assert seen_whole(entry)


@pytest.mark.parametrize(
    ("text", "rounded"),
    [
        ("0.0328861", {"0.032886", "0.0329", "0.03"}),
        ("-2.398203", {"-2.3982", "-2"}),
        ("123456789", {"1.235e8", "1e8"}),
        ("1.24e-100", {"1.2e-100", "1e-100"}),
        ("1.7e308", {"2e308"}),  # which no float holds
        ("-1.79e308", {"-1.8e308", "-2e308"}),
        ("auto", {"auto"}),
    ],
)
def test_a_number_is_rounded_and_not_cut(text: str, rounded: set[str]) -> None:
    texts = list(rounded_texts(text))
    assert texts[0] == text
    assert rounded <= set(texts)


def seen_whole(entry: Entry) -> bool:
    """Whether nothing of the text is outside the field: the cursor goes to both its ends."""
    places = []
    for place in (0, len(entry.text())):
        entry.setCursorPosition(place)
        places.append(entry.cursorRect().center().x())
    entry.setCursorPosition(0)
    text = entry.fontMetrics().horizontalAdvance(entry.text())
    return places[1] - places[0] >= text - 1 and places[1] < entry.width()


def seen_tip(entry: Entry) -> str:
    """The tool tip that the mouse brings up."""
    place = entry.rect().center()
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, entry.mapToGlobal(place))
    QApplication.sendEvent(entry, event)
    text = QToolTip.text()
    QToolTip.hideText()
    return text
