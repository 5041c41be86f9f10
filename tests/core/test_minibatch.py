"""Minibatches are those of torch's own cut, and cost no more than the steps that are made."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice

import pytest
import torch

from playground.core.minibatch import BatchAtStep, batches


@pytest.mark.parametrize(("rows", "batch_size"), [(11, 4), (12, 4), (7, 1), (300, 299)])
def test_batches_are_each_epochs_permutation_as_torch_splits_it(rows: int, batch_size: int) -> None:
    generator = torch.Generator().manual_seed(5)
    expected = [
        part
        for _ in range(3)
        for part in torch.split(torch.randperm(rows, generator=generator), batch_size)
    ]
    walked = batches(rows, batch_size, seed=5)
    assert walked is not None
    for ours, torchs in zip(islice(walked, len(expected)), expected, strict=True):
        assert torch.equal(ours, torchs)


@pytest.mark.parametrize("first", ["descent", "playhead"])
def test_the_first_batch_of_a_long_table_costs_one_permutation(first: str) -> None:
    rows = 500_000
    get = {
        "descent": lambda: next(batches(rows, 1, seed=0) or iter(())),
        "playhead": lambda: BatchAtStep(rows, 1, seed=0)(3),
    }[first]
    shuffled = min(seconds(lambda: torch.randperm(rows)) for _ in range(3))
    assert min(seconds(get) for _ in range(3)) < 5 * shuffled + 0.01


def test_epochs_on_the_way_to_a_step_are_drawn_one_at_a_time() -> None:
    batch = BatchAtStep(1000, 500, seed=0)
    assert len(list(batch.reach(41))) == 21  # two steps an epoch
    assert list(batch.reach(40)) == []  # the same epoch: at hand


def seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
