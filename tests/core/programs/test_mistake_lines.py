"""The line that makes a mistake is in the program, and the one that mends it in the mended one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from playground.core.experiment import Experiment
from playground.core.programs import mistake_lines, program
from playground.core.programs.shown import shown_line

THERMOMETER_BY_HAND = Experiment(
    dataset="thermometer", model="w*t_u + b", target="t_c", normalise="standardise"
)


def shown(experiment: Experiment) -> list[str]:
    """The lines of the program as the Code panel shows them."""
    return [shown_line(line).text for line in program(experiment).splitlines()]


@pytest.mark.parametrize(
    ("experiment", "mistake"),
    [
        (Experiment("thermometer"), "not-normalised"),
        (Experiment("thermometer", settings={"input_scale": 0.25}), "not-normalised"),
        (THERMOMETER_BY_HAND, "not-normalised"),
        (replace(THERMOMETER_BY_HAND, normalise="scale"), "not-normalised"),
        (Experiment("square", (1.0,)), "integer-theta"),
        (Experiment("square", (2.5,)), "integer-theta"),
        (Experiment("himmelblau", (1.5, -2.0), dtype="float64"), "integer-theta"),
        (Experiment("thermometer", dtype="bfloat16"), "integer-theta"),
        (Experiment("moons"), "integer-theta"),  # 33 numbers, of which a line shows the first
        (Experiment("x^2 + 10*y^2", (0.1, 7.0)), "integer-theta"),
    ],
)
def test_both_lines_are_those_of_the_program_of_the_run(
    experiment: Experiment, mistake: str
) -> None:
    mistaken = shown(replace(experiment, mistakes=(mistake,)))
    mended = shown(experiment)
    wrong, right = mistake_lines(mistake, replace(experiment, mistakes=(mistake,)))
    assert wrong in mistaken
    assert wrong not in mended
    assert right in mended
    assert right not in mistaken


def test_raw_input_that_was_asked_for_is_mended_by_the_usual_scale() -> None:
    raw = Experiment("thermometer", settings={"input_scale": 1.0}, mistakes=("not-normalised",))
    assert mistake_lines("not-normalised", raw) == ("t_u = 1.0 * t_u", "t_u = 0.1 * t_u")
