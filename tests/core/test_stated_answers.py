"""The answers and names that lessons state are those of runs; the rest no run can say."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from playground.assets import resource
from playground.core.curvature import curvature
from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.graph_asked import run_answer
from playground.core.lesson import LessonStep, NumberQuestion
from playground.core.lesson_file import read_lesson
from playground.core.range_request import RangeRequest
from playground.core.range_test import range_test

Answer = float | str


def factor(experiment: Experiment) -> float:
    """What the eleventh step multiplies theta's distance to the minimum by."""
    path = run(replace(experiment, steps=11, dtype="float64")).theta.astype(float)
    away = path - np.array(experiment.loss_entry.minima[0])
    before, after = np.linalg.norm(away[10]), np.linalg.norm(away[11])
    return float(after / before) if before else 0.0


def at_rate(step: LessonStep, learning_rate: float, **changes: object) -> Experiment:
    changed = replace(step.experiment, learning_rate=learning_rate)
    return replace(changed, **changes)  # type: ignore[arg-type]  # fields of every kind


def steps_of_one(step: LessonStep) -> float:
    """The one rate of a tenth each with which theta squared is at 0 after one step."""
    rates = [tenth / 10 for tenth in range(1, 10)]
    (found,) = [rate for rate in rates if run(at_rate(step, rate, steps=1)).loss[-1] < 1e-12]
    return found


def times_too_large(step: LessonStep) -> float:
    ways = (replace(step.experiment, gradient=way) for way in ("by-hand", "autograd"))
    by_hand, true = (float(run(way).gradient[0, 0]) for way in ways)
    return by_hand / true


def rate_for_the_mean(step: LessonStep) -> float:
    summed = replace(step.experiment, mistakes=())
    ratio = run(summed).gradient[0, 0] / run(step.experiment).gradient[0, 0]
    return float(step.experiment.learning_rate * ratio)


def as_slow_without_swings(step: LessonStep) -> float:
    """Of the hundredths below 1, the other one that shrinks the error as the step's does."""
    wanted, own = factor(step.experiment), step.experiment.learning_rate
    rates = np.arange(1, 100) / 100
    others = rates[abs(rates - own) > 0.1]
    errors = [abs(factor(at_rate(step, float(rate))) - wanted) for rate in others]
    return float(others[int(np.argmin(errors))])


def limit(step: LessonStep) -> float:
    found = curvature(step.experiment).largest_stable_learning_rate
    assert found is not None
    return found


def rows(step: LessonStep) -> float:
    table = step.experiment.loss_entry.table
    assert table is not None
    return float(table.rows if not step.experiment.batch_size else step.experiment.batch_size)


def taken_off(step: LessonStep) -> str:
    best = curvature(step.experiment).best_learning_rate
    assert best is not None
    return f"about {100 * (1 - factor(at_rate(step, best))):.0f} %"


def curvature_ratio(step: LessonStep) -> str:
    raw, scaled = (
        float(curvature(Experiment("thermometer", settings={"input_scale": scale})).eigenvalues[-1])
        for scale in (1.0, 0.1)
    )
    return str(10 ** round(np.log10(raw / scaled)))


def lowest(step: LessonStep) -> str:
    ends = {pin.name: float(run(pin.experiment).loss[-1]) for pin in step.pinned}
    ends["cosine"] = float(run(step.experiment).loss[-1])
    return min(ends, key=ends.__getitem__)


def suggestion(step: LessonStep) -> str:
    near, far = (
        range_test(replace(step.experiment, theta=(start,)), RangeRequest(1e-4, 1.0)).suggestion
        for start in (1.5, 2.5)
    )
    assert near is not None
    assert far is not None
    return "It becomes smaller" if far < near else "It becomes larger"


def turned(step: LessonStep) -> str:
    """Plain descent on x² + 10y² and on the same ravine turned by 45 degrees, step by step."""
    half = 0.5**0.5
    along = run(Experiment("x^2 + 10*y^2", (-4.0, 2.0), 0.05, 50, dtype="float64"))
    start = (half * (-4.0 - 2.0), half * (-4.0 + 2.0))
    other = "((x + y)^2 + 10*(y - x)^2)/2"
    across = run(Experiment(other, start, 0.05, 50, dtype="float64"))
    np.testing.assert_allclose(along.loss, across.loss, rtol=1e-9, atol=1e-300)
    return "No, it only turns the picture"


def again(step: LessonStep) -> str:
    once, twice = run(step.experiment), run(step.experiment)
    return "No, exactly the same" if np.array_equal(once.theta, twice.theta) else "Yes"


def wells(step: LessonStep) -> str:
    late = run(replace(step.experiment, steps=2000)).theta[-500:, 0]
    assert late.min() < 0 < late.max()
    return "None: it visits both for ever"


def wrong_of_three(step: LessonStep) -> str:
    """By hand, autograd and the differences of float64; the one that is far off."""
    there = replace(step.experiment, dtype="float64", theta=(0.0,))
    by_hand, true = (
        float(run(replace(there, gradient=way)).gradient[0, 0]) for way in ("by-hand", "autograd")
    )
    up, down = (float(run(replace(there, theta=(h,))).loss[0]) for h in (1e-4, -1e-4))
    assert (up - down) / 2e-4 == pytest.approx(true, rel=1e-6)
    return "the one by hand" if abs(by_hand - true) > 1 else "none"


def before_backward(step: LessonStep) -> str:
    return str(torch.ones(1, requires_grad=True).grad)


def cuts(step: LessonStep) -> str:
    loss = (torch.ones(1, requires_grad=True) ** 2).sum()
    assert loss.sum().grad_fn is not None
    assert (2 * loss).grad_fn is not None
    return "loss.item()" if isinstance(loss.item(), float) else ""


def can_have_a_gradient(step: LessonStep) -> str:
    with pytest.raises(RuntimeError):
        torch.tensor([1], requires_grad=True)
    with pytest.raises(RuntimeError):
        torch.tensor([True], requires_grad=True)
    return "torch.tensor([1.0])" if torch.tensor([1.0], requires_grad=True).is_leaf else ""


# What each question, found by how it begins, has as its answer when it is worked out.
WORKED_OUT: dict[tuple[str, str], Callable[[LessonStep], Answer]] = {
    ("02", "What is in theta.grad before"): before_backward,
    ("02", "Which of these cuts the graph"): cuts,
    ("03", "What would the factor be for learning rate 0.04"): lambda step: factor(
        at_rate(step, 0.04)
    ),
    ("03", "How many times too large"): times_too_large,
    ("03", "Two of the three agree"): wrong_of_three,
    ("04", "Which learning rate would make up"): rate_for_the_mean,
    ("06", "With which learning rate does θ² settle"): steps_of_one,
    ("07", "Which learning rate below 1 shrinks"): as_slow_without_swings,
    ("08", "How much does the best learning rate"): taken_off,
    ("08", "The limit with momentum β"): limit,
    ("09", "By about how much did dividing"): curvature_ratio,
    ("10", "Which of the three runs ends lowest"): lowest,
    ("11", "Does turning the ravine"): turned,
    ("12", "How many readings does each"): rows,
    ("13", "Run it again with the same start"): again,
    ("13", "Which well does the descent find"): wells,
    ("14", "Move the start away"): suggestion,
    ("15", "Which of these can have a gradient"): can_have_a_gradient,
}


def steps_of(number: str) -> tuple[LessonStep, ...]:
    (path,) = resource("lessons").glob(f"{number}-*.toml")
    return read_lesson(path).steps


@pytest.mark.parametrize(("number", "begins"), WORKED_OUT)
def test_the_stated_answer_is_what_comes_out(number: str, begins: str) -> None:
    ((step, question),) = [
        (step, question)
        for step in steps_of(number)
        for question in step.questions
        if question.ask.startswith(begins)
    ]
    found = WORKED_OUT[number, begins](step)
    if isinstance(question, NumberQuestion):
        assert isinstance(found, float)
        assert abs(found - question.answer) <= question.tolerance
    else:
        assert found == question.answer


def test_every_number_that_a_lesson_asks_for_is_worked_out_from_a_run() -> None:
    for path in sorted(resource("lessons").glob("*.toml")):
        for step in read_lesson(path).steps:
            for question in step.questions:
                if isinstance(question, NumberQuestion) and question.quantity is None:
                    number = path.stem.partition("-")[0]
                    begins = [text for lesson, text in WORKED_OUT if lesson == number]
                    assert question.ask.startswith(tuple(begins)), question.ask


def test_the_operations_that_a_step_names_are_those_of_the_graph_of_its_loss() -> None:
    named = []
    for path in sorted(resource("lessons").glob("*.toml")):
        for step in read_lesson(path).steps:
            said = set(re.findall(r"\w+Backward\d", step.text))
            if said:
                (answer,) = run_answer(step.experiment, step.experiment.theta, 0)
                assert answer is not None
                nodes = answer.graph.nodes
                recorded = {node.name for node in nodes if node.kind == "operation"}
                assert said <= recorded, f"{path.name}: {step.title}"
                named.append((said, recorded))
    said, recorded = named[0]  # θ times θ, which says all that there is
    assert said == recorded
