"""A typed number above the range of the format is infinity in the program too."""

from __future__ import annotations

import pytest

from playground.core.descent import run
from playground.core.programs import DIALECTS, program
from tests.core.programs.conftest import Execute
from tests.core.test_beyond_the_format import EVERY


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_program_with_such_a_number_ends_where_its_run_ends(
    dialect: str, execute: Execute
) -> None:
    # torch.optim.Adagrad itself refuses such an initial_accumulator_value
    every = [e for e in EVERY if dialect == "loop" or e.optimizer != "adagrad"]
    printed = execute([program(experiment, dialect) for experiment in every])
    for experiment, lines in zip(every, printed, strict=True):
        assert lines == [str(run(experiment).theta[-1].tolist())], experiment
