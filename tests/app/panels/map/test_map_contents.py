"""The map shows where each start leads, over the axes that are chosen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from playground.app.map_colours import minimum_colour
from playground.app.panels.map import MapPanel
from playground.app.theme import LIGHT
from playground.core.maps import MAP_OUTCOMES, BasinMap
from tests.app.panels.map.conftest import hover, settle, show


def pick(box: QComboBox, title: str) -> None:
    """Go down the list with the keys until it is there."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != title:
        assert box.currentIndex() < box.count() - 1, f"{title} is not offered"
        QTest.keyClick(box, Qt.Key.Key_Down)


def outcome_at(made: BasinMap, row: int, column: int) -> str:
    return MAP_OUTCOMES[made.outcome[row, column]]


def test_a_parameter_against_the_learning_rate_diverges_above_two_over_the_curvature(
    qtbot: QtBot, panel: MapPanel
) -> None:
    # θ is multiplied by 1 − 2·lr at each step: of size above 1 for lr above 1.
    made = show(qtbot, panel, loss="square", steps=50).made
    assert [box.currentText() for box in (panel.pickers.across, panel.pickers.up)] == [
        "θ",
        "learning rate",
    ]
    somewhere = np.abs(made.x) > 0.1
    high, good = made.y > 1.3, (made.y > 0.3) & (made.y < 0.7)
    assert high.any()
    assert good.any()
    codes = made.outcome[:, somewhere]
    assert (codes[high] == MAP_OUTCOMES.index("diverged")).all()
    assert (codes[good] == MAP_OUTCOMES.index("settled")).all()
    assert panel.plot.left.title == "learning rate (log)"


def test_the_start_at_a_minimum_has_the_colour_and_the_number_of_that_minimum(
    qtbot: QtBot, panel: MapPanel
) -> None:
    panel.paint_with(LIGHT)
    sight = show(qtbot, panel, loss="himmelblau", theta=(0.0, 0.0), steps=60)
    image = panel.plot.picture.image
    assert image is not None
    stars = {mark.text: mark.at for mark in panel.plot.marks.marks if mark.star}
    for number, minimum in enumerate(panel.session.run.minima):
        place = sight.pixel(*minimum)
        assert place is not None
        column, row = place
        assert sight.made.minimum[row, column] == number
        shown = image.pixelColor(column, image.height() - 1 - row).name()
        assert shown == minimum_colour(number, LIGHT).lower()
        assert stars[str(number + 1)] == pytest.approx(minimum)
    assert sum(line.pixels for line in panel.sheet.legend.lines) == sight.made.outcome.size


def test_larger_text_leaves_the_plot_most_of_a_narrow_panel(qtbot: QtBot, panel: MapPanel) -> None:
    with qtbot.waitExposed(panel):
        panel.show()
    assert panel.sheet.legend.isVisible()
    panel.paint_with(replace(LIGHT, scale=2.0))
    qtbot.waitUntil(lambda: panel.plot.width() > panel.sheet.width() // 2)
    panel.resize(900, 300)
    qtbot.waitUntil(panel.sheet.legend.isVisible)
    assert panel.plot.width() > panel.sheet.width() // 2


def test_two_different_axes_are_chosen_always(qtbot: QtBot, panel: MapPanel) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    across, up = panel.pickers.across, panel.pickers.up
    titles = [across.itemText(item) for item in range(across.count())]
    assert titles[:4] == ["x", "y", "learning rate", "momentum"]
    pick(across, "y")
    assert across.currentText() == "y"
    assert up.currentText() != "y"
    settle(qtbot, panel)


def test_settings_have_the_names_that_the_form_gives_them(qtbot: QtBot, panel: MapPanel) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    across = panel.pickers.across
    pick(across, "weight decay")
    assert across.currentText() == panel.plot.bottom.title == "weight decay"
    settle(qtbot, panel)
    hover(panel, 0.5, 0.0)
    assert panel.plot.readout.text().startswith("weight decay = 0.")


def test_momentum_can_be_mapped_against_the_learning_rate(qtbot: QtBot, panel: MapPanel) -> None:
    show(qtbot, panel, loss="square", steps=60)
    pick(panel.pickers.across, "momentum")
    pick(panel.pickers.up, "learning rate")
    made = settle(qtbot, panel).made
    assert panel.plot.bottom.title == "momentum"
    # Heavy ball on curvature 2 is stable below 2·(1 + β) / 2 = 1 + β (Polyak 1964).
    column = int(np.argmin(np.abs(made.x - 0.5)))
    unstable = made.y > 1.7
    assert unstable.any()
    assert {outcome_at(made, int(row), column) for row in np.flatnonzero(unstable)} == {"diverged"}


def test_the_loss_that_changes_brings_its_own_axes(qtbot: QtBot, panel: MapPanel) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    sight = show(qtbot, panel, loss="square", steps=20)
    assert sight.names == ("θ", "learning rate")
