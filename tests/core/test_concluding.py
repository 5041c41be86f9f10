"""The end of a run is told in pieces: the same words, and a worker is never held up for long."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest

from playground.core import hessian, pieces
from playground.core.datasets import Table
from playground.core.descent import record, run
from playground.core.experiment import Experiment
from playground.core.losses import Loss
from playground.core.outcome import conclude, concluding
from playground.core.table_file import parse_table

ROWS = 200


def table() -> Table:
    x = np.linspace(-1.0, 2.0, ROWS)
    lines = [f"{a},{2 * a + 1 + 0.3 * math.sin(9 * a)}" for a in x.tolist()]
    return parse_table("\n".join(("x,y", *lines)), "rows")


def fits() -> Iterator[Experiment]:
    """Runs of a line through the rows that end in each way that looks at the data again."""
    for loss, rate, steps in (
        ("mse", 0.01, 40),  # slow: how many more steps
        ("mse", 0.3, 400),  # settles
        ("mse", 0.9, 40),  # explodes by growing
        ("mse", 30.0, 60),  # explodes beyond float32
        ("mae", 1.0, 200),  # cycles around a kink
        ("mae", 0.01, 40),  # slow
    ):
        yield Experiment(
            loss, dataset=table(), model="w*x+b", target="y", learning_rate=rate, steps=steps
        )


@pytest.fixture
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pieces, hessian):
        monkeypatch.setattr(module, "MOST_NUMBERS", ROWS)  # one theta at a time


@pytest.mark.parametrize("experiment", list(fits()))
def test_a_conclusion_in_pieces_is_the_one_in_one_go(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    trajectory = run(experiment)
    expected = trajectory.outcome
    for module in (pieces, hessian):
        monkeypatch.setattr(module, "MOST_NUMBERS", ROWS)
    assert conclude(experiment, trajectory) == expected


@pytest.mark.usefixtures("short_pieces")
@pytest.mark.parametrize("experiment", list(fits()))
def test_between_two_pieces_the_data_is_read_only_a_few_times(
    experiment: Experiment, monkeypatch: pytest.MonkeyPatch
) -> None:
    trajectory = run(experiment)
    read = 0
    evaluate = Loss.__call__

    def counted(self: Loss, theta: object) -> object:
        nonlocal read
        read += theta.shape[:-1].numel()  # type: ignore[attr-defined]  # a tensor
        return evaluate(self, theta)  # type: ignore[arg-type]  # a tensor

    monkeypatch.setattr(Loss, "__call__", counted)
    most = 0
    working = concluding(experiment, trajectory)
    for _ in working:
        most, read = max(most, read), 0
    assert most <= 3


@pytest.mark.usefixtures("short_pieces")
def test_a_run_gives_way_after_its_last_row_until_it_has_its_outcome() -> None:
    experiment = next(each for each in fits() if each.learning_rate == 1.0)  # it cycles
    waiting = [
        trajectory.outcome
        for trajectory in record(experiment)
        if trajectory.length == experiment.steps + 1
    ]
    assert len(waiting) > 10
    assert waiting[-1] is not None
    assert set(waiting[:-1]) == {None}


def test_an_overflow_is_explained_without_the_parts_of_torch_that_take_a_second() -> None:
    program = (
        "import sys; from playground.core.descent import run; "
        "from playground.core.experiment import Experiment; "
        "print(run(Experiment('where(x>0, sqrt(x), 0)', theta=(0.0,))).outcome.kind); "
        "print('sympy' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == ["undefined", "False"]
