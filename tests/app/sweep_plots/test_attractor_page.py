"""The last values against the learning rate: rest, cycles, chaos, and zooming into them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.panels.sweep import SweepPanel
from playground.app.sweep_plots.attractor_page import AttractorPage
from tests.app.live_panel import PATIENCE_MS

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


Person = Any  # the fixture of this folder, whose type tests cannot import


def first_rate(page: AttractorPage) -> float:
    """The lowest learning rate of the picture."""
    assert page.made is not None
    return float(page.made.learning_rate[0])


def test_the_double_well_goes_from_one_place_to_cycles_to_chaos(
    panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.attractors, loss="double-well")
    page = panel.attractors
    assert page.home is not None
    assert page.home[0] < 1.0 < 2.0 < page.home[1]  # two are stable up to 1; beyond 2 none is
    assert person.hovers(page, 0.8)[1] == "ends at 1"
    # Cycles of two are stable up to √5 − 1 = 1.236, then of four.
    assert person.hovers(page, 1.1)[1] == "ends in a cycle of 2"
    assert person.hovers(page, 1.27)[1] == "ends in a cycle of 4"
    assert person.hovers(page, 1.5)[1] == "no cycle of 32 or fewer"
    assert person.hovers(page, 2.05)[1] == "diverges"


def test_the_two_places_of_a_cycle_are_those_of_its_formula(
    panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.attractors, loss="double-well", dtype="float64")
    made = panel.attractors.made
    assert made is not None
    run = int(np.argmin(np.abs(made.learning_rate - 1.15)))
    rate, (one, other) = made.learning_rate[run], made.values[run, -2:]
    # From θ' = (1 + r)θ − rθ³: the two have the product 1/r and the squares' sum 1 + 1/r.
    assert one * other == pytest.approx(1 / rate)
    assert one**2 + other**2 == pytest.approx(1 + 1 / rate)


def test_a_drag_zooms_in_and_is_computed_anew(
    qtbot: QtBot, panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.attractors, loss="double-well")
    page = panel.attractors
    assert page.made is not None
    home = page.made.learning_rate
    person.drags(
        page, person.at(page, 1.2, 0.9), person.at(page, 1.25, 0.7), person.at(page, 1.3, 0.5)
    )
    assert page.across == pytest.approx((1.2, 1.3), abs=0.01)
    qtbot.waitUntil(lambda: first_rate(page) != home[0], timeout=PATIENCE_MS)
    person.waits()
    low, high = page.made.learning_rate[[0, -1]]
    assert (low, high) == pytest.approx(page.across)
    assert len(page.made.learning_rate) == len(home)
    assert panel.session.experiment.learning_rate == 0.2  # a drag runs nothing
    QTest.mouseDClick(page.plot.viewport(), LEFT, pos=person.at(page, 1.25))
    assert page.across is None
    person.waits()
    assert page.made.learning_rate[[0, -1]].tolist() == home[[0, -1]].tolist()
    assert panel.session.experiment.learning_rate == 0.2


def test_the_dragged_rectangle_becomes_the_whole_plot_along_both_axes(
    panel: SweepPanel, person: Person
) -> None:
    # The double well splits to 4 and 8 near θ = 1.15 to 1.3 while the whole goes from −2 to 2.
    person.shows(panel.attractors, loss="double-well")
    page = panel.attractors
    corner, other = person.at(page, 1.2, 0.9), person.at(page, 1.32, 0.75)
    left, top = page.plot.data_at(QPointF(corner))
    right, bottom = page.plot.data_at(QPointF(other))
    person.drags(page, corner, (corner + other) / 2, other)
    person.waits()
    across, up = page.plot.getViewBox().viewRange()
    assert across == pytest.approx((left, right))
    assert up == pytest.approx((bottom, top))


@pytest.mark.parametrize("flat", [True, False])
def test_a_drag_along_one_axis_leaves_the_other_as_it_is(
    panel: SweepPanel, person: Person, flat: bool
) -> None:
    person.shows(panel.attractors, loss="double-well")
    page = panel.attractors
    before = page.plot.getViewBox().viewRange()
    corner = person.at(page, 1.2, 0.9)
    other = corner + (QPoint(80, 2) if flat else QPoint(2, 80))
    person.drags(page, corner, (corner + other) / 2, other)
    after = page.plot.getViewBox().viewRange()
    kept, chosen = (1, 0) if flat else (0, 1)
    assert after[kept] == pytest.approx(before[kept])
    whole = before[chosen][1] - before[chosen][0]
    assert after[chosen][1] - after[chosen][0] < 0.5 * whole
    person.waits()


def test_the_wheel_zooms_around_the_pointer(
    qtbot: QtBot, panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.attractors, loss="double-well")
    page = panel.attractors
    place = person.at(page, 1.4)
    before = page.plot.getViewBox().viewRange()
    still = page.plot.data_at(QPointF(place))
    none = Qt.KeyboardModifier.NoModifier
    turned = QWheelEvent(
        QPointF(place), QPointF(place), QPoint(), QPoint(0, 240), NONE, none,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.plot.viewport(), turned)
    after = page.plot.getViewBox().viewRange()
    for (low, high), (lower, higher) in zip(after, before, strict=True):
        assert high - low == pytest.approx(0.64 * (higher - lower))
    assert page.plot.data_at(QPointF(place)) == pytest.approx(still)
    qtbot.waitUntil(lambda: first_rate(page) == after[0][0], timeout=PATIENCE_MS)
    person.waits()


def test_a_click_runs_the_rate_below_the_pointer(
    qtbot: QtBot, panel: SweepPanel, person: Person
) -> None:
    person.shows(panel.attractors, loss="double-well")
    page = panel.attractors
    QTest.mouseClick(page.plot.viewport(), LEFT, pos=person.at(page, 1.3))
    qtbot.waitUntil(lambda: panel.session.experiment.learning_rate != 0.2)
    assert panel.session.experiment.learning_rate == pytest.approx(1.3, abs=0.01)
    person.waits()
    person.drags(
        page,
        person.at(page, panel.session.experiment.learning_rate),
        person.at(page, 1.7),
        person.at(page, 1.8),
    )
    assert panel.session.experiment.learning_rate == pytest.approx(1.8, abs=0.01)
    assert page.across is None  # what was dragged is the line


def test_the_picture_is_made_once_for_many_frames(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.attractors, loss="double-well")
    page = panel.attractors
    panel.grab()
    made = page.density.pictures
    assert made > 0
    for row in range(10):
        panel.session.seek(row)
        panel.grab()
    assert page.density.pictures == made


def test_each_parameter_has_a_picture(panel: SweepPanel, person: Person) -> None:
    person.shows(panel.attractors, loss="himmelblau")
    page = panel.attractors
    assert not panel.attractors.parameters.isHidden()
    assert page.plot.left.title == "x"
    QTest.keyClick(panel.attractors.parameters, Qt.Key.Key_Down)
    person.waits()
    assert page.plot.left.title == "y"
    assert page.made is not None
    assert page.made.parameter == 1
    person.shows(panel.attractors, loss="double-well")
    assert panel.attractors.parameters.isHidden()
