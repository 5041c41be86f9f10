"""The column as a whole: disabled while torch loads, reachable by keys, quiet under the wheel."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.session import Session
from playground.app.theme import DARK, ThemeKeeper


def test_before_torch_is_there_the_column_is_disabled_and_says_why(qtbot: QtBot) -> None:
    column = ControlsColumn(Session())
    qtbot.addWidget(column)
    column.show()
    assert not column.body.isEnabled()
    assert column.loss.teaches.text().strip() == "Loading PyTorch …"
    for key in "[]{}":
        qtbot.keyClicks(column, key)


def test_the_column_can_be_on_screen_before_torch_is_imported() -> None:
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; a = QApplication([]);"
        "from playground.app.session import Session;"
        "from playground.app.controls.column import ControlsColumn;"
        "c = ControlsColumn(Session()); c.show(); a.processEvents();"
        "assert not {'torch', 'ziamath', 'pydantic'} & set(sys.modules), sorted(sys.modules)"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    assert subprocess.run(command, timeout=60, check=False).returncode == 0


def test_once_there_the_column_shows_the_experiment(column: ControlsColumn) -> None:
    assert column.body.isEnabled()
    assert column.learning_rate.entry.text() == "0.2"
    assert column.steps.entry.text() == "20"
    assert column.theta.parameters[0].entry.text() == "1"
    assert column.optimizer.combo.currentData() == "sgd"
    assert column.schedule.combo.currentData() == "constant"


def test_all_of_the_default_experiment_fits_at_1280_by_720(column: ControlsColumn) -> None:
    assert 280 <= column.width() <= 320
    assert column.more.geometry().top() <= 620
    assert column.body.minimumSizeHint().width() <= column.width()


def test_a_column_that_goes_on_below_says_so_until_its_end_is_in_sight(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    assert not column.fade.isVisible()  # all of the default experiment is there
    session.use_table("thermometer")
    column.resize(column.width(), 400)
    qtbot.waitUntil(column.fade.isVisible)
    bar = column.scrolling.verticalScrollBar()
    assert column.fade.geometry().bottom() == column.scrolling.viewport().geometry().bottom()
    bar.setValue(bar.maximum())
    assert not column.fade.isVisible()


def test_a_choice_that_was_made_before_builds_no_widget_anew(
    column: ControlsColumn, session: Session
) -> None:
    # Building them had made the window wait for up to a tenth of a second.
    def choose_everything() -> int:
        for name in session.catalogue.losses:
            assert session.edit(loss=name) == ""
        for name in session.catalogue.optimizers:
            session.edit(optimizer=name)
        for name in session.catalogue.schedules:
            session.edit(schedule=name)
        return len(column.findChildren(QWidget))

    assert choose_everything() == choose_everything()


def test_what_was_typed_for_one_setting_is_never_handed_to_the_next(
    column: ControlsColumn, session: Session, person
) -> None:
    session.edit(loss="rosenbrock")
    person.types(column.theta.parameters[1].entry, "7")
    person.types(column.optimizer.form.editors["momentum"].entry, "0.7")
    session.edit(loss="square", optimizer="adamw")
    assert [row.isVisible() for row in column.theta.parameters] == [True]
    session.edit(loss="booth", optimizer="sgd")
    assert all(row.isVisible() for row in column.theta.parameters)
    editors = column.optimizer.form.editors
    assert all(row.isVisible() for row in editors.values())
    assert editors["momentum"].entry.text() == "0"
    assert "momentum" not in session.experiment.settings
    shown = tuple(float(row.entry.text()) for row in column.theta.parameters)
    assert shown == session.experiment.theta


def test_every_control_has_a_name_and_a_sentence(column: ControlsColumn, session: Session) -> None:
    session.use_table("thermometer")
    column.more.fold.setChecked(True)
    for kind in (QLineEdit, QAbstractSlider, QComboBox):
        for widget in column.body.findChildren(kind):
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert widget.accessibleName(), widget
                assert tip_of(widget), widget.accessibleName()


def tip_of(widget: QWidget) -> str:
    """The tool tip that shows over a widget: its own, or that of the row it stands in."""
    parent = widget.parentWidget()
    return widget.toolTip() or (parent.toolTip() if parent is not None else "")


def test_tab_goes_through_the_column_from_top_to_bottom(
    column: ControlsColumn, qtbot: QtBot
) -> None:
    column.loss.picker.setFocus()
    seen: list[QWidget] = []
    for _ in range(60):
        focus = QApplication.focusWidget()
        if focus is None or focus in seen:
            break
        seen.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    heights = [widget.mapTo(column, QPoint(0, 0)).y() for widget in seen]
    rows = [height // 16 for height in heights]
    assert rows == sorted(rows)
    assert column.learning_rate.slider in seen
    assert column.more.fold in seen


def wheel(widget: QWidget) -> QWheelEvent:
    place = QPointF(widget.rect().center())
    turn = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place)),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turn)
    return turn


@pytest.mark.parametrize("part", ["learning_rate.slider", "steps.slider", "optimizer.combo"])
def test_the_wheel_changes_only_what_has_the_focus(
    column: ControlsColumn, session: Session, part: str
) -> None:
    control, name = part.split(".")
    widget = getattr(getattr(column, control), name)
    before = session.experiment
    column.loss.field.setFocus()
    wheel(widget)
    assert session.experiment is before
    widget.setFocus()
    wheel(widget)
    assert session.experiment is not before


def test_another_experiment_is_shown_everywhere_without_an_edit(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    from playground.core.experiment import Edit, Experiment

    experiment = Experiment(
        "quadratic", theta=(1.5, -0.5), learning_rate=0.3, steps=77, optimizer="adam",
        schedule="exponential", edits=(Edit(5, 0.1),), dtype="float64",
        settings={"condition": 30.0, "beta1": 0.5},
    )  # fmt: skip
    session.restart(experiment)
    assert session.experiment is experiment
    assert [row.entry.text() for row in column.theta.parameters] == ["1.5", "-0.5"]
    assert column.loss.form.editors["condition"].entry.text() == "30"
    assert column.optimizer.form.editors["beta1"].entry.text() == "0.5"
    assert column.schedule.edits.listed[0].rate.text() == "0.1"
    assert column.more.dtype.currentData() == "float64"


def test_the_column_follows_theme_and_scale_by_itself(
    column: ControlsColumn, keeper: ThemeKeeper
) -> None:
    keeper.choose("dark")
    corner = column.grab().toImage().pixelColor(2, 2)
    wanted = QColor(DARK.window)
    # A screen of 16 bits a pixel rounds each colour to multiples of 8.
    assert abs(corner.red() - wanted.red()) + abs(corner.blue() - wanted.blue()) <= 16
    narrow = column.width()
    keeper.set_scale(2.0)
    assert column.width() == 2 * narrow


def test_a_drag_through_a_hundred_stops_leaves_the_last_in_force(
    column: ControlsColumn, session: Session
) -> None:
    for stop in range(100):
        column.learning_rate.slider.setValue(stop)
    assert session.experiment.learning_rate == 0.3  # 10 ** ((99 - 120) / 40) = 0.2985
    assert column.learning_rate.entry.text() == "0.3"
