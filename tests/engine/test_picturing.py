"""A picture is the loss itself on a grid, coarse first; failures are told."""

from __future__ import annotations

import numpy as np
import pytest

from playground.core.experiment import Experiment
from playground.core.pictures import Picture, PictureRequest
from playground.engine.picturing import Picturing


def request(size: int = 41) -> PictureRequest:
    return PictureRequest((0.0, 0.0), ((1.0, 0.0), (0.0, 1.0)), ((-2.0, 2.0), (-1.0, 3.0)), size)


def finished(job: Picturing) -> Picture:
    for _ in job.work():
        pass
    assert job.picture is not None
    return job.picture


def test_a_picture_holds_the_loss_of_each_point_of_its_axes() -> None:
    picture = finished(Picturing(Experiment(loss="rosenbrock"), request()))
    x, y = np.meshgrid(*picture.axes)
    assert picture.whole
    np.testing.assert_allclose(picture.loss, (1 - x) ** 2 + 100 * (y - x**2) ** 2, rtol=1e-12)


def test_a_run_in_half_precision_is_seen_on_a_smooth_landscape() -> None:
    coarse = finished(Picturing(Experiment(loss="rosenbrock", dtype="bfloat16"), request()))
    fine = finished(Picturing(Experiment(loss="rosenbrock", dtype="float64"), request()))
    np.testing.assert_array_equal(coarse.loss, fine.loss)


def test_the_settings_of_the_loss_are_those_of_the_experiment() -> None:
    experiment = Experiment(loss="quadratic", settings={"condition": 4.0})
    picture = finished(Picturing(experiment, request()))
    x, y = np.meshgrid(*picture.axes)
    np.testing.assert_allclose(picture.loss, 0.5 * (x**2 / 4 + y**2), rtol=1e-12, atol=1e-12)


def test_a_long_picture_shows_a_coarse_one_first_and_counts_each() -> None:
    job = Picturing(
        Experiment(loss="moons"),
        PictureRequest(
            Experiment(loss="moons").theta,
            tuple(tuple(float(i == j) for i in range(33)) for j in range(2)),
            ((-1.0, 1.0), (-1.0, 1.0)),
            101,
        ),
    )
    seen = []
    for _ in job.work():
        if job.picture is not None and (not seen or seen[-1] is not job.picture):
            seen.append(job.picture)
            assert np.isfinite(job.picture.loss).any(), "an empty picture is none"
    assert [picture.whole for picture in seen] == [False] * (len(seen) - 1) + [True]
    assert job.made == len(seen) >= 2
    assert len(seen[0].axes[0]) < 101


def test_a_picture_where_the_loss_is_nowhere_defined_still_comes() -> None:
    picture = finished(
        Picturing(
            Experiment(loss="log(x)", theta=(1.0,)),
            PictureRequest((0.0,), ((1.0,),), ((-3.0, -1.0),), 11),
        )
    )
    assert picture.whole
    assert np.isnan(picture.loss).all()


def test_a_failure_is_kept_in_one_line() -> None:
    job = Picturing(Experiment(), request())
    job.fail(ValueError("two\nlines"))
    assert job.failure == "two lines"


def test_a_request_that_does_not_fit_the_loss_fails_and_leaves_no_picture() -> None:
    wrong = PictureRequest((0.0,), ((1.0,),), ((-1.0, 1.0), (-1.0, 1.0)), 11)
    job = Picturing(Experiment(), wrong)
    with pytest.raises(ValueError, match="extent"):
        next(job.work())
    assert job.picture is None
