"""The graph of every loss, beside torch's own evaluation and backward of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from playground.core.autograd_graph import loss_graph
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
