"""The graphs of the source texts show exactly the numbers that the texts state."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.core.autograd_graph import function_graph
from playground.core.experiment import Experiment
from playground.core.graph_asked import function_answer, preset_answer, run_answer
from playground.core.graph_presets import GRAPH_PRESETS
from playground.core.losses.tokens import FormulaError
from playground.core.minibatch import BatchAtStep

REFUSED = "grad can be implicitly created only for scalar outputs"


def test_adding_five_is_add_backward() -> None:
    graph = preset_answer("addition").graph
    node = graph.nodes[graph.result[0]]
    assert (node.name, node.symbol) == ("AddBackward0", "+")
    assert graph.nodes[graph.leaf].value.text == "[[1, 2], [3, 4]]"
    assert node.value.text == "[[6, 7], [8, 9]]"


def test_the_exponential_shows_the_stated_values() -> None:
    graph = preset_answer("exponential").graph
    node = graph.nodes[graph.result[0]]
    assert (node.name, node.symbol) == ("ExpBackward0", "eˣ")
    assert node.value.text == "[[2.7183, 7.3891], [20.0855, 54.5982]]"


def test_theta_times_theta_at_one_has_loss_one_and_gradient_two() -> None:
    answer = preset_answer("product")
    graph = answer.graph
    assert graph.nodes[graph.result[0]].name == "MulBackward0"
    assert graph.output.value.text == "[1]"
    assert graph.grad is not None
    assert graph.grad.text == "[2]"
    assert answer.steps[-1].text == "θ.grad = [2]; until now it was None"


def test_twice_the_dot_product_has_gradient_four_x() -> None:
    graph = preset_answer("dot").graph
    assert graph.grad is not None
    np.testing.assert_array_equal(graph.grad.array, [0, 4, 8, 12])


def test_backward_of_a_vector_is_refused_in_torchs_own_words_and_explained() -> None:
    answer = preset_answer("sine")
    assert answer.graph.refusal == REFUSED
    assert "100" in answer.graph.advice
    assert answer.graph.grad is None
    assert answer.curve is not None
    assert answer.curve.derivative is None
    points = torch.linspace(-torch.pi, torch.pi, 100, dtype=torch.float64)
    np.testing.assert_array_equal(answer.curve.values, points.sin().numpy())


@pytest.mark.parametrize("remedy", ["sum", "ones"])
def test_both_remedies_give_the_stated_gradient(remedy: str) -> None:
    answer = preset_answer("sine", remedy)
    assert answer.curve is not None
    gradient = answer.curve.derivative
    assert gradient is not None
    np.testing.assert_array_equal(gradient, preset_answer("sine", "sum").curve.derivative)
    assert gradient[[0, 10, 50]].tolist() == pytest.approx([-1, -0.80527026, 0.99949654], abs=5e-9)
    np.testing.assert_allclose(gradient, np.cos(answer.curve.points), atol=1e-15)
    np.testing.assert_allclose(answer.curve.values, np.sin(answer.curve.points), atol=1e-15)
    assert not answer.graph.refusal


def test_any_typed_function_has_its_curve_and_derivative() -> None:
    curve = function_answer("x^3 - 2x", -2.0, 2.0, 50, "ones").curve
    assert curve is not None
    assert curve.derivative is not None
    np.testing.assert_allclose(curve.values, curve.points**3 - 2 * curve.points, atol=1e-12)
    np.testing.assert_allclose(curve.derivative, 3 * curve.points**2 - 2, atol=1e-12)


@pytest.mark.parametrize(
    ("low", "high", "count"), [(-2.0, 2.0, 7), (-1.0, 2.0, 4), (-0.3, 0.6, 10), (-1e308, 1e308, 51)]
)
def test_zero_is_a_point_where_even_ones_meet_it(low: float, high: float, count: int) -> None:
    curve = function_answer("where(x > 0, 1, 2) + 0*x", low, high, count).curve
    assert curve is not None
    (at,) = np.flatnonzero(curve.points == 0.0)
    assert curve.values[at] == 2.0  # beside it, where sees a number above 0, and log one too
    assert (curve.points[0], curve.points[-1]) == (low, high)
    apart = np.diff(curve.points / 2)
    np.testing.assert_allclose(apart, np.full(count - 1, apart[0]), 1e-12)


def test_a_function_without_its_name_has_no_graph_to_go_back_through() -> None:
    graph = function_answer("where(1 < 2, 3, x)", 0.0, 1.0, 5, "sum").graph
    assert graph.refusal == (
        "element 0 of tensors does not require grad and does not have a grad_fn"
    )
    assert "does not depend on x" in graph.advice
    assert graph.grad is None


def test_the_name_alone_has_derivative_one() -> None:
    graph = function_answer("x", 0.0, 1.0, 5, "ones").graph
    assert graph.result == (graph.leaf, 0)
    assert graph.grad is not None
    np.testing.assert_array_equal(graph.grad.array, np.ones(5))


@pytest.mark.parametrize("preset", GRAPH_PRESETS)
@pytest.mark.parametrize("remedy", ["", "none", "sum", "ones"])
def test_every_preset_can_be_shown_with_every_remedy(preset: str, remedy: str) -> None:
    answer = preset_answer(preset, remedy)
    assert answer.steps[-1].kind in ("grad", "refused")


def test_what_cannot_be_asked_is_refused_in_one_line() -> None:
    with pytest.raises(ValueError, match="preset 'sines'; did you mean 'sine'"):
        preset_answer("sines")
    with pytest.raises(ValueError, match="remedy must be one of none, sum, ones, not 'mean'"):
        function_graph("x", torch.ones(2), "mean")
    with pytest.raises(ValueError, match="low and high must be finite numbers"):
        function_answer("x", 1.0, -1.0, 10)
    with pytest.raises(ValueError, match="count must be a whole number from 2 to 1000, not 1"):
        function_answer("x", 0.0, 1.0, 1)
    with pytest.raises(FormulaError, match="type a function of one name"):
        function_answer("x + y", 0.0, 1.0, 10)


def test_the_graph_of_a_run_is_that_of_the_minibatch_of_its_step() -> None:
    experiment = Experiment("thermometer", batch_size=4, seed=3)
    rows = BatchAtStep(11, 4, 3)(7)
    assert rows is not None
    (*_, answer) = run_answer(experiment, (1.0, 0.0), 7)
    assert answer is not None
    loss = experiment.bound_loss().on(rows)
    assert answer.graph.output.value.array == pytest.approx(float(loss(torch.tensor([1.0, 0.0]))))
    (column,) = [node for node in answer.graph.nodes if node.symbol == "t_u"]
    assert column.shape == (4,)


def test_the_start_on_raw_thermometer_data_has_the_stated_gradient() -> None:
    experiment = Experiment("thermometer", settings={"input_scale": 1.0})
    (answer,) = run_answer(experiment, (1.0, 0.0), 0)
    assert answer is not None
    assert answer.graph.grad is not None
    assert answer.graph.grad.text == "[4517.2969, 82.6]"
