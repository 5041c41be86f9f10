"""The map shows where each start leads, opens what it shows, and rests when nobody looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from playground.app.map_colours import minimum_colour
from playground.app.map_sight import Sight
from playground.app.panels.map import MapPanel
from playground.app.session import Session
from playground.app.theme import LIGHT
from playground.core.maps import MAP_OUTCOMES, BasinMap

LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 30_000


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[MapPanel]:
    panel = MapPanel(session)
    qtbot.addWidget(panel)
    panel.resize(420, 300)
    session.frame.connect(panel.draw)
    yield panel
    session.frame.disconnect(panel.draw)
    panel.close()


def settle(qtbot: QtBot, panel: MapPanel) -> Sight:
    """Wait until the whole map of what is on screen is there."""
    session = panel.session

    def still() -> bool:
        view, sight = panel._view, panel.sheet.sight
        return bool(
            view is not None
            and view.experiment is session.experiment
            and sight is not None
            and sight.made.whole
            and not panel.part.settling.isActive()
            and not panel._clicked.isActive()
            and not session.ticking
        )

    qtbot.waitUntil(still, timeout=PATIENCE_MS)
    assert panel.sheet.sight is not None
    return panel.sheet.sight


def show(qtbot: QtBot, panel: MapPanel, **fields: object) -> Sight:
    from playground.core.experiment import Experiment

    with qtbot.waitExposed(panel):
        panel.show()
    panel.session.restart(Experiment(**fields))
    return settle(qtbot, panel)


def at(panel: MapPanel, x: float, y: float) -> QPoint:
    """The pixel of the screen at a place of the plot."""
    return panel.plot.getViewBox().mapViewToScene(QPointF(x, y)).toPoint()


def click(panel: MapPanel, x: float, y: float) -> None:
    QTest.mouseMove(panel.plot.viewport(), at(panel, x, y))
    QTest.mouseClick(panel.plot.viewport(), LEFT, pos=at(panel, x, y))


def hover(panel: MapPanel, x: float, y: float) -> None:
    place, none = QPointF(at(panel, x, y)), Qt.MouseButton.NoButton
    kind, keys = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    QTest.mouseMove(panel.plot.viewport(), at(panel, x, y))
    event = QMouseEvent(kind, place, place, none, none, keys)
    QApplication.sendEvent(panel.plot.viewport(), event)


def pick(box: QComboBox, title: str) -> None:
    """Go down the list with the keys until it is there."""
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != title:
        assert box.currentIndex() < box.count() - 1, f"{title} is not offered"
        QTest.keyClick(box, Qt.Key.Key_Down)


def click_again(panel: MapPanel, x: float, y: float) -> None:
    """The second click of a double one, as a window system sends it."""
    place, none = QPointF(at(panel, x, y)), Qt.KeyboardModifier.NoModifier
    for kind, held in (
        (QEvent.Type.MouseButtonDblClick, LEFT),
        (QEvent.Type.MouseButtonRelease, Qt.MouseButton.NoButton),
    ):
        event = QMouseEvent(kind, place, place, LEFT, held, none)
        QApplication.sendEvent(panel.plot.viewport(), event)


def wheel(panel: MapPanel, x: float, y: float) -> None:
    surface, place = panel.plot.viewport(), QPointF(at(panel, x, y))
    none, no_phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        place, QPointF(surface.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, 240), none,
        Qt.KeyboardModifier.NoModifier, no_phase, False,
    )  # fmt: skip
    QApplication.sendEvent(surface, event)


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


def test_a_click_opens_the_very_descent_of_the_pixel_and_asks_for_no_other_map(
    qtbot: QtBot, panel: MapPanel
) -> None:
    sight = show(qtbot, panel, loss="himmelblau", theta=(0.0, 0.0), steps=60)
    click(panel, -3.0, 2.0)
    after = settle(qtbot, panel)
    theta = panel.session.experiment.theta
    assert theta == pytest.approx((-3.0, 2.0), abs=0.1)
    assert theta[0] in sight.made.x
    assert theta[1] in sight.made.y
    assert after.made is sight.made
    assert panel.plot.marks.start == theta
    assert panel._view is not None
    minimum = sight.made.minima[_minimum_at(sight, theta)]
    assert panel._view.theta[-1] == pytest.approx(minimum, abs=0.05)


def _minimum_at(sight: Sight, theta: tuple[float, ...]) -> int:
    place = sight.pixel(*theta)
    assert place is not None
    return int(sight.made.minimum[place[1], place[0]])


def test_the_wheel_maps_what_is_then_on_screen_and_reset_returns(
    qtbot: QtBot, panel: MapPanel
) -> None:
    first = show(qtbot, panel, loss="himmelblau", steps=20)
    home = panel.plot.extents
    wheel(panel, 1.0, 1.0)
    assert panel.sheet.sight is first  # the old picture stays, where it belongs, until …
    zoomed = settle(qtbot, panel).made
    (left, right), (low, high) = panel.plot.extents
    assert right - left < home[0][1] - home[0][0]
    assert (zoomed.x[0], zoomed.x[-1]) == pytest.approx((left, right))
    assert (zoomed.y[0], zoomed.y[-1]) == pytest.approx((low, high))
    panel.pickers.reset.click()
    back = settle(qtbot, panel).made
    assert panel.plot.extents == home
    np.testing.assert_array_equal(back.minimum, first.made.minimum)


def test_a_double_click_returns_from_a_zoom_and_opens_nothing(
    qtbot: QtBot, panel: MapPanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=20)
    home, experiment = panel.plot.extents, panel.session.experiment
    wheel(panel, 1.0, 1.0)
    settle(qtbot, panel)
    click(panel, 2.0, 2.0)
    click_again(panel, 2.0, 2.0)
    settle(qtbot, panel)
    assert panel.plot.extents == home
    assert panel.session.experiment is experiment


def test_the_pointer_reads_out_how_the_descent_of_a_pixel_ends(
    qtbot: QtBot, panel: MapPanel
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=60)
    hover(panel, 3.0, 2.0)
    lines = panel.plot.readout.text().split("\n")
    assert lines[0].startswith("x = ")
    assert lines[1].startswith("y = ")
    assert lines[2].startswith("reaches minimum 1 (3, 2) by step ")


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


@pytest.mark.parametrize(
    "changes", [{"learning_rate": 0.02}, {"steps": 30}, {"optimizer": "adam"}, {"dtype": "float64"}]
)
def test_a_map_of_the_earlier_experiment_is_faint_and_says_so_until_the_new_one_is_there(
    qtbot: QtBot, panel: MapPanel, changes: dict[str, object]
) -> None:
    from playground.core.experiment import Experiment

    fields: dict[str, object] = {"loss": "himmelblau", "learning_rate": 0.01, "steps": 20}
    sight = show(qtbot, panel, **fields)
    plot, session = panel.plot, panel.session
    assert not plot.picture.faint
    # Any field: the test's own table names them.
    session.restart(Experiment(**(fields | changes)))  # type: ignore[arg-type]
    assert session.view is not None
    panel.draw(session.view)
    assert panel.sheet.sight is sight
    assert plot.picture.faint
    assert plot.marks.notice == "of the earlier experiment"
    assert not plot.marks.marks
    assert "of the earlier experiment" in plot.accessibleDescription()
    settle(qtbot, panel)
    assert not plot.picture.faint
    assert not plot.marks.notice
    assert plot.marks.marks


def test_a_map_that_suits_again_is_faint_no_more(qtbot: QtBot, panel: MapPanel) -> None:
    from playground.core.experiment import Experiment

    fields: dict[str, object] = {"loss": "himmelblau", "steps": 20}
    show(qtbot, panel, **fields)
    session = panel.session
    for steps, faint in ((5_000, True), (20, False)):
        session.restart(Experiment(**(fields | {"steps": steps})))  # type: ignore[arg-type]  # known
        assert session.view is not None
        panel.draw(session.view)
        assert panel.plot.picture.faint is faint
    settle(qtbot, panel)


def test_nothing_is_asked_for_once_the_panel_is_not_on_screen(
    qtbot: QtBot, panel: MapPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.core.experiment import Experiment

    session = panel.session
    show(qtbot, panel, loss="himmelblau", steps=20)
    asked: list[object] = []
    derive = session.derive
    monkeypatch.setattr(session, "derive", lambda ask: asked.append(ask) or derive(ask))
    wheel(panel, 1.0, 1.0)  # what is then on screen would be asked for in a moment
    session.frame.disconnect(panel.draw)  # as the window does with what is covered
    panel.hide()
    session.restart(Experiment("himmelblau", steps=30))
    qtbot.waitUntil(lambda: not session.ticking and not panel.part.settling.isActive())
    assert asked == []
    session.frame.connect(panel.draw)


def test_a_map_under_way_stops_when_the_panel_is_hidden_and_begins_anew_when_it_is_seen(
    qtbot: QtBot, panel: MapPanel
) -> None:
    from playground.core.experiment import Experiment

    session = panel.session
    show(qtbot, panel, loss="himmelblau", steps=20)
    session.restart(Experiment("himmelblau", steps=20_000))
    qtbot.waitUntil(lambda: panel._working, timeout=PATIENCE_MS)
    session.frame.disconnect(panel.draw)
    panel.hide()
    assert not panel._working
    session.restart(Experiment("himmelblau", steps=25))
    qtbot.waitUntil(lambda: not session.ticking, timeout=PATIENCE_MS)
    session.frame.connect(panel.draw)
    with qtbot.waitExposed(panel):
        panel.show()
    assert session.view is not None
    panel.draw(session.view)
    settle(qtbot, panel)


def test_a_long_map_shows_its_progress_can_be_cancelled_and_goes_on(
    qtbot: QtBot, panel: MapPanel
) -> None:
    from playground.core.experiment import Experiment

    show(qtbot, panel, loss="himmelblau", steps=20)
    panel.session.restart(Experiment("himmelblau", steps=5_000))
    button = panel.work.button
    qtbot.waitUntil(button.isVisible, timeout=PATIENCE_MS)
    assert panel.work.bar.isVisible()
    assert button.text() == "Cancel"
    qtbot.mouseClick(button, LEFT)
    assert panel.work.label.text().startswith("Stopped")
    assert not panel.work.bar.isVisible()
    qtbot.waitUntil(lambda: not panel.session.ticking, timeout=PATIENCE_MS)
    qtbot.mouseClick(button, LEFT)
    assert panel._working
    panel.session.restart(Experiment("himmelblau", steps=20))
    settle(qtbot, panel)


def test_what_is_known_stays_on_screen_when_a_finer_part_is_cancelled_and_goes_with_its_experiment(
    qtbot: QtBot, panel: MapPanel
) -> None:
    from playground.core.experiment import Experiment

    sight = show(qtbot, panel, loss="himmelblau", steps=200)
    wheel(panel, 1.0, 1.0)
    qtbot.waitUntil(lambda: panel._working, timeout=PATIENCE_MS)
    panel.work.cancel_asked.emit()
    assert panel.sheet.sight is not None
    assert panel.plot.picture.image is not None
    assert sight.suits(panel.session.experiment)
    assert not sight.suits(Experiment("himmelblau", learning_rate=0.002, steps=200))
    show(qtbot, panel, loss="himmelblau", steps=20)
