"""A program with several mistakes at once does what their run does, refusals included."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.mistakes import possible
from playground.core.programs import DIALECTS, program
from tests.core.programs.conftest import Execute
from tests.core.programs.test_every_choice import final

BASES = {
    "square": Experiment("square", (1.0, 2.0), 0.1, 3, dtype="float64"),
    "data": Experiment("thermometer", learning_rate=1e-5, steps=3, batch_size=4, dtype="float64"),
    "by hand": Experiment("line", learning_rate=1e-3, steps=3, gradient="by-hand", dtype="float64"),
}


def together(base: Experiment) -> list[Experiment]:
    """The experiment with every choice of the mistakes that can be made with its loss."""
    names = [mistake.name for mistake in possible(base.loss_entry, base.gradient)]
    chosen = itertools.product((False, True), repeat=len(names))
    return [replace(base, mistakes=tuple(itertools.compress(names, on))) for on in chosen]


@pytest.mark.parametrize("base", BASES)
def test_a_program_ends_as_its_run_ends_whichever_mistakes_are_on(
    base: str, execute: Execute
) -> None:
    every = list(itertools.product(together(BASES[base]), DIALECTS))
    printed = execute([program(experiment, dialect) for experiment, dialect in every])
    for (experiment, dialect), lines in zip(every, printed, strict=True):
        where = f"{dialect}, {experiment.mistakes}: {lines[-1]}"
        try:
            expected = run(experiment).theta[-1]
        except ValueError as refused:
            words = str(refused).removeprefix("torch refuses: ")
            assert lines[-1] == f"RuntimeError: {words}", where
        else:
            np.testing.assert_allclose(final(lines), expected, 1e-9, err_msg=where)
