"""A table is chosen, opened or pasted, a model typed to it; what is wrong is one line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.paste_dialog import PasteDialog
from playground.app.session import Session
from playground.core.datasets import Table

# The offscreen platform cannot raise a dialog, and says so.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def use(column: ControlsColumn, words: str) -> None:
    """Choose from the menu of the data button."""
    next(a for a in column.data.menu.actions() if a.text().startswith(words)).trigger()


def test_without_data_there_is_only_the_button(column: ControlsColumn) -> None:
    assert column.data.choose.isVisible()
    assert not column.data.isVisible()


def test_a_built_in_table_and_a_typed_model_make_the_loss(
    column: ControlsColumn, session: Session, person
) -> None:
    use(column, "thermometer")
    assert session.experiment.dataset == "thermometer"
    assert column.data.model.isVisible()
    person.enters(column.data.model, "w*t_u^2 + v*t_u + b")
    assert session.experiment.model == "w*t_u^2 + v*t_u + b"
    assert session.experiment.dataset == "thermometer"
    assert session.experiment.parameters == ("w", "v", "b")
    criterion = column.data.criterion
    criterion.setCurrentIndex(criterion.findData("mae"))
    criterion.activated.emit(criterion.currentIndex())
    assert session.experiment.loss == "mae"
    assert session.experiment.model == "w*t_u^2 + v*t_u + b"


def test_a_criterion_that_the_target_does_not_allow_is_refused_and_the_run_stays(
    column: ControlsColumn, session: Session
) -> None:
    use(column, "thermometer")
    criterion = column.data.criterion
    criterion.setCurrentIndex(criterion.findData("logistic"))
    criterion.activated.emit(criterion.currentIndex())
    assert "0 and 1" in column.data.complaint.text
    assert session.experiment.loss == "mse"
    assert criterion.currentData() == "mse"


def test_a_wrong_model_is_marked_and_the_run_stays(
    column: ControlsColumn, session: Session, person
) -> None:
    use(column, "thermometer")
    before = session.experiment
    person.enters(column.data.model, "w*t_u +* b")
    assert column.data.model.wrong_at == 7
    assert column.data.complaint.isVisible()
    assert session.experiment is before


def test_another_loss_takes_the_data_away(column: ControlsColumn, session: Session) -> None:
    use(column, "thermometer")
    session.edit(loss="sine")
    assert session.experiment.model == ""
    assert not column.data.isVisible()


def test_a_pasted_table_is_used(column: ControlsColumn, session: Session, qtbot: QtBot) -> None:
    use(column, "Paste")
    dialog = column.data.paste_dialog
    assert dialog is not None
    dialog.text.setPlainText("a\tb\n1\t2\n2\t4\n3\t6.5\n")
    dialog.use.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    table = session.experiment.loss_entry.table
    assert table is not None
    assert (table.names, table.rows) == (("a", "b"), 3)
    assert session.experiment.target == "b"


@pytest.mark.parametrize("text", ["", "a,b\n", "a,b\n1\n", "a,b\n1,x\n", "a,b\n1,nan\n", "a\n1\n"])
def test_a_wrong_table_gets_one_line_the_dialog_stays_and_so_does_the_run(
    column: ControlsColumn, session: Session, qtbot: QtBot, text: str
) -> None:
    before = session.experiment
    use(column, "Paste")
    dialog = column.data.paste_dialog
    assert dialog is not None
    dialog.text.setPlainText(text)
    dialog.use.click()
    qtbot.waitUntil(lambda: bool(dialog.complaint.text))
    assert dialog.complaint.isVisible()
    assert dialog.use.isEnabled()
    assert "\n" not in dialog.complaint.text
    assert session.experiment is before
    dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert not dialog.isVisible()


def test_after_a_refused_table_enter_still_means_use_and_typing_takes_the_error_away(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    use(column, "Paste")
    dialog = column.data.paste_dialog
    assert dialog is not None
    cancel = dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel)
    dialog.text.setPlainText("a,b\n1\n")
    dialog.use.click()
    assert not cancel.isDefault()
    qtbot.waitUntil(lambda: bool(dialog.complaint.text))
    assert dialog.use.isDefault()
    assert not cancel.isDefault()
    assert cancel.icon().isNull()
    qtbot.keyClick(dialog.text, Qt.Key.Key_2)
    assert not dialog.complaint.isVisible()
    cancel.click()


LARGE = "a,b\n" + "".join(f"{row},{2 * row}.5\n" for row in range(70_000))  # about 1 MB


def test_a_large_pasted_table_is_read_while_the_window_lives(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    dialog = opened(column, LARGE)
    before = session.experiment
    dialog.use.click()
    # Had it been read in the click itself, the table would be there by now.
    assert session.experiment is before
    assert dialog.isVisible()
    assert dialog.use.text() == "Reading …"
    assert not dialog.use.isEnabled()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    table = session.experiment.loss_entry.table
    assert table is not None
    assert table.rows == 70_000


@pytest.mark.parametrize("way", ["cancel", "escape", "close the window"])
def test_a_dialog_left_while_it_reads_changes_nothing(
    column: ControlsColumn, session: Session, qtbot: QtBot, way: str
) -> None:
    dialog = opened(column, LARGE)
    before = session.experiment
    dialog.use.click()
    reading = dialog._reading
    assert reading is not None
    if way == "cancel":
        dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    elif way == "escape":
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    else:
        column.close()
    assert not dialog.isVisible()
    assert dialog.text.toPlainText() == ""
    qtbot.waitUntil(lambda: reading.finished)
    assert not any(timer.isActive() for timer in dialog.findChildren(QTimer))
    assert session.experiment is before


def test_what_is_typed_while_a_table_is_read_takes_the_reading_back(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    dialog = opened(column, LARGE)
    before = session.experiment
    dialog.use.click()
    dialog.text.selectAll()
    QApplication.clipboard().setText("p,q\n1,2\n3,4\n")
    qtbot.keySequence(dialog.text, QKeySequence.StandardKey.Paste)
    assert dialog.use.isEnabled()
    assert session.experiment is before
    dialog.use.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert session.experiment.target == "q"


def opened(column: ControlsColumn, text: str) -> PasteDialog:
    """The dialog with a text in it."""
    use(column, "Paste")
    dialog = column.data.paste_dialog
    assert dialog is not None
    QApplication.clipboard().setText(text)
    dialog.text.paste()
    return dialog


def test_of_a_large_table_the_beginning_is_shown_and_delete_takes_it_away(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    dialog = opened(column, LARGE)
    assert dialog.text.toPlainText().startswith("a,b\n0,0.5\n1,2.5\n")
    assert "more characters" in dialog.text.toPlainText()
    assert dialog.text.document().blockCount() < 1000
    assert dialog.text.whole == LARGE
    qtbot.keyClicks(dialog.text, "9")  # what is not all there cannot be edited
    assert dialog.text.whole == LARGE
    qtbot.keyClick(dialog.text, Qt.Key.Key_Delete)
    assert dialog.text.whole == ""
    qtbot.keyClicks(dialog.text, "x,y")
    assert dialog.text.whole == "x,y"
    dialog.reject()


def test_a_csv_file_is_opened(
    column: ControlsColumn,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("p,q\n1,2\n2,3\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    with qtbot.waitSignal(session.experiment_changed):
        use(column, "Open")
    assert session.experiment.target == "q"
    assert "mine.csv" in column.data.table.text()


def test_the_inputs_of_ones_own_table_are_normalised_by_the_keys_and_undone(
    column: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    x = np.linspace(1000.0, 3000.0, 21)
    assert session.use_table(Table("own", ("x", "y"), np.column_stack([x, 0.002 * x]))) == ""
    inputs = column.data.inputs
    assert inputs.isVisible()
    inputs.setFocus()
    qtbot.keyClick(inputs, Qt.Key.Key_End)
    assert session.experiment.normalise == "standardise"
    assert session.experiment.learning_rate < 1  # the limit at curvature 2
    # another model keeps it
    person.enters(column.data.model, "w*x + v*x^2 + b")
    assert session.experiment.normalise == "standardise"
    session.history.undo()
    session.history.undo()
    assert session.experiment.normalise == "none"
    assert inputs.currentData() == "none"


@pytest.mark.parametrize("way", ["none", "scale", "standardise"])
def test_the_slider_reaches_the_limit_of_the_inputs_as_they_are(
    column: ControlsColumn, session: Session, qtbot: QtBot, way: str
) -> None:
    x = np.linspace(1000.0, 3000.0, 21)
    assert session.use_table(Table("own", ("x", "y"), np.column_stack([x, 0.002 * x]))) == ""
    assert session.edit(normalise=way) == ""
    read = {"none": x, "scale": x / 3000, "standardise": (x - x.mean()) / x.std()}[way]
    features = np.column_stack([read, np.ones(21)])
    limit = float(2 / np.linalg.eigvalsh(2 / 21 * features.T @ features)[-1])
    slider = column.learning_rate.slider
    for key, beyond in ((Qt.Key.Key_Home, False), (Qt.Key.Key_End, True)):
        slider.setFocus()
        qtbot.keyClick(slider, key)
        rate = session.experiment.learning_rate
        assert (rate > limit) is beyond
        assert 1e-5 < rate / limit < 100


def test_a_column_that_cannot_be_normalised_is_named_and_the_run_stays(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    assert session.use_table(Table("own", ("x", "y"), np.array([[3.0, 1], [3, 2]]))) == ""
    before = session.experiment
    column.data.inputs.setFocus()
    qtbot.keyClick(column.data.inputs, Qt.Key.Key_End)
    assert "column 'x' is 3 in every row" in column.data.complaint.text
    assert session.experiment is before
    assert column.data.inputs.currentData() == "none"
