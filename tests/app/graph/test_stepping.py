"""The graph is stepped through, selected from, walked along and unfolded."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.panels.graph import GraphPanel
from tests.app.graph.conftest import (
    CHAIN,
    LEFT,
    click,
    flowing,
    leaf,
    node,
    place,
    press,
    settle,
    show,
)


def test_values_are_hidden_until_they_are_computed(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="himmelblau")
    QTest.mouseClick(sheet.stage.steps.first, LEFT)
    shown = [item for item in sheet.stage.canvas.picture.nodes if item.look.kind != "constant"]
    assert not any(item.look.values for item in shown)
    for count in range(1, len(shown) + 1):
        QTest.mouseClick(sheet.stage.steps.next, LEFT)
        assert sum(bool(item.look.values) for item in shown) == count
    assert not flowing(sheet)


def test_gradients_appear_edge_by_edge_with_the_chain_rule_in_words(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss="x^2 + 3*x", theta=(2.0,), steps=1)
    panel.session.seek(0)
    settle(qtbot, panel)
    answer = sheet.stage.answer
    assert answer is not None
    backward = [count for count, one in enumerate(answer.steps, 1) if one.kind == "edge"]
    said = []
    for place_, count in enumerate(backward, 1):
        sheet.stage.steps.slider.setValue(count)
        assert len(flowing(sheet)) == place_
        said.append(sheet.stage.steps.line.whole)
    # d(x²)/dx = 2x = 4 at 2, d(3x)/dx = 3: together 7.
    assert "∂out/∂x = 2·x = 4; 4 · 1 = 4" in said
    assert any(line.endswith("3 · 1 = 3") for line in said)
    QTest.mouseClick(sheet.stage.steps.last, LEFT)
    assert ".grad = 7" in leaf(sheet).look.grad[0].replace("[", "").replace("]", "")


def test_a_selected_node_shows_what_it_depends_on_and_its_place_in_the_source(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss="(x + 3)*(y - 1)", theta=(1.0, 2.0))
    click(sheet, node(sheet, "AddBackward0"))
    assert sheet.stage.source.marked == ("x + 3",)
    assert sheet.stage.steps.line.whole.startswith("AddBackward0: x + 3 = ")
    faded = {item.look.name for item in sheet.stage.canvas.picture.nodes if item.look.faded}
    assert {"MulBackward0", "SubBackward0"} <= faded
    assert not {"AccumulateGrad", "UnbindBackward0", "AddBackward0"} & faded
    press(sheet, Qt.Key.Key_Escape)
    assert not any(item.look.faded for item in sheet.stage.canvas.picture.nodes)


def test_a_selected_constant_shows_its_place_in_the_source(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="(x + 3)*(y - 1)^2", theta=(1.0, 2.0))
    for symbol in ("3", "1"):
        constants = (one for one in sheet.stage.canvas.picture.nodes if one.look.kind == "constant")
        click(sheet, next(one for one in constants if one.look.symbol == (symbol,)))
        assert sheet.stage.source.marked == (symbol,)


def test_a_loss_of_our_own_is_marked_in_its_lines_of_code(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="square")
    click(sheet, node(sheet, "MulBackward0"))
    assert sheet.stage.source.marked == ("theta * theta",)
    assert sheet.stage.source.toPlainText().startswith("def square(theta")


def test_a_click_beside_the_graph_selects_nothing(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="square")
    click(sheet, leaf(sheet))
    assert sheet.stage.selected >= 0
    QTest.mouseClick(sheet.stage.canvas.viewport(), LEFT, pos=QPoint(3, 3))
    assert sheet.stage.selected == -1


def test_the_arrows_walk_along_the_edges(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="square")
    names = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        press(sheet, key)
        names.append(sheet.stage.canvas.picture.nodes[sheet.stage.selected].look.name)
    assert names == ["AccumulateGrad", "MulBackward0", "SumBackward1", "MulBackward0"]


def test_a_long_chain_is_unfolded_by_enter_and_folded_again(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss=CHAIN)
    picture = sheet.stage.canvas.picture
    assert [item.look.kind for item in picture.nodes] == ["leaf", "folded"]
    press(sheet, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert len(picture.nodes) > 30
    assert not any(item.look.kind == "folded" for item in picture.nodes)
    assert picture.nodes[sheet.stage.selected].look.selected
    press(sheet, Qt.Key.Key_Return)
    assert len(picture.nodes) == 2


def test_a_double_click_unfolds(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss=CHAIN)
    at = QPointF(place(sheet, sheet.stage.canvas.picture.nodes[1]))
    kind, none = QEvent.Type.MouseButtonDblClick, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, at, at, LEFT, LEFT, none)
    QApplication.sendEvent(sheet.stage.canvas.viewport(), event)
    assert len(sheet.stage.canvas.picture.nodes) > 30
