"""Which rows of the data each step of minibatch descent looks at."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor


def batches(rows: int, batch_size: int, seed: int) -> Iterator[Tensor] | None:
    """Return row numbers for each step, or None where every step uses all rows.

    Each epoch is a permutation drawn from the seed, cut into batches as torch's DataLoader does
    with shuffle=True: the last batch of an epoch may be smaller.
    """
    if batch_size == 0 or batch_size >= rows:
        return None
    return _shuffled(rows, batch_size, seed)


def _shuffled(rows: int, batch_size: int, seed: int) -> Iterator[Tensor]:
    generator = torch.Generator().manual_seed(seed)
    while True:
        yield from torch.randperm(rows, generator=generator).split(batch_size)
