"""The gradients on the edges touch neither boxes nor arrows, and the tips have all their digits."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from playground.app.graph.edge_item import HEAD, SLIM
from playground.app.graph.sheet import Sheet
from playground.app.panels.graph import GraphPanel
from tests.app.graph.conftest import MIXED, press, settle, show

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


@pytest.mark.parametrize("loss", ["goldstein-price", "matyas", "cliff", "rastrigin", MIXED])
def test_no_two_gradients_cover_each_other(qtbot: QtBot, panel: GraphPanel, loss: str) -> None:
    sheet = show(qtbot, panel, loss=loss, steps=1, learning_rate=1e-6)
    for zoom in ZOOMS:
        placed = [one.placed(zoom) for one in sheet.stage.canvas.picture.labels]
        boxes = [box for said, box in placed if said]
        assert boxes
        assert not any(one.intersects(other) for one, other in combinations(boxes, 2))


def test_a_gradient_stays_where_it_is_while_its_digits_change(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss="himmelblau", steps=20, learning_rate=0.01)
    labels = sheet.stage.canvas.picture.labels
    told = []
    for row in (3, 11):
        panel.session.seek(row)
        settle(qtbot, panel)
        told.append([label.placed(1.0) for label in labels])
    for (before, box), (after, other) in zip(*told, strict=True):
        if before and after:
            assert (box.center() - other.center()).manhattanLength() < 1e-6
    assert told[0] != told[1]


def test_what_the_step_is_at_is_written_also_where_there_is_no_room(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss=MIXED, steps=1, learning_rate=1e-6)
    stage = sheet.stage
    assert stage.answer is not None
    press(sheet, Qt.Key.Key_Home)
    for moment in stage.answer.steps:
        press(sheet, Qt.Key.Key_Period)
        now = [label for label in stage.canvas.picture.labels if label.look.now]
        assert len(now) == (moment.kind == "edge")
        assert all(label.placed(stage.canvas.zoom)[0] for label in now)


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
