"""What changes in the middle of a run: the learning rate, or settings of the optimizer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from playground.core.losses.tokens import as_declared
from playground.core.settings import Setting, Settings, Value, not_among

Base = TypeVar("Base")


@dataclass(frozen=True)
class Edit:
    """From this step on, use this learning rate, these settings of the optimizer, or both.

    A learning rate of None stays as it was. What the optimizer remembers carries over.
    """

    step: int
    learning_rate: float | None = None
    settings: Mapping[str, Value] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "settings", MappingProxyType(dict(self.settings)))

    def checked(self, declared: Mapping[str, Setting]) -> Edit:
        """Return the edit with its settings in their declared types.

        Raises ValueError for a setting that is wrong or not declared, and if nothing is changed.
        """
        if self.learning_rate is None and not self.settings:
            raise ValueError(
                f"the edit at step {self.step} must have a learning_rate or settings, not neither"
            )
        given = {as_declared(name, declared): value for name, value in self.settings.items()}
        for name in given:
            if name not in declared:
                error = not_among("setting of the optimizer", name, declared)
                raise ValueError(f"edits: {error}")
        values = {name: declared[name].check(name, value) for name, value in given.items()}
        return replace(self, settings=values)


def bases(first: Base, edits: Sequence[Edit]) -> list[Base | float]:
    """Return the learning rates in force: the first, then that from each edit on."""
    found: list[Base | float] = [first]
    for edit in edits:
        found.append(found[-1] if edit.learning_rate is None else edit.learning_rate)
    return found


def settings_from(settings: Settings, edits: Iterable[Edit]) -> Callable[[int], Settings]:
    """Return the function from a step to the optimizer's settings there."""
    starts: list[int] = []
    stages = [settings]
    for edit in edits:
        if edit.settings:
            starts.append(edit.step)
            stages.append(Settings({**stages[-1], **edit.settings}))
    if not starts:
        return lambda step: settings
    return lambda step: stages[bisect_right(starts, step)]


def resettings(edits: Iterable[Edit]) -> list[int]:
    """Return the steps from which a setting of the optimizer is another one."""
    return [edit.step for edit in edits if edit.settings]
