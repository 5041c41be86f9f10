"""Which descents begin alike: those whose first rows are the same, but for rounding."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from playground.core.beginnings import begin_alike
from playground.core.descent import run
from playground.core.edits import Edit
from playground.core.experiment import Experiment

ONE = Experiment(loss="square", theta=(1.0,), learning_rate=0.2, steps=20)
ROWS = Experiment(loss="line", theta=(0.0,), learning_rate=0.02, steps=20, batch_size=1)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"steps": 100},
        {"dtype": "float64"},
        {"settings": {"momentum": 0.0}},  # as without it
        {"seed": 4},  # nothing is drawn at random
        {"edits": (Edit(8, 0.3),)},
    ],
)
def test_what_begins_alike_has_the_same_first_rows(
    changes: dict[str, Any],  # Any: fields of any type
) -> None:
    other = replace(ONE, **changes)
    assert begin_alike(ONE, other)
    first, second = (run(one).theta[:8] for one in (ONE, other))
    assert first == pytest.approx(second, rel=1e-5)


@pytest.mark.parametrize(
    ("one", "changes"),
    [
        (ONE, {"theta": (2.0,)}),
        (ONE, {"learning_rate": 0.3}),
        (ONE, {"settings": {"momentum": 0.5}}),
        (ONE, {"edits": (Edit(0, 0.3),)}),
        (ONE, {"mistakes": ("not-zeroed",)}),
        (ROWS, {"seed": 1}),  # other rows come first
    ],
)
def test_what_differs_in_its_first_rows_does_not_begin_alike(
    one: Experiment,
    changes: dict[str, Any],  # Any: fields of any type
) -> None:
    other = replace(one, **changes)
    assert not begin_alike(one, other)
    first, second = (run(each).theta[:8] for each in (one, other))
    assert first != pytest.approx(second, rel=1e-3)
