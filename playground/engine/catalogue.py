"""What there is to choose from in the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playground.core.datasets import DATASETS, Table
from playground.core.losses import LOSSES, LossEntry
from playground.core.optimizers import OPTIMIZERS, UNAVAILABLE, Optimizer
from playground.core.presets import PRESETS, Preset
from playground.core.schedules import SCHEDULES, ScheduleEntry
from playground.core.tensors import DTYPES


@dataclass(frozen=True)
class Catalogue:
    """What there is to choose from, by name."""

    losses: Mapping[str, LossEntry] = field(default_factory=lambda: LOSSES)
    optimizers: Mapping[str, Optimizer] = field(default_factory=lambda: OPTIMIZERS)
    unavailable: Mapping[str, str] = field(default_factory=lambda: UNAVAILABLE)  # optimizers: why
    schedules: Mapping[str, ScheduleEntry] = field(default_factory=lambda: SCHEDULES)
    datasets: Mapping[str, Table] = field(default_factory=lambda: DATASETS)
    dtypes: tuple[str, ...] = tuple(DTYPES)
    presets: tuple[Preset, ...] = PRESETS
