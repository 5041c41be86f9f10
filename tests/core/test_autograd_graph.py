"""The graph that is shown is the one that torch made: names, values and gradients."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from playground.core.autograd_graph import function_graph, loss_graph
from playground.core.datasets import DATASETS
from playground.core.graph_parts import Graph, Node
from playground.core.losses import LOSSES, LossEntry, find_loss
from playground.core.settings import settle

TYPED = [
    "x^2",
    "(1 - x)^2 + 100*(y - x^2)^2",
    "max(x, 0) + min(x, y, 2) + 3*x^2 + 2^x",
    "where(x > y, x, -x)/x + x^0.5 + x^y - e^x",
    "sin(x)*cos(y) + tan(x) - log(x) + sqrt(y) + abs(x - 2)",
    "tanh(x) + sigmoid(y) + relu(x - y) + 1/x",
    "x1^2 + x2^2 + x3^2 + x4^2",
    "x",
]
MODELS = [("line", "w*x + b", "y", "mse"), ("clouds", "w*x1 + v*x2", "label", "logistic")]


def entries() -> list[LossEntry]:
    models = [find_loss(score, data, model, aim) for data, model, aim, score in MODELS]
    return [*LOSSES.values(), *map(find_loss, TYPED), *models]


class Seen(TorchFunctionMode):
    """Torch's own oracle: every result that Python sees, made to keep its gradient."""

    def __init__(self) -> None:
        self.tensors: list[Tensor] = []

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        result = func(*args, **(kwargs or {}))
        for tensor in result if isinstance(result, list | tuple) else [result]:
            if isinstance(tensor, Tensor) and tensor.grad_fn is not None:
                tensor.retain_grad()
                self.tensors.append(tensor)
        return result


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


def made(
    entry: LossEntry, dtype: torch.dtype = torch.float64
) -> tuple[Graph, Seen, Tensor, Tensor]:
    """The graph of a loss away from its start, and torch's own evaluation and backward."""
    loss = entry.bind(settle(entry.settings, {}), dtype)
    start = torch.tensor(entry.start, dtype=dtype) * 0.9 + 0.2
    graph = loss_graph(loss, start, entry.names(len(start)))
    theta = start.clone().requires_grad_()
    with Seen() as seen:
        result = loss(theta)
    result.backward()  # type: ignore[no-untyped-call]  # untyped in torch
    return graph, seen, result, theta


def operations(graph: Graph) -> list[Node]:
    return [node for node in graph.nodes if node.kind == "operation"]


everywhere = pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)


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
