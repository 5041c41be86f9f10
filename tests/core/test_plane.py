"""The plane of a path is the one nearest to it."""

import subprocess
import sys

import numpy as np
import pytest

from playground.core.plane import parameter_slice, principal_plane


def test_path_in_a_plane_is_held_whole() -> None:
    generator = np.random.default_rng(1)
    basis, _ = np.linalg.qr(generator.normal(size=(7, 2)))
    path = 3.0 + generator.normal(size=(50, 2)) * (5.0, 0.3) @ basis.T
    plane = principal_plane(path)
    assert plane.fraction == pytest.approx(1.0)
    assert plane.directions @ plane.directions.T == pytest.approx(np.eye(2))
    across = path - plane.origin
    assert across @ plane.directions.T @ plane.directions == pytest.approx(across)


def test_directions_and_fraction_are_those_of_the_covariance() -> None:
    path = np.random.default_rng(2).normal(size=(400, 5)) * (4.0, 1.0, 3.0, 2.0, 0.5)
    variances, axes = np.linalg.eigh(np.cov(path.T))
    plane = principal_plane(path)
    assert plane.origin == pytest.approx(path.mean(0))
    assert np.abs(plane.directions @ axes[:, :-3:-1]) == pytest.approx(np.eye(2), abs=1e-9)
    assert plane.fraction == pytest.approx(variances[-2:].sum() / variances.sum())
    assert (
        np.take_along_axis(plane.directions, np.abs(plane.directions).argmax(1)[:, None], 1) > 0
    ).all()


@pytest.mark.parametrize("scale", [1e-300, 1e200])
def test_size_of_the_path_does_not_matter(scale: float) -> None:
    path = np.random.default_rng(3).normal(size=(20, 3))
    small, plane = principal_plane(path), principal_plane(path * scale)
    assert plane.fraction == pytest.approx(small.fraction)
    assert plane.directions == pytest.approx(small.directions)


@pytest.mark.parametrize("rows", [1, 2, 5])
def test_path_that_stays_on_a_line_has_a_plane(rows: int) -> None:
    path = np.outer(np.linspace(1, 2, rows), (0.0, 3.0, 4.0)).astype(np.float32)
    plane = principal_plane(path)
    assert plane.fraction == pytest.approx(1.0)
    assert plane.directions @ plane.directions.T == pytest.approx(np.eye(2))
    if rows > 1:
        assert plane.directions[0] == pytest.approx((0.0, 0.6, 0.8), abs=1e-6)


def test_rows_where_the_run_overflowed_are_left_out() -> None:
    path = np.random.default_rng(5).normal(size=(20, 3))
    overflowed = np.vstack([path, [[np.inf, 0.0, 1.0], [np.nan] * 3]])
    assert principal_plane(overflowed).directions == pytest.approx(principal_plane(path).directions)


@pytest.mark.parametrize("path", [np.zeros((5, 1)), np.full((3, 2), np.nan), np.zeros((0, 2))])
def test_path_without_a_plane_is_refused(path: np.ndarray) -> None:
    with pytest.raises(ValueError, match="a plane needs 2 parameters and 1 finite row"):
        principal_plane(path)


def test_slice_holds_the_others_and_counts_from_zero_along_its_axes() -> None:
    request = parameter_slice((5.0, 6.0, 7.0), (2, 0), ((0.0, 1.0), (2.0, 3.0)), 4)
    assert request.origin == (0.0, 6.0, 0.0)
    assert request.directions == ((0.0, 0.0, 1.0), (1.0, 0.0, 0.0))


@pytest.mark.parametrize("axes", [(0, 0), (3,), (-1, 0)])
def test_axes_must_be_different_parameters(axes: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="axes must be different numbers below 3"):
        parameter_slice((5.0, 6.0, 7.0), axes, ((0.0, 1.0),) * len(axes), 4)


def test_plane_needs_no_torch() -> None:
    code = "import sys, playground.core.plane; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
