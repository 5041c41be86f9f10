"""The Sweep panel shows its progress, can be cancelled, and draws any loss."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.panels.sweep import SweepPanel
from playground.app.theme import DARK, LIGHT
from playground.core.lesson import PAGES
from tests.app.live_panel import PATIENCE_MS

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


Person = Any  # the fixture of this folder, whose type tests cannot import


def test_long_work_can_be_cancelled_and_taken_up_again(qtbot: QtBot, panel: SweepPanel) -> None:
    from playground.core.experiment import Experiment

    panel.session.restart(Experiment("thermometer", (1.0, 0.0), 1e-2, 30_000))
    work = panel.outcome.work
    qtbot.waitUntil(work.button.isVisible, timeout=PATIENCE_MS)
    assert work.bar.isVisible()
    QTest.mouseClick(work.button, LEFT)
    assert work.label.text() == "Stopped"
    assert panel.outcome.sweep is None
    QTest.mouseClick(work.button, LEFT)
    assert work.label.text() != "Stopped"
    qtbot.waitUntil(work.bar.isVisible, timeout=PATIENCE_MS)
    panel.hide()  # and what nobody sees is not computed
    panel.session.restart(Experiment())
    qtbot.waitUntil(lambda: not panel.session.ticking, timeout=PATIENCE_MS)


@pytest.mark.parametrize("page", range(3))
@pytest.mark.parametrize("loss", ["quartic", "sine", "thermometer", "saddle"])
def test_every_page_draws_losses_with_and_without_a_limit(
    panel: SweepPanel, page: int, loss: str, person: Person
) -> None:
    person.shows(panel.pages[page], loss=loss, steps=50)
    panel.paint_with(DARK)
    assert not panel.grab().isNull()
    panel.paint_with(LIGHT)
    assert panel.pages[page].plot.accessibleDescription()


def test_a_lesson_can_open_every_page_by_its_name(panel: SweepPanel) -> None:
    for button in panel.modes.buttons:
        name = button.text().lower().replace(" ", "-")
        panel.turn_to(name)
        assert panel.open_page == name
        assert button.isChecked()
    assert len(PAGES["sweep"]) == len(panel.modes.buttons)


def test_where_there_is_little_height_the_plot_has_it_and_not_its_key(
    panel: SweepPanel, person: Person, qtbot: QtBot
) -> None:
    person.shows(panel.outcome, loss="square", steps=20)
    assert panel.outcome.key.isVisible()
    panel.resize(260, 210)
    qtbot.waitUntil(lambda: not panel.outcome.key.isVisible())
    qtbot.waitUntil(lambda: panel.outcome.plot.height() > 100)
    panel.resize(640, 420)
    qtbot.waitUntil(panel.outcome.key.isVisible)
