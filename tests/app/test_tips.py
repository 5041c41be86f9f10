"""Every tool tip of the window shows text as it was typed, never the entities of markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QEvent, QModelIndex, Qt
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment
from PySide6.QtGui import Qt as Guess  # which of the two has what guesses at markup
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from playground.app.panels.check import CheckPanel
from playground.app.panels.graph import GraphPanel
from playground.app.window import Window
from tests.app.live_panel import PATIENCE_MS

LOSS = "where(x > 0, x^2, where(x < -2, 4, -x))"
ENTITY = re.compile(r"&(#?\w+);")
TIP = Qt.ItemDataRole.ToolTipRole
ACROSS = Qt.Orientation.Horizontal
# the platform without a screen says so of each tip that comes up
no_screen = pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)

Rest = Callable[[Window], None]


@no_screen
def test_every_tool_tip_of_a_piecewise_loss_shows_its_characters(
    qtbot: QtBot, window: Window, rest: Rest
) -> None:
    assert window.session.edit(loss=LOSS, theta=(0.5,)) == ""
    window.session.pins.pin()
    shown = shown_everywhere(qtbot, window, rest, [*window.docks.panels])
    graph = window.docks.panels["graph"]
    assert isinstance(graph, GraphPanel)
    assert graph.sheet is not None
    assert graph.sheet.stage.source.toPlainText() == LOSS
    window.docks.uncover("graph")
    shown += map(as_shown, tips_in(graph))
    assert [tip for tip in shown if ENTITY.search(tip)] == []
    for condition in ("x > 0 = 1", "x < -2 = 0"):
        assert f"{condition}, a constant: autograd does not follow it" in shown


@no_screen
def test_an_apostrophe_in_the_words_of_the_check_stays_one(
    qtbot: QtBot, window: Window, rest: Rest
) -> None:
    assert window.session.edit(loss="line", gradient="by-hand") == ""
    check = window.docks.panels["check"]
    assert isinstance(check, CheckPanel)
    window.docks.uncover("check")
    qtbot.waitUntil(lambda: bool(check.words.text()), timeout=PATIENCE_MS)
    shown = shown_everywhere(qtbot, window, rest, ["check"])
    assert [tip for tip in shown if ENTITY.search(tip)] == []
    assert "times autograd's" in as_shown(check.words.toolTip())


def as_shown(tip: str) -> str:
    """What Qt shows of a tip, which it takes for markup or for plain text by its look."""
    return QTextDocumentFragment.fromHtml(tip).toPlainText() if Guess.mightBeRichText(tip) else tip


def shown_everywhere(qtbot: QtBot, window: Window, rest: Rest, panels: Sequence[str]) -> list[str]:
    """Raise one panel after the other; return all tips of the window as they are shown."""
    shown = []
    for name in panels:
        window.docks.uncover(name)
        rest(window)
        qtbot.waitUntil(lambda: window.at_rest and not window.session.ticking, timeout=PATIENCE_MS)
        shown += map(as_shown, tips_of_widgets(window))
    return shown


def tips_of_widgets(window: Window) -> Iterator[str]:
    """The tips of all widgets there are, and of what is in their lists and tables."""
    for widget in window.findChildren(QWidget):
        yield widget.toolTip()
        if isinstance(widget, QAbstractItemView | QComboBox) and widget.model() is not None:
            yield from tips_of_model(widget.model())


def tips_of_model(model: QAbstractItemModel) -> Iterator[str]:
    listed = isinstance(model, QAbstractListModel)  # it keeps its one column to itself
    for column in range(1 if listed else model.columnCount(QModelIndex())):
        yield str(model.headerData(column, ACROSS, TIP) or "")
        for row in range(model.rowCount(QModelIndex())):
            yield str(model.index(row, column).data(TIP) or "")


def tips_in(graph: GraphPanel) -> Iterator[str]:
    """What shows when the pointer rests on each box and each curve."""
    assert graph.sheet is not None
    canvas = graph.sheet.stage.canvas
    places = [node.box.center() for node in canvas.picture.nodes]
    places += [edge.curve.path.pointAtPercent(0.5) for edge in canvas.picture.edges]
    for place in places:
        at = canvas.mapFromScene(place)
        where = canvas.viewport().mapToGlobal(at)
        QApplication.sendEvent(canvas.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, where))
        yield QToolTip.text()
    QToolTip.hideText()
