"""Learning-rate schedules, with the values of torch.optim.lr_scheduler."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from playground.core.optimizers import Rate
from playground.core.settings import Setting, Settings

# (base learning rate, step, steps of the run, settings) -> the rate of that step
Schedule = Callable[[Rate, int, int, Settings], Rate]


@dataclass(frozen=True)
class ScheduleEntry:
    """One schedule as declared."""

    name: str
    title: str
    help: str
    rate: Schedule
    settings: dict[str, Setting]


SCHEDULES: dict[str, ScheduleEntry] = {}


def schedule(title: str, **settings: Setting) -> Callable[[Schedule], Schedule]:
    """Offer the decorated function as a schedule, named as the function is."""

    def register(rate: Schedule) -> Schedule:
        name = rate.__name__.replace("_", "-")
        help_text = (inspect.getdoc(rate) or "").split("\n\n")[0].replace("\n", " ")
        SCHEDULES[name] = ScheduleEntry(name, title, help_text, rate, settings)
        return rate

    return register


@schedule("Constant")
def constant(learning_rate: Rate, step: int, steps: int, settings: Settings) -> Rate:
    """The same learning rate at every step."""
    return learning_rate
