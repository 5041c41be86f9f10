"""The lessons that come with the program keep their word: steps, answers, numbers, formulas."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from math import cos, sin
from pathlib import Path
from textwrap import dedent

import pytest

from playground.assets import resource
from playground.core.descent import run
from playground.core.entrants import Entrant
from playground.core.experiment import Experiment
from playground.core.fair_compare import fair_compare
from playground.core.lesson import Lesson, NumberQuestion, PredictCurve
from playground.core.lesson_checking import checking, unchecked
from playground.core.lesson_curves import canvas
from playground.core.lesson_file import lesson_from, read_lesson
from playground.core.lesson_formulas import formula_faults
from playground.core.lesson_markdown import Code, Formula, blocks, flowing
from playground.core.lesson_secrets import told_too_early
from playground.core.lesson_shelf import shipped_lessons
from playground.typesetting import typeset

PATHS = sorted(resource("lessons").glob("*.toml"))
each_lesson = pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)


def texts(lesson: Lesson) -> Iterator[str]:
    yield lesson.text
    for step in lesson.steps:
        yield step.text
        yield step.after
        asked = [step.predict, *step.questions]
        yield from (one.explain for one in asked if one is not None)


def test_the_shelf_shows_what_the_lessons_say_of_themselves() -> None:
    shelf = shipped_lessons()
    assert [one.path for one in shelf] == PATHS
    for one in shelf:
        lesson = read_lesson(one.path)
        assert (one.title, one.level, one.minutes) == (lesson.title, lesson.level, lesson.minutes)
    assert len({one.title for one in shelf}) == len(shelf)


@each_lesson
def test_every_step_runs_and_every_answer_and_number_holds(path: Path) -> None:
    lesson = read_lesson(path)
    assert [faults for faults in checking(lesson) if faults] == []
    assert 3 <= len(lesson.steps) <= 7
    assert any(step.predict for step in lesson.steps)
    assert all(step.expects or step.questions for step in lesson.steps)


# What no quantity of a run or of theory says, worked out by hand: lesson, step, question.
BY_HAND = {
    ("01-descent", 1, 0): next(k for k in range(20) if 0.6**k < 0.01),
    ("01-descent", 2, 0): (1 - 0.7) / 2,
    ("02-autograd", 0, 0): 2 + 2,  # the slope of θ² at 1, twice
    ("03-line", 2, 0): 1 - 0.04 * 2 * (1 + 4 + 9 + 16) / 4,
    ("03-line", 3, 0): 4,  # the rows, over which it sums
    ("04-vectors", 1, 0): (1 - 1 / 5) / 4,  # 2·x·x has curvature 4
    ("04-vectors", 4, 0): 0.2 * 4,  # the mean over 4 components divides by 4
    ("07-stability-limit", 1, 0): (1 - abs(1 - 2 * 0.99)) / 2,
    ("12-minibatch-noise", 0, 0): 11,  # the rows of the table
}
OF_THE_OUTCOME = ("06-learning-rates", 6, 1)  # see the test below


@each_lesson
def test_every_number_without_a_quantity_is_the_one_worked_out_by_hand(path: Path) -> None:
    lesson = read_lesson(path)
    places = [(path.stem, number, at) for _, number, _, at, _ in unchecked(lesson)]
    known = [place for place in (*BY_HAND, OF_THE_OUTCOME) if place[0] == path.stem]
    assert places == known
    for place in places:
        asked = lesson.steps[place[1]].questions[place[2]]
        assert isinstance(asked, NumberQuestion)
        if place in BY_HAND:
            assert asked.answer == pytest.approx(BY_HAND[place], rel=1e-12)


def test_the_largest_rate_that_settles_in_20_steps_is_the_lessons() -> None:
    name, step, at = OF_THE_OUTCOME
    asked = next(read_lesson(path) for path in PATHS if path.stem == name).steps[step].questions[at]
    bowl = Experiment("square", (1.0,), steps=20)
    ends = {
        hundredths / 100: run(replace(bowl, learning_rate=hundredths / 100)).outcome
        for hundredths in range(60, 100)
    }
    settled = [rate for rate, end in ends.items() if end is not None and end.kind == "settled"]
    assert asked.answer == max(settled)


@each_lesson
def test_nothing_above_a_prediction_tells_its_answer(path: Path) -> None:
    lesson = read_lesson(path)
    for number, step in enumerate(lesson.steps):
        if step.predict is not None:
            trajectory = run(step.experiment)
            assert list(told_too_early(lesson, step, ("steps", number), trajectory)) == []
            assert step.after or step.predict.explain


@each_lesson
def test_every_formula_is_typeset_and_nothing_is_left_unread(path: Path) -> None:
    for text in texts(read_lesson(path)):
        for block in blocks(text):
            spans = [span for line in flowing(block) for span in line]
            found = [span.text for span in spans if span.kind == "formula"]
            found += [block.latex] if isinstance(block, Formula) else []
            assert all(typeset(latex) for latex in found)
            plain = "".join(span.text for span in spans if span.kind == "plain")
            assert isinstance(block, Code) or not set("$`\\") & set(plain)


def test_the_lesson_on_optimizers_tells_the_order_that_a_fair_comparison_finds() -> None:
    lesson = read_lesson(resource("lessons", "11-optimizers.toml"))
    fair = [step.experiment for step in lesson.steps if "compare" in step.panels]
    entrants = (Entrant("sgd"), Entrant("sgd", (("momentum", 0.9),)), Entrant("adam"))
    along, turned = (
        [one.median_loss.min() for one in fair_compare(experiment, (*entrants, Entrant("rmsprop")))]
        for experiment in fair
    )
    sgd, momentum, adam, rmsprop = along
    assert rmsprop < min(momentum, adam) < max(momentum, adam) < sgd
    sgd, momentum, adam, rmsprop = turned
    assert max(momentum, adam) < min(sgd, rmsprop)


def test_the_lesson_on_normalising_subtracts_the_mean_and_divides_by_the_spread() -> None:
    last = read_lesson(resource("lessons", "09-normalising.toml")).steps[-1]
    found = re.fullmatch(r"w\*\(t_u - ([\d.]+)\)/(\d+) \+ b", last.experiment.model)
    table = last.experiment.loss_entry.table
    assert found is not None
    assert table is not None
    mean, spread = found.groups()
    assert f"{table.column('t_u').mean():.1f}" == mean
    assert f"{table.column('t_u').std():.0f}" == spread
    assert f"the mean, {mean}," in last.text


def test_turning_a_ravine_and_the_start_with_it_changes_nothing_for_plain_descent() -> None:
    lesson = read_lesson(resource("lessons", "11-optimizers.toml"))
    along, turned = (step.experiment for step in lesson.steps if "compare" in step.panels)
    (x, y), (u, v) = along.theta, turned.theta
    angle = math.radians(turned.loss_settings.rotation)
    assert (u, v) == pytest.approx(
        (x * cos(angle) - y * sin(angle), x * sin(angle) + y * cos(angle))
    )
    for rate in (0.5, 1.0, 1.98):
        losses = [
            run(replace(one, optimizer="sgd", learning_rate=rate)).loss for one in (along, turned)
        ]
        assert losses[0] == pytest.approx(losses[1], rel=1e-5, abs=1e-6)


def test_a_curve_that_is_called_a_straight_line_is_one_and_can_be_drawn() -> None:
    """Also at its end: float32 must not stop it before its last step."""
    steps = [step for path in PATHS for step in read_lesson(path).steps]
    straight = [
        step.experiment
        for step in steps
        if isinstance(step.predict, PredictCurve) and "straight" in step.predict.explain
    ]
    assert len(straight) == 2
    for experiment in straight:
        loss = run(experiment).loss.astype(float)
        ratios = loss[1:] / loss[:-1]
        assert ratios == pytest.approx(ratios[0], rel=0.01)
        ends = canvas(loss[0], PredictCurve("?", log=True))
        assert ends.low <= loss[-1] <= ends.high


def test_the_lesson_in_the_readme_keeps_its_word() -> None:
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    text = dedent("  " + readme.partition("  ```toml\n")[2].partition("  ```\n")[0].lstrip())
    lesson = lesson_from(text)
    assert list(checking(lesson)) == [(), ()]
    assert formula_faults(lesson, text) == ()
    assert lesson.steps[0].expects
