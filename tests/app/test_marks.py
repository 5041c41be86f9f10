"""What panels paint in pixels: long and wild lines, bands, extents."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.app.marks.extent import height_of, rounded, snapped, widened
from playground.app.marks.field import MOST_PIXELS, Field
from playground.app.marks.levels import MOST_BANDS, levels
from playground.app.marks.outside import end_of
from playground.app.marks.pixels import Pixels
from playground.app.marks.polyline import CELL, MOST_POINTS, clipped, thin
from playground.app.marks.shapes import placed_beside
from playground.app.marks.slice import parameters_slice, principal_slice
from playground.app.marks.thin_path import ThinPath

PLOT = Pixels((1.0, 1.0), (0.0, 0.0), 0.0, 0.0, 400.0, 300.0)
WIDE = st.floats(-1e30, 1e30, allow_subnormal=False)


@pytest.mark.parametrize("scale", [1e-3, 1.0, 60.0, 1e30])
def test_a_long_path_is_thinned_and_keeps_its_ends(scale: float) -> None:
    points = 150 + scale * np.random.RandomState(0).normal(size=(100_000, 2))
    kept = thin(points, PLOT)
    assert len(kept) <= MOST_POINTS + 1
    assert kept[0] == 0
    assert kept[-1] == len(points) - 1
    assert (np.diff(kept) > 0).all()


def test_every_place_that_a_slow_path_visits_stays_near_a_kept_point() -> None:
    angle = np.linspace(0, 2 * np.pi, 50_000)
    points = np.column_stack([200 + 100 * np.cos(angle), 150 + 100 * np.sin(angle)])
    kept = points[thin(points, PLOT)]
    gaps = np.hypot(*np.diff(kept, axis=0).T)
    assert gaps.max() <= 2 * CELL * math.sqrt(2)


@pytest.mark.parametrize("lengths", [(5000,), range(100, 5001, 100)])
def test_a_smooth_path_across_a_large_screen_is_thick_and_off_by_less_than_a_cell(
    lengths: Sequence[int],
) -> None:
    screen = Pixels((1.0, 1.0), (0.0, 0.0), 0.0, 0.0, 1200.0, 600.0)
    x = 1200 * np.linspace(0, 1, 5000)
    path = np.column_stack([x, 300 + 200 * np.sin(x / 200)])
    thinned = ThinPath()
    for length in lengths:  # of a run that grows
        thinned.follow(path[:length], 1, screen)
    assert thinned.short
    painted = np.interp(x, *thinned.points.T)
    assert abs(painted - path[:, 1]).max() < 1
    assert (thinned.points == path[thinned.rows]).all()


def test_rows_that_are_not_finite_do_not_stop_thinning() -> None:
    points = np.full((5000, 2), 100.0)
    points[2500:] = np.nan
    points[2600:2700] = np.inf
    assert thin(points, PLOT)[-1] == 4999


@given(WIDE, WIDE)
def test_a_line_out_of_the_plot_is_cut_at_the_edge_and_keeps_its_direction(
    x: float, y: float
) -> None:
    start = np.array([[200.0, 150.0]])
    end = np.array([[x, y]])
    begins, ends = clipped(start, end, PLOT)
    if len(ends) == 0:
        return  # no longer than the rounding of the start
    assert (begins[0] == start[0]).all()
    assert (ends[0] >= -1e-9).all()
    assert (ends[0] <= (400 + 1e-9, 300 + 1e-9)).all()
    along, cut = end[0] - start[0], ends[0] - start[0]
    size = np.abs(along).max() * max(np.abs(cut).max(), 1.0)
    assert abs(along[0] * cut[1] - along[1] * cut[0]) <= 1e-9 * size


def test_a_path_that_leaves_ends_on_the_edge_at_the_first_row_outside() -> None:
    points = np.array([[200.0, 150.0], [300.0, 150.0], [1e40, 150.0], [np.inf, np.nan]])
    place, row = end_of(points, PLOT)
    assert place is not None
    assert place == pytest.approx([400.0, 150.0], abs=7)
    assert row == 2


def test_a_path_that_breaks_off_inside_ends_at_its_last_finite_point() -> None:
    points = np.array([[200.0, 150.0], [300.0, 150.0], [np.nan, np.nan]])
    place, row = end_of(points, PLOT)
    assert place == pytest.approx([300.0, 150.0])
    assert row == 2
    assert end_of(np.full((3, 2), 1e9), PLOT) == (None, 0)


@pytest.mark.parametrize("lowest", [0.0, -39.17, 2.927646, 1e-3])
@pytest.mark.parametrize("most", [1e-6, 1.0, 2500.0, 1e20])
def test_borders_of_bands_rise_from_the_lowest_loss_to_the_highest(
    lowest: float, most: float
) -> None:
    x = np.linspace(-1, 1, 101)
    loss = lowest + most * (x[:, None] ** 2 + x**2)
    borders = levels(loss, lowest).borders
    assert borders[0] == lowest
    assert borders[-1] >= loss.max() * (1 - 1e-12)
    assert (np.diff(borders) > 0).all()
    assert len(borders) - 1 <= MOST_BANDS + 2


@pytest.mark.parametrize("value", [0.0, 1.0, -1e300, 1e300, math.nan, math.inf])
def test_a_landscape_that_is_the_same_everywhere_is_one_band(value: float) -> None:
    found = levels(np.full((5, 5), value), math.inf)
    assert (np.diff(found.borders) > 0).all()
    assert np.isfinite(found.borders).all()
    assert np.isnan(found.place(np.array([math.nan]))).all()


def test_a_pole_does_not_flatten_the_rest_of_a_curve() -> None:
    x = np.linspace(-1, 1, 1000)
    low, high = height_of(1 / x**2)
    assert low < 1 < high < 2000


# No picture begins at a denormal number: nobody can zoom in as far.
@given(st.floats(-1e6, 1e6, allow_subnormal=False), st.floats(1e-6, 1e6))
def test_a_picture_holds_the_view_and_is_not_twice_as_wide(low: float, span: float) -> None:
    left, right = snapped((low, low + span))
    assert left <= low
    assert right >= low + span
    assert right - left <= 1.51 * (low + span - low) + 1e-9


@pytest.mark.parametrize("wild", [math.nan, math.inf, 1e300])
def test_a_wild_start_does_not_widen_the_view(wild: float) -> None:
    assert widened((-2.0, 2.0), wild) == (-2.0, 2.0)


def test_a_start_set_by_hand_is_a_short_number() -> None:
    assert rounded(1.2345678, (-2.0, 2.0)) == 1.235
    assert rounded(-3.14159, (-600.0, 600.0)) == -3.0


def test_moving_on_a_slice_leaves_what_is_held() -> None:
    shown = parameters_slice((1.0, 2.0, 3.0), (2, 0), ("a", "b", "c"))
    assert shown.names == ("c", "a")
    assert shown.moved((1.0, 2.0, 3.0), (7.0, 8.0)) == (8.0, 2.0, 7.0)


def test_moving_on_the_principal_plane_changes_only_what_is_seen() -> None:
    path = np.random.RandomState(1).normal(size=(20, 5)).cumsum(axis=0)
    shown = principal_slice(path)
    moved = np.array(shown.moved(tuple(path[0]), (1.0, -2.0)))
    np.testing.assert_allclose(shown.seen(moved[None])[0], [1.0, -2.0], atol=1e-9)
    change = moved - path[0]
    assert np.linalg.norm(change) == pytest.approx(math.hypot(1.0, -2.0))


def test_a_label_leaves_the_start_free_where_there_is_room() -> None:
    start = np.array([[50.0, 40.0]])
    room, plate = QRectF(0, 0, 400, 300), QRectF(0, 0, 200, 20)
    placed = placed_beside(plate, np.array([6.0, 40.0]), 11, room, start)
    assert room.contains(placed)
    assert not placed.contains(50, 40)
    assert not placed.contains(6, 40)
    assert placed_beside(plate, np.array([6.0, 40.0]), 11, room, start[:0]).left() == 17


def test_a_huge_plot_is_blended_at_no_more_pixels_than_the_eye_needs(qapp: object) -> None:
    field = Field()
    axis = np.linspace(0.0, 1.0, 65)
    places = 10 * np.broadcast_to(axis, (65, 65))  # ten upright bands, equally wide
    greys = np.repeat(np.arange(10, dtype=np.uint8)[:, None] * 20, 3, axis=1)
    field.show_bands((axis, axis), places, greys)
    shown = Pixels((5000.0, -4000.0), (0.0, 4000.0), 0.0, 0.0, 5000.0, 4000.0)
    image = QImage(5000, 4000, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        field.paint_pixels(painter, shown)
    assert field._image is not None
    assert field._image.width() * field._image.height() <= 1.001 * MOST_PIXELS
    for band in range(10):
        assert image.pixelColor(500 * band + 250, 1234).red() == 20 * band
