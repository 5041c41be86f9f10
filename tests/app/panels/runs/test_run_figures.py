"""The Runs panel: the figures that compare runs, and how they look."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.panels.runs import RunsPanel
from playground.app.runs.model import DISTANCE, LOSS, NAME, NONE, OUTCOME, STEPS, SWATCH
from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from tests.app.panels.runs.conftest import Go, cells, three_pinned

# The fork is asked for in a popup, which the offscreen platform warns of.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_without_pins_one_line_says_how_to_pin(panel: RunsPanel, go: Go) -> None:
    assert panel.hint.isVisible()
    assert "P" in panel.hint.text()
    assert not panel.table.isVisible()


def test_the_figures_are_those_of_the_closed_form(
    session: Session, panel: RunsPanel, go: Go
) -> None:
    # On θ² from 1 a step multiplies theta by 1 − 2·lr: 0.6 with 0.2, −0.8 with 0.9. The loss is
    # down to a thousandth after 7 steps (0.36⁷ = 7.8e-4) and after 16 (0.64¹⁶ = 7.9e-4).
    session.pins.pin()
    go(learning_rate=0.9)
    assert panel.table.isVisible()
    # 0.8²⁰ = 0.012 is left of the way, more than a thousandth, and its sign changes each step.
    assert cells(panel, 0)[1:] == ["lr 0.9", "1.33×10⁻⁴", "16", "oscillating", "0.012"]
    assert cells(panel, 1)[NAME] == "lr 0.2"
    assert cells(panel, 1)[LOSS] == "1.34×10⁻⁹"
    assert cells(panel, 1)[STEPS] == "7"
    assert cells(panel, 1)[DISTANCE] == "3.7×10⁻⁵"


def test_steps_of_the_loss_and_of_the_distance_are_told_apart(
    session: Session, panel: RunsPanel, go: Go
) -> None:
    session.pins.pin()
    go(learning_rate=0.3)
    # A step multiplies θ by 0.4 and the loss by 0.16: 0.16⁴ = 6.6e-4, and 0.4⁸ = 6.6e-4 of θ.
    runs = panel.table.runs
    tip = runs.headerData(STEPS, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "Steps until the loss stays within 0.1 % of its way down to the lowest known"
    assert cells(panel, 0)[STEPS] == "4"
    assert session.view is not None
    assert session.view.outcome is not None
    assert "99.9 % of the distance covered by step 8" in session.view.outcome.message


def test_a_run_that_never_comes_near_has_no_number_of_steps(
    session: Session, panel: RunsPanel, go: Go
) -> None:
    session.pins.pin()
    go(learning_rate=1.1)
    assert cells(panel, 0)[STEPS] == NONE
    assert cells(panel, 0)[OUTCOME] == "diverged"


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_colour_and_sign_of_the_chosen_run_stand_out_from_what_marks_it(
    session: Session,
    panel: RunsPanel,
    go: Go,
    keeper: ThemeKeeper,
    qtbot: QtBot,
    appearance: str,
) -> None:
    keeper.choose(appearance)
    panel.paint_with(keeper.theme)
    session.pins.pin()
    table = panel.table
    middle = table.visualRect(table.runs.index(1, NAME)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    theme, slot = keeper.theme, session.pins.listed[0].slot
    picture = table.viewport().grab().toImage()

    def colours(column: int) -> set[str]:
        box = table.visualRect(table.runs.index(1, column))
        across, down = range(box.left(), box.right()), range(box.top(), box.bottom())
        return {picture.pixelColor(x, y).name() for x in across for y in down}

    assert {theme.runs[slot].lower(), theme.surface.lower()} <= colours(SWATCH)
    assert {theme.on_accent.lower(), theme.accent.lower()} <= colours(OUTCOME)


def test_the_signs_of_outcomes_grow_with_the_text(
    session: Session, panel: RunsPanel, go: Go, keeper: ThemeKeeper
) -> None:
    session.pins.pin()
    table = panel.table

    def sign() -> int:
        """How high the sign in the first row is, in pixels."""
        box = table.visualRect(table.runs.index(0, OUTCOME))
        picture, ground = table.viewport().grab().toImage(), keeper.theme.surface.lower()
        rows = range(box.top() + 2, box.bottom() - 2)
        across = range(box.left(), box.left() + round(20 * keeper.scale))
        drawn = [y for y in rows if any(picture.pixelColor(x, y).name() != ground for x in across)]
        return drawn[-1] - drawn[0] + 1

    panel.resize(1100, 300)
    usual = sign()
    keeper.set_scale(2.0)
    panel.paint_with(keeper.theme)
    assert sign() == pytest.approx(2 * usual, abs=3)


def test_the_panel_says_which_runs_are_not_on_the_landscape(
    session: Session, panel: RunsPanel, go: Go
) -> None:
    session.pins.pin()
    go(learning_rate=0.9)
    assert not panel.apart.isVisible()
    go(loss="himmelblau")
    assert panel.apart.isVisible()
    assert "Not on the landscape" in panel.apart.whole
    assert session.pins.name_of(session.pins.listed[0]) in panel.apart.whole


@pytest.mark.parametrize("width", [354, 420, 800])
def test_the_usual_figures_are_seen_without_scrolling_sideways(
    session: Session, panel: RunsPanel, go: Go, qtbot: QtBot, width: int
) -> None:
    three_pinned(session, go)
    session.pins.rename(session.pins.listed[0].key, "a name that is far too long for the table")
    panel.resize(width + 24, 300)
    qtbot.waitUntil(lambda: panel.table.width() == width)
    table, header = panel.table, panel.table.horizontalHeader()
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    for column in range(1, 6):
        assert table.columnWidth(column) >= header.sectionSizeHint(column)
    for row in range(4):
        for column in (LOSS, STEPS, DISTANCE):
            text = cells(panel, row)[column]
            assert table.fontMetrics().horizontalAdvance(text) + 6 <= table.columnWidth(column)
    tip = table.runs.data(table.runs.index(1, NAME), Qt.ItemDataRole.ToolTipRole)
    assert tip == "a name that is far too long for the table"
