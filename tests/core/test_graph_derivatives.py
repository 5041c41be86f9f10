"""What stands on an edge of the graph is the derivative, in numbers and as a formula."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch

from playground.core.autograd_graph import function_graph
from playground.core.losses import LossEntry
from tests.core.graphs_of_losses import entries, everywhere, made, operations


@everywhere
def test_what_flows_into_an_output_adds_up_to_its_gradient(entry: LossEntry) -> None:
    graph, _, _, _ = made(entry)
    for node in graph.nodes:
        for place, output in enumerate(node.outputs):
            edges = [edge for edge in graph.out_of(node.index) if edge.output == place]
            flows = [edge.gradient.array for edge in edges if edge.gradient is not None]
            if flows and output.gradient is not None:
                np.testing.assert_allclose(
                    sum(flows), output.gradient.array, rtol=1e-12, atol=1e-12
                )


@everywhere
def test_the_gradient_on_an_edge_is_the_local_derivative_times_what_arrived(
    entry: LossEntry,
) -> None:
    graph, _, _, _ = made(entry)
    for edge in graph.edges:
        arrived = graph.nodes[edge.end].gradient
        if edge.local is None or edge.gradient is None or arrived is None:
            continue
        if not (edge.local.whole and arrived.whole):
            continue
        flowed = torch.tensor(edge.local.array * arrived.array).sum_to_size(edge.gradient.shape)
        np.testing.assert_allclose(edge.gradient.array, flowed.numpy(), rtol=1e-12, atol=1e-12)


def test_only_matrix_products_and_new_shapes_have_no_local_derivative() -> None:
    without = set()
    for entry in entries():
        graph, _, _, _ = made(entry)
        ends = {edge.end for edge in graph.edges if edge.carries and edge.local is None}
        without |= {graph.nodes[end].name.split("Backward")[0] for end in ends}
    shapes = {"Squeeze", "Unsqueeze", "Unbind", "View", "SplitWithSizes"}
    assert without == {"Mm", *shapes}


@pytest.mark.parametrize(
    ("formula", "at", "value"),
    [
        ("exp(x)", 0.5, np.exp(0.5)),
        ("log(x)", 0.5, 2.0),
        ("sqrt(x)", 0.25, 1.0),
        ("sin(x)", 0.5, np.cos(0.5)),
        ("cos(x)", 0.5, -np.sin(0.5)),
        ("tan(x)", 0.5, 1 / np.cos(0.5) ** 2),
        ("tanh(x)", 0.5, 1 / np.cosh(0.5) ** 2),
        ("sigmoid(x)", 0.0, 0.25),
        ("relu(x)", -1.0, 0.0),
        ("abs(x)", -2.0, -1.0),
        ("-x", 3.0, -1.0),
        ("x^3", 2.0, 12.0),
        ("x^-1", 2.0, -0.25),
        ("1/x", 2.0, -0.25),
        ("2^x", 1.0, 2 * np.log(2)),
        ("max(x, 3)", 3.0, 0.5),
        ("1 - x", 3.0, -1.0),
    ],
)
def test_local_derivatives_are_those_of_the_textbook(formula: str, at: float, value: float) -> None:
    graph = function_graph(formula, torch.tensor([at], dtype=torch.float64))
    edge = next(edge for edge in graph.edges if edge.carries)
    assert edge.local is not None
    assert edge.local.array[0] == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        ("θ^2", "∂out/∂θ = 2·θ = [2]; [2] · [1] = [2]"),
        ("3*θ", "∂out/∂θ = 3 = [3]; [3] · [1] = [3]"),
        ("1 - θ", "∂out/∂θ = −1 = [−1]; [−1] · [1] = [−1]"),
    ],
)
def test_the_chain_rule_is_written_out(formula: str, line: str) -> None:
    graph = function_graph(formula, torch.tensor([1.0]))
    (edge,) = [edge for edge in graph.edges if edge.carries]
    assert edge.text == line


FORMULAS = (
    "exp(x)  log(x)  sqrt(x)  sin(x)  cos(x)  tan(x)  tanh(x)  sigmoid(x)  x^2  x^3  x^-2  x^0.5  "
    "x^1.5  1/x  2^x  x*x  x/x^2  x^x  -x  3-x  x-3  x*5  x/4"
)


@pytest.mark.parametrize("formula", FORMULAS.split())
def test_the_derivative_in_words_is_a_formula_for_its_number(formula: str) -> None:
    point = torch.tensor(0.7, dtype=torch.float64)
    graph = function_graph(formula, point)
    for edge in graph.edges:
        _, *formulas = edge.derivative.split(" = ")
        if len(formulas) < 2 or edge.local is None:
            continue  # a number without a formula
        typed = formulas[0].replace("√", "sqrt").replace("σ", "sigmoid")
        typed = typed.replace("left ", "").replace("right ", "")
        for operand in graph.into(edge.end):
            if operand.name in ("a", "b"):  # one without a name of its own
                value = float(graph.nodes[operand.start].value.array)
                typed = re.sub(f"(?<![a-z]){operand.name}(?![a-z])", f"({value!r})", typed)
        worked = function_graph(f"{typed} + 0x", point)
        assert worked.output.value.array == pytest.approx(edge.local.array)


def test_every_symbol_is_for_people() -> None:
    for entry in entries():
        for node in operations(made(entry)[0]):
            assert "Backward" not in node.symbol
            assert node.symbol
            assert "{" not in node.expression
