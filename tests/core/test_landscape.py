"""A landscape is the loss, point by point, whatever parts it is computed in."""

import numpy as np
import pytest
import torch

from playground.core.landscape import landscape
from playground.core.losses import LOSSES, Loss
from playground.core.pictures import Picture, PictureRequest
from playground.core.plane import parameter_slice
from playground.core.settings import settle
from tests.core.largest_tensor import Largest


def bound(name: str, dtype: torch.dtype = torch.float64) -> Loss:
    entry = LOSSES[name]
    return entry.bind(settle(entry.settings, {}), dtype)


def finished(loss: Loss, request: PictureRequest) -> Picture:
    *_, picture = landscape(loss, request)
    return picture


def test_one_parameter_gives_the_curve() -> None:
    request = parameter_slice((1.0,), (0,), ((-2.0, 2.0),), 101)
    picture = finished(bound("square"), request)
    assert picture.loss == pytest.approx(np.linspace(-2, 2, 101) ** 2, rel=1e-15)
    assert (picture.loss.dtype, picture.whole) == (np.float64, True)


def test_rows_follow_the_second_parameter() -> None:
    request = parameter_slice((0.0, 0.0), (0, 1), ((-1.0, 1.0), (0.0, 3.0)), 5)
    picture = finished(bound("saddle"), request)
    x, y = np.meshgrid(*picture.axes)
    assert picture.loss == pytest.approx(x**2 - y**2)
    assert (picture.axes[0][[0, -1]].tolist(), picture.axes[1][[0, -1]].tolist()) == (
        [-1.0, 1.0],
        [0.0, 3.0],
    )


def test_other_parameters_are_held() -> None:
    request = parameter_slice((0.0, 1.0, 2.0, 3.0), (3, 1), ((-1.0, 1.0), (-2.0, 2.0)), 9)
    picture = finished(bound("dot"), request)
    fourth, second = np.meshgrid(*picture.axes)
    assert picture.loss == pytest.approx(2 * (fourth**2 + second**2 + 0.0**2 + 2.0**2))


@pytest.mark.parametrize("name", ["moons", "thermometer", "goldstein-price"])
def test_every_picture_equals_the_loss_point_by_point(name: str) -> None:
    loss = bound(name)
    count = len(LOSSES[name].start)
    generator = np.random.default_rng(4)
    origin = generator.normal(size=count)
    directions = generator.normal(size=(2, count))
    request = PictureRequest(
        tuple(origin), tuple(map(tuple, directions)), ((-1.0, 1.0), (-0.5, 2.0)), 60
    )
    for picture in landscape(loss, request):
        a, b = picture.axes
        for row, column in generator.integers(len(a), size=(5, 2)):
            theta = origin + a[column] * directions[0] + b[row] * directions[1]
            if not np.isnan(picture.loss[row, column]):
                assert picture.loss[row, column] == pytest.approx(
                    loss(torch.from_numpy(theta)).item(), rel=1e-12
                )
    assert np.isfinite(picture.loss).all()


def test_coarse_pictures_come_first_and_never_change() -> None:
    request = parameter_slice(LOSSES["moons"].start, (0, 1), ((-5.0, 5.0), (-5.0, 5.0)), 120)
    seen: list[tuple[Picture, np.ndarray[tuple[int, ...], np.dtype[np.float64]]]] = []
    for picture in landscape(bound("moons"), request):
        seen.append((picture, picture.loss.copy()))
    sizes = [len(picture.axes[0]) for picture, _ in seen]
    assert sizes[0] < 30
    assert sizes == sorted(sizes)
    assert [picture.whole for picture, _ in seen] == [False] * (len(seen) - 1) + [True]
    assert all(np.array_equal(picture.loss, then) for picture, then in seen)
    assert np.isfinite(seen[0][1]).all()


def test_landscape_without_data_comes_whole_at_once() -> None:
    request = parameter_slice((0.0, 0.0), (0, 1), ((-5.0, 5.0), (-5.0, 5.0)), 200)
    assert [picture.whole for picture in landscape(bound("himmelblau"), request)] == [True]


@pytest.mark.parametrize("name", ["moons", "logistic", "thermometer"])
def test_no_tensor_is_larger_than_16_megabytes(name: str) -> None:
    entry = LOSSES[name]
    request = parameter_slice(entry.start, (0, 1), entry.extent[:2], 200)
    with Largest() as largest:  # type: ignore[no-untyped-call]  # untyped in torch
        for number, _ in enumerate(landscape(bound(name), request)):
            if number == 6:  # the parts of the whole picture are all of one size
                break
    assert 1e5 < largest.bytes < 16 * 2**20


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_other_number_formats_round_as_the_loss_does(dtype: torch.dtype) -> None:
    request = parameter_slice((1.0,), (0,), ((-2.0, 2.0),), 33)  # multiples of 1/8 are exact
    losses = finished(bound("square", dtype), request).loss
    assert losses.dtype == np.float64
    assert losses == pytest.approx(np.linspace(-2, 2, 33) ** 2)


def test_autograd_stays_on_between_parts() -> None:
    request = parameter_slice(LOSSES["moons"].start, (0, 1), ((-5.0, 5.0), (-5.0, 5.0)), 100)
    for _ in landscape(bound("moons"), request):
        assert torch.is_grad_enabled()


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (PictureRequest((0.0,), (), (), 10), "1 or 2 directions"),
        (PictureRequest((0.0,), ((1.0,),), (), 10), "extent each, not 1 and 0"),
        (PictureRequest((0.0, 0.0), ((1.0,),), ((0.0, 1.0),), 10), "must have 2 components"),
        (PictureRequest((0.0,), ((1.0,),), ((0.0, 1.0),), 1), "size must be at least 2, not 1"),
    ],
)
def test_misfitting_request_is_refused(request_: PictureRequest, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        next(landscape(bound("square"), request_))
