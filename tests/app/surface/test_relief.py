"""Heights say the truth about the loss, where there is any."""

from __future__ import annotations

import numpy as np
import pytest

from playground.app.surface.camera import TALL, Camera, Shot
from playground.app.surface.drape import DrapedPath
from playground.app.surface.hidden import hidden
from playground.app.surface.imaging import coarser
from playground.app.surface.mesh import mesh
from playground.app.surface.relief import Relief, is_huge, linear_scale, log_scale, relief
from playground.core.pictures import Floats, Picture, PictureRequest

PLANE = PictureRequest((0.0, 0.0), ((1.0, 0.0), (0.0, 1.0)), ((-2.0, 2.0), (-1.0, 3.0)), 65)


def grid(size: int = 65) -> tuple[Floats, Floats, Floats, Floats]:
    x, y = np.linspace(-2, 2, size), np.linspace(-1, 3, size)
    return x, y, *np.meshgrid(x, y)


def made(loss: Floats, log: bool = False) -> Relief:
    x, y, _, _ = grid(len(loss))
    return relief(Picture(PLANE, (x, y), loss, whole=True), log)


def bowl() -> Relief:
    _, _, x, y = grid()
    return made(x**2 + y**2)


def test_a_linear_height_is_the_share_of_the_range_of_losses() -> None:
    shown = bowl()  # from 0 at the origin to 4 + 9 in the upper corners
    points = np.array([[0.0, 0.0], [2.0, 3.0], [-2.0, 3.0], [1.0, 1.0], [0.0, -1.0]])
    expected = TALL * np.array([0, 13, 13, 2, 1]) / 13
    np.testing.assert_allclose(shown.height_at(shown.flat(points)), expected, atol=1e-12)


def test_on_a_logarithmic_height_each_factor_of_ten_is_one_step_up() -> None:
    _, _, x, _ = grid()
    shown = made(10.0**x, log=True)  # 0.01 to 100
    points = np.array([[-2.0, 0.0], [-1.0, 0.0], [0.0, 0.0], [1.0, 0.0], [2.0, 0.0]])
    heights = shown.height_at(shown.flat(points))
    np.testing.assert_allclose(heights, TALL * np.array([0, 0.25, 0.5, 0.75, 1]), atol=1e-12)
    assert [text for _, text in shown.scale.ticks()] == ["0.01", "0.1", "1", "10", "100"]


def test_what_is_below_six_decades_stands_on_a_floor_that_says_so() -> None:
    scale = log_scale(np.array([0.0, 1e-9, 1e-3, 1.0, 1e4]))
    np.testing.assert_allclose(scale.place(np.array([0.0, 1e-9, 1e-2, 1e4])), [0, 0, 0, 1])
    assert scale.ticks()[0] == (0.0, "≤ 0.01")


def test_losses_below_zero_are_measured_from_the_lowest_and_the_axis_says_so() -> None:
    scale = log_scale(np.array([-78.0, -77.0, 22.0]))
    np.testing.assert_allclose(scale.place(np.array([-77.0, -68.0, 22.0])), [0, 0.5, 1])
    assert scale.title == "loss above −78, log"


def test_a_flat_loss_lies_in_the_middle_of_its_axis() -> None:
    scale = linear_scale(np.full(9, 3.0))
    np.testing.assert_allclose(scale.place(np.array([3.0])), [0.5])


def test_a_range_is_huge_if_most_of_it_would_be_flat() -> None:
    _, _, x, y = grid()
    assert not is_huge(x**2 + y**2)
    assert is_huge(np.exp(10 * x))


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_where_there_is_no_loss_there_is_a_hole(hole: float) -> None:
    _, _, x, y = grid()
    loss = x**2 + y**2
    loss[32, 32] = hole  # theta (0, 1)
    shown = made(loss)
    whole = 2 * 64 * 64
    cut = mesh(shown, np.zeros_like(loss))
    assert len(cut.faces) == whole - 6  # a corner is one of six triangles
    assert 32 * 65 + 32 not in cut.faces
    assert np.isfinite(cut.corners).all()
    assert np.isfinite(cut.normals).all()
    assert np.isnan(shown.height_at(shown.flat(np.array([[0.0, 1.0]])))).all()


def test_a_loss_without_any_finite_value_has_no_triangles() -> None:
    shown = made(np.full((65, 65), np.inf))
    assert len(mesh(shown, np.zeros((65, 65))).faces) == 0


def test_normals_stand_upright_on_a_plane() -> None:
    _, _, x, _ = grid()
    shown = made(x)  # height TALL over a length of 2
    slope = np.array([-TALL / 2, 0, 1])
    expected = np.broadcast_to(slope / np.linalg.norm(slope), (65 * 65, 3))
    np.testing.assert_allclose(mesh(shown, shown.loss).normals, expected, atol=1e-6)


def test_the_coarse_relief_is_the_fine_one_at_every_second_corner() -> None:
    shown = bowl()
    coarse, places = coarser(shown, shown.loss)
    np.testing.assert_array_equal(coarse.height, shown.height[::2, ::2])
    np.testing.assert_array_equal(places, shown.loss[::2, ::2])


def test_a_path_lies_on_the_relief_along_all_of_each_step() -> None:
    shown = bowl()
    draped = DrapedPath().on(shown, np.array([[-1.5, 2.5], [1.5, -0.5], [0.0, 0.0]]), "run")
    assert len(draped.rows) > 40  # one step of many pieces
    np.testing.assert_allclose(shown.height_at(draped.ends[:, :2]), draped.ends[:, 2], atol=1e-12)
    np.testing.assert_allclose(draped.begins[1:], draped.ends[:-1], atol=1e-12)
    np.testing.assert_allclose(draped.ends[-1], [0.0, -0.5, 0.0], atol=1e-12)
    assert (np.diff(draped.rows) > 0).all()
    assert draped.rows[-1] == 2


def test_of_a_path_that_leaves_the_box_only_what_is_inside_is_there() -> None:
    shown = bowl()
    wild = np.array([[0.0, 1.0], [40.0, 1.0], [1e300, -1e300], [np.inf, np.nan]])
    draped = DrapedPath().on(shown, wild, "run")
    np.testing.assert_allclose(draped.ends[-1, :2], [1.0, 0.0], atol=1e-9)
    assert draped.rows[-1] == pytest.approx(2 / 40)  # it leaves at θ = 2 of 40


def test_a_path_that_grows_is_the_path_that_is_there_at_once() -> None:
    shown = bowl()
    turn = np.linspace(0, 40, 3000)
    path = np.column_stack([np.cos(turn), 1 + np.sin(turn)]) * np.exp(-turn / 40)[:, None]
    growing = DrapedPath()
    for length in (1, 200, 1700):
        growing.on(shown, path[:length], "run")
    last, once = growing.on(shown, path, "run"), DrapedPath().on(shown, path, "run")
    np.testing.assert_allclose(last.ends[-1], once.ends[-1])
    assert len(last.rows) < 3000
    assert (np.abs(last.begins[1:] - last.ends[:-1]) < 1e-9).all()


def test_a_wall_hides_what_is_behind_it_and_nothing_else() -> None:
    _, _, x, _ = grid()
    shown = made(np.where(np.abs(x) < 0.3, 1.0, 0.0))  # a wall along y at θ₁ = 0
    places = np.array([[-0.5, 0.0, 0.0], [0.5, 0.0, 0.0], [-0.5, 0.0, TALL]])
    from_right = Camera(azimuth=0.0, elevation=20.0).eye
    np.testing.assert_array_equal(hidden(shown, places, from_right), [True, False, False])
    from_above = Camera(azimuth=0.0, elevation=90.0).eye
    assert not hidden(shown, places, from_above).any()


@pytest.mark.parametrize("elevation", [4.0, 38.0, 90.0])
@pytest.mark.parametrize("azimuth", [0.0, 45.0, 100.0, 298.0])
def test_the_box_is_within_the_margins_from_wherever_it_is_looked_at(
    azimuth: float, elevation: float
) -> None:
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (0, TALL)], float)
    for width, height in ((500, 300), (300, 500)):
        pixels = Shot(Camera(azimuth, elevation), width, height, (40, 10, 50))(corners)
        assert (pixels >= (39.5, 9.5)).all()
        assert (pixels <= (width - 39.5, height - 49.5)).all()


def test_turning_right_around_comes_back() -> None:
    camera = Camera()
    around = camera
    for _ in range(8):
        around = around.turned(45.0, 0.0)
    assert around.azimuth == pytest.approx(camera.azimuth % 360)
    assert camera.turned(0, 500).elevation == 90.0
    assert camera.turned(0, -500).elevation > 0


def test_a_place_that_overflowed_has_no_pixel_and_gives_no_warning() -> None:
    far = bowl().flat(np.array([[1e308, -1e308], [np.inf, 0.0]]))
    places = np.concatenate([bowl().on(far), [[np.inf, -np.inf, 0.0]], [[0.0, 0.0, 0.0]]])
    pixels = Shot(Camera(), 400.0, 300.0)(places)  # a warning is an error here
    assert not np.isfinite(pixels[:3]).all(axis=1).any()
    assert np.isfinite(pixels[3]).all()
