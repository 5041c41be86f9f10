"""Whether two descents begin in the same way, so that one shows what the other does at first."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from playground.core.settings import settle

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

_LATER = frozenset({"steps", "edits", "dtype"})  # of the first steps these change nothing to see


def begin_alike(one: Experiment, other: Experiment) -> bool:
    """Whether both make the same first steps, but for rounding; they may be longer or edited later.

    A schedule that is stretched over the steps of its run counts as the same.
    """
    return _beginning(one) == _beginning(other)


def _beginning(experiment: Experiment) -> dict[str, object]:
    unsaid = _LATER if experiment.batch_size else _LATER | {"seed"}
    kept = {f.name: getattr(experiment, f.name) for f in fields(experiment) if f.name not in unsaid}
    kept["settings"] = dict(settle(experiment.declared_settings, experiment.settings))
    kept["edited at once"] = tuple(edit for edit in experiment.edits if edit.step == 0)
    return kept
