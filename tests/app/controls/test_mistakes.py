"""The switches of the mistakes: made by hand, explained in words, with the line that mends them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.mistakes import MistakeRow
from playground.app.session import Session
from playground.core.datasets import Table
from playground.core.mistakes import MISTAKES, possible
from tests.app.live_panel import rest


def unfold(column: ControlsColumn, qtbot: QtBot) -> None:
    if not column.mistakes.fold.isChecked():
        qtbot.mouseClick(column.mistakes.fold, Qt.MouseButton.LeftButton)


def ends(qtbot: QtBot, session: Session) -> str:
    """What becomes of the run on screen."""
    rest(qtbot, session)
    assert session.view is not None
    assert session.view.outcome is not None
    return session.view.outcome.kind


@pytest.mark.parametrize("loss", ["square", "thermometer", "himmelblau"])
def test_what_the_loss_allows_is_offered_once_it_is_wanted_and_nothing_else(
    column: ControlsColumn, session: Session, qtbot: QtBot, loss: str
) -> None:
    assert session.edit(loss=loss) == ""
    control = column.mistakes
    assert not any(row.isVisible() for row in control.switches.values())
    unfold(column, qtbot)
    offered = [name for name, row in control.switches.items() if row.isVisible()]
    assert offered == [mistake.name for mistake in possible(session.experiment.loss_entry)]


def test_a_mistake_that_is_on_shows_its_words_its_line_and_the_right_one(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    unfold(column, qtbot)
    row = column.mistakes.switches["wrong-sign"]
    assert not row.words.isVisible()
    row.box.setFocus()
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    assert session.experiment.mistakes == ("wrong-sign",)
    assert row.words.isVisible()
    assert row.words.text() == MISTAKES["wrong-sign"].explanation
    assert row.wrong.code.text() == "theta += learning_rate * theta.grad"
    assert row.right.code.text() == "theta -= learning_rate * theta.grad"
    # not by colour alone
    assert row.wrong.accessibleName().startswith("Wrong: ")
    assert row.right.accessibleName().startswith("Right: ")
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    assert session.experiment.mistakes == ()
    assert not row.words.isVisible()


def test_the_lines_have_the_numbers_of_the_run_on_screen(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    assert session.edit(loss="thermometer", theta=(3.0, -7.5)) == ""
    unfold(column, qtbot)
    row = column.mistakes.switches["integer-theta"]
    row.box.setFocus()
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    assert row.wrong.code.text() == "theta = torch.tensor([3, -8], requires_grad=True)"
    assert row.right.code.text() == "theta = torch.tensor([3.0, -7.5], requires_grad=True)"
    assert session.edit(theta=(4.0, 2.0)) == ""
    assert row.wrong.code.text() == "theta = torch.tensor([4, 2], requires_grad=True)"
    row = column.mistakes.switches["not-normalised"]
    row.box.setFocus()
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    assert row.wrong.code.text() == "t_u = 1.0 * t_u"
    assert row.right.code.text() == "t_u = 0.1 * t_u"
    assert row.right.accessibleName() == "Right: t_u = 0.1 * t_u"


def test_a_mistake_that_changes_nothing_here_says_so_and_follows_the_experiment(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    assert session.edit(theta=(1.0,)) == ""
    unfold(column, qtbot)
    row = column.mistakes.switches["averaged"]
    row.box.setFocus()
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    assert row.words.text().startswith("It changes nothing here: theta has one component")
    assert session.edit(theta=(1.0, 2.0)) == ""
    assert "the gradient is divided by 2" in row.words.text()


@pytest.mark.parametrize("height", [260, 420])
def test_the_wrong_line_and_the_one_that_mends_it_come_into_sight_at_the_tick(
    column: ControlsColumn, session: Session, qtbot: QtBot, height: int
) -> None:
    column.resize(316, height)
    unfold(column, qtbot)
    area = column.scrolling
    for name, row in column.mistakes.switches.items():
        if not row.isVisible():
            continue
        qtbot.waitUntil(lambda row=row: row.height() >= row.sizeHint().height())
        area.ensureWidgetVisible(row.box, 0, 0)  # as a person scrolls to it
        row.box.setFocus()
        qtbot.keyClick(row.box, Qt.Key.Key_Space)
        assert row.box.isChecked(), name

        def in_sight(row: MistakeRow = row) -> bool:
            places = [line.mapTo(area.viewport(), QPoint()).y() for line in (row.wrong, row.right)]
            ends = places[0] >= 0, places[1] + row.right.height() <= area.viewport().height()
            return places[0] < places[1] and all(ends)

        qtbot.waitUntil(in_sight)
        assert session.edit(mistakes=()) == ""


def test_mistakes_from_elsewhere_are_shown_and_counted_also_while_they_are_folded(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    assert session.edit(mistakes=("not-zeroed", "wrong-sign")) == ""
    assert column.mistakes.fold.text() == "Mistakes: 2 on"
    unfold(column, qtbot)
    on = [name for name, row in column.mistakes.switches.items() if row.box.isChecked()]
    assert on == ["not-zeroed", "wrong-sign"]
    session.history.undo()
    assert column.mistakes.fold.text() == "Mistakes"


def test_another_loss_keeps_only_the_mistakes_that_it_allows(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    unfold(column, qtbot)
    assert session.edit(loss="thermometer") == ""
    for name in ("summed", "not-zeroed"):
        box = column.mistakes.switches[name].box
        box.setFocus()
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert session.experiment.mistakes == ("not-zeroed", "summed")
    assert session.edit(loss="himmelblau") == ""
    assert session.experiment.mistakes == ("not-zeroed",)
    assert not column.mistakes.switches["summed"].isVisible()


def test_below_the_last_mistake_the_column_ends(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    assert session.edit(loss="thermometer") == ""
    unfold(column, qtbot)
    assert session.edit(mistakes=("not-zeroed", "wrong-sign", "not-normalised")) == ""
    control, body = column.mistakes, column.body
    gap = 12 + 8  # the column's margin, and no more than a gap

    def rest() -> int:
        last = max(row.mapTo(body, row.rect().bottomLeft()).y() for row in shown())
        return body.height() - last

    def shown() -> list[MistakeRow]:
        return [row for row in control.switches.values() if row.isVisible()]

    qtbot.waitUntil(lambda: body.height() > column.scrolling.height() and rest() <= gap)


def test_on_ones_own_table_the_input_can_be_left_as_it_was_read(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    x = np.linspace(1000.0, 3000.0, 21)
    session.use_table(Table("own", ("x", "y"), np.column_stack([x, 0.002 * x])))
    unfold(column, qtbot)
    row = column.mistakes.switches["not-normalised"]
    row.box.setFocus()
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    assert row.words.text().startswith("It changes nothing here")
    assert session.edit(normalise="standardise") == ""
    assert session.experiment.mistakes == ("not-normalised",)
    assert row.words.text() == MISTAKES["not-normalised"].explanation
    assert row.wrong.code.text() == "x = 1.0 * x"
    assert row.right.code.text() == "x = (x - x.mean()) / x.std(correction=0)"
    assert ends(qtbot, session) == "diverged"
    qtbot.keyClick(row.box, Qt.Key.Key_Space)
    assert ends(qtbot, session) == "settled"
