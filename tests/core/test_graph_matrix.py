"""A matrix product in the graph: its gradient is the other matrix times what arrived."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from playground.core.autograd_graph import loss_graph
from playground.core.graph_parts import Edge, Graph
from playground.core.losses import LOSSES, LossEntry, find_loss
from playground.core.settings import settle
from tests.core.graphs_of_losses import made

KNOWN = torch.tensor([[1.0, 2.0], [3.0, 5.0]], dtype=torch.float64)


def from_the_left(theta: Tensor) -> Tensor:
    return (KNOWN @ theta.reshape(2, 1)).sum()


def from_the_right(theta: Tensor) -> Tensor:
    return (theta.reshape(1, 2) @ KNOWN).sum()


def times_a_vector(theta: Tensor) -> Tensor:
    return (KNOWN @ theta).sum()


def squared(theta: Tensor) -> Tensor:
    matrix = theta.reshape(2, 2)
    return (matrix @ matrix).sum()


def of(function: Callable[[Tensor], Tensor], theta: tuple[float, ...]) -> Graph:
    entry = LossEntry("f", "f", "", "", (), theta, 0.1, (0.01, 1.0), ((-1.0, 1.0),),
                      function=function)  # fmt: skip
    loss = entry.bind(settle({}, {}), torch.float64)
    return loss_graph(loss, torch.tensor(theta, dtype=torch.float64), entry.names(len(theta)))


def product_edges(graph: Graph) -> list[Edge]:
    return [e for e in graph.edges if e.carries and graph.nodes[e.end].symbol == "@"]


def test_the_gradient_of_the_right_matrix_is_the_left_one_turned_times_what_arrived() -> None:
    # out = [[1, 2], [3, 5]] · [[7], [1]], and 1 arrives at each of out: [1 + 3, 2 + 5]
    graph = of(from_the_left, (7.0, 1.0))
    (edge,) = product_edges(graph)
    assert edge.derivative.endswith("ᵀ · grad_out, (2×2) · (2×1) = (2×1)")
    assert edge.derivative.startswith("grad_b = ")
    assert edge.product == "[[1, 3], [2, 5]] · [[1], [1]] = [[4], [7]]"


def test_the_gradient_of_the_left_matrix_is_what_arrived_times_the_right_one_turned() -> None:
    # out = [[7, 1]] · [[1, 2], [3, 5]], and [[1, 1]] · [[1, 3], [2, 5]] = [[3, 8]]
    graph = of(from_the_right, (7.0, 1.0))
    (edge,) = product_edges(graph)
    assert edge.derivative.startswith("grad_a = grad_out · ")
    assert edge.derivative.endswith("ᵀ, (1×2) · (2×2) = (1×2)")
    assert edge.product == "[[1, 1]] · [[1, 3], [2, 5]] = [[3, 8]]"


def test_a_vector_is_a_column() -> None:
    graph = of(times_a_vector, (7.0, 1.0))
    (edge,) = product_edges(graph)
    assert edge.derivative.endswith("ᵀ · grad_out, (2×2) · (2×1) = (2×1)")
    assert edge.product == "[[1, 3], [2, 5]] · [1, 1] = [4, 7]"


def test_a_matrix_times_itself_has_a_gradient_from_each_side() -> None:
    left, right = product_edges(of(squared, (1.0, 2.0, 3.0, 5.0)))
    ones, a = np.ones((2, 2)), np.array([[1.0, 2.0], [3.0, 5.0]])
    assert left.gradient is not None
    assert right.gradient is not None
    np.testing.assert_array_equal(left.gradient.array, ones @ a.T)
    np.testing.assert_array_equal(right.gradient.array, a.T @ ones)
    assert left.product == "[[1, 1], [1, 1]] · [[1, 3], [2, 5]] = [[3, 8], [3, 8]]"
    assert right.product == "[[1, 3], [2, 5]] · [[1, 1], [1, 1]] = [[4, 4], [7, 7]]"


def test_the_network_says_by_which_matrix_its_gradient_is_multiplied() -> None:
    graph = made(LOSSES["moons"])[0]  # 100 rows of 3 features, 8 units, one result
    by_shape = {edge.gradient.shape: edge for edge in product_edges(graph) if edge.gradient}
    assert set(by_shape) == {(3, 8), (100, 8), (8, 1)}
    for shape, sizes in {
        (3, 8): "(3×100) · (100×8) = (3×8)",
        (100, 8): "(100×1) · (1×8) = (100×8)",
        (8, 1): "(8×100) · (100×1) = (8×1)",
    }.items():
        edge = by_shape[shape]
        assert sizes in edge.derivative
        assert edge.gradient is not None
        assert edge.product == f"that is {edge.gradient.text}"
        left, right = (graph.nodes[each.start].value for each in graph.into(edge.end))
        arrived = graph.nodes[edge.end].gradient
        assert arrived is not None
        # the equation that stands there, worked out by NumPy
        oracle = left.array.T @ arrived.array if edge.operand else arrived.array @ right.array.T
        np.testing.assert_allclose(edge.gradient.array, oracle, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("entry", LOSSES.values(), ids=lambda entry: entry.name)
def test_a_gradient_that_is_said_to_flow_on_is_what_arrived(entry: LossEntry) -> None:
    graph = made(entry)[0]
    for edge in graph.edges:
        if not edge.product.endswith("flows on"):
            continue
        arrived = [o.gradient for o in graph.nodes[edge.end].outputs if o.gradient is not None]
        assert edge.gradient is not None
        there = np.concatenate([each.array.reshape(-1) for each in arrived])
        flowing = edge.gradient.array.reshape(-1)
        np.testing.assert_array_equal(flowing[flowing != 0], there[there != 0])


def test_what_was_repeated_is_added_up() -> None:
    # y = 2, 4, 6, 8 and w = 0.2: (2/4)·Σ (w − y) = −9.6
    edges = made(find_loss("mse", "line", "w", "y"))[0].edges
    (edge,) = [edge for edge in edges if "repetition" in edge.derivative]
    assert edge.product == "[−0.9, −1.9, −2.9, −3.9], added up: [−9.6]"


def test_an_operand_without_a_name_does_not_take_that_of_the_other() -> None:
    graph = made(find_loss("b + 2*w"))[0]
    (node,) = [node for node in graph.nodes if node.symbol == "+"]
    assert node.expression == "b + c"
