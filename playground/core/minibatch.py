"""Which rows of the data each step of minibatch descent looks at."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import torch
from torch import Tensor

_KEPT_EVERY = 256  # epochs; a generator's state is 5 kB, a permutation of few rows 3 µs


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
        order = torch.randperm(rows, generator=generator)
        # One by one, not torch.split: an epoch may be longer than the whole run.
        for first in range(0, rows, batch_size):
            yield order[first : first + batch_size]


@lru_cache(maxsize=1)
def kept_batches(rows: int, batch_size: int, seed: int) -> BatchAtStep:
    """Return the batches at any step, with what was drawn for the step before."""
    # kept: the playhead asks for one step after the other
    return BatchAtStep(rows, batch_size, seed)


class BatchAtStep:
    """The batches of `batches`, in any order of steps: for a playhead that is scrubbed."""

    def __init__(self, rows: int, batch_size: int, seed: int) -> None:
        self._rows, self._batch_size = rows, batch_size
        self._per_epoch = -(-rows // batch_size) if batch_size else 1
        self._generator = torch.Generator().manual_seed(seed)
        self._states = [self._generator.get_state()]  # before epochs 0, 256, 512, …
        self._next = 0  # the epoch that the generator draws next
        self._order = torch.empty(0, dtype=torch.int64)  # the rows of the epoch before that

    def __call__(self, step: int) -> Tensor | None:
        """Return the row numbers of this step, or None where it uses all rows."""
        for _ in self.reach(step):
            pass
        if not self._cuts:
            return None
        first = step % self._per_epoch * self._batch_size
        return self._order[first : first + self._batch_size]

    def reach(self, step: int) -> Iterator[int]:
        """Draw the epochs up to that of the step, one at each item; it is then at hand."""
        epoch = self.epoch(step)
        if self._cuts and epoch != self._next - 1:
            self._rewind(epoch)
            while self._next <= epoch:
                self._draw()
                yield self._next

    def epoch(self, step: int) -> int:
        """Return the epoch that the step is in."""
        return step // self._per_epoch

    @property
    def _cuts(self) -> bool:
        return 0 < self._batch_size < self._rows

    def _rewind(self, epoch: int) -> None:
        kept = min(epoch // _KEPT_EVERY, len(self._states) - 1)
        if not kept * _KEPT_EVERY <= self._next <= epoch:
            self._generator.set_state(self._states[kept])
            self._next = kept * _KEPT_EVERY

    def _draw(self) -> None:
        if self._next == len(self._states) * _KEPT_EVERY:
            self._states.append(self._generator.get_state())
        self._order = torch.randperm(self._rows, generator=self._generator)
        self._next += 1
