"""The landscape shows the loss itself, lets the start be moved, and survives any run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.marks.run_marks import at_rest
from playground.app.marks.stage import Stage
from playground.app.panels.landscape import Landscape
from playground.app.plots.ends import end_text
from playground.app.session import Session
from playground.app.theme import DARK, LIGHT
from playground.app.view import View

LEFT = Qt.MouseButton.LeftButton
PATIENCE_MS = 10_000


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[Landscape]:
    panel = Landscape(session)
    qtbot.addWidget(panel)
    panel.resize(620, 420)
    panel.show()
    session.frame.connect(panel.draw)
    settle(qtbot, panel)
    yield panel
    session.frame.disconnect(panel.draw)


def settle(qtbot: QtBot, panel: Landscape) -> View:
    """Wait until the run on screen is that of the session, with its whole picture."""
    session = panel.session

    def still() -> bool:
        view, picture = panel._view, panel.ground.picture
        return bool(
            view is not None
            and view.experiment is session.experiment
            and view.finished
            and picture is not None
            and picture.whole
            and not session.ticking
        )

    qtbot.waitUntil(still, timeout=PATIENCE_MS)
    assert panel._view is not None
    return panel._view


def show(qtbot: QtBot, panel: Landscape, **fields: object) -> View:
    from playground.core.experiment import Experiment

    panel.session.restart(Experiment(**fields))
    return settle(qtbot, panel)


def at(stage: Stage, x: float, y: float) -> QPoint:
    """The pixel of a place of the data."""
    return stage.getViewBox().mapViewToScene(QPointF(x, y)).toPoint()


def drag(stage: Stage, start: QPoint, end: QPoint) -> None:
    surface = stage.viewport()

    def send(kind: QEvent.Type, place: QPointF, button: Qt.MouseButton) -> None:
        # QTest.mouseMove moves without the button, which is no drag.
        held = LEFT if kind != QEvent.Type.MouseButtonRelease else Qt.MouseButton.NoButton
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(surface, QMouseEvent(kind, place, place, button, held, none))

    begin, along = QPointF(start), QPointF(end - start)
    send(QEvent.Type.MouseButtonPress, begin, LEFT)
    for part in (0.3, 0.6, 1.0):
        send(QEvent.Type.MouseMove, begin + along * part, Qt.MouseButton.NoButton)
    send(QEvent.Type.MouseButtonRelease, begin + along, LEFT)


def pixel_size(stage: Stage) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([abs(size) for size in stage.getViewBox().viewPixelSize()])


def test_the_field_is_the_loss_at_the_points_of_its_axes(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="rosenbrock")
    picture = panel.ground.picture
    assert picture is not None
    x, y = np.meshgrid(*picture.axes)
    np.testing.assert_allclose(picture.loss, (1 - x) ** 2 + 100 * (y - x * x) ** 2, rtol=1e-12)
    (left, right), (bottom, top) = panel.stage.extents
    assert picture.axes[0][0] <= left < right <= picture.axes[0][-1]
    assert picture.axes[1][0] <= bottom < top <= picture.axes[1][-1]


def test_the_curve_is_the_loss_over_the_one_parameter(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="double-well")
    picture = panel.ground.picture
    assert picture is not None
    theta = picture.axes[0]
    np.testing.assert_allclose(picture.loss, theta**4 / 4 - theta**2 / 2, atol=1e-12)
    minima = panel.stage.descent.marks.minima
    np.testing.assert_allclose(minima, [[-1, -0.25], [1, -0.25]], atol=1e-4)


def test_dragging_the_start_moves_theta_there(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="himmelblau", theta=(0.0, 0.0))
    drag(panel.stage, at(panel.stage, 0, 0), at(panel.stage, -2.0, 3.0))
    view = settle(qtbot, panel)
    near = pixel_size(panel.stage)
    assert (np.abs(np.array(view.experiment.theta) - (-2.0, 3.0)) <= 2 * near).all()
    assert panel.stage.extents == [(-6.0, 6.0), (-6.0, 6.0)]


def test_dragging_the_start_on_a_curve_moves_it_along_the_axis(
    qtbot: QtBot, panel: Landscape
) -> None:
    show(qtbot, panel, theta=(1.0,))
    drag(panel.stage, at(panel.stage, 1, 1), at(panel.stage, -1.5, 3.0))
    view = settle(qtbot, panel)
    assert view.experiment.theta[0] == pytest.approx(-1.5, abs=0.03)


def test_a_click_puts_the_start_there(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="himmelblau")
    QTest.mouseMove(panel.stage.viewport(), at(panel.stage, 4.0, -4.0))
    QTest.mouseClick(panel.stage.viewport(), LEFT, pos=at(panel.stage, 4.0, -4.0))
    view = settle(qtbot, panel)
    near = pixel_size(panel.stage)
    assert (np.abs(np.array(view.experiment.theta) - (4.0, -4.0)) <= 2 * near).all()


def test_dragging_beside_the_start_moves_the_view_and_not_theta(
    qtbot: QtBot, panel: Landscape
) -> None:
    view = show(qtbot, panel, loss="himmelblau", theta=(0.0, 0.0))
    drag(panel.stage, at(panel.stage, 4, 4), at(panel.stage, 3, 4))
    after = settle(qtbot, panel)
    assert after.run == view.run
    assert panel.stage.extents[0] == pytest.approx((-5.0, 7.0), abs=0.1)
    panel.choice.fit_view.click()
    assert panel.stage.extents == [(-6.0, 6.0), (-6.0, 6.0)]


def test_with_many_parameters_only_the_two_shown_are_moved(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="logistic", steps=50)
    assert "b = " in panel.held.text()
    panel.choice.up.setCurrentIndex(2)
    panel.choice.up.activated.emit(2)
    settle(qtbot, panel)
    assert panel.stage.left.title == "b"
    drag(panel.stage, at(panel.stage, 0, 0), at(panel.stage, 1.0, 1.5))
    theta = settle(qtbot, panel).experiment.theta
    assert theta[0] == pytest.approx(1.0, abs=0.05)
    assert theta[1] == 0.0
    assert theta[2] == pytest.approx(1.5, abs=0.05)


def test_the_principal_plane_holds_a_straight_path_wholly(qtbot: QtBot, panel: Landscape) -> None:
    # On 2·x·x every component shrinks alike: the path is a line through the minimum.
    view = show(qtbot, panel, loss="dot", steps=30)
    panel.choice.principal.click()
    settle(qtbot, panel)
    assert "100 %" in panel.stage.bottom.title
    path = panel.stage.descent.marks.path
    np.testing.assert_allclose(path[0], 0.0, atol=1e-6)
    travelled = float(np.linalg.norm(view.theta[-1].astype(float) - view.theta[0]))
    np.testing.assert_allclose(np.abs(path[-1]), [travelled, 0.0], atol=1e-5)
    panel.choice.principal.click()


@pytest.mark.parametrize(
    "fields",
    [
        {"learning_rate": 1.5, "steps": 500},
        {"learning_rate": 1e30, "steps": 3},
        {"loss": "himmelblau", "theta": (1.0, 3.0), "learning_rate": 0.5, "steps": 100},
        {"loss": "himmelblau", "theta": (1.0, 3.0), "learning_rate": 0.5, "dtype": "float64"},
    ],
)
def test_a_diverging_run_leaves_the_view_where_it_was(
    qtbot: QtBot, panel: Landscape, fields: dict[str, object]
) -> None:
    calm = {key: value for key, value in fields.items() if key != "learning_rate"}
    show(qtbot, panel, **calm, learning_rate=1e-4)
    before = panel.stage.extents
    view = show(qtbot, panel, **fields)
    panel.grab()
    assert view.outcome is not None
    assert view.outcome.kind == "diverged"
    assert panel.stage.descent.marks.ended == end_text(view)
    assert panel.stage.descent.marks.ended.startswith("diverg")
    assert panel.stage.extents == before


def test_a_formula_without_value_on_one_side_breaks_nothing(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="log(x)", theta=(0.5,), learning_rate=0.01)
    panel.grab()
    assert [gap[1] < 0 for gap in panel.stage.curve._gaps] == [True]
    show(qtbot, panel, loss="log(x) + y^2", theta=(0.5, 1.0), learning_rate=0.01)
    picture = panel.grab().toImage()
    assert not picture.isNull()
    assert panel.ground.picture is not None
    assert np.isnan(panel.ground.picture.loss).any()
    assert np.isfinite(panel.ground.picture.loss).any()


@pytest.mark.parametrize("loss", ["1e300*x", "exp(x^2*100)", "0*x", "1e300*x + y", "exp(x*y*200)"])
def test_losses_of_any_size_are_drawn(qtbot: QtBot, panel: Landscape, loss: str) -> None:
    theta = (1.0, 1.0) if "y" in loss else (1.0,)
    show(qtbot, panel, loss=loss, theta=theta, learning_rate=1e-3, dtype="float64")
    assert not panel.grab().isNull()
    assert np.isfinite(panel.stage.extents).all()


def test_a_start_outside_the_usual_view_is_brought_into_it(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, theta=(1.0,), learning_rate=0.1)
    show(qtbot, panel, theta=(5.0,), learning_rate=0.1)
    (left, right), (bottom, top) = panel.stage.extents
    assert left == -2.0
    assert right > 5.0
    assert bottom <= 0.0 < 25.0 < top


def test_the_view_stays_while_the_learning_rate_changes(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="rosenbrock", steps=200)
    panel.stage.show_extents((-1.5, 0.0), (0.0, 1.5))
    for learning_rate in (1e-4, 1e-3, 2e-3):
        assert panel.session.edit(learning_rate=learning_rate) == ""
        settle(qtbot, panel)
        np.testing.assert_allclose(panel.stage.extents, [(-1.5, 0.0), (0.0, 1.5)])


def test_the_pointer_reads_out_place_loss_and_a_near_step(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, theta=(1.0,), learning_rate=0.2)
    QTest.mouseMove(panel.stage.viewport(), at(panel.stage, -1.5, 3.5))
    qtbot.waitUntil(panel.stage.readout.isVisible, timeout=PATIENCE_MS)
    assert "step" not in panel.stage.readout.text()
    panel._read_out(0.6, 0.36)
    assert panel.stage.readout.text() == "step 1\nθ = 0.6\nloss 0.36"


def test_the_read_out_follows_when_the_run_or_the_view_changes_below_it(
    qtbot: QtBot, panel: Landscape
) -> None:
    show(qtbot, panel, theta=(1.0,), learning_rate=0.2)
    pixel = at(panel.stage, 1.0, 1.0)
    QTest.mouseMove(panel.stage.viewport(), pixel)
    qtbot.waitUntil(panel.stage.readout.isVisible, timeout=PATIENCE_MS)
    assert panel.stage.readout.text().startswith("step 0\nθ = 1\n")
    show(qtbot, panel, loss="himmelblau", theta=(5.0, 5.0))
    place = panel.stage.getViewBox().mapSceneToView(QPointF(pixel))
    x, y = (line.split(" = ")[1] for line in panel.stage.readout.text().splitlines()[:2])
    assert float(x) == pytest.approx(place.x(), abs=0.01)
    assert float(y.replace("−", "-")) == pytest.approx(place.y(), abs=0.01)


def test_another_theme_recolours_the_bands(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="himmelblau")
    panel.paint_with(LIGHT)
    light = panel.stage.grab().toImage().pixelColor(at(panel.stage, -5.0, 0.0))
    panel.paint_with(DARK)
    dark = panel.stage.grab().toImage().pixelColor(at(panel.stage, -5.0, 0.0))
    assert light.lightness() > 128 > dark.lightness()


def test_a_screen_reader_hears_where_the_path_leads(qtbot: QtBot, panel: Landscape) -> None:
    view = show(qtbot, panel, loss="himmelblau")
    assert panel.stage.accessibleName() == "Landscape"
    assert "over x and y" in panel.stage.accessibleDescription()
    assert view.outcome is not None
    assert view.outcome.message in panel.stage.accessibleDescription()


def resting(panel: Landscape) -> bool:
    return at_rest(panel.stage.descent.marks, panel.stage.pointer.pixels)


def test_a_settled_run_points_nowhere_and_a_moving_one_downhill(
    qtbot: QtBot, panel: Landscape
) -> None:
    # θ is multiplied by 0.6 a step, and so is its gradient.
    show(qtbot, panel, theta=(1.0, 1.0), learning_rate=0.2, steps=60)
    assert resting(panel)
    panel.session.seek(2)
    marks = panel.stage.descent.marks
    assert marks.steepness == pytest.approx(0.36)
    assert marks.downhill == pytest.approx([-0.72, -0.72])
    assert not resting(panel)


def test_a_crawling_run_still_points_downhill(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, theta=(1.0, 1.0), learning_rate=1e-6, steps=60)
    assert not resting(panel)


def test_a_run_in_a_flat_valley_points_downhill_to_its_last_row(
    qtbot: QtBot, panel: Landscape
) -> None:
    # At the start of rosenbrock the slope is 233; in its valley below 3, and steps are short.
    show(qtbot, panel, loss="rosenbrock")
    for row in (5, 500, panel.session.run.length - 1):
        panel.session.seek(row)
        assert panel.stage.descent.marks.steepness < 0.05
        assert not resting(panel)


def test_the_corner_says_which_arrow_is_which(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="himmelblau")
    assert panel.stage.key.isVisible()
    assert "downhill" in panel.stage.key.text()
    assert "gradient" in panel.stage.key.toolTip()
    show(qtbot, panel, loss="square")
    assert "tangent" in panel.stage.key.text()
    panel.resize(200, 420)
    assert not panel.stage.key.isVisible()
