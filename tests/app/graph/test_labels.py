"""The gradients on the edges touch neither boxes nor arrows, and the tips have all their digits."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from playground.app.graph.edge_item import HEAD, SLIM
from playground.app.graph.sheet import Sheet
from playground.app.panels.graph import GraphPanel
from tests.app.graph.conftest import press, show

ZOOMS = [0.42, 0.5, 0.6, 0.7, 0.8, 1.0, 1.4]


@pytest.mark.parametrize("loss", ["rosenbrock", "thermometer", "moons", "booth", "logistic"])
def test_no_gradient_touches_a_box_or_the_head_of_an_arrow(
    qtbot: QtBot, panel: GraphPanel, loss: str
) -> None:
    sheet = show(qtbot, panel, loss=loss, steps=1, learning_rate=1e-6)
    picture = sheet.stage.canvas.picture
    written = 0
    for zoom in ZOOMS:
        labels = [box for said, box in (one.placed(zoom) for one in picture.labels) if said]
        written += len(labels)
        assert not any(box.intersects(node.box) for box in labels for node in picture.nodes)
        if zoom >= 0.5:  # below, no more than two digits would have room
            assert not any(box.intersects(head) for box in labels for head in heads(sheet, zoom))
    assert written > len(ZOOMS) * len(picture.labels) / 2


def heads(sheet: Sheet, zoom: float) -> list[QRectF]:
    """The triangles at the ends of the curves, from tip to foot."""
    size, half = HEAD / zoom, SLIM * HEAD / zoom
    tips = [edge.curve.tip for edge in sheet.stage.canvas.picture.edges]
    return [QRectF(tip.x() - size, tip.y() - half, size, 2 * half) for tip in tips]


@pytest.mark.parametrize("loss", ["rosenbrock", "thermometer", "himmelblau"])
def test_where_an_edge_has_few_digits_its_tip_and_its_step_have_all(
    qtbot: QtBot, panel: GraphPanel, loss: str
) -> None:
    sheet = show(qtbot, panel, loss=loss, steps=1, learning_rate=1e-6)
    stage = sheet.stage
    assert stage.answer is not None
    graph, told = stage.answer.graph, {}
    press(sheet, Qt.Key.Key_Home)
    for moment in stage.answer.steps:
        press(sheet, Qt.Key.Key_Period)
        told[moment.edge] = stage.steps.line.whole
    for edge in graph.edges:
        if edge.gradient is not None:
            assert edge.gradient.text in told[edge.index]
            assert edge.gradient.text in stage.canvas.tell_edge((edge.index,))
