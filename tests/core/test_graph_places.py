"""A node of the graph is found again in what was typed, or in the loss's own lines."""

from __future__ import annotations

import ast
import math

import numpy as np
import pytest
import torch

from playground.core.autograd_graph import function_graph, loss_graph
from playground.core.graph_parts import Graph, Node
from playground.core.losses import LOSSES, find_loss
from playground.core.settings import settle


def graph_of(loss: str, *model: str) -> Graph:
    entry = find_loss(loss, *model)
    bound = entry.bind(settle(entry.settings, {}), torch.float64)
    start = torch.tensor(entry.start, dtype=torch.float64)
    return loss_graph(bound, start, entry.names(len(start)))


def typed(graph: Graph, node: Node) -> list[str]:
    return [graph.source[slice(*span)] for span in node.spans]


def test_each_operation_of_a_formula_knows_what_was_typed() -> None:
    graph = graph_of("sin(x)*(y + 1) + 2x")
    found = {node.name: typed(graph, node) for node in graph.nodes if node.kind == "operation"}
    assert found["SinBackward0"] == ["sin(x)"]
    assert found["UnbindBackward0"] == ["x", "y", "x"]
    assert typed(graph, graph.nodes[graph.result[0]]) == ["sin(x)*(y + 1) + 2x"]
    assert typed(graph, graph.nodes[graph.leaf]) == ["x", "y", "x"]


def test_a_condition_is_a_constant_with_its_own_place() -> None:
    graph = graph_of("where(x > 0, x^2, -x)")
    (condition,) = [node for node in graph.nodes if node.kind == "constant"]
    assert condition.symbol == "x > 0"
    assert typed(graph, condition) == ["x > 0"]


def test_a_typed_model_is_followed_by_what_scores_it() -> None:
    graph = graph_of("mse", "line", "w*x + b", "y")
    assert graph.source.startswith("w*x + b\n\ndef mse(")
    places = [typed(graph, node) for node in graph.nodes if node.kind == "operation"]
    assert ["w*x"] in places
    assert ["(predictions - target).square()"] in places
    (column,) = [node for node in graph.nodes if node.symbol == "x"]
    assert typed(graph, column) == ["x"]


@pytest.mark.parametrize("name", LOSSES)
def test_every_operation_of_a_built_in_loss_has_its_place_in_the_lines_shown(name: str) -> None:
    graph = graph_of(name)
    assert "@" not in graph.source.split("\n")[0]
    assert '"""' not in graph.source
    assert "#" not in graph.source
    for node in graph.nodes:
        if node.kind == "operation":
            (place,) = typed(graph, node)
            ast.parse(place, mode="eval")  # a whole expression, not a piece of one


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("(x + 3)*(y - 1)^2", ["3", "1"]),
        ("3 - x + 3*x", ["3", "3"]),
        ("where(x > 0, x, 3 - x)/2 + min(x, 2, 4)", ["3", "x > 0", "2", "2", "4"]),
        ("(2*π)^x + x*2e1 - -4*x + 5x", ["2*π", "2e1", "-4", "5"]),
        ("max(x, 0.1) + 1/x", ["0.1", "1"]),
    ],
)
def test_each_constant_of_a_formula_knows_where_it_was_typed(
    formula: str, expected: list[str]
) -> None:
    graph = graph_of(formula)
    constants = [node for node in graph.nodes if node.kind == "constant"]
    assert sorted(map("".join, (typed(graph, node) for node in constants))) == sorted(expected)
    for node in constants:
        assert within_its_operation(graph, node)


@pytest.mark.parametrize("name", LOSSES)
def test_every_constant_of_a_built_in_loss_has_its_place_in_the_lines_shown(name: str) -> None:
    graph = graph_of(name)
    names = {"math": math, "condition": 10.0, "cosine": 1.0, "sine": 0.0}  # the settings at first
    for node in graph.nodes:
        if node.kind == "constant":
            (place,) = typed(graph, node)
            assert within_its_operation(graph, node)
            if node.value.size == 1:
                assert eval(place, names) == pytest.approx(float(node.value.array))  # noqa: S307  # our own source
            else:
                assert place in (f'columns["{node.symbol}"]', "target")


def within_its_operation(graph: Graph, node: Node) -> bool:
    (start, end), *_ = node.spans
    users = [graph.nodes[edge.end].spans[0] for edge in graph.out_of(node.index)]
    return any(first <= start and end <= last for first, last in users)


def test_the_column_that_is_predicted_is_the_target_of_the_score() -> None:
    graph = graph_of("thermometer")
    (column,) = [node for node in graph.nodes if node.symbol == "t_c"]
    assert typed(graph, column) == ["target"]
    assert graph.source[: column.spans[0][0]].endswith("return (predictions - ")


def test_the_place_of_an_operation_is_the_expression_that_makes_it() -> None:
    graph = graph_of("rosenbrock")
    places = {node.index: typed(graph, node) for node in graph.nodes}
    assert places[graph.result[0]] == ["left * left + 100 * wall * wall"]
    (unbind,) = [node.index for node in graph.nodes if node.name == "UnbindBackward0"]
    assert places[unbind] == ["theta.unbind(-1)"]


def test_names_of_any_alphabet_keep_their_place() -> None:
    graph = graph_of("exp(−θ₁²) + µ·éa")
    found = {node.name: typed(graph, node) for node in graph.nodes}
    assert found["ExpBackward0"] == ["exp(−θ₁²)"]
    assert found["MulBackward0"] == ["µ·éa"]


def test_selecting_a_node_tells_what_it_depends_on() -> None:
    graph = function_graph("sin(x) + x^2", torch.tensor([1.0]))
    sine, square = (
        next(node.index for node in graph.nodes if node.symbol == symbol)
        for symbol in ("sin", "x²")
    )
    assert graph.ancestors(sine) == {graph.leaf}
    assert graph.ancestors(graph.result[0]) == {graph.leaf, sine, square}
    assert graph.ancestors(graph.leaf) == frozenset()


def test_a_column_that_is_normalised_wears_a_tilde_and_stands_where_it_was_typed() -> None:
    graph = graph_of("mse", "thermometer", "w*t_u + b", "t_c", "standardise")
    named = {node.symbol: node for node in graph.nodes if node.kind == "constant"}
    assert "t\N{COMBINING TILDE}_u" in named
    assert "t_c" in named
    node = named["t\N{COMBINING TILDE}_u"]
    assert typed(graph, node) == ["t_u"]
    assert np.mean(node.outputs[0].value.array) == pytest.approx(0, abs=1e-12)
