"""The graph is stepped through, selected from, walked along and unfolded."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.panels.graph import GraphPanel
from tests.app.graph.conftest import (
    CHAIN,
    LEFT,
    MIXED,
    click,
    flowing,
    in_view,
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
        click(sheet, next(one for one in constants if one.look.symbol[0] == symbol))
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


@pytest.mark.parametrize("size", [(567, 294), (900, 620)], ids=["low", "usual"])
@pytest.mark.parametrize("loss", [MIXED, CHAIN], ids=["113 nodes", "chain"])
def test_each_step_of_a_folded_graph_shows_its_operation_with_what_it_is_applied_to(
    qtbot: QtBot, panel: GraphPanel, loss: str, size: tuple[int, int]
) -> None:
    panel.resize(*size)
    sheet = show(qtbot, panel, loss=loss, steps=1, learning_rate=1e-6)
    stage = sheet.stage
    assert stage.answer is not None
    graph = stage.answer.graph
    assert any(item.folded for item in stage.folded.items)
    press(sheet, Qt.Key.Key_Home)
    for moment in stage.answer.steps:
        press(sheet, Qt.Key.Key_Period)
        nodes = [moment.node, *(edge.start for edge in graph.into(moment.node))]
        boxes = [stage.canvas.picture.nodes[stage.folded.where[each]] for each in nodes]
        if moment.kind != "grad":
            assert not any(box.look.kind == "folded" for box in boxes)
        now = [edge for edge in stage.canvas.picture.edges if edge.look.now]
        if moment.kind == "edge":
            (edge,) = now
            assert edge.look.texts[0] == graph.edges[moment.edge].gradient.text  # type: ignore[union-attr]  # it flows
            assert in_view(sheet, QRectF(edge.curve.label, QSizeF(1, 1)))
        else:
            assert boxes[0].look.now
            assert in_view(sheet, boxes[0].box)
    assert any(item.folded for item in stage.folded.items)  # and is closed again


def test_enter_on_a_part_of_the_fold_that_a_step_is_in_unfolds_all_of_it(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss=CHAIN)
    picture = sheet.stage.canvas.picture
    press(sheet, Qt.Key.Key_Home, *[Qt.Key.Key_Period] * 9)
    assert [item.look.symbol[0] for item in picture.nodes[1:]] == [
        "6 operations", "sin", "sin", "23 times sin",
    ]  # fmt: skip
    press(sheet, Qt.Key.Key_Left, Qt.Key.Key_Return)
    assert len(picture.nodes) > 30
    press(sheet, Qt.Key.Key_Period)
    assert len(picture.nodes) > 30


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
