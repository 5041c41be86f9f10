"""The answers and names that lessons state are those of runs, of torch and of the graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache

import pytest

from playground.assets import resource
from playground.core.graph_asked import run_answer
from playground.core.lesson import ChoiceQuestion, LessonStep, NumberQuestion, Question
from playground.core.lesson_file import read_lesson
from tests.core.worked_out import lines, reasons, runs

Answer = float | str


def steps_of(number: str) -> tuple[LessonStep, ...]:
    (path,) = resource("lessons").glob(f"{number}-*.toml")
    return read_lesson(path).steps


def fair_use(step: LessonStep) -> str:
    return reasons.fair_use([one.experiment for one in steps_of("14")])


# What each question, found by how it begins, has as its answer when it is worked out.
WORKED_OUT: dict[tuple[str, str], Callable[[LessonStep], Answer]] = {
    ("01", "In the code, which call"): lines.computes_the_gradient,
    ("01", "How many steps does it take until θ is below"): runs.first_below,
    ("01", "For which learning rate between these two"): runs.rate_of_factor(0.05, 0.2, 0.7),
    ("02", "The loss is computed and backward() called once"): lines.after_two_backwards,
    ("02", "Why does this descent never settle"): reasons.never_settles,
    ("02", "Which of these cuts the graph"): lines.cuts,
    ("03", "What would the factor be for learning rate 0.04"): lambda step: runs.factor(
        runs.at_rate(step, 0.04)
    ),
    ("03", "How many times too large"): runs.times_too_large,
    ("03", "Two of the three agree"): runs.wrong_of_three,
    ("04", "With a learning rate below the best"): runs.rate_of_factor(0.0, 0.25, 0.2),
    ("04", "One of the 100 points is moved"): reasons.moved_point,
    ("04", "Which learning rate would make up"): runs.rate_for_the_mean,
    ("05", "The line gives b = −17.3"): reasons.what_b_is,
    ("05", "Which object decides"): reasons.makes_it_stochastic,
    ("06", "With which learning rate does θ² settle"): runs.steps_of_one,
    ("06", "Which is the largest that still settles"): runs.largest_that_settles,
    ("07", "Which learning rate below 1 shrinks"): runs.as_slow_without_swings,
    ("08", "Why is one step enough"): reasons.enough_for_one_step,
    ("08", "How much does the best learning rate"): runs.taken_off,
    ("08", "How often must the learning rate"): reasons.changes_of_rate,
    ("08", "The limit with momentum β"): runs.limit,
    ("09", "By about how much did dividing"): runs.curvature_ratio,
    ("09", "Does normalising change which line"): reasons.best_line,
    ("10", "Why is a large rate safe later"): reasons.safe_later,
    ("10", "Which of the three runs ends lowest"): runs.lowest,
    ("11", "Does turning the ravine"): runs.turned,
    ("11", "Which sentence is fair"): reasons.fair_sentence,
    ("12", "How many readings does each"): runs.rows,
    ("12", "Under More there is a seed"): reasons.what_a_seed_changes,
    ("13", "Run it again with the same start"): runs.again,
    ("13", "Which well does the descent find"): runs.wells,
    ("14", "When the finder's rate has risen"): reasons.left_over,
    ("14", "Move the start away"): runs.suggestion,
    ("14", "What is a fair way to use"): fair_use,
    ("15", "Which line mends it"): lines.zeroes,
    ("15", "2 * theta is computed inside"): lines.recorded_in_no_grad,
    ("15", "Which of these can have a gradient"): lines.can_have_a_gradient,
}


def asked() -> Iterator[tuple[str, LessonStep, Question]]:
    """Yield every question of every lesson that comes with the program."""
    for path in sorted(resource("lessons").glob("*.toml")):
        for step in read_lesson(path).steps:
            for question in step.questions:
                yield path.stem.partition("-")[0], step, question


def question_of(number: str, begins: str) -> tuple[LessonStep, Question]:
    (found,) = [
        (step, question)
        for lesson, step, question in asked()
        if lesson == number and question.ask.startswith(begins)
    ]
    return found


@cache
def worked_out(number: str, begins: str) -> Answer:
    return WORKED_OUT[number, begins](question_of(number, begins)[0])


def holds(question: Question, found: Answer) -> bool:
    if isinstance(question, NumberQuestion):
        return isinstance(found, float) and abs(found - question.answer) <= question.tolerance
    return found == question.answer


@pytest.mark.parametrize(("number", "begins"), WORKED_OUT)
def test_the_stated_answer_is_what_comes_out_and_no_other_choice_would_be(
    number: str, begins: str
) -> None:
    _, question = question_of(number, begins)
    found = worked_out(number, begins)
    assert holds(question, found)
    if isinstance(question, ChoiceQuestion):
        others = [replace(question, answer=c) for c in question.choices if c != question.answer]
        assert others
        assert not any(holds(other, found) for other in others)


def test_every_question_of_every_lesson_is_worked_out_or_asks_for_a_quantity_of_its_run() -> None:
    for number, _, question in asked():
        begins = [text for lesson, text in WORKED_OUT if lesson == number]
        worked = question.ask.startswith(tuple(begins))
        measured = isinstance(question, NumberQuestion) and question.quantity is not None
        assert worked or measured, question.ask


def test_the_operations_that_a_step_names_are_those_of_the_graph_of_its_loss() -> None:
    named = []
    for path in sorted(resource("lessons").glob("*.toml")):
        for step in read_lesson(path).steps:
            said = set(re.findall(r"\w+Backward\d", step.text + step.after))
            if said:
                (answer,) = run_answer(step.experiment, step.experiment.theta, 0)
                assert answer is not None
                nodes = answer.graph.nodes
                recorded = {node.name for node in nodes if node.kind == "operation"}
                assert said <= recorded, f"{path.name}: {step.title}"
                named.append((said, recorded))
    said, recorded = named[0]  # θ times θ, which says all that there is
    assert said == recorded
