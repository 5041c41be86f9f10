"""The names by which a lesson speaks of panels and controls are those of the window."""

from __future__ import annotations

from playground.app.controls.column import ControlsColumn
from playground.app.panels import TITLES
from playground.core.lesson import CONTROLS, PANELS


def test_a_lesson_can_hide_every_control(column: ControlsColumn) -> None:
    there = {name for name, part in vars(column).items() if part in column.controls}
    assert there == set(CONTROLS)


def test_a_lesson_can_show_every_panel() -> None:
    assert set(TITLES) <= set(PANELS)
