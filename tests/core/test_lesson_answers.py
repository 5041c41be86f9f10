"""Predictions are judged by the run itself, questions by their answers, curves by their area."""

from __future__ import annotations

import numpy as np
import pytest

from playground.core.descent import run
from playground.core.experiment import Experiment
from playground.core.lesson import (
    ChoiceQuestion,
    NumberQuestion,
    PredictCurve,
    PredictNumber,
    PredictOutcome,
    Quantity,
)
from playground.core.lesson_answers import judge, judge_question
from playground.core.score import Score


def experiment(rate: float) -> Experiment:
    return Experiment("square", (1.0,), rate, 20, dtype="float64")


@pytest.mark.parametrize(
    ("rate", "end", "words"),
    [
        (0.2, "settles", "it settles"),
        (1.0, "oscillates", "it oscillates"),
        (1.5, "explodes", "it explodes"),
        (0.001, "too slow", "it is too slow"),
    ],
)
def test_the_run_itself_says_which_outcome_is_right(rate: float, end: str, words: str) -> None:
    shown = experiment(rate)
    trajectory = run(shown)
    predict = PredictOutcome("?")
    for choice in predict.choices:
        verdict = judge(predict, choice, shown, trajectory)
        assert verdict.right is (choice == end)
        assert verdict.points == float(choice == end)
        assert verdict.words == f"{'Right' if choice == end else 'Not so'}: {words}."


@pytest.mark.parametrize(
    ("quantity", "answer", "right"),
    [
        (Quantity("theta", 2), "0.36", True),
        (Quantity("theta", 2), "0.37", True),  # the edge of the tolerance
        (Quantity("theta", 2), "0.371", False),
        (Quantity("theta", 2), " +3.6e-1 ", True),
        (Quantity("gradient", 0), "2", True),
        (Quantity("loss", 1), "0.36", True),
        (Quantity("learning_rate", 5), "0.2", True),
        (Quantity("factor"), "0.6", True),
        (Quantity("settled_step"), "14", True),  # 0.6¹⁴ is the first below a thousandth
        (Quantity("steps_to_tolerance"), "7", True),  # 0.36⁷ is the first below a thousandth
        (Quantity("period"), "2", False),  # it has none
    ],
)
def test_a_number_is_right_within_its_tolerance(
    quantity: Quantity, answer: str, right: bool
) -> None:
    shown = experiment(0.2)
    predict = PredictNumber("?", quantity, 0.01)
    assert judge(predict, answer, shown, run(shown)).right is right


def test_a_quantity_beyond_the_end_of_a_diverged_run_is_no_number() -> None:
    shown = Experiment("square", (1.0,), 1e30, 20)
    verdict = judge(PredictNumber("?", Quantity("theta", 19), 1e9), "0", shown, run(shown))
    assert (verdict.right, verdict.words) == (False, "Not so: the run has no such number.")


def test_the_exact_curve_has_the_whole_score_on_both_axes() -> None:
    shown = experiment(0.2)
    trajectory = run(shown)
    exact = [(float(step), float(loss)) for step, loss in enumerate(trajectory.loss)]
    for log in (False, True):
        verdict = judge(PredictCurve("?", log), exact, shown, trajectory)
        assert (verdict.right, verdict.points) == (True, pytest.approx(1.0))


def test_two_points_are_a_straight_line_on_the_axis_that_was_drawn_on() -> None:
    shown = experiment(0.2)  # the loss is 0.36ᵏ: a straight line on the axis of powers of ten
    trajectory = run(shown)
    line = [(0.0, 1.0), (20.0, 0.36**20)]
    assert judge(PredictCurve("?", log=True), line, shown, trajectory).points > 0.999
    straight = judge(PredictCurve("?"), line, shown, trajectory)
    # On the even axis it is off by 1 − k/20 − 0.36ᵏ on average, over half the height.
    steps = np.arange(21)
    off = np.abs(1 - steps / 20 - 0.36**steps).mean()
    assert straight.points == pytest.approx(1 - off / 0.5, abs=1e-6)
    assert not straight.right


@pytest.mark.parametrize(
    ("rate", "log", "edge"), [(0.02, True, 1e-8), (1.1, False, 2.0), (1.6, True, 1e4)]
)
def test_a_curve_that_goes_on_along_the_edge_of_what_can_be_drawn_is_exact(
    rate: float, log: bool, edge: float
) -> None:
    # θ² leaves the canvas at the bottom after many steps, at the top soon if it explodes.
    shown = Experiment("square", (1.0,), rate, steps=400 if rate < 1 else 20, dtype="float64")
    factor = (1 - 2 * rate) ** 2
    clip = max if factor < 1 else min
    drawn = [(float(k), clip(factor**k, edge)) for k in range(shown.steps + 1)]
    verdict = judge(PredictCurve("?", log), drawn, shown, run(shown))
    assert (verdict.right, verdict.points) == (True, pytest.approx(1.0))
    assert "as far as they can be drawn" in verdict.words


def test_a_curve_below_zero_is_drawn_within_the_extent_of_its_lesson() -> None:
    shown = Experiment("double-well", (0.1,), 0.2, steps=40)  # from −0.005 down to −1/4
    trajectory = run(shown)
    exact = [(float(step), float(loss)) for step, loss in enumerate(trajectory.loss)]
    asked = PredictCurve("?", extent=(-0.3, 0.1))
    verdict = judge(asked, exact, shown, trajectory)
    assert (verdict.points, verdict.words) == (
        pytest.approx(1.0),
        "Right: the curves agree by 100%.",
    )
    level = judge(asked, [(0.0, -0.005), (40.0, -0.005)], shown, trajectory)
    assert not level.right


@pytest.mark.parametrize(("typed", "right"), [("0,16", True), ("4/25", True), ("-,16", False)])
def test_a_number_is_answered_with_a_comma_or_as_a_fraction_too(typed: str, right: bool) -> None:
    assert judge_question(NumberQuestion("?", 0.16, 1e-6), typed).right is right


def test_a_level_line_through_the_middle_is_not_right() -> None:
    shown = Experiment("square", (1.0,), 0.2, steps=16)
    level = [(0.0, 0.36**8), (16.0, 0.36**8)]
    verdict = judge(PredictCurve("?", log=True), level, shown, run(shown))
    # A straight line is a quarter of its height from its middle on average (72/17 of 16 rows).
    assert verdict.points == pytest.approx(1 - (72 / 17 / 16) / 0.5, abs=1e-6)
    assert not verdict.right


def test_a_curve_that_ends_early_or_holds_zeros_is_judged_too() -> None:
    shown = Experiment("square", (1.0,), 0.5, 20)  # the loss is 0 from step 1 on
    verdict = judge(PredictCurve("?", log=True), [(0, 1), (1, 0)], shown, run(shown))
    assert verdict.points == 1.0
    lost = Experiment("square", (1.0,), 1e6, 100)
    assert judge(PredictCurve("?", log=True), [(0, 1), (3, 1e36)], lost, run(lost)).points > 0.5


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("", "answer must be a number such as 0.1 or 1e-3, not empty"),
        ("half", "answer must be a number such as 0.1 or 1e-3, not 'half'"),
        ("inf", "answer must be a finite number, not 'inf'"),
        ("1/0", "answer must not be divided by 0, as '1/0' is"),
        ("1/2/3", "answer must be a number such as 0.16 or 4/25, not '1/2/3'"),
        ("1,470", "answer must be 1470 or 1.470: '1,470' could be both"),
        ("1e300/1e-300", "answer must be a finite number, as '1e300/1e-300' is not"),
    ],
)
def test_what_is_no_number_is_told_in_one_line(answer: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}$"):
        judge_question(NumberQuestion("?", 1.0, 0.1), answer)


def test_what_is_not_offered_is_no_answer() -> None:
    question = ChoiceQuestion("?", ("a", "b"), "a")
    with pytest.raises(ValueError, match=r"^answer must be one of a, b, not 'c'$"):
        judge_question(question, "c")
    shown = experiment(0.2)
    with pytest.raises(ValueError, match=r"^answer must be a curve of two points or more$"):
        judge(PredictCurve("?"), [(0.0, 1.0)], shown, run(shown))


def test_a_question_is_judged_by_its_answer() -> None:
    choice = ChoiceQuestion("?", ("a", "b"), "a")
    assert judge_question(choice, "a").right
    assert not judge_question(choice, "b").right
    assert judge_question(choice, "b").words == "Not so: a."
    assert {judge_question(choice, said).truth for said in "ab"} == {"a"}
    number = NumberQuestion("?", 0.3, 0.0)
    assert judge_question(number, "0.3").right
    assert judge_question(number, "0.30001").words == "Not so: it is 0.3."


def test_the_first_answer_counts_and_a_second_one_is_practice() -> None:
    choice = ChoiceQuestion("?", ("a", "b"), "a")
    right, wrong = judge_question(choice, "a"), judge_question(choice, "b")
    score = Score()
    assert score.words == ""
    first = score.with_answer(("lesson", 0, -1), wrong)
    again = first.with_answer(("lesson", 0, -1), right)
    assert (again.asked, again.right, again.words) == (1, 0, "0 of 1 right")
    more = again.with_answer(("lesson", 0, 0), right)
    assert (more.asked, more.right, more.points, more.words) == (2, 1, 1.0, "1 of 2 right")
    assert score.asked == 0
