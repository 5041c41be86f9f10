"""The arrows are the gradient, the optimizer's memory and the step, and are named as such."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import playground
from playground.app.marks.slice import parameters_slice
from playground.app.surface.arrows import CARRIED, DOWNHILL, STEP, Arrow, Arrows, step_words
from playground.app.surface.relief import Relief, linear_scale
from playground.app.surface.sizes import sizes_ellipse
from playground.app.view import View
from playground.core.pictures import Floats

RunTo = Callable[..., View]
SLICE = parameters_slice((0.0, 0.0), (0, 1), ("x", "y"))


@pytest.fixture
def run(view_of: Callable[..., View]) -> RunTo:
    """A run on x² + y² seen at a row; other fields of its experiment can be given."""

    def made(playhead: int, **fields: object) -> View:
        given = {"loss": "x^2 + y^2", "theta": (1.0, 0.5), "learning_rate": 0.1, "steps": 8}
        return view_of(playground.Experiment(**(given | fields)), playhead)

    return made


def bowl() -> Relief:
    axis = np.linspace(-2, 2, 65)
    x, y = np.meshgrid(axis, axis)
    loss = x**2 + y**2
    return Relief(axis, axis, loss, linear_scale(loss))


def arrows_of(view: View) -> dict[str, Arrow]:
    shown = Arrows().at_playhead(view, SLICE, bowl(), view.theta.astype(float))
    return {arrow.kind: arrow for arrow in shown}


def ellipse_of(view: View) -> Floats:
    return sizes_ellipse(view, SLICE, bowl(), view.theta.astype(float))


def on_floor(arrow: Arrow) -> Floats:
    return np.asarray((arrow.end - arrow.begin)[:2])


def test_downhill_is_against_the_gradient_and_falls(run: RunTo) -> None:
    arrow = arrows_of(run(0))[DOWNHILL]
    flat = on_floor(arrow)
    np.testing.assert_allclose(flat / flat[0], [1.0, 0.5], rtol=1e-9)
    assert flat[0] < 0
    assert arrow.end[2] < arrow.begin[2]


def test_the_step_goes_from_the_playhead_to_the_next_row_on_the_relief(run: RunTo) -> None:
    # x² + y² from (1, 0.5) with 0.1: each step leaves 0.8 of theta; half the box is 2 wide.
    step = arrows_of(run(1))[STEP]
    np.testing.assert_allclose(step.begin[:2], [0.4, 0.2], rtol=1e-6)
    np.testing.assert_allclose(step.end[:2], [0.32, 0.16], rtol=1e-6)
    assert STEP not in arrows_of(run(8))  # there is no row after the last


def test_plain_descent_carries_no_momentum(run: RunTo) -> None:
    assert CARRIED not in arrows_of(run(3))


def test_the_momentum_is_the_one_that_the_next_step_uses(run: RunTo) -> None:
    view = run(2, optimizer="sgd", settings={"momentum": 0.9}, loss="x^2 + 8*y^2")
    flat = on_floor(arrows_of(view)[CARRIED])
    # Without Nesterov the step is the velocity times the learning rate.
    step = view.theta[3] - view.theta[2]
    np.testing.assert_allclose(flat / np.hypot(*flat), step / np.hypot(*step), rtol=1e-4)


def test_adam_s_momentum_is_its_running_mean_of_gradients(run: RunTo) -> None:
    view = run(0, optimizer="adam")  # after one step the mean is a tenth of the first gradient
    flat = on_floor(arrows_of(view)[CARRIED])
    np.testing.assert_allclose(flat / flat[0], [1.0, 0.5], rtol=1e-5)
    step = on_floor(arrows_of(view)[STEP])
    np.testing.assert_allclose(step / step[0], [1.0, 1.0], rtol=1e-4)  # and the step its sign


@pytest.mark.parametrize(
    "rule",
    ["v = 0.9*v + gradient; theta = theta - lr*v", "v = 0.9*v - lr*gradient; theta = theta + v"],
)
def test_the_momentum_of_a_typed_rule_points_along_its_step_however_it_is_written(
    run: RunTo, rule: str
) -> None:
    view = run(2, optimizer=rule, loss="x^2 + 8*y^2")
    flat = on_floor(arrows_of(view)[CARRIED])
    step = view.theta[3] - view.theta[2]
    np.testing.assert_allclose(flat / np.hypot(*flat), step / np.hypot(*step), rtol=1e-4)


@pytest.mark.parametrize(
    ("optimizer", "words"),
    [
        ("sgd", "next step"),
        ("adam", "next step: momentum ÷ √second moment"),
        ("rmsprop", "next step: gradient ÷ √second moment"),
        ("adagrad", "next step: gradient ÷ √sum of squares"),
        ("adamax", "next step: momentum ÷ largest gradient"),
    ],
)
def test_the_step_is_said_to_be_what_the_optimizer_makes_it(
    run: RunTo, optimizer: str, words: str
) -> None:
    assert step_words(run(2, optimizer=optimizer)) == words


def test_a_run_that_is_not_in_the_box_has_no_arrows(run: RunTo) -> None:
    assert arrows_of(run(0, theta=(50.0, 0.0))) == {}


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop", "adagrad"])
def test_the_ellipse_is_as_long_along_each_axis_as_the_gradients_were(
    run: RunTo, optimizer: str
) -> None:
    # The first gradient of x² + 8y² at (1, 0.5) is (2, 8), and half the box is 2 wide.
    ellipse = ellipse_of(run(0, optimizer=optimizer, loss="x^2 + 8*y^2"))
    across, up = np.abs(ellipse[:, :2] - [0.5, 0.25]).max(axis=0)
    assert across / up == pytest.approx(2 / 8, rel=1e-4)
    heights = ((2 * ellipse[:, :2]) ** 2).sum(axis=1)  # of the bowl that it lies on
    assert np.corrcoef(ellipse[:, 2], heights)[0, 1] > 0.999


def test_without_a_second_moment_or_outside_the_box_there_is_no_ellipse(run: RunTo) -> None:
    assert len(ellipse_of(run(3))) == 0
    assert len(ellipse_of(run(3, optimizer="sgd", settings={"momentum": 0.9}))) == 0
    assert len(ellipse_of(run(0, optimizer="adam", theta=(50.0, 0.0)))) == 0
