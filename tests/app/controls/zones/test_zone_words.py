"""What the slider says of its zones: in the tool tip, on the line below, to a screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.zone_words import limits_texts, whole_text, zone_text
from playground.app.controls.zones import Zones
from playground.app.session import Session
from playground.app.theme import ThemeKeeper
from playground.core.asks import CurvatureAsk
from playground.core.descent import run
from playground.core.experiment import Edit, Experiment
from playground.core.theory import theory_at
from tests.app.controls.zones.conftest import popping_up, x_of
from tests.app.live_panel import descend, rest

NO_RATE = "no rate settles so soon"


@popping_up
def test_the_tool_tip_tells_the_exact_limits_of_the_zone(
    column: ControlsColumn, zones: Zones
) -> None:
    slider = column.learning_rate.slider
    place = QPoint(x_of(column, 0.3), 10)
    event = QHelpEvent(QHelpEvent.Type.ToolTip, place, slider.mapToGlobal(place))
    QApplication.sendEvent(slider, event)
    begins = (1 - 1001 ** (-1 / 20)) / 2
    assert QToolTip.text().startswith(f"Good from {begins:.6f} ")
    assert "to 0.5: settles." in QToolTip.text()
    QToolTip.hideText()


def test_where_the_steps_are_too_few_for_any_rate_no_zone_is_said_to_settle(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    descend(qtbot, session, "thermometer", (1.0, 0.0), 1e-2, steps=20)
    painted = column.learning_rate.slider.zones
    assert {"too slow", "good"} <= {zone.kind for zone in painted}
    assert "settles" not in "".join(
        zone_text(zone, painted).replace(NO_RATE, "") for zone in painted
    )
    assert NO_RATE in zone_text(painted[1], painted)
    assert zone_text(painted[1], painted).startswith("Fastest from ")


@pytest.mark.parametrize(("steps", "said"), [(200, "1, fastest"), (400, "1, too slow")])
def test_a_rate_is_not_called_good_where_none_settles(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot, steps: int, said: str
) -> None:
    # κ = 100: the best rate leaves (99/101)ᵏ of the error, 0.018 after 200 steps, 0.0003 after
    # 400; rate 1 leaves 0.99ᵏ, 0.13, which is half of what the best does, and 0.018.
    settings = {"condition": 100.0}
    error = session.edit(
        loss="quadratic", theta=(-4.0, 2.0), learning_rate=1.001, steps=steps, settings=settings
    )
    assert error == ""
    rest(qtbot, session)
    said = said.replace("1,", "1.001,")
    qtbot.waitUntil(lambda: column.learning_rate.slider.accessibleDescription() == said)


def test_where_there_is_no_limit_the_reason_stands_there(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    descend(qtbot, session, "x + 2*y", (1.0, 1.0), 0.01, steps=50)  # a plane: nothing curves
    assert zones.limits.texts == ("no limit known",)
    assert column.learning_rate.slider.zones == ()
    assert zones.picker.said.startswith("Zones at the minimum: none. No minimum is known")
    assert zones.picker.said in zones.picker.toolTip()


def test_above_the_limit_of_the_double_well_no_explosion_is_promised(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    descend(qtbot, session, "double-well", (0.1,), 1.2, steps=200)
    slider = column.learning_rate.slider
    assert slider.accessibleDescription() == "1.2, unstable"
    zone = slider.zone_at(x_of(column, 1.5))
    assert zone is not None
    assert zone_text(zone, slider.zones) == (
        "Unstable above 1: leaves such a minimum: it cycles, goes elsewhere or explodes."
    )
    assert "explodes" not in {zone.kind for zone in slider.zones}


def test_a_net_is_told_the_limit_of_its_steepest_direction(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    descend(qtbot, session, "moons", learning_rate=0.5, steps=50)
    rest(qtbot, session)
    assert zones.picker.said.startswith("Zones largest on the path instead, step ")
    assert zones.limits.texts[0].startswith("steepest direction stable below ")
    assert "No minimum is known here" in zones.picker.toolTip()


def test_a_best_rate_that_the_slider_does_not_reach_is_said_to_be_off_it(
    session: Session, zones: Zones
) -> None:
    assert session.view is not None
    theory = session.derive(CurvatureAsk("minimum")).result
    assert limits_texts(theory, (1e-3, 10.0))[0] == "stable below 1.0 · best 0.5"
    assert limits_texts(theory, (1e-3, 0.4))[0] == "stable below 1.0 · best 0.5, off the slider"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_limits_are_said_in_fewer_words_rather_than_cut(
    column: ControlsColumn, session: Session, zones: Zones, keeper: ThemeKeeper, qtbot: QtBot,
    scale: float,
) -> None:  # fmt: skip
    descend(qtbot, session, "thermometer", (1.0, 0.0), 1e-2, settings={"input_scale": 1.0})
    keeper.set_scale(scale)
    assert zones.limits.texts[0] == "stable below 3.399×10⁻⁴ · best just below"
    assert zones.limits.texts[-1] == "stable < 3.399×10⁻⁴"
    assert "curvature 0.175 to 5,883" in zones.picker.said
    # They end at the right, so that what is cut would begin in the first column of pixels.
    image = zones.limits.grab().toImage()
    columns = [{image.pixel(x, y) for y in range(image.height())} for x in range(image.width())]
    assert len(columns[0]) == 1
    assert max(map(len, columns)) > 1


@pytest.mark.parametrize(
    "fields",
    [
        {"loss": "thermometer", "theta": (1.0, 0.0), "learning_rate": 1e-2},
        {"loss": "moons", "learning_rate": 100.0},  # of its path
        {"loss": "double-well", "theta": (0.1,), "learning_rate": 10.0, "optimizer": "adam"},
    ],
)
def test_where_the_zones_are_from_is_said_shorter_rather_than_cut(
    column: ControlsColumn, session: Session, zones: Zones, keeper: ThemeKeeper, qtbot: QtBot,
    fields: dict[str, object],
) -> None:  # fmt: skip
    descend(qtbot, session, steps=50, **fields)
    keeper.set_scale(2.0)
    assert "curvature" in zones.picker.said
    assert "…" not in zones.picker.shown()
    lines = zones.limits.shown().split("\n")
    metrics = QFontMetrics(zones.limits._font())
    assert max(map(metrics.horizontalAdvance, lines)) <= zones.limits.width()


def test_a_rate_that_takes_over_later_is_said_on_the_slider(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    slider = column.learning_rate.slider
    descend(qtbot, session, learning_rate=1.1)
    ring = QPoint(x_of(column, 0.4), 18)  # the middle of the ring to come
    without = slider.grab().toImage().pixel(ring)
    descend(qtbot, session, learning_rate=1.1, edits=(Edit(2, 0.4),))
    assert session.view is not None
    assert session.view.outcome is not None
    assert session.view.outcome.kind == "settled"  # though 1.1 explodes
    assert slider.accessibleDescription() == "1.1, explodes, then 0.4 from step 2 on"
    assert zones.limits.texts[0] == "0.4 from step 2 on · stable below 1.0 · best 0.5"
    assert zones.limits.texts[-1] == "0.4 from step 2 on"
    assert zones.limits.toolTip().startswith("The slider sets the rate at the start: 0.4 from ")
    assert slider.grab().toImage().pixel(ring) != without
    descend(qtbot, session, learning_rate=1.1)
    assert slider.accessibleDescription() == "1.1, explodes"
    assert zones.limits.texts[0] == "stable below 1.0 · best 0.5"


def test_a_screen_reader_is_told_zone_place_and_limits(
    column: ControlsColumn, session: Session, zones: Zones
) -> None:
    slider = column.learning_rate.slider
    assert slider.accessibleDescription() == "0.2, good"
    session.edit(learning_rate=3.0)
    assert slider.accessibleDescription() == "3, explodes"
    assert zones.picker.accessibleName() == "Zones at the minimum: curvature 2"
    assert zones.limits.accessibleName() == (
        "Limits of the learning rate: stable below 1.0 · best 0.5"
    )


def test_of_a_run_that_left_downhill_the_tool_tip_tells_which_part_counts() -> None:
    experiment = Experiment("x^2*y + sin(y) + 3*z^2", (1.0,) * 3, 0.08, steps=400)
    said = whole_text(theory_at(experiment, run(experiment), "path"))
    assert said.startswith("Zones at the start: curvature −1.87 to 6.\n")
    assert "up to the last step at which the gradient was not larger than at the start" in said
    assert "10²¹" not in said
