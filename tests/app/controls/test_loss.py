"""A loss is picked by search or typed; a wrong formula is marked and the run goes on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.loss import GROUPS
from playground.app.controls.loss_list import choice
from playground.app.session import Session

# The offscreen platform cannot raise a popup nor grab the keyboard for it, and says so.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_every_loss_is_listed_under_its_group(column: ControlsColumn, session: Session) -> None:
    control = column.loss
    control.picker.click()
    assert set(control.list.visible_names()) == set(session.catalogue.losses)
    rows = [choice(control.list.list.item(row)) for row in range(control.list.list.count())]
    headings = [row.title for row in rows if not row.name]
    assert headings == [group for group in GROUPS if group != "Your own"]
    names = [row.name or row.title for row in rows]
    assert names.index("One parameter") < names.index("sine") < names.index("Two parameters")
    assert names.index("Two parameters") < names.index("rosenbrock") < names.index("More")
    assert names.index("With data") < names.index("thermometer")
    control.list.hide()


def test_typing_filters_and_enter_picks_with_the_losss_own_start(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    control = column.loss
    control.picker.setFocus()
    qtbot.keyClick(control.picker, Qt.Key.Key_Down)
    qtbot.keyClicks(control.list.search, "himmel")
    assert control.list.visible_names() == ["himmelblau"]
    qtbot.keyClick(control.list.search, Qt.Key.Key_Return)
    assert not control.list.isVisible()
    entry = session.catalogue.losses["himmelblau"]
    assert session.experiment.loss == "himmelblau"
    assert session.experiment.theta == entry.start
    assert session.experiment.learning_rate == entry.learning_rate
    assert control.picker.text() == entry.title
    assert control.teaches.text() == entry.teaches


def test_what_the_loss_teaches_is_true_of_the_gradient_that_the_run_takes(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    assert not session.edit(loss="line")
    assert "1 − 15·lr" in column.loss.teaches.text()
    assert not session.edit(gradient="by-hand")
    assert "1 − 60·lr" in column.loss.teaches.text()
    assert "15" not in column.loss.teaches.text() + column.loss.picker.toolTip()
    assert not session.edit(gradient="autograd", mistakes=("summed",))
    assert column.loss.teaches.text().endswith("This is without the mistake.")
    assert not session.edit(mistakes=())
    assert column.loss.teaches.text() == session.catalogue.losses["line"].teaches


def test_after_a_loss_is_picked_the_picker_leaves_the_keys_to_the_playhead(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    control = column.loss
    control.picker.setFocus()
    qtbot.keyClick(control.picker, Qt.Key.Key_Down)
    qtbot.keyClicks(control.list.search, "beale")
    qtbot.keyClick(control.list.search, Qt.Key.Key_Return)
    assert session.experiment.loss == "beale"
    assert not control.picker.hasFocus()
    qtbot.mouseClick(control.picker, Qt.MouseButton.LeftButton)
    item = control.list.list.currentItem()
    place = control.list.list.visualItemRect(item).center()
    qtbot.mouseClick(control.list.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not control.list.isVisible()
    assert not control.picker.hasFocus()


def test_the_search_looks_into_what_a_loss_teaches(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    column.loss.picker.click()
    qtbot.keyClicks(column.loss.list.search, "valley curved")
    assert column.loss.list.visible_names() == ["rosenbrock"]
    column.loss.list.hide()


def test_enter_prefers_a_loss_that_is_called_so_to_one_that_only_mentions_it(
    column: ControlsColumn, session: Session, qtbot: QtBot
) -> None:
    column.loss.picker.click()
    qtbot.keyClicks(column.loss.list.search, "two")
    assert "double-well" in column.loss.list.visible_names()
    qtbot.keyClick(column.loss.list.search, Qt.Key.Key_Return)
    assert session.experiment.loss == "moons"


def test_a_formula_and_enter_make_the_loss(
    column: ControlsColumn, session: Session, person
) -> None:
    person.enters(column.loss.field, "x^2 + 10*y^2")
    assert session.experiment.loss == "x^2 + 10*y^2"
    assert session.experiment.parameters == ("x", "y")
    assert [row.name for row in column.theta.parameters] == ["x", "y"]
    assert column.loss.field.text() == "x^2 + 10*y^2"


def test_a_formula_is_made_when_typing_rests_and_the_cursor_stays(
    column: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    person.types(column.loss.field, "u^4 - u")
    qtbot.waitUntil(lambda: session.experiment.loss == "u^4 - u")
    assert column.loss.field.text() == "u^4 - u"
    assert column.loss.field.cursorPosition() == 7


def test_a_wrong_formula_is_marked_at_the_character_and_the_run_stays(
    column: ControlsColumn, session: Session, person
) -> None:
    field = column.loss.field
    person.enters(field, "x^2 + sni(y)")
    assert session.experiment.loss == "square"
    assert field.wrong_at == 6
    assert field.text() == "x^2 + sni(y)"
    assert "'sni'" in column.loss.complaint.text
    assert "\n" not in column.loss.complaint.text
    person.enters(field, "x^2 + sin(y)")
    assert session.experiment.loss == "x^2 + sin(y)"
    assert field.wrong_at is None
    assert not column.loss.complaint.isVisible()


def test_unfinished_typing_is_no_error_until_enter(
    column: ControlsColumn, session: Session, qtbot: QtBot, person
) -> None:
    person.types(column.loss.field, "x^2 +")
    with qtbot.waitSignal(column.loss.field._idle.timeout):
        pass
    assert not column.loss.complaint.isVisible()
    qtbot.keyClick(column.loss.field, Qt.Key.Key_Return)
    assert column.loss.complaint.isVisible()


def test_what_was_typed_is_listed_as_your_own(
    column: ControlsColumn, session: Session, person
) -> None:
    person.enters(column.loss.field, "x^6")
    session.edit(loss="sine")
    assert column.loss.field.text() == ""
    column.loss.picker.click()
    assert column.loss.list.visible_names()[-1] == "x^6"
    column.loss.list.picked.emit("x^6")
    column.loss.list.hide()
    assert session.experiment.loss == "x^6"


def test_the_settings_of_a_loss_are_a_form_built_from_its_declaration(
    column: ControlsColumn, session: Session, person
) -> None:
    session.edit(loss="quadratic")
    form = column.loss.form
    assert list(form.editors) == list(session.catalogue.losses["quadratic"].settings)
    person.enters(form.editors["condition"].entry, "50")
    assert session.experiment.settings["condition"] == 50.0
    person.enters(form.editors["condition"].entry, "0.5")
    assert column.loss.complaint.text == "Condition must be between 1 and 1e+06, not 0.5"
    assert session.experiment.settings["condition"] == 50.0
    session.edit(loss="sine")
    assert not form.isVisible()


@pytest.mark.parametrize("text", ["<b>x</b>", "__import__('os')", "x" * 500, "((((", "1e999*x"])
def test_hostile_text_is_only_an_error(
    column: ControlsColumn, session: Session, person, text: str
) -> None:
    column.loss.field.setFocus()
    column.loss.field.setText(text)
    column.loss.field.setModified(True)
    column.loss.field.commit()
    assert session.is_ready
    assert column.loss.field.text().strip() in (text, session.experiment.loss, "")
