"""The surface shows what the landscape shows, and is turned by hand."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.panels.landscape import Landscape
from playground.app.panels.surface import Surface
from playground.app.session import Session
from playground.app.surface.camera import Camera
from playground.app.surface.view import SurfaceView
from playground.app.theme import DARK, LIGHT
from tests.app.panels.surface.conftest import PATIENCE_MS, at_rest, needs_opengl, show

LEFT = Qt.MouseButton.LeftButton


def pixels(view: SurfaceView) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    image = view.grab().toImage().convertToFormat(view.grab().toImage().Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
    return flat[..., :3].copy()


@needs_opengl
def test_a_bowl_is_seen_where_the_camera_says_and_nowhere_else(
    qtbot: QtBot, panel: Surface
) -> None:
    _, view = show(qtbot, panel, loss="x + 0*y", theta=(0.0, 0.0), steps=1)
    relief = panel._relief
    assert relief is not None
    image = view._imaging.image(view.shot, 1.0)
    # A plane: just inside of its four corners there is surface, just outside of them is none.
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        for reach, there in ((0.97, True), (1.04, False)):
            flat = np.array([[reach * x, reach * y]])
            height = (reach * x + 1) / 2 * np.nanmax(relief.height)
            spot = view.shot(np.column_stack([flat, [height]]))[0]
            assert (image.pixelColor(int(spot[0]), int(spot[1])).alpha() > 128) is there, (x, y)


@needs_opengl
def test_a_drag_turns_the_wheel_zooms_and_a_double_click_resets(
    qtbot: QtBot, panel: Surface
) -> None:
    _, view = show(qtbot, panel, loss="himmelblau", steps=5)
    before = pixels(view)
    QTest.mousePress(view, LEFT, pos=QPoint(200, 150))
    QTest.mouseMove(view, QPoint(280, 150))
    QTest.mouseRelease(view, LEFT, pos=QPoint(280, 150))
    assert view.camera.azimuth == pytest.approx((Camera().azimuth - 40) % 360)
    assert (pixels(view) != before).any()
    place = QPointF(200, 150)
    wheel = QWheelEvent(
        place, place, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view, wheel)
    assert view.camera.zoom > 1
    QTest.mouseDClick(view, LEFT, pos=QPoint(200, 150))
    assert view.camera == Camera()
    np.testing.assert_array_equal(pixels(view), before)


@needs_opengl
def test_the_keyboard_turns_and_zooms_but_a_click_leaves_the_arrow_keys_to_the_run(
    qtbot: QtBot, panel: Surface
) -> None:
    _, view = show(qtbot, panel, loss="himmelblau", steps=5)
    QTest.mouseClick(view, LEFT, pos=QPoint(200, 150))
    assert not view.hasFocus()
    assert view.focusPolicy() & Qt.FocusPolicy.TabFocus
    for key, better in (
        (Qt.Key.Key_Right, lambda: view.camera.azimuth > Camera().azimuth % 360),
        (Qt.Key.Key_Up, lambda: view.camera.elevation > Camera().elevation),
        (Qt.Key.Key_Plus, lambda: view.camera.zoom > 1),
        (Qt.Key.Key_0, lambda: view.camera == Camera()),
        (Qt.Key.Key_Minus, lambda: view.camera.zoom < 1),
    ):
        QTest.keyClick(view, key)
        assert better(), key


@needs_opengl
def test_the_playhead_moves_the_marks_and_draws_no_relief_again(
    qtbot: QtBot, panel: Surface, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, view = show(qtbot, panel, loss="himmelblau", theta=(0.0, 0.0), steps=20)
    qtbot.waitUntil(lambda: view._imaging._fine, timeout=PATIENCE_MS)
    made: list[object] = []
    drawing = view._imaging._drawing
    whole = drawing.picture
    monkeypatch.setattr(drawing, "picture", lambda *a, **k: made.append(a) or whole(*a, **k))
    monkeypatch.setattr(drawing, "show_meshes", lambda *a: made.append(a))
    seen = []
    for row in (0, 4, 9):
        panel.session.seek(row)
        assert view._tracks[-1].track.playhead == row
        seen.append(pixels(view))
    assert (seen[0] != seen[1]).any()
    assert (seen[1] != seen[2]).any()
    assert made == []


@needs_opengl
def test_the_surface_shows_the_same_part_as_the_landscape_and_both_come_to_rest(
    qtbot: QtBot, panel: Surface, session: Session
) -> None:
    landscape = Landscape(session)
    qtbot.addWidget(landscape)
    landscape.resize(400, 300)
    landscape.show()
    session.frame.connect(landscape.draw)
    try:
        show(qtbot, panel, loss="himmelblau", steps=5)
        landscape.stage.show_extents((2.0, 4.0), (1.0, 3.0))
        qtbot.waitUntil(
            lambda: at_rest(panel) and panel._picture is landscape.ground.picture,
            timeout=PATIENCE_MS,
        )
        assert panel._picture is not None
        assert panel._picture.axes[0][0] <= 2.0 < 4.0 <= panel._picture.axes[0][-1] < 5.0
    finally:
        session.frame.disconnect(landscape.draw)


@needs_opengl
def test_two_of_many_parameters_are_shown_and_another_loss_takes_their_place(
    qtbot: QtBot, panel: Surface
) -> None:
    show(qtbot, panel, loss="logistic", steps=20)
    assert panel._slice.axes == (0, 1)
    show(qtbot, panel, loss="a^2 + 3*b^2", theta=(1.0, 1.0), steps=20)
    assert panel._slice.names == ("a", "b")
    relief = panel._relief
    assert relief is not None
    a, b = np.meshgrid(relief.across, relief.up)
    np.testing.assert_allclose(relief.loss, a**2 + 3 * b**2, rtol=1e-12)


@needs_opengl
def test_a_huge_range_is_logarithmic_until_the_person_says_otherwise(
    qtbot: QtBot, panel: Surface
) -> None:
    show(qtbot, panel, loss="himmelblau", steps=5)
    assert panel.height_switch.linear.isChecked()
    show(qtbot, panel, loss="exp(4*x) + y^2", theta=(0.0, 0.0), learning_rate=0.01, steps=5)
    assert panel.height_switch.log.isChecked()
    panel.height_switch.linear.click()
    assert panel._relief is not None
    assert not panel._relief.scale.log
    panel.session.edit(learning_rate=0.02)
    qtbot.waitUntil(lambda: at_rest(panel), timeout=PATIENCE_MS)
    assert panel.height_switch.linear.isChecked()


@needs_opengl
@pytest.mark.parametrize(
    "fields",
    [
        {"loss": "himmelblau", "theta": (1.0, 3.0), "learning_rate": 0.5, "steps": 100},
        {"loss": "log(x) + y^2", "theta": (1.0, 1.0), "learning_rate": 0.9, "steps": 60},
        {"loss": "where(x > 100, x, log(-1 - x^2)) + y", "theta": (0.0, 0.0), "steps": 3},
        {"loss": "0*x + 0*y + 3", "theta": (0.5, 0.5), "steps": 3},
        {"loss": "rosenbrock", "optimizer": "adam", "learning_rate": 0.5, "steps": 2_000},
    ],
)
def test_any_run_can_be_shown(qtbot: QtBot, panel: Surface, fields: dict[str, object]) -> None:
    view, shown = show(qtbot, panel, **fields)
    panel.paint_with(DARK)
    for row in (0, view.length // 2, view.length - 1):
        panel.session.seek(row)
        assert pixels(shown).any()


@needs_opengl
def test_pinned_runs_lie_on_the_surface_too(qtbot: QtBot, panel: Surface) -> None:
    show(qtbot, panel, loss="himmelblau", theta=(0.0, 0.0), steps=20)
    pins = panel.session.pins
    pins.pin()
    try:
        panel.session.edit(learning_rate=0.02)
        qtbot.waitUntil(
            lambda: at_rest(panel) and len(panel.view._tracks) == 2,  # type: ignore[union-attr]
            timeout=PATIENCE_MS,
        )
        assert panel.view is not None
        other, own = (painter.track for painter in panel.view._tracks)
        assert other.colour in LIGHT.runs
        assert own.main
        assert not other.main
        panel.session.seek(3)
        assert panel.view._tracks[0].track.playhead == panel.view._tracks[1].track.playhead == 3
    finally:
        for pinned in panel.session.view.pinned if panel.session.view else ():
            pins.remove(pinned.key)
