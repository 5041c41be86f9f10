"""The graph that autograd records of a loss or a function at one theta, walked from its grad_fn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor
from torch.autograd.graph import Node as Recipe
from torch.autograd.graph import get_gradient_edge

from playground.core.graph_backward import Flow, flow
from playground.core.graph_building import Building
from playground.core.graph_parts import Graph
from playground.core.graph_recorder import Record, Recorder
from playground.core.loss_source import Source
from playground.core.losses import Loss
from playground.core.losses.evaluate import compiled
from playground.core.losses.grammar import parse
from playground.core.losses.normalising import marked
from playground.core.losses.tokens import FormulaError
from playground.core.losses.tree import Formula
from playground.core.tensors import filled
from playground.core.typed import quoted

REMEDIES = ("none", "sum", "ones")


@dataclass(frozen=True)
class Subject:
    """What is recorded: a function of theta, with the names of its parameters and its source.

    `labels` are what columns are called in the graph, where that is not their name.
    """

    function: Callable[[Tensor], Tensor]
    names: Sequence[str]
    source: Source
    columns: Mapping[str, Tensor]
    labels: Mapping[str, str] = field(default_factory=dict)


def loss_graph(loss: Loss, theta: Tensor, names: Sequence[str]) -> Graph:
    """Return the graph of a loss at theta, (n,), with the gradients of one backward pass.

    `names` are those of the n parameters.
    """
    source = Source()
    entry = loss.entry
    labels = {name: marked(name) for name in entry.inputs} if entry.prepare else {}
    subject = Subject(source.follow(loss), names, source, loss.columns, labels)
    return _graph(subject, theta, "none")


def function_graph(text: str, points: Tensor, remedy: str = "none") -> Graph:
    """Return the graph of a typed function of one name, such as sin(x), at points of any shape.

    backward() starts from one number: of more, the `remedy` "sum" adds them up and "ones" hands
    a gradient vector of ones to backward(); with "none" torch refuses. Raises ValueError for
    another remedy, and FormulaError.
    """
    if remedy not in REMEDIES:
        raise ValueError(f"remedy must be one of {', '.join(REMEDIES)}, not {quoted(remedy)}")
    formula = _of_one_name(text)
    source = Source()
    code = compiled(formula.root, {formula.parameters[0]: 0}, source.typed(formula, text))

    def function(theta: Tensor) -> Tensor:
        return code([theta]) if callable(code) else filled(theta, theta.shape, code)

    return _graph(Subject(function, formula.parameters, source, {}), points, remedy)


def function_fault(text: str) -> tuple[int, str] | None:
    """Return where the text is no function of one name (an index) and how; None if it is one."""
    try:
        _of_one_name(text)
    except FormulaError as error:
        return error.position, str(error)
    return None


def _of_one_name(text: str) -> Formula:
    formula = parse(text)
    names = formula.parameters
    compiled(formula.root, {name: place for place, name in enumerate(names)})
    expected = "type a function of one name such as sin(x)"
    if not names:
        raise FormulaError("No name", len(text.rstrip()), expected)
    if len(names) > 1:
        raise FormulaError(f"{len(names)} names", formula.position(names[1]), expected)
    return formula


def _graph(subject: Subject, theta: Tensor, remedy: str) -> Graph:
    leaf = theta.detach().clone().requires_grad_()
    assert leaf.grad is None  # as the text says, until backward has passed
    result, record = _recorded(subject, leaf, remedy)
    nodes = walked(result)
    gradient = torch.ones_like(result) if remedy == "ones" else None
    flowed = flow(nodes, result, gradient) if result.requires_grad else _refused(result)
    return Building(subject.names, subject.source, record, flowed).graph(
        nodes, result, leaf, remedy
    )


def _recorded(subject: Subject, leaf: Tensor, remedy: str) -> tuple[Tensor, Record]:
    source = subject.source
    with torch.enable_grad(), Recorder(source) as recorder:
        recorder.keep(subject.columns, source.names, subject.labels)
        result = subject.function(leaf)
        if remedy == "sum":
            result = result.sum()
    return result, recorder.record


def walked(result: Tensor) -> list[Recipe]:
    """Return every node that backward of the result would visit, the result's first."""
    if not result.requires_grad:
        return []
    found = {get_gradient_edge(result).node: None}
    waiting = list(found)
    while waiting:
        for node, _ in waiting.pop().next_functions:
            if node is not None and node not in found:
                found[node] = None
                waiting.append(node)
    return list(found)


def _refused(result: Tensor) -> Flow:
    """What torch says of a result that does not depend on theta."""
    return flow([], result, None)
