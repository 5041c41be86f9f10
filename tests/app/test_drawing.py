"""A panel that fails to draw is noted in the log; everything else on screen goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.view import View
from playground.app.window import Window


def _type_rate(window: Window, rate: str) -> None:
    field = window.controls.learning_rate.entry
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, rate)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_panel_that_fails_keeps_no_other_one_nor_the_outcome_from_the_new_run(
    window: Window,
    qtbot: QtBot,
    rest: Callable[[Window], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = window.docks.on_screen()
    assert len(shown) > 2
    drawn: set[str] = set()

    def fails(view: View) -> None:
        raise ValueError("Invalid literal for Fraction: '-inf'")

    monkeypatch.setattr(shown[0], "draw", fails)
    for panel in shown[1:]:
        monkeypatch.setattr(panel, "draw", lambda view, name=panel.name: drawn.add(name))
    with qtbot.captureExceptions() as noted:
        _type_rate(window, "1.1")
        qtbot.waitUntil(lambda: "Explodes" in window.outcome.sentence.text())
        # patient ones come a moment later
        qtbot.waitUntil(lambda: drawn == {panel.name for panel in shown[1:]})
        rest(window)
    assert noted
    assert all("Fraction" in str(error) for _, error, _ in noted)
    monkeypatch.undo()
