"""A map comes in small parts, coarse first, in little memory, and can be left at any of them."""

from __future__ import annotations

import gc

import numpy as np
import pytest
import torch

from playground.core.basin_map import basin_map, basin_mapping, mapping_items
from playground.core.basin_record import BasinRecord, kept_steps
from playground.core.experiment import Experiment
from playground.core.map_batch import batches_of, most_runs
from playground.core.map_request import MapAxis, MapRequest
from playground.core.maps import BasinMap
from tests.core.largest_tensor import Largest


def square_map(reach: float, size: int) -> MapRequest:
    return MapRequest(MapAxis("theta1", -reach, reach), MapAxis("theta2", -reach, reach), size)


def test_coarse_maps_come_first_and_hold_the_same_descents() -> None:
    request = square_map(5, 130)
    maps: list[BasinMap] = []
    for item in basin_mapping(Experiment("himmelblau", steps=20), request):
        if item is not None and (not maps or item is not maps[-1]):
            maps.append(item)
    assert [made.minimum.shape for made in maps] == [
        (9, 9),
        (17, 17),
        (33, 33),
        (65, 65),
        (130, 130),
    ]
    assert [made.whole for made in maps] == [False] * 4 + [True]
    for made, stride in zip(maps, (16, 8, 4, 2, 1), strict=True):
        assert np.array_equal(made.x, maps[-1].x[::stride])
        for name in ("minimum", "steps", "loss", "outcome"):
            assert np.array_equal(getattr(made, name), getattr(maps[-1], name)[::stride, ::stride])


def test_a_map_that_grows_lends_pixels_that_are_to_come_the_values_of_coarser_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("playground.core.basin_map._NEWS", 1)
    monkeypatch.setattr("playground.core.map_batch._MOST_RUNS", 100)
    request = square_map(5, 32)
    maps = [made for made in basin_mapping(Experiment("himmelblau", steps=20), request) if made]
    final = maps[-1]
    grows = [made for made in maps if len(made.x) == 32 and made.borrowed is not None]
    assert len({int(made.borrowed.sum()) for made in grows if made.borrowed is not None}) > 4
    assert not any(made.whole for made in grows)
    assert final.whole
    assert final.borrowed is None
    assert [made.share for made in maps] == sorted(made.share for made in maps)
    assert (maps[0].share, final.share) == (64 / 1024, 1.0)
    coarser = np.arange(32) // 2 * 2
    for made in grows:
        for name in ("minimum", "steps", "loss", "outcome"):
            lent = getattr(final, name)[np.ix_(coarser, coarser)]
            expected = np.where(made.borrowed, lent, getattr(final, name))
            assert np.array_equal(getattr(made, name), expected)


@pytest.mark.parametrize("settings", [{}, {"momentum": 0.5}])
def test_descents_that_have_settled_cost_no_more(settings: dict[str, float]) -> None:
    # On Himmelblau's function each step leaves at most 0.75 of the way at this learning rate.
    experiment = Experiment("himmelblau", learning_rate=0.01, steps=100_000, settings=settings)
    request = square_map(5, 64)
    count = sum(1 for _ in basin_mapping(experiment, request))
    assert count < mapping_items(experiment, request) / 50


@pytest.mark.parametrize("size", [2, 31, 64, 65, 100, 129])
@pytest.mark.parametrize("axis", ["theta2", "momentum"])
def test_every_pixel_is_computed_once(
    size: int, axis: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def watched(*given: object) -> object:
        for batch in batches_of(*given):  # type: ignore[arg-type]  # as they came
            seen.extend(batch.pixels.tolist())
            yield batch

    monkeypatch.setattr("playground.core.basin_map.batches_of", watched)
    request = MapRequest(MapAxis("theta1", -1, 1), MapAxis(axis, 0, 1), size)
    basin_map(Experiment("booth", steps=1), request)
    assert sorted(seen) == list(range(size * size))


def test_items_are_as_many_as_announced_and_leave_autograd_alone() -> None:
    experiment, request = Experiment("himmelblau", steps=10), square_map(2, 70)
    count = 0
    for _ in basin_mapping(experiment, request):
        assert torch.is_grad_enabled()
        count += 1
    assert count == mapping_items(experiment, request)


@pytest.mark.parametrize("steps", [1, 2, 3, 5, 255, 256, 257, 300, 1000, 100_000])
def test_kept_steps_begin_and_end_with_the_run(steps: int) -> None:
    kept = kept_steps(steps)
    assert (kept[0], kept[-2], kept[-1]) == (0, steps - 1, steps)
    assert (np.diff(kept) >= 1).all()
    late = kept[1:] > 256
    assert (np.diff(kept)[late] <= kept[1:][late] / 64).all()


def test_cancelled_map_leaves_nothing() -> None:
    items = basin_mapping(Experiment("himmelblau"), square_map(5, 100))
    for _ in range(30):
        next(items)
    assert torch.is_grad_enabled()
    items.close()  # type: ignore[attr-defined]  # it is a generator
    del items
    gc.collect()
    assert not [item for item in gc.get_objects() if type(item) is BasinRecord]


@pytest.mark.parametrize("loss", ["himmelblau", "moons", "thermometer"])
def test_no_tensor_is_larger_than_16_megabytes(loss: str) -> None:
    request = MapRequest(MapAxis("theta1", -1, 1), MapAxis("theta2", -1, 1), 128)
    with Largest() as largest:  # type: ignore[no-untyped-call]  # untyped in torch
        for number, item in enumerate(basin_mapping(Experiment(loss, steps=2), request)):
            if number > 40 and item is not None and len(item.x) >= 64:  # batches are full by now
                break
    assert 1e5 < largest.bytes < 16 * 2**20


@pytest.mark.parametrize("loss", ["square", "himmelblau", "moons"])
@pytest.mark.parametrize("steps", [1, 1000, 100_000])
def test_record_takes_no_more_than_32_megabytes(loss: str, steps: int) -> None:
    experiment = Experiment(loss, steps=steps, dtype="float64")
    record = BasinRecord(experiment, most_runs(experiment))
    assert record.theta.nbytes + record.loss.nbytes <= 2**25
