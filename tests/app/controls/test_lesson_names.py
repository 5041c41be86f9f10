"""The names by which a lesson speaks of panels and controls are those of the window."""

from __future__ import annotations

import re
from pathlib import Path

from playground.app.controls.column import ControlsColumn
from playground.app.panels import TITLES
from playground.app.session import Session
from playground.core.lesson import CONTROLS, HIDEABLE, PANELS


def test_a_lesson_can_hide_every_control(column: ControlsColumn) -> None:
    there = {name for name, part in vars(column).items() if part in column.controls}
    assert there == set(CONTROLS)


def test_a_lesson_is_told_what_it_keeps_of_all_that_it_can_hide(session: Session) -> None:
    session.keep(HIDEABLE)
    said = {name: session.kept(name) for name in HIDEABLE}
    session.keep(())
    assert all(line.startswith("This step of the lesson keeps ") for line in said.values())
    assert not any(session.kept(name) for name in HIDEABLE)


def test_the_readme_names_all_that_a_lesson_can_hide() -> None:
    readme = Path(__file__).parents[3].joinpath("README.md").read_text(encoding="utf-8")
    recipe = re.split(r"`hide`\s+names ", readme)[1].partition("**")[0]
    assert set(re.findall(r"`(\w+)`", recipe)) == set(HIDEABLE)


def test_a_lesson_can_show_every_panel() -> None:
    assert set(TITLES) <= set(PANELS)
