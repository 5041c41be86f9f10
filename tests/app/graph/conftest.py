"""The Graph panel on a real session, and what a person does with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.graph.node_item import NodeItem
from playground.app.graph.sheet import Sheet
from playground.app.panels.graph import GraphPanel
from playground.app.session import Session
from tests.app.live_panel import descend, live_panel, rest

LEFT = Qt.MouseButton.LeftButton
CHAIN = "sin(" * 30 + "x" + ")" * 30
# 113 nodes, and no two of the terms alike
MIXED = (
    "exp(-((x-1)^2+(y-2)^2)) + sin(x*y)*cos(x-y) + log(1+x^2)*sqrt(1+y^2)"
    " + tanh(x+2*y)*sigmoid(x-3*y)/(1+exp(-x*y)) + abs(x-y)^3 + max(x,y)*min(x,2*y)"
    " + relu(x-1)*relu(y+2) + (x+y)^4/(1+x^2+y^2) + where(x>y, x^3, y^3) + 2^x/3^y"
    " + sqrt(abs(x*y)+1)*log(abs(x-y)+2) + cos(3*x)^2*sin(5*y)^3 + x*y/(1+x^4) + tanh(x*y)^2"
)
REFUSED = "grad can be implicitly created only for scalar outputs"


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[GraphPanel]:
    for panel in live_panel(GraphPanel, qtbot, session, 900, 620):
        qtbot.addWidget(panel.switches)
        yield panel


def settle(qtbot: QtBot, panel: GraphPanel) -> Sheet:
    """Wait until nothing is under way any more, and all there is has been drawn."""
    rest(qtbot, panel.session)
    assert panel.sheet is not None
    return panel.sheet


def show(qtbot: QtBot, panel: GraphPanel, **fields: object) -> Sheet:
    descend(qtbot, panel.session, **fields)
    return settle(qtbot, panel)


def pick(qtbot: QtBot, panel: GraphPanel, title: str) -> Sheet:
    """Go down the list of subjects with the keys until it is there."""
    settle(qtbot, panel)
    panel.subjects.setFocus()
    QTest.keyClick(panel.subjects, Qt.Key.Key_Home)
    while panel.subjects.currentText() != title:
        assert panel.subjects.currentIndex() < panel.subjects.count() - 1, f"{title} not offered"
        QTest.keyClick(panel.subjects, Qt.Key.Key_Down)
    return settle(qtbot, panel)


def press(sheet: Sheet, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(sheet.stage.canvas, key)


def node(sheet: Sheet, name: str) -> NodeItem:
    (found,) = (one for one in sheet.stage.canvas.picture.nodes if one.look.name == name)
    return found


def value(sheet: Sheet, name: str) -> str:
    return node(sheet, name).look.values[0]


def leaf(sheet: Sheet) -> NodeItem:
    return node(sheet, "AccumulateGrad")


def flowing(sheet: Sheet) -> list[str]:
    """The gradients on the edges, as far as they have passed."""
    looks = [edge.look for edge in sheet.stage.canvas.picture.edges]
    return [look.texts[0] for look in looks if look.texts]


def in_view(sheet: Sheet, *places: QRectF) -> bool:
    """Whether these parts of the scene are all on screen."""
    canvas = sheet.stage.canvas
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    return all(map(seen.contains, places))


def place(sheet: Sheet, item: NodeItem) -> QPoint:
    return sheet.stage.canvas.mapFromScene(item.box.center())


def click(sheet: Sheet, item: NodeItem) -> None:
    QTest.mouseClick(sheet.stage.canvas.viewport(), LEFT, pos=place(sheet, item))


def grad_of(sheet: Sheet) -> str:
    # d(θ²)/dθ = 2θ, whatever the sign that the update gives it.
    assert sheet.stage.answer is not None
    theta = sheet.stage.answer.graph.nodes[0].value.array
    return f"[{float(2 * theta[0]):.4f}".rstrip("0").rstrip(".") + "]"


def enter(qtbot: QtBot, panel: GraphPanel, field: object, text: str) -> None:
    field.setFocus()  # type: ignore[attr-defined]  # a field of any kind
    field.selectAll()  # type: ignore[attr-defined]  # a field of any kind
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, panel)
