"""The graph that is shown is the one that torch made: names, values and gradients."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from playground.core.autograd_graph import function_graph
from playground.core.datasets import DATASETS
from playground.core.losses import LOSSES, LossEntry, find_loss
from tests.core.graphs_of_losses import everywhere, made, operations


def recipes(result: Tensor) -> list[Any]:
    """Torch's nodes in the order in which they were made, found by a recursion of our own."""

    def visit(node: Any, found: dict[Any, None]) -> dict[Any, None]:
        if node is not None and node not in found:
            found[node] = None
            for following, _ in node.next_functions:
                visit(following, found)
        return found

    return sorted(visit(result.grad_fn, {}), key=lambda node: node._sequence_nr())


def bare(recipe: Any) -> str:
    return str(recipe.name()).split("::")[-1]


@everywhere
def test_nodes_and_edges_are_those_of_an_independent_walk(entry: LossEntry) -> None:
    graph, _, result, _ = made(entry)
    nodes = recipes(result)
    assert [node.name for node in operations(graph)] == [bare(node) for node in nodes[:-1]]
    assert graph.nodes[graph.leaf].name == bare(nodes[-1]) == "AccumulateGrad"
    expected = Counter(
        (bare(start), output, bare(end))
        for end in nodes
        for start, output in end.next_functions
        if start is not None
    )
    assert expected == Counter(
        (graph.nodes[edge.start].name, edge.output, graph.nodes[edge.end].name)
        for edge in graph.edges
        if edge.carries
    )


@everywhere
def test_values_and_gradients_are_those_that_retain_grad_keeps(entry: LossEntry) -> None:
    graph, seen, result, theta = made(entry)
    places = {node: place for place, node in enumerate(recipes(result))}
    shown = operations(graph)
    checked = 0
    for tensor in seen.tensors:
        if tensor.grad_fn not in places:
            continue
        output = shown[places[tensor.grad_fn]].outputs[tensor.output_nr]
        assert output.value.shape == tuple(tensor.shape)
        assert_numbers(output.value.array, tensor)
        if tensor.grad is None:
            continue
        assert output.gradient is not None
        assert_numbers(output.gradient.array, tensor.grad)
        checked += 1
    assert checked >= 1
    assert theta.grad is not None
    assert graph.grad is not None
    assert_numbers(graph.grad.array, theta.grad)


def assert_numbers(array: np.ndarray[Any, Any], tensor: Tensor) -> None:
    flat = tensor.detach().reshape(-1)[: array.size].numpy()
    np.testing.assert_allclose(array.reshape(-1), flat, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_the_gradient_is_to_the_last_bit_that_of_the_descent(dtype: torch.dtype) -> None:
    for name in ("square", "rosenbrock", "thermometer", "moons"):
        graph, _, _, theta = made(LOSSES[name], dtype)
        assert theta.grad is not None
        assert graph.grad is not None
        np.testing.assert_array_equal(graph.grad.array, theta.grad.double().numpy())


def test_a_long_table_is_computed_whole_but_only_its_first_numbers_are_kept() -> None:
    table = DATASETS["moons"]
    graph, _, result, _ = made(LOSSES["moons"])
    assert graph.output.value.array == pytest.approx(result.item())
    (features,) = [node for node in graph.nodes if node.symbol == "features"]
    assert features.value.size == 3 * table.rows
    points = torch.linspace(0, 1, 5000)
    long = function_graph("x^2", points, "sum")
    assert long.nodes[0].value.array.shape == (1000,)
    assert long.nodes[0].value.size == 5000
    assert long.output.value.array == pytest.approx(float(points.square().sum()))


def test_the_parts_of_theta_are_shown_by_their_names() -> None:
    graph, _, _, _ = made(find_loss("x^2 + 3*y"))
    (parts,) = [node for node in operations(graph) if node.name == "UnbindBackward0"]
    assert parts.text == "x = 1.1, y = 1.1"
    assert parts.gradient_text == "∂/∂x = 2.2, ∂/∂y = 3"


def test_a_parameter_alone_is_repeated_for_each_row() -> None:
    graph, _, _, theta = made(find_loss("mse", "line", "w", "y"))
    (edge,) = [edge for edge in graph.edges if graph.nodes[edge.end].symbol == "repeat"]
    assert edge.derivative == "∂out/∂w = 1 for each repetition: what arrives is added up"
    assert edge.gradient is not None
    assert theta.grad is not None
    np.testing.assert_allclose(edge.gradient.array, theta.grad.numpy())


def test_recording_a_graph_does_not_wait_for_torchs_compiler() -> None:
    program = (
        "import sys, torch\n"
        "from playground.core.autograd_graph import function_graph\n"
        "function_graph('sin(x)', torch.ones(1))\n"
        "assert 'torch._dynamo' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=100)
