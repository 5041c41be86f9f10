"""Answers of the lessons worked out by torch itself: what each line of code does."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from playground.core.lesson import LessonStep
from playground.core.programs.program import program
from tests.core.worked_out.claims import choices, the_only


def one() -> Tensor:
    return torch.ones(1, requires_grad=True)


def do(line: str, theta: Tensor) -> None:
    """Do what a line of a training loop does, with θ² as the loss."""
    match line:
        case "loss.backward()":
            theta.square().sum().backward()
        case "theta.grad = None":
            theta.grad = None
        case "theta.requires_grad_()":
            theta.requires_grad_()
        case "torch.no_grad()":
            with torch.no_grad():
                theta.square().sum()
        case "with torch.no_grad(): theta -= 0.2 * theta.grad":
            with torch.no_grad():
                theta -= 0.2 * gradient_of(theta)
        case _:
            raise AssertionError(f"nobody has said what {line!r} does")


def gradient_of(theta: Tensor) -> Tensor:
    assert theta.grad is not None
    return theta.grad


def computes_the_gradient(step: LessonStep) -> str:
    found = {}
    for line in choices(step, "In the code"):
        theta = one()
        do(line, theta)
        found[line] = theta.grad is not None
        assert line in program(step.experiment)
    return the_only(found)


def after_two_backwards(step: LessonStep) -> float:
    theta = one()
    do("loss.backward()", theta)
    do("loss.backward()", theta)
    return float(gradient_of(theta))


def cuts(step: LessonStep) -> str:
    loss = one().square().sum()
    made = {"loss.tolist()": loss.tolist(), "loss.sum()": loss.sum(), "2 * loss": 2 * loss}
    lines = choices(step, "Which of these cuts")
    return the_only({line: getattr(made[line], "grad_fn", None) is None for line in lines})


def zeroes(step: LessonStep) -> str:
    """The line that leaves 1.2 after the second backward, at 0.6, and not 2 + 1.2 = 3.2."""
    found = {}
    for line in choices(step, "Which line mends it"):
        theta = one()
        do("loss.backward()", theta)
        do("with torch.no_grad(): theta -= 0.2 * theta.grad", theta)
        do(line, theta)
        do("loss.backward()", theta)
        found[line] = float(gradient_of(theta)) == pytest.approx(1.2)
    return the_only(found)


def recorded_in_no_grad(step: LessonStep) -> str:
    theta = one()
    outside = (2 * theta).grad_fn
    assert outside is not None
    assert outside.name() == "MulBackward0"
    with torch.no_grad():
        return str((2 * theta).grad_fn)


def can_have_a_gradient(step: LessonStep) -> str:
    made = {
        "torch.tensor([1.0])": torch.tensor([1.0]),
        "torch.tensor([1])": torch.tensor([1]),
        "torch.tensor([True])": torch.tensor([True]),
    }
    found = {}
    for line in choices(step, "Which of these can have"):
        try:
            found[line] = made[line].requires_grad_().requires_grad
        except RuntimeError:
            found[line] = False
    return the_only(found)
