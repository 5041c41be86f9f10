"""An update rule whose settings differ from run to run of a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import torch
from torch import Tensor

from playground.core.optimizers import Memory
from playground.core.optimizers.base import Optimizer, Rate
from playground.core.settings import Settings

_FULL = (torch.float32, torch.float64)  # in which a tensor of numbers rounds as each number does


@dataclass
class _Group:
    """Runs next to each other that have their settings in common, but for those in columns."""

    settings: Settings
    columns: dict[str, Tensor]  # (runs, 1): what each run has of a setting
    runs: Tensor  # their numbers in the batch, ascending, without those that were left out
    memory: Memory = field(default_factory=dict)
    _changed: tuple[Settings, Settings] | None = None  # what was changed last, and what it made

    def settings_with(self, changes: Settings) -> Settings:
        """Return the settings, of which some may have been changed."""
        if not changes and not self.columns:
            return self.settings
        if self._changed is None or self._changed[0] is not changes:
            # Any: a rule takes a tensor for what its optimizer has by_run.
            every: dict[str, Any] = {**self.settings, **self.columns, **changes}
            self._changed = changes, Settings(every)
        return self._changed[1]

    def keep(self, runs: Tensor) -> None:
        """Forget all runs but these."""
        index = torch.searchsorted(self.runs, runs)
        for name, value in self.memory.items():
            if isinstance(value, Tensor) and value.dim() and len(value) == len(self.runs):
                self.memory[name] = value[index]
        self.columns = {name: column[index] for name, column in self.columns.items()}
        self._changed = None
        self.runs = runs


class VariedRule:
    """The rule for a batch in which each group of neighbours has settings of its own.

    Losses and gradients, which take longest, are still those of the whole batch, and groups that
    differ only in what the optimizer has `by_run` are one. For one descent only, of a batch with,
    in this order, `sizes` runs of each of the `settings`.
    """

    def __init__(
        self,
        optimizer: Optimizer,
        settings: Sequence[Settings],
        sizes: Sequence[int],
        dtype: torch.dtype,
    ) -> None:
        self._rule = optimizer.rule
        self._count = sum(sizes)
        by_run = optimizer.by_run if dtype in _FULL else ()
        self._groups = _groups(settings, sizes, by_run, dtype)

    def memory(self) -> Memory:
        """What the batch is to remember besides, so that runs can be left out of it."""
        return {"run": torch.arange(self._count)}

    def remembered(self, theta: Tensor) -> Memory | None:
        """What is kept of each run, in theta's shape; None if anything else is kept.

        A group that keeps nothing where others do, as without momentum, has zeros.
        """
        names = {name for group in self._groups for name in group.memory}
        joined: Memory = {}
        for name in names:
            parts = [
                group.memory.get(name, theta.new_zeros(len(group.runs), theta.shape[-1]))
                for group in self._groups
            ]
            if not all(isinstance(part, Tensor) and part.dim() for part in parts):
                return None
            joined[name] = torch.cat(parts)
        return joined

    def __call__(
        self, theta: Tensor, gradient: Tensor, memory: Memory, rate: Rate, changes: Settings
    ) -> Tensor:
        """Return the next theta of all runs; the changes are of settings, and for every group."""
        if len(theta) < self._count:
            self._keep(memory["run"])
        stepped = []
        start = 0
        for group in self._groups:
            part = slice(start, start := start + len(group.runs))
            own = rate[part] if isinstance(rate, Tensor) else rate
            settings = group.settings_with(changes)
            stepped.append(self._rule(theta[part], gradient[part], group.memory, own, settings))
        return torch.cat(stepped)

    def _keep(self, runs: Tensor) -> None:
        ends = torch.tensor([int(group.runs[-1]) for group in self._groups])
        cuts = torch.searchsorted(runs, ends, right=True)
        start = 0
        for group, end in zip(self._groups, cuts.tolist(), strict=True):
            if end - start < len(group.runs):
                group.keep(runs[start:end])
            start = end
        self._groups = [group for group in self._groups if len(group.runs)]
        self._count = len(runs)


def _groups(
    settings: Sequence[Settings], sizes: Sequence[int], by_run: Sequence[str], dtype: torch.dtype
) -> list[_Group]:
    groups: list[_Group] = []
    runs = torch.split(torch.arange(sum(sizes)), list(sizes))
    pairs = zip(settings, runs, strict=True)
    for _, alike in groupby(pairs, lambda pair: _shared(pair[0], by_run)):
        members = list(alike)
        first, numbers = members[0][0], torch.cat([part for _, part in members])
        varying = by_run if len(members) > 1 else ()
        columns = {
            name: torch.cat(
                [torch.full((len(p), 1), getattr(s, name), dtype=dtype) for s, p in members]
            )
            for name in varying
        }
        groups.append(_Group(first, columns, numbers))
    return groups


def _shared(settings: Settings, by_run: Sequence[str]) -> object:
    """What groups have in common that can be one."""
    kept = {name: value for name, value in settings.items() if name not in by_run}
    # A rule may leave out what a setting of 0 turns off, which a tensor cannot tell it.
    return kept, [name for name in by_run if not settings[name]]
