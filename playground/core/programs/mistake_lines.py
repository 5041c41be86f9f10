"""The lines of the user's own program that a mistake is made and mended by."""

from __future__ import annotations

from collections.abc import Sequence

from playground.core.experiment import Experiment
from playground.core.losses.normalising import NONE, USUAL, normalising_line
from playground.core.mistakes import MISTAKES
from playground.core.programs.names import column_names
from playground.core.programs.shown import shown_line
from playground.core.settings import settle

MOST_LINES = 3  # of the inputs that a mistake leaves as they are


def mistake_lines(name: str, experiment: Experiment) -> tuple[str, str]:
    """Return the wrong line and the right one, as the program of the experiment shows them.

    Those of a mistake that looks alike in every program are the mistake's own. A model of several
    columns has a line for each of the first.
    """
    if name == "integer-theta":
        lines = theta_line(experiment, whole=True), theta_line(experiment)
    elif name == "not-normalised" and experiment.model:
        return _raw_and_normalised(experiment)
    elif name == "not-normalised":
        lines = scaled_line(1.0), scaled_line(_mended(experiment))
    else:
        lines = MISTAKES[name].wrong, MISTAKES[name].right
    wrong, right = (shown_line(line).text for line in lines)
    return wrong, right


def theta_line(experiment: Experiment, whole: bool = False) -> str:
    """Return the line that makes the first theta, as whole numbers by mistake."""
    if whole:
        numbers = [round(number) for number in experiment.theta]
        return f"theta = torch.tensor({numbers!r}, requires_grad=True)"
    kind = "" if experiment.dtype == "float32" else f", dtype=torch.{experiment.dtype}"
    return f"theta = torch.tensor({list(experiment.theta)!r}{kind}, requires_grad=True)"


def normalised_lines(experiment: Experiment, inputs: Sequence[str]) -> list[str]:
    """Return the lines that normalise the inputs of a typed model, or by mistake do not."""
    if "not-normalised" in experiment.mistakes:
        return [as_it_was(name) for name in inputs]
    if experiment.normalise == NONE:
        return []
    return [normalising_line(experiment.normalise, name) for name in inputs]


def _raw_and_normalised(experiment: Experiment) -> tuple[str, str]:
    way = experiment.normalise if experiment.normalise != NONE else USUAL
    called = column_names(experiment)
    names = [called[name] for name in experiment.loss_entry.inputs]
    more = ["…"] * (len(names) > MOST_LINES)
    lines = (map(as_it_was, names), (normalising_line(way, name) for name in names))
    wrong, right = ("\n".join([*list(each)[:MOST_LINES], *more]) for each in lines)
    return wrong, right


def as_it_was(name: str) -> str:
    """Return the line that stands where an input should be normalised."""
    return f"{name} = 1.0 * {name}"


def scaled_line(scale: float) -> str:
    """Return the line that normalises the input."""
    return f"t_u = {scale!r} * t_u"


def _mended(experiment: Experiment) -> float:
    """The scale that the run would have without the mistake; of one that is none, the usual."""
    usual = experiment.loss_entry.settings["input_scale"].default
    scale = settle(experiment.loss_entry.settings, experiment.settings).input_scale
    return scale if scale != 1 else float(usual)  # type: ignore[arg-type]  # a number
