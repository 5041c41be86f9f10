"""A typed derivative is checked component by component, or pointed at where it is wrong."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from playground.app.panels.check import CheckPanel
from playground.app.theme import LIGHT
from tests.app.live_panel import rest
from tests.app.panels.check.conftest import show, table, wrong_rows


def put(qtbot: QtBot, panel: CheckPanel, text: str) -> None:
    panel.field.setFocus()
    panel.field.selectAll()
    if text:
        qtbot.keyClicks(panel.field, text)
    else:
        qtbot.keyClick(panel.field, Qt.Key.Key_Delete)
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    rest(qtbot, panel.session)


def test_a_typed_derivative_that_is_wrong_is_named_by_its_first_wrong_component(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="x^2 + 10*y^2", theta=(3.0, -1.0), learning_rate=0.01)
    put(qtbot, panel, "2x; 10y")
    assert [float(text.replace("−", "-")) for text in table(panel)["typed"]] == [6.0, -10.0]
    assert wrong_rows(panel, "typed") == [1]
    assert panel.words.text().startswith("Typed: ∂L/∂y is wrong: −10, where autograd has −20")
    put(qtbot, panel, "2x; 20y")
    assert wrong_rows(panel, "typed") == []
    assert "agrees with autograd" in panel.words.text()


def test_a_derivative_above_the_range_of_float32_is_checked_like_any_other(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.1)
    put(qtbot, panel, "1e39")
    assert wrong_rows(panel, "typed") == [0]


def test_a_cross_in_the_colour_of_errors_marks_the_wrong_component(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="x^2 + 10*y^2", theta=(3.0, -1.0), learning_rate=0.01)
    put(qtbot, panel, "2x; 20y")
    right = reds(panel)
    put(qtbot, panel, "2x; 10y")
    assert right == 0
    assert reds(panel) > 20


def reds(panel: CheckPanel) -> int:
    image = panel.table.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.array(image.constBits()).reshape(image.height(), -1, 4)[..., :3].astype(int)
    wanted = [int(LIGHT.explodes[at : at + 2], 16) for at in (5, 3, 1)]  # blue, green, red
    return int((np.abs(pixels - wanted).sum(-1) < 30).sum())


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [("2x; 20z", 6, "Unknown name 'z'"), ("2x", 2, "1 derivative for 2 parameters")],
)
def test_what_is_no_derivative_is_pointed_at_and_shows_no_values(
    qtbot: QtBot, panel: CheckPanel, text: str, position: int, words: str
) -> None:
    show(qtbot, panel, loss="x^2 + 10*y^2", theta=(3.0, -1.0), learning_rate=0.01)
    put(qtbot, panel, "2x; 20y")
    place = panel.field.geometry()
    put(qtbot, panel, text)
    assert panel.field.geometry() == place  # nothing moves
    assert panel.field.wrong_at == position
    assert words in panel.complaint.text
    assert panel.complaint.isVisible()
    assert not panel.words.isVisible()  # it stands in their place
    assert table(panel)["typed"] == ["", ""]  # the values of another derivative would mislead
    qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    rest(qtbot, panel.session)
    assert [float(text.replace("−", "-")) for text in table(panel)["typed"]] == [6.0, -20.0]


def test_a_number_for_each_row_is_refused_before_anything_is_computed(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="line", theta=(0.0,), learning_rate=0.01)
    put(qtbot, panel, "2*x*(w*x - y)")
    assert "put mean(…) or sum(…) around it" in panel.complaint.text
    put(qtbot, panel, "mean(2*x*(w*x - y))")
    assert panel.complaint.text == ""
    assert float(table(panel)["typed"][0].replace("−", "-")) == -30.0


def test_an_emptied_field_compares_nothing(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    put(qtbot, panel, "2*theta")
    assert "typed" in table(panel)
    put(qtbot, panel, "")
    assert "typed" not in table(panel)
    assert panel.field.text() == ""


def test_what_was_typed_is_dropped_with_its_loss_and_the_field_asks_for_the_new_one(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    put(qtbot, panel, "2*theta")
    show(qtbot, panel, loss="himmelblau", theta=(1.0, 2.0), learning_rate=0.001)
    assert panel.field.text() == ""
    assert "∂/∂x; ∂/∂y" in panel.field.placeholderText()
    assert "typed" not in table(panel)
    assert panel.words.text().startswith("Central difference")
    show(qtbot, panel, loss="line", theta=(0.0,), learning_rate=0.001)
    assert panel.field.placeholderText() == "type ∂/∂w, with mean(…)"
