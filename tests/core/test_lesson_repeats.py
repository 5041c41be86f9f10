"""A class is not asked to predict what an earlier step of the lesson has shown."""

from __future__ import annotations

import pytest

from playground.core.lesson_checking import checking
from playground.core.lesson_file import lesson_from
from playground.core.schema_errors import path_of

LESSON = """schema_version = 1
title = "A lesson"
level = "beginner"
minutes = 5

[[steps]]
title = "First"
experiment = {{ loss = "square", theta = [1.0], learning_rate = 0.2, steps = 20 }}
{pinned}

[[steps]]
title = "Second"
change = {{ {change} }}
predict = {{ ask = "?", {predict} }}
"""
OUTCOME = 'kind = "outcome"'
TENTH = 'kind = "number", quantity = "theta", step = 10, tolerance = 0.001'


def told(change: str, predict: str = OUTCOME, pinned: str = "") -> list[str]:
    lesson = lesson_from(LESSON.format(change=change, predict=predict, pinned=pinned))
    found = [fault for faults in checking(lesson) for fault in faults]
    return [f"{path_of(where)}: {said}" for where, said in found]


@pytest.mark.parametrize(
    ("change", "predict"),
    [
        ("steps = 20", OUTCOME),
        ("steps = 12", OUTCOME),  # the first 12 of 20
        ('dtype = "float64"', OUTCOME),
        ("steps = 100", TENTH),  # 20 steps have shown the tenth
    ],
)
def test_what_was_shown_is_no_prediction(change: str, predict: str) -> None:
    said = "steps[1].predict: step 1 (First) has shown this run already"
    assert told(change, predict) == [said]


def test_a_pinned_run_shows_itself_too() -> None:
    pinned = "pinned = [{ change = { learning_rate = 0.4 } }]"
    assert len(told("learning_rate = 0.4", pinned=pinned)) == 1
    assert told("learning_rate = 0.4") == []


@pytest.mark.parametrize("change", ["steps = 100", "learning_rate = 0.3", "theta = [2.0]"])
def test_what_goes_on_or_begins_otherwise_can_be_asked(change: str) -> None:
    assert told(change) == []
