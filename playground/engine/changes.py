"""What changing some fields of an experiment does to the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from playground.core.experiment import Experiment
from playground.core.losses import LOSSES

LOSS_FIELDS = ("loss", "dataset", "model", "target")


def changed(experiment: Experiment, changes: Mapping[str, object]) -> Experiment:
    """Return the experiment with other values in some fields.

    Another loss brings its own theta, learning rate and steps; settings that nothing declares
    any more are dropped, and so are edits beyond the last step. Raises ValueError for a value
    that is wrong.
    """
    kept = {name.name: getattr(experiment, name.name) for name in fields(experiment)}
    if any(name in changes and changes[name] != kept[name] for name in LOSS_FIELDS):
        for name in (*LOSS_FIELDS[1:], "theta", "learning_rate", "batch_size", "gradient"):
            del kept[name]
        kept["edits"] = ()
        kept["steps"] = _usual_steps({**kept, **changes}, experiment.steps)
    kept |= changes
    if "settings" not in changes:
        kept["settings"] = _still_declared(kept)
    steps = kept["steps"]
    if "edits" not in changes and isinstance(steps, int):
        kept["edits"] = tuple(edit for edit in kept["edits"] if edit.step <= steps)
    return Experiment(**kept)


def _usual_steps(kept: dict[str, object], steps: int) -> int:
    """The steps that a loss of the list declares; one that is typed keeps those of before."""
    entry = LOSSES.get(str(kept["loss"])) if not kept.get("model") else None
    return entry.steps if entry is not None else steps


def _still_declared(kept: dict[str, object]) -> dict[str, object]:
    given = kept["settings"]
    assert isinstance(given, Mapping)
    bare = Experiment(**{**kept, "settings": {}})  # type: ignore[arg-type]  # checked by Experiment
    declared = bare.declared_settings
    return {name: value for name, value in given.items() if name in declared}
