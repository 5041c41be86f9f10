"""Stepping goes by values forward, then by edges backward, and ends in .grad."""

from __future__ import annotations

import pytest
import torch

from playground.core.autograd_graph import function_graph, loss_graph
from playground.core.graph_parts import Graph
from playground.core.graph_steps import moments, seen
from playground.core.losses import LOSSES, find_loss
from playground.core.settings import settle


def graph_of(loss: str) -> Graph:
    entry = find_loss(loss)
    bound = entry.bind(settle(entry.settings, {}), torch.float64)
    start = torch.tensor(entry.start, dtype=torch.float64)
    return loss_graph(bound, start, entry.names(len(start)))


everywhere = pytest.mark.parametrize("name", [*LOSSES, "x^2 + x*y + sin(x)", "max(x, y, 1)"])


@everywhere
def test_each_value_comes_after_those_that_it_is_computed_from(name: str) -> None:
    graph = graph_of(name)
    steps = moments(graph)
    known: set[int] = set()
    for count, moment in enumerate(steps, 1):
        if moment.kind == "forward":
            needed = {edge.start for edge in graph.into(moment.node) if edge.carries}
            assert needed <= known
            known.add(moment.node)
            assert known <= seen(graph, steps, count).values
    assert known == {node.index for node in graph.nodes if node.kind != "constant"}


@everywhere
def test_a_gradient_flows_on_only_after_all_of_it_has_arrived(name: str) -> None:
    graph = graph_of(name)
    passed: set[int] = set()
    for moment in moments(graph):
        if moment.kind == "edge":
            end = graph.edges[moment.edge].end
            waited = [edge.index for edge in graph.out_of(end) if edge.gradient is not None]
            assert set(waited) <= passed
            assert moment.edge not in passed
            passed.add(moment.edge)
    assert passed == {edge.index for edge in graph.edges if edge.gradient is not None}


@everywhere
def test_grad_is_none_until_the_very_last_step(name: str) -> None:
    graph = graph_of(name)
    steps = moments(graph)
    assert [seen(graph, steps, count).grad for count in range(len(steps))] == [False] * len(steps)
    end = seen(graph, steps, len(steps))
    assert end.grad
    assert graph.leaf in end.gradients
    assert steps[-1].text.endswith("until now it was None")


def test_backward_begins_after_the_last_value_with_the_derivative_of_the_result_by_itself() -> None:
    steps = moments(graph_of("rosenbrock"))
    kinds = [moment.kind for moment in steps]
    start = kinds.index("seed")
    assert set(kinds[:start]) == {"forward"}
    assert "forward" not in kinds[start:]
    assert steps[start].text == "backward() starts with ∂out/∂out = 1"


def test_a_parameter_that_is_used_twice_adds_up_what_arrives() -> None:
    graph = function_graph("θ*θ", torch.tensor([1.0]))
    steps = moments(graph)
    assert [moment.text for moment in steps if moment.kind == "sum"] == [
        "θ is used 2 times: [1] + [1] = [2]"
    ]
    first = next(count for count, moment in enumerate(steps, 1) if moment.kind == "edge")
    assert graph.leaf not in seen(graph, steps, first).gradients
    assert graph.leaf in seen(graph, steps, first + 1).gradients


def test_an_operation_is_written_out_with_its_numbers() -> None:
    texts = [moment.text for moment in moments(graph_of("(x + 3)*(x - 1)"))]
    assert "x + 3 = 4, with x = 1" in texts
    assert "a · b = 0, with a = 4 and b = 0" in texts


def test_a_refused_backward_ends_the_steps_with_the_words_of_torch() -> None:
    graph = function_graph("sin(x)", torch.linspace(0, 1, 5))
    steps = moments(graph)
    assert steps[-1].kind == "refused"
    assert steps[-1].text == "grad can be implicitly created only for scalar outputs"
    end = seen(graph, steps, len(steps))
    assert end.refused
    assert not end.grad
    assert not end.edges
    assert not end.gradients
