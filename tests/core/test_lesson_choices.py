"""Answers to choose in the lessons, where they follow from something that can be worked out."""

from __future__ import annotations

import numpy as np
import torch

from playground.assets import resource
from playground.core.datasets import DATASETS
from playground.core.descent import run
from playground.core.lesson import ChoiceQuestion, LessonStep
from playground.core.lesson_file import read_lesson


def step_and_question(name: str, step: int) -> tuple[LessonStep, ChoiceQuestion]:
    """The step of a lesson, counted from 1, and its question with choices."""
    shown = read_lesson(resource("lessons") / f"{name}.toml").steps[step - 1]
    (asked,) = (one for one in shown.questions if isinstance(one, ChoiceQuestion))
    return shown, asked


def nearest(choices: tuple[str, ...], value: float) -> str:
    """The choice whose number is nearest, as a ratio."""
    sizes = [float("".join(c for c in choice if c.isdigit())) for choice in choices]
    return choices[int(np.argmin(np.abs(np.log(np.array(sizes) / value))))]


def test_the_best_rate_takes_two_percent_off_in_the_ravine() -> None:
    _, asked = step_and_question("08-ravines", 3)
    # What is left is (κ − 1)/(κ + 1) for a condition number κ (Nesterov 2004, section 2.1.5).
    assert asked.answer == nearest(asked.choices, 100 * (1 - 99 / 101))


def test_dividing_the_readings_by_ten_divides_the_largest_curvature_by_about_a_hundred() -> None:
    _, asked = step_and_question("09-normalising", 2)
    reading = DATASETS["thermometer"].column("t_u")

    def largest(inputs: np.ndarray) -> float:
        columns = np.column_stack([inputs, np.ones_like(inputs)])
        return float(np.linalg.eigvalsh(2 * columns.T @ columns / len(inputs))[-1])

    assert asked.answer == nearest(asked.choices, largest(reading) / largest(reading / 10))


def test_of_the_three_schedules_the_one_named_ends_lowest() -> None:
    shown, asked = step_and_question("10-schedules", 6)
    ends = {pin.name: float(run(pin.experiment).loss[-1]) for pin in shown.pinned}
    ends[shown.experiment.schedule] = float(run(shown.experiment).loss[-1])
    assert set(ends) == set(asked.choices)
    assert asked.answer == min(ends, key=lambda name: ends[name])


def test_a_chaotic_descent_visits_both_wells_to_the_end() -> None:
    shown, asked = step_and_question("13-chaos", 5)
    late = run(shown.experiment).theta[-100:, 0]
    assert (late > 0).any()
    assert (late < 0).any()
    assert asked.answer.startswith("None: it visits both")


def test_what_torch_says_of_the_last_mistakes_is_the_answer() -> None:
    _, recorded = step_and_question("15-mistakes", 4)
    theta = torch.tensor([1.0], requires_grad=True)
    with torch.no_grad():
        assert recorded.answer == str((2 * theta).grad_fn)
    _, kind = step_and_question("15-mistakes", 5)
    tensors = {
        "[1.0]": torch.tensor([1.0]),
        "[1]": torch.tensor([1]),
        "[True]": torch.tensor([True]),
    }
    able = [f"torch.tensor({text})" for text, one in tensors.items() if one.is_floating_point()]
    assert set(kind.choices) == {f"torch.tensor({text})" for text in tensors}
    assert [kind.answer] == able
