"""The zones on the learning rate's slider are those of the theory, for the curvature chosen."""

from __future__ import annotations

import math
import re

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from playground.app.controls.column import ControlsColumn
from playground.app.controls.zone_words import zone_text
from playground.app.controls.zones import Zones
from playground.app.curvature_known import Known
from playground.app.session import Session
from playground.core import words
from playground.core.asks import CurvatureAsk
from tests.app.controls.zones.conftest import popping_up, x_of
from tests.app.live_panel import descend, rest


def pick(qtbot: QtBot, zones: Zones, downs: int) -> None:
    """Choose from the menu with the keys, so many entries below the top."""
    menu = zones.picker.menu()
    menu.popup(QPoint(0, 0))
    for _ in range(downs + 1):
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)


def send_mouse(widget: QWidget, kind: QMouseEvent.Type, place: QPointF) -> None:
    """A mouse with its left button down, which QTest.mouseMove is not."""
    left, moved = Qt.MouseButton.LeftButton, kind == QMouseEvent.Type.MouseMove
    held = Qt.MouseButton.NoButton if kind == QMouseEvent.Type.MouseButtonRelease else left
    button = Qt.MouseButton.NoButton if moved else left
    there = QPointF(widget.mapToGlobal(place))
    event = QMouseEvent(kind, place, there, button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def test_a_parabola_of_curvature_2_is_stable_below_1_and_best_at_one_half(zones: Zones) -> None:
    assert zones.limits.texts[0] == "stable below 1.0 · best 0.5"
    assert zones.picker.said == "Zones at the minimum: curvature 2"


@pytest.mark.parametrize(
    ("rate", "kind"),
    [(0.002, "too slow"), (0.137, "too slow"), (0.155, "good"), (0.47, "good"),
     (0.54, "oscillates"), (0.94, "oscillates"), (1.07, "explodes"), (9.0, "explodes")],
)  # fmt: skip
def test_the_zones_are_painted_where_the_closed_forms_put_them(
    column: ControlsColumn, zones: Zones, rate: float, kind: str
) -> None:
    # After 20 steps a thousandth of the way is left at 0.146: (1 − 2 · rate)²⁰ is 1/1001 there.
    zone = column.learning_rate.slider.zone_at(x_of(column, rate))
    assert zone is not None
    assert zone.kind == kind


def test_the_slider_looks_different_in_each_zone(column: ControlsColumn, zones: Zones) -> None:
    slider = column.learning_rate.slider
    picture = slider.grab().toImage()
    places = [x_of(column, rate) for rate in (0.01, 0.3, 0.7, 3.0)]
    looks = []
    for x in places:
        box = range(x - 5, x + 6), range(4, 17)
        looks.append(frozenset(picture.pixel(a, b) for a in box[0] for b in box[1]))
    assert len(set(looks)) == 4


@popping_up
def test_the_curvature_at_the_playhead_is_chosen_with_the_keys(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    descend(qtbot, session, "x^4", (1.0,), 0.01, steps=50)
    session.seek(0)  # the second derivative of x⁴ at 1 is 12
    pick(qtbot, zones, 1)
    qtbot.waitUntil(lambda: zones.picker.said == "Zones at the playhead: curvature 12")
    rest(qtbot, session)
    assert zones.limits.texts[0] == "stable below 0.1666 · best 0.08333"
    kinds = [zone.kind for zone in column.learning_rate.slider.zones]
    assert kinds[-1] == "unstable"
    session.seek(50)
    qtbot.waitUntil(lambda: zones.picker.said != "Zones at the playhead: curvature 12")
    pick(qtbot, zones, 2)
    qtbot.waitUntil(lambda: zones.picker.said == "Zones largest on the path, step 0: curvature 12")
    rest(qtbot, session)


def test_a_flat_minimum_leaves_the_zones_to_the_path_and_says_so(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    # 12θ² is 0 at its minimum; of the path, it is largest at the start.
    descend(qtbot, session, "quartic", (1.0,), 0.01, steps=50)
    rest(qtbot, session)
    assert zones.picker.said == "Zones largest on the path instead, step 0: curvature 12"
    assert "At the minimum there are none. No minimum is known" in zones.picker.toolTip()
    assert zones.limits.texts[0] == "stable below 0.1666 · best 0.08333"
    assert zones.picker.place == "minimum"  # as soon as there is one, it is shown again
    descend(qtbot, session)
    assert zones.picker.said == "Zones at the minimum: curvature 2"


@popping_up
def test_of_a_run_that_explodes_the_zones_are_those_of_its_start(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    descend(qtbot, session, "quartic", (1.0,), 0.501, steps=20)
    assert zones.picker.said == "Zones at the start instead: curvature 12"
    assert "The run left: only its path up to the last step" in zones.picker.toolTip()
    assert zones.limits.texts[0] == "stable below 0.1666 · best 0.08333"
    pick(qtbot, zones, 2)
    rest(qtbot, session)
    assert zones.picker.said == "Zones at the start: curvature 12"
    descend(qtbot, session, "double-well", (0.1,), 10.0, steps=30)
    rest(qtbot, session)  # to 1.09 first: 3 · 1.09² − 1
    assert zones.picker.said == "Zones largest before it left, step 1: curvature 2.56"
    pick(qtbot, zones, 0)
    rest(qtbot, session)


@popping_up
def test_adagrad_bounces_above_twice_the_size_of_its_first_gradient_over_the_curvature(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    # The first gradient of θ² at 1 is 2, and it divides the curvature 2: the limit is 2 / 1.
    descend(qtbot, session, optimizer="adagrad")
    session.seek(0)
    rest(qtbot, session)
    assert zones.picker.said == "Zones at the playhead instead: scaled curvature 1"
    assert "along a path only" in zones.picker.toolTip()
    pick(qtbot, zones, 2)
    rest(qtbot, session)
    assert zones.picker.said == "Zones largest on the path, step 0: scaled curvature 1"
    (zone,) = column.learning_rate.slider.zones
    assert zone.kind == "oscillates"
    assert zone.low == pytest.approx(2.0)
    assert math.isinf(zone.high)
    assert zones.limits.texts[0] == "stable below 2"


# Both limits are published, 0.0329782 and 3.39938e-4: rounded to nearest, they would explode.
@pytest.mark.parametrize(("scale", "typed"), [(0.1, "0.03297"), (1.0, "3.399e-4")])
def test_the_limit_that_is_read_can_be_typed_and_does_not_explode(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot, scale: float, typed: str
) -> None:
    settings = {"input_scale": scale}
    descend(qtbot, session, "thermometer", (1.0, 0.0), 1e-2, steps=5000, settings=settings)
    read = re.search(r"stable below ([^ ]+)", zones.limits.texts[0])
    assert read is not None
    assert read[1] == words.number(float(typed), 4)
    exploding = column.learning_rate.slider.zones[-1]
    assert f"above {read[1].partition('×')[0]}" in zone_text(
        exploding, column.learning_rate.slider.zones
    )
    entry = column.learning_rate.entry
    entry.selectAll()
    qtbot.keyClicks(entry, typed)
    qtbot.keyClick(entry, Qt.Key.Key_Return)
    rest(qtbot, session)
    assert session.experiment.learning_rate == float(typed)
    assert session.view is not None
    assert session.view.outcome is not None
    assert session.view.outcome.kind != "diverged"
    assert session.view.loss[-1] < session.view.loss[0]


def test_while_the_handle_is_dragged_the_zones_stay_and_are_not_painted_again(
    column: ControlsColumn, session: Session, zones: Zones, qtbot: QtBot
) -> None:
    slider = column.learning_rate.slider
    slider.grab()
    before, painted = slider.zones, slider._picture.cacheKey()
    drag, rates = QMouseEvent.Type, (0.2, 0.3, 0.5, 0.9)
    places = [QPointF(x_of(column, rate), 10) for rate in rates]
    send_mouse(slider, drag.MouseButtonPress, places[0])
    for place, rate in zip(places, rates, strict=True):
        send_mouse(slider, drag.MouseMove, place)
        assert session.experiment.learning_rate == pytest.approx(rate, rel=0.1)
        assert slider.zones == before
    send_mouse(slider, drag.MouseButtonRelease, places[-1])
    rest(qtbot, session)
    slider.grab()
    assert slider.zones == before
    assert slider._picture.cacheKey() == painted


def test_zones_of_another_loss_do_not_stay(session: Session, zones: Zones, qtbot: QtBot) -> None:
    from playground.engine.deriving import Derived

    known, view = Known(), session.view
    assert view is not None
    answer = session.derive(CurvatureAsk("minimum"))
    assert known.theory(view, answer) is not None
    stale = Derived(answer.result, 0.0, finished=False, stale=True, failure="")
    assert known.theory(view, stale) is answer.result
    descend(qtbot, session, "double-well", (0.3,))
    assert session.view is not None
    assert known.theory(session.view, stale) is None
