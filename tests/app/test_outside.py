"""A path that has left the view is pointed out; labels stay whole, whatever room there is."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from playground.app.marks import shapes
from playground.app.marks.descent import DescentMarks
from playground.app.marks.pixels import Pixels
from playground.app.marks.run_marks import Marks
from playground.app.theme import LIGHT

PLOT = Pixels((1.0, 1.0), (0.0, 0.0), 0.0, 0.0, 400.0, 300.0)


def painted(marks: Marks) -> tuple[np.ndarray, np.ndarray]:
    """Where the picture has the colour of now: columns and rows."""
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter, item = QPainter(image), DescentMarks()
    item.show_marks(marks)
    item.paint_pixels(painter, PLOT)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(300, 400) & 0xFFFFFF
    rows, columns = np.nonzero(pixels == QColor(LIGHT.accent).rgb() & 0xFFFFFF)
    return columns, rows


@pytest.mark.parametrize(
    ("now", "edge"),
    [((900.0, 150.0), "right"), ((-900.0, 150.0), "left"), ((200.0, 1e9), "bottom")],
)
def test_where_now_is_outside_of_the_view_an_arrow_at_that_edge_says_so(
    qapp: QApplication, now: tuple[float, float], edge: str
) -> None:
    columns, rows = painted(Marks(path=np.array([[200.0, 150.0], now]), playhead=1))
    distance = {"right": 400 - columns.max(), "left": columns.min(), "bottom": 300 - rows.max()}
    assert 0 <= distance[edge] <= 14
    assert np.ptp(columns) > 60  # the words are beside it


def test_nothing_points_outside_while_now_is_in_the_view(qapp: QApplication) -> None:
    columns, _ = painted(Marks(path=np.array([[200.0, 150.0], [260.0, 150.0]]), playhead=0))
    assert 200 < columns.max() < 270  # the step's arrow


@pytest.mark.parametrize("width", [400.0, 150.0, 90.0])
def test_a_label_wider_than_the_plot_is_set_on_several_lines(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, width: float
) -> None:
    room = PLOT._replace(width=width)
    plates = []
    place = shapes.placed_beside

    def placed(*given: object) -> object:
        plates.append(place(*given))  # type: ignore[arg-type]  # handed on as they came
        return plates[-1]

    monkeypatch.setattr(shapes, "placed_beside", placed)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    at, look = np.array([40.0, 40.0]), (LIGHT, LIGHT.explodes)
    text = "off the view at step 1, diverged at step 3"
    shapes.draw_label_beside(painter, at, text, look, room, np.empty((0, 2)))
    wide = painter.fontMetrics().horizontalAdvance(text)
    high = painter.fontMetrics().height()
    painter.end()
    assert plates[0].width() <= width
    assert plates[0].height() >= high * max(1, -(-wide // int(width)))


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (400.0, "off the view at step 1, diverged at step 1"),
        (110.0, "off at step 1"),
        (60.0, "step 1"),
    ],
)
def test_what_is_said_where_a_path_leaves_covers_no_small_map(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, width: float, said: str
) -> None:
    written: list[str] = []
    monkeypatch.setattr(
        shapes, "draw_label_beside", lambda _painter, _at, text, *_rest: written.append(text)
    )
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter, item = QPainter(image), DescentMarks()
    path = np.array([[20.0, 150.0], [20.0, -900.0], [np.nan, np.nan]])
    item.show_marks(Marks(path=path, ended="diverged at step 1", ended_at=2))
    item.paint_pixels(painter, PLOT._replace(width=width))
    painter.end()
    assert said in written
