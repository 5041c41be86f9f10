"""Lessons as files: what a person may write, and what each mistake is told as."""

from __future__ import annotations

import pytest

from playground.core.experiment import Experiment
from playground.core.lesson import ChoiceQuestion, PredictCurve, PredictOutcome
from playground.core.lesson_file import LessonFileError, lesson_from

HEAD = """schema_version = 1
title = "A lesson"
level = "beginner"
minutes = 5
text = "What $\\\\theta$ does."
"""
STEP = """
[[steps]]
title = "First"
text = "Look."
"""


def lines(text: str) -> tuple[str, ...]:
    with pytest.raises(LessonFileError) as error:
        lesson_from(text, "a.toml")
    return error.value.errors


def test_a_lesson_says_what_each_step_shows_and_asks() -> None:
    text = (
        HEAD
        + STEP
        + """
panels = ["loss", "numbers"]
hide = ["data", "more"]
playhead = 3
experiment = { loss = "square", theta = [2.0], learning_rate = 0.9 }
predict = { kind = "outcome", ask = "And?", choices = ["settles", "explodes"] }
after = "It does."

[[steps.questions]]
ask = "Which?"
choices = ["this", "that"]
answer = "that"

[[steps.pinned]]
name = "slower"
change = { learning_rate = 0.1 }

[[steps]]
title = "Second"
change = { learning_rate = 1.1 }
predict = { kind = "curve", ask = "Draw it.", log = true }
"""
    )
    lesson = lesson_from(text)
    first, second = lesson.steps
    shown = Experiment("square", (2.0,), 0.9)
    assert (lesson.title, lesson.level, lesson.minutes) == ("A lesson", "beginner", 5)
    assert (first.panels, first.hidden, first.playhead) == (
        ("loss", "numbers"),
        ("data", "more"),
        3,
    )
    assert first.experiment == shown
    assert first.predict == PredictOutcome("And?", ("settles", "explodes"))
    assert first.questions == (ChoiceQuestion("Which?", ("this", "that"), "that"),)
    assert [(pin.name, pin.experiment) for pin in first.pinned] == [
        ("slower", Experiment("square", (2.0,), 0.1))
    ]
    assert (first.after, second.after) == ("It does.", "")
    assert second.experiment == Experiment("square", (2.0,), 1.1)
    assert second.predict == PredictCurve("Draw it.", log=True)


def test_a_step_changes_only_the_fields_that_it_names() -> None:
    text = HEAD + STEP + 'experiment = { optimizer = "sgd", settings = { momentum = 0.5 } }\n'
    text += STEP + "change = { settings = { nesterov = true } }\n" + STEP
    text += STEP + 'change = { optimizer = "adam" }\n'
    momentum, nesterov, same, adam = (step.experiment for step in lesson_from(text).steps)
    assert momentum == Experiment(settings={"momentum": 0.5})
    assert nesterov == same == Experiment(settings={"momentum": 0.5, "nesterov": True})
    assert adam == Experiment(optimizer="adam")


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("panel = []", "line 10: steps[0].panel: there is no such field; did you mean 'panels'?"),
        ("after = 1", "line 10: steps[0].after: must be text, not 1"),
        ("playhead = 1.5", "line 10: steps[0].playhead: must be a whole number, not 1.5"),
        ("playhead = 21", "line 10: steps[0].playhead: must be at most 20, the steps of the run, "
         "not 21"),
        ('hide = [\n  "theta",\n  "tehta",\n]', "line 12: steps[0].hide[1]: there is no control "
         "'tehta'; did you mean 'theta'? There are loss, data, theta, learning_rate, steps, "
         "optimizer, schedule, mistakes, more, another_rate, transport, pin, fork, panels, "
         "switches"),
        ("[steps.experiment]\nsteps = 10\nlearning_rate = -1.0", "line 12: "
         "steps[0].experiment.learning_rate: must be a finite number above 0, not -1"),
        ("[steps.experiment]\nsettings = { momentun = 0.9 }", "line 11: "
         "steps[0].experiment.settings: there is no setting 'momentun'; did you mean 'momentum'?"),
        ('[steps.predict]\nkind = "number"\nask = "?"\nquantity = "theta"\ntolerance = "small"',
         'line 14: steps[0].predict.tolerance: must be a number, not "small"'),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_field(step: str, message: str) -> None:
    assert lines(f"{HEAD}{STEP}{step}\n") == (f"a.toml: {message}",)


def test_all_mistakes_are_there_at_once_in_the_order_of_the_lines() -> None:
    text = HEAD.replace("5", '"five"') + STEP + "hide = 1\n" + STEP + "colour = 1\n"
    assert lines(text) == (
        'a.toml: line 4: minutes: must be a whole number, not "five"',
        "a.toml: line 10: steps[0].hide: must be a list, not 1",
        "a.toml: line 15: steps[1].colour: there is no such field",
    )
