"""The Sweep panel on a real session, and what a person does to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.panels.sweep import SweepPanel
from playground.app.session import Session
from playground.app.sweep_plots.page import Page
from playground.app.view import View
from tests.app.live_panel import rest

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[SweepPanel]:
    panel = SweepPanel(session)
    qtbot.addWidget(panel)
    panel.resize(640, 420)
    with qtbot.waitExposed(panel):
        panel.show()

    def draw(view: View) -> None:
        if panel.isVisible():  # as the window does
            panel.draw(view)

    session.frame.connect(draw)
    yield panel
    session.frame.disconnect(draw)
    panel.hide()


class Sweeper:
    """A person at the Sweep panel."""

    def __init__(self, panel: SweepPanel, qtbot: QtBot) -> None:
        self._panel, self._qtbot = panel, qtbot

    def shows(self, page: Page, **fields: Any) -> None:
        """Run an experiment, turn to a page, and wait until there is nothing more to come.

        Any: fields of an experiment, of many types.
        """
        from playground.core.experiment import Experiment

        self._panel.session.restart(Experiment(**fields))
        mode = self._panel.pages.index(page)
        QTest.mouseClick(self._panel.modes.buttons[mode], LEFT)
        self.waits()

    def waits(self) -> None:
        """Wait until there is nothing more to come."""
        rest(self._qtbot, self._panel.session)

    def at(self, page: Page, rate: float, height: float = 0.5) -> QPoint:
        """The pixel of a learning rate, at a part of the height of the plot."""
        low, high = page.plot.getViewBox().viewRange()[1]
        x = float(page.plot.rates.place(rate))
        return page.plot.widget_at(x, low + height * (high - low)).toPoint()

    def hovers(self, page: Page, rate: float) -> list[str]:
        """What is read out at a learning rate."""
        place = self.at(page, rate)
        QTest.mouseMove(page.plot.viewport(), place)
        _send(page, QEvent.Type.MouseMove, place, NONE, NONE)
        return page.plot.readout.text().split("\n")

    def drags(self, page: Page, *way: QPoint) -> None:
        _send(page, QEvent.Type.MouseButtonPress, way[0], LEFT, LEFT)
        for place in way[1:]:
            _send(page, QEvent.Type.MouseMove, place, NONE, LEFT)
        _send(page, QEvent.Type.MouseButtonRelease, way[-1], LEFT, NONE)

    def lines(self, page: Page) -> dict[str, float]:
        """The learning rate of each named line."""
        uprights = page.plot.uprights.lines
        return {line.name.split(" ")[0]: page.plot.rates.rate(line.place) for line in uprights}


def _send(
    page: Page, kind: QEvent.Type, place: QPoint, button: Qt.MouseButton, held: Qt.MouseButton
) -> None:
    none, spot = Qt.KeyboardModifier.NoModifier, QPointF(place)
    QApplication.sendEvent(page.plot.viewport(), QMouseEvent(kind, spot, spot, button, held, none))


@pytest.fixture
def person(panel: SweepPanel, qtbot: QtBot) -> Sweeper:
    return Sweeper(panel, qtbot)
