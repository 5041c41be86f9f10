"""The graph is zoomed, fitted and dragged."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.graph.lettering import VALUE
from playground.app.graph.node_item import NodeItem
from playground.app.graph.sheet import Sheet
from playground.app.panels.graph import GraphPanel
from tests.app.graph.conftest import (
    LEFT,
    MIXED,
    click,
    enter,
    in_view,
    leaf,
    pick,
    place,
    press,
    settle,
    show,
)


def test_the_wheel_zooms_around_the_pointer(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="himmelblau")
    canvas = sheet.stage.canvas
    at = place(sheet, canvas.picture.nodes[-1])
    before, zoom = canvas.mapToScene(at), canvas.zoom
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.zoom > 1.2 * zoom
    after = canvas.mapToScene(at)
    assert (after - before).manhattanLength() < 4


def test_keys_zoom_and_fit(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="himmelblau")
    canvas = sheet.stage.canvas
    fitted = canvas.zoom
    press(sheet, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert canvas.zoom > fitted
    press(sheet, Qt.Key.Key_Minus, Qt.Key.Key_Minus, Qt.Key.Key_Minus)
    assert canvas.zoom < fitted
    press(sheet, Qt.Key.Key_0)
    assert canvas.zoom == pytest.approx(fitted)
    assert in_view(sheet, canvas.picture.whole)


def test_a_large_graph_is_first_shown_from_theta_on_at_a_size_that_can_be_read(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    panel.resize(560, 340)
    sheet = show(qtbot, panel, loss=MIXED, steps=1, learning_rate=1e-6)
    unfold_all(sheet)
    canvas = sheet.stage.canvas
    canvas.fit()
    folded = sheet.stage.folded
    first = [link.end for link in folded.links if link.start == folded.where[0]]
    assert in_view(sheet, leaf(sheet).box, *(canvas.picture.nodes[one].box for one in first))
    assert canvas.zoom * VALUE.largest >= 7.5  # pixels that a value is high


@pytest.mark.parametrize("opened", [False, True])
def test_fit_view_shows_all_of_a_large_graph_by_button_and_by_key(
    qtbot: QtBot, panel: GraphPanel, opened: bool
) -> None:
    panel.resize(560, 340)
    sheet = show(qtbot, panel, loss=MIXED, steps=1, learning_rate=1e-6)
    if opened:
        unfold_all(sheet)
    canvas = sheet.stage.canvas
    shown = [item.box for item in canvas.picture.nodes]
    QTest.mouseClick(panel.fit_view, LEFT)
    assert in_view(sheet, *shown)
    whole = canvas.zoom
    press(sheet, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert canvas.zoom > whole
    press(sheet, Qt.Key.Key_0)
    assert in_view(sheet, *shown)
    panel.resize(700, 420)  # and so it stays until a person zooms or drags
    qtbot.waitUntil(lambda: canvas.width() > 600)
    assert in_view(sheet, *(item.box for item in canvas.picture.nodes))


def test_a_large_graph_is_folded_until_all_of_it_can_be_read_in_the_room_there_is(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss=MIXED, steps=1, learning_rate=1e-6)
    canvas = sheet.stage.canvas

    def reads_all() -> bool:
        boxes = [item.box for item in canvas.picture.nodes]
        # so many pixels are the digits of a value high
        return in_view(sheet, *boxes) and canvas.zoom * VALUE.largest >= 7.5

    assert reads_all()
    usual = len(canvas.picture.nodes)
    panel.resize(560, 340)
    qtbot.waitUntil(lambda: len(canvas.picture.nodes) < usual and reads_all())
    panel.resize(1500, 1000)
    qtbot.waitUntil(lambda: len(canvas.picture.nodes) > usual and reads_all())


def test_what_was_unfolded_stays_so_in_other_room(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss=MIXED, steps=1, learning_rate=1e-6)
    stage = sheet.stage
    folded = next(index for index, item in enumerate(stage.folded.items) if item.folded)
    click(sheet, stage.canvas.picture.nodes[folded])
    press(sheet, Qt.Key.Key_Return)
    before = stage.folded.items
    panel.resize(560, 340)
    qtbot.waitUntil(lambda: stage.canvas.width() < 560)
    assert stage.folded.items == before


def test_a_box_that_stands_for_several_results_tells_none_of_them_as_its_own(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss=" + ".join(f"x{i}^2" for i in range(1, 31)))
    squares = node_of(sheet, "30 times x²")
    assert squares.look.values == ("30 results",)
    click(sheet, squares)
    assert (
        sheet.stage.steps.line.whole == "30 times x² with 30 results; unfold the node to see each"
    )


def node_of(sheet: Sheet, label: str) -> NodeItem:
    (found,) = (one for one in sheet.stage.canvas.picture.nodes if label in one.look.symbol)
    return found


@pytest.mark.parametrize("unfolded", [False, True])
def test_what_the_step_is_at_is_in_view(qtbot: QtBot, panel: GraphPanel, unfolded: bool) -> None:
    panel.resize(560, 340)
    sheet = show(qtbot, panel, loss=MIXED, steps=1, learning_rate=1e-6)
    stage = sheet.stage
    if unfolded:
        unfold_all(sheet)
        press(sheet, Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Escape)
    press(sheet, Qt.Key.Key_Home)
    assert stage.answer is not None
    for _ in stage.answer.steps:
        press(sheet, Qt.Key.Key_Period)
        boxes = [item.box for item in stage.canvas.picture.nodes if item.look.now]
        labels = [edge.curve.label for edge in stage.canvas.picture.edges if edge.look.now]
        assert boxes or labels
        assert in_view(sheet, *boxes, *(QRectF(at, at + QPointF(1, 1)) for at in labels))


def unfold_all(sheet: Sheet) -> None:
    stage = sheet.stage
    assert stage.answer is not None
    while folded := [index for index, item in enumerate(stage.folded.items) if item.folded]:
        stage.turn_over(folded[0])
    assert len(stage.folded.items) == len(stage.answer.graph.nodes) > 100


def test_the_graph_can_be_dragged(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="square")
    surface, item = sheet.stage.canvas.viewport(), leaf(sheet)
    start, by = place(sheet, item), QPoint(60, -25)
    QTest.mousePress(surface, LEFT, pos=start)
    QTest.mouseMove(surface, start + by / 2)
    QTest.mouseMove(surface, start + by)
    QTest.mouseRelease(surface, LEFT, pos=start + by)
    assert (place(sheet, item) - start - by).manhattanLength() <= 2
    assert sheet.stage.selected == -1  # a drag is no click


@pytest.mark.parametrize("by", [QPoint(3000, 0), QPoint(-3000, 40), QPoint(-50, 3000)])
def test_the_graph_cannot_be_dragged_out_of_sight(
    qtbot: QtBot, panel: GraphPanel, by: QPoint
) -> None:
    canvas = show(qtbot, panel, loss="himmelblau").stage.canvas
    surface, start = canvas.viewport(), canvas.viewport().rect().center()
    QTest.mousePress(surface, LEFT, pos=start)
    for tenth in range(1, 11):
        QTest.mouseMove(surface, start + by * (tenth / 10))
    QTest.mouseRelease(surface, LEFT, pos=start + by)
    drawn = canvas.mapFromScene(canvas.picture.whole).boundingRect()
    assert drawn.adjusted(-2, -2, 2, 2).contains(start)


def test_a_graph_a_little_too_wide_is_made_smaller_rather_than_cut(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    panel.resize(567, 290)  # as in a window of 1280 by 720
    canvas = show(qtbot, panel, loss="himmelblau").stage.canvas
    seen = canvas.viewport().rect()
    for node in canvas.picture.nodes:
        box = canvas.mapFromScene(node.box).boundingRect()
        assert seen.left() <= box.left()
        assert box.right() <= seen.right()


@pytest.mark.parametrize("loss", ["square", "himmelblau"])
@pytest.mark.parametrize("mistakes", [(), ("wrong-sign",)], ids=["", "remark"])
def test_in_the_low_panel_of_a_small_window_nothing_is_left_to_scroll_to(
    qtbot: QtBot, panel: GraphPanel, loss: str, mistakes: tuple[str, ...]
) -> None:
    panel.resize(567, 179)  # below the landscape, in a window of 1280 by 720
    sheet = show(qtbot, panel, loss=loss, mistakes=mistakes)
    assert sheet.remark.isVisible() == bool(mistakes)
    seen = sheet.parentWidget()
    assert seen is not None
    qtbot.waitUntil(lambda: sheet.size() == seen.size())
    assert sheet.stage.source.isVisible()
    assert sheet.stage.canvas.height() >= 56


@pytest.mark.parametrize(
    "title", ["An exponential", "sin x on 100 points", "Function of x", "2·x·x"]
)
def test_nor_with_a_preset_or_a_long_typed_function(
    qtbot: QtBot, panel: GraphPanel, title: str
) -> None:
    panel.resize(567, 179)
    sheet = pick(qtbot, panel, title)
    if title == "Function of x":
        enter(qtbot, panel, sheet.function.formula, "exp(-x^2)*sin(3x) + max(x, 0.5)/(1 + x^2)")
    seen = sheet.parentWidget()
    assert seen is not None
    qtbot.waitUntil(lambda: sheet.size() == seen.size())
    assert sheet.stage.canvas.height() >= 56
    if title in ("sin x on 100 points", "Function of x"):
        assert sheet.curves.isVisible()
        assert sheet.plot.height() >= 44
        QTest.mouseClick(sheet.remedies.buttons["sum"], LEFT)
        assert settle(qtbot, panel).plot.derivative.isVisible()
        qtbot.waitUntil(lambda: sheet.size() == seen.size())


def test_what_flows_is_written_above_every_arrow(qtbot: QtBot, panel: GraphPanel) -> None:
    picture = show(qtbot, panel, loss="himmelblau").stage.canvas.picture
    shapes = [edge.zValue() for edge in picture.edges] + [node.zValue() for node in picture.nodes]
    assert min(label.zValue() for label in picture.labels) > max(shapes)
