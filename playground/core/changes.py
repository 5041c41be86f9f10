"""What changing some fields of an experiment does to the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from playground.core.experiment import Edit, Experiment
from playground.core.losses import LOSSES
from playground.core.mistakes import possible
from playground.core.optimizers import find_optimizer, is_typed

LOSS_FIELDS = ("loss", "dataset", "model", "target")
OWN = ("theta", "learning_rate")  # what each loss has values of its own for


def changed(experiment: Experiment, changes: Mapping[str, object]) -> Experiment:
    """Return the experiment with other values in some fields.

    Another loss brings its own theta, learning rate and steps, and so do, but for the steps, the
    inputs of a model that are normalised in another way; settings that nothing declares
    any more are dropped, those of edits too, and so are edits beyond the last step and mistakes
    that the loss or its gradient does not allow. Raises ValueError for a value that is wrong.
    """
    kept = {name.name: getattr(experiment, name.name) for name in fields(experiment)}
    if any(name in changes and changes[name] != kept[name] for name in LOSS_FIELDS):
        for name in (*LOSS_FIELDS[1:], "normalise", *OWN, "batch_size", "gradient"):
            del kept[name]
        kept["edits"] = ()
        kept["steps"] = _usual_steps({**kept, **changes}, experiment.steps)
    elif changes.get("normalise", experiment.normalise) != experiment.normalise:
        for name in OWN:
            del kept[name]
        kept["edits"] = ()
    kept |= changes
    if "mistakes" not in changes:
        kept["mistakes"] = ()
        kept["mistakes"] = _still_possible(experiment.mistakes, kept)
    if "settings" not in changes:
        kept["settings"] = _still_declared(experiment, kept)
    steps = kept["steps"]
    if "edits" not in changes and isinstance(steps, int):
        kept["edits"] = _still_valid(kept["edits"], steps, str(kept["optimizer"]))
    return Experiment(**kept)


def _usual_steps(kept: dict[str, object], steps: int) -> int:
    """The steps that a loss of the list declares; one that is typed keeps those of before."""
    entry = LOSSES.get(str(kept["loss"])) if not kept.get("model") else None
    return entry.steps if entry is not None else steps


def _still_valid(edits: tuple[Edit, ...], steps: int, optimizer: str) -> tuple[Edit, ...]:
    """The edits within the steps, without settings that another optimizer does not have."""
    declared = find_optimizer(optimizer).settings
    kept = []
    for edit in edits:
        settings = {name: value for name, value in edit.settings.items() if name in declared}
        if edit.step <= steps and (settings or edit.learning_rate is not None):
            kept.append(replace(edit, settings=settings))
    return tuple(kept)


def _still_possible(mistakes: tuple[str, ...], kept: dict[str, object]) -> tuple[str, ...]:
    """The mistakes that can be made with the loss as well."""
    if not mistakes:
        return ()
    bare = Experiment(**{**kept, "settings": {}, "edits": ()})  # type: ignore[arg-type]  # checked
    there = [mistake.name for mistake in possible(bare.loss_entry, bare.gradient)]
    return tuple(name for name in mistakes if name in there)


def _still_declared(before: Experiment, kept: dict[str, object]) -> dict[str, object]:
    """The settings that are still declared; a constant that was typed anew is as it was typed."""
    given = kept["settings"]
    assert isinstance(given, Mapping)
    without: dict[str, object] = {**kept, "settings": {}, "edits": ()}
    bare = Experiment(**without)  # type: ignore[arg-type]  # checked by Experiment
    declared = bare.declared_settings
    if is_typed(str(kept["optimizer"])) and is_typed(before.optimizer):
        old = before.declared_settings
        declared = {name: new for name, new in declared.items() if old.get(name, new) == new}
    return {name: value for name, value in given.items() if name in declared}
