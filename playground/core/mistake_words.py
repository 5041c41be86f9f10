"""What a mistake does to the run at hand, in words that are true of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.core.mistakes import MISTAKES
from playground.core.settings import settle

if TYPE_CHECKING:
    from playground.core.experiment import Experiment

NOTHING = "It changes nothing here: "
_IN_THE_GRADIENT = ("not-zeroed", "wrong-sign")
_TINY = 1e-4  # an ε above it is no longer small beside a gradient
# These divide the gradient by its own size, or look at nothing but its sign.
_BY_ITS_SIZE = frozenset(
    {"adam", "adamw", "adamax", "nadam", "rmsprop", "adagrad", "adadelta", "adafactor", "rprop"}
)


def effect(name: str, experiment: Experiment) -> str:
    """Return what a mistake does to this run, as sentences; the experiment may make it or not."""
    if name in _IN_THE_GRADIENT and not _reads_gradient(experiment):
        return f"{NOTHING}the rule that is typed does not use the gradient."
    if name == "not-zeroed" and experiment.steps == 1:
        return f"{NOTHING}there is one step, and no gradient before it to be added to."
    if name == "averaged":
        return _averaged(experiment)
    if name == "summed":
        return _summed(experiment)
    if name == "not-normalised" and experiment.model:
        if experiment.normalise == "none":
            return (
                f"{NOTHING}nothing normalises the inputs of this model in any case. Normalise them "
                "to see what it does."
            )
    elif name == "not-normalised":
        scale = settle(experiment.loss_entry.settings, experiment.settings).input_scale
        if scale == 1:
            return f"{NOTHING}the input scale is 1, so the input goes in as it was read anyway."
    return MISTAKES[name].explanation


def changes_nothing(name: str, experiment: Experiment) -> bool:
    """Whether the run is the same with a mistake as without it."""
    return effect(name, experiment).startswith(NOTHING)


def _averaged(experiment: Experiment) -> str:
    count = len(experiment.theta)
    if count == 1:
        return f"{NOTHING}theta has one component, and the mean of one number is its sum."
    said = (
        f"The loss is the mean over the {count} components of theta where it was their sum: the "
        f"gradient is divided by {count}"
    )
    return f"{said}{_then(experiment, 'the same learning rate goes that much slower')}"


def _summed(experiment: Experiment) -> str:
    table = experiment.loss_entry.table
    assert table is not None  # or the mistake could not be made
    batched = 0 < experiment.batch_size < table.rows
    count = experiment.batch_size if batched else table.rows
    rows = "rows of a minibatch" if batched else "rows of the data"
    if count == 1:
        one = "a minibatch has one row" if batched else "the data have one row"
        return f"{NOTHING}{one}, and the sum of one number is its mean."
    if experiment.gradient == "by-hand":
        return (
            "Only the loss changes here, not the descent: the gradient written by hand is a sum "
            "already, and of a summed loss it is the right one."
        )
    said = (
        f"The loss is the sum over the {count:,} {rows} where it was their mean: the gradient is "
        f"multiplied by {count:,}"
    )
    return f"{said}{_then(experiment, 'the largest stable learning rate is divided by it')}"


def _then(experiment: Experiment, on_plain_descent: str) -> str:
    """What follows from a gradient that is so many times as large, to the end of the sentence."""
    settings, name = experiment.optimizer_settings, experiment.optimizer
    if not _reads_gradient(experiment):
        return ". The rule that is typed does not use it, so the descent stays as it is."
    if settings.get("weight_decay") and not _decays_apart(experiment):
        return "."
    if name in ("sgd", "asgd"):
        return f", and {on_plain_descent}."
    large = settings.get("eps", 0.0), settings.get("initial_accumulator_value", 0.0)
    if name in _BY_ITS_SIZE and all(float(size) < _TINY for size in large):  # type: ignore[arg-type]  # numbers
        title = experiment.optimizer_entry.title
        return f". {title} divides it by its own size again, so the steps hardly change."
    return "."


def _decays_apart(experiment: Experiment) -> bool:
    """Whether weight decay leaves the gradient alone."""
    apart = experiment.optimizer_settings.get("decoupled_weight_decay")
    return experiment.optimizer in ("adamw", "adafactor") or bool(apart)


def _reads_gradient(experiment: Experiment) -> bool:
    # Here, since panels are built before torch is imported.
    from playground.core.optimizers import is_typed
    from playground.core.optimizers.statements import read_rule, reads_gradient

    rule = experiment.optimizer
    return not is_typed(rule) or reads_gradient(read_rule(rule))
