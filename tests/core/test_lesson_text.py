"""A new lesson from the current state reads back equal, whatever the state is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from playground.core.datasets import Table
from playground.core.experiment import Edit, Experiment
from playground.core.lesson import (
    PAGES,
    ChoiceQuestion,
    NumberQuestion,
    PinnedRun,
    PredictCurve,
    PredictNumber,
    PredictOutcome,
    Scene,
)
from playground.core.lesson_checking import checking
from playground.core.lesson_file import LessonFileError, lesson_from
from playground.core.lesson_quantities import QUANTITIES, THEORY
from playground.core.lesson_text import lesson_text
from playground.core.losses import LOSSES
from playground.core.presets import PRESETS

PLAIN = Scene(experiment=Experiment(theta=(1.0,)))
VALUES = np.random.RandomState(0).randn(300, 2) * [1e-7, 1e9]
EXPERIMENTS = {
    **{preset.name: preset.experiment for preset in PRESETS},
    **{name: Experiment(name) for name in LOSSES},
    "typed": Experiment("(1-x)^2 + 5*(y - x^2)^2", (0.1, -1e-300)),
    "typed rule": Experiment(
        optimizer="velocity = β*velocity + gradient; theta = theta - lr*velocity",
        settings={"β": 0.5},
    ),
    "edits": Experiment(
        "quadratic",
        schedule="multi-step",
        settings={"momentum": 0.9, "nesterov": True, "milestones": (3, 5), "rotation": -45.0},
        edits=(Edit(3, 0.1), Edit(5, None, {"momentum": 0.5}), Edit(7, 1e-7, {"momentum": 0.25})),
    ),
    "mistakes": Experiment("line", mistakes=("not-zeroed", "wrong-sign"), seed=2**63 - 1),
    "own table": Experiment(
        "mae", dataset=Table('odd "name"\\\x7f', ("a b", "é"), VALUES), model="w*a_b", target="é"
    ),
    "built-in table": Experiment(
        "mse", dataset="thermometer", model="w*t_u + b", target="t_c", batch_size=3, dtype="float64"
    ),
}


@pytest.mark.parametrize("experiment", EXPERIMENTS.values(), ids=EXPERIMENTS.keys())
def test_what_is_written_reads_back_equal(experiment: Experiment) -> None:
    scene = Scene(experiment=experiment, panels=("loss", "numbers"))
    lesson = lesson_from(lesson_text("A lesson", scene))
    (step,) = lesson.steps
    assert step.experiment == experiment
    assert dict(step.experiment.settings) == dict(experiment.settings)
    assert step.panels == ("loss", "numbers")
    assert (lesson.title, step.title) == ("A lesson", "A lesson")


@pytest.mark.parametrize(
    "mistakes", [("outside-no-grad",), ("detached", "averaged"), ("integer-theta", "detached"), ()]
)
def test_what_torch_refuses_is_written_so_that_check_lesson_expects_it(
    mistakes: tuple[str, ...],
) -> None:
    experiment = Experiment("square", mistakes=mistakes)
    pinned = (PinnedRun("beside it", experiment),)
    lesson = lesson_from(lesson_text("Refused", Scene(experiment=experiment, pinned=pinned)))
    assert [fault for found in checking(lesson) for fault in found] == []


@pytest.mark.parametrize("row", [None, 0, 7, 20])
def test_the_row_of_the_playhead_reads_back_equal(row: int | None) -> None:
    scene = Scene(experiment=Experiment(steps=20), playhead=row)
    (step,) = lesson_from(lesson_text("A row", scene)).steps
    assert step.playhead == row


@pytest.mark.parametrize(
    ("panel", "page"), [(panel, page) for panel, pages in PAGES.items() for page in pages]
)
def test_the_page_of_a_panel_reads_back_equal(panel: str, page: str) -> None:
    scene = replace(PLAIN, panels=("loss", panel), pages=((panel, page),))
    (step,) = lesson_from(lesson_text("A page", scene)).steps
    assert dict(step.pages).get(panel, PAGES[panel][0]) == page


def test_every_question_in_the_comments_can_be_asked_as_it_stands() -> None:
    text = lesson_text("Ask", PLAIN)
    head, *asked = text.split("\n\n# [")
    kinds = []
    for one in asked:
        bare = "\n".join(line.removeprefix("# ") for line in one.splitlines())
        lesson = lesson_from(f"{head}\n\n[{bare}\n")
        (step,) = lesson.steps
        kinds.append(type(step.predict or step.questions[0]))
        assert list(checking(lesson)) == [()]
    assert set(kinds) == {
        PredictOutcome, PredictNumber, PredictCurve, ChoiceQuestion, NumberQuestion
    }  # fmt: skip
    names = text.partition('quantity = "theta"')[2].partition("\n# step")[0]
    assert all(name in names for name in QUANTITIES if name != "theta")
    names = text.partition('quantity = "loss"')[2]
    assert all(name in names for name in THEORY)


@pytest.mark.parametrize("title", ['a "quoted" \\ title', "θ² & <b>", "''' and \"\"\"", "# = []"])
def test_any_title_reads_back_equal(title: str) -> None:
    assert lesson_from(lesson_text(title, PLAIN)).title == title


def test_a_lesson_is_a_file_that_a_person_can_go_on_with() -> None:
    scene = Scene(experiment=Experiment(learning_rate=0.9), panels=("landscape",))
    text = lesson_text("Too large?", scene)
    assert '\n[steps.experiment]\nloss = "square"\ntheta = [1.0]\nlearning_rate = 0.9\n' in text
    assert '\nafter = ""  # ' in text
    assert max(map(len, text.splitlines())) <= 100


def test_what_could_not_be_read_back_is_not_written() -> None:
    table = Table("large", ("x", "y"), np.full((60_000, 2), 1 / 3))
    experiment = Experiment("mse", dataset=table, model="w*x", target="y")
    with pytest.raises(
        LessonFileError, match=r"^new lesson: larger than 1 MB, the most it may be$"
    ):
        lesson_text("Large", Scene(experiment=experiment))
    with pytest.raises(LessonFileError, match=r"^new lesson: line 2: title: "):
        lesson_text("two\nlines", PLAIN)
