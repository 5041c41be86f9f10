"""One real backward pass, watched at every node of the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.autograd.graph import Node

Gradients = tuple[Tensor | None, ...]


@dataclass
class Flow:
    """The gradients that arrived at each node and left it, in the order in which it ran.

    `arrived` has one gradient for each output of a node, `left` one for each of its
    next_functions. `refusal` is torch's own error where it refused, else "".
    """

    arrived: dict[Node, Gradients] = field(default_factory=dict)
    left: dict[Node, Gradients] = field(default_factory=dict)
    refusal: str = ""


def flow(nodes: Iterable[Node], result: Tensor, gradient: Tensor | None) -> Flow:
    """Call result.backward(gradient) and return what flowed; the graph stays usable."""
    found = Flow()
    handles = []
    for node in nodes:
        handles.append(node.register_prehook(_keeping(found.arrived, node)))
        handles.append(node.register_hook(_keeping(found.left, node)))
    try:
        # the graph is kept, since the local derivatives are asked of the same nodes afterwards
        result.backward(gradient, retain_graph=True)  # type: ignore[no-untyped-call]  # torch's
    except RuntimeError as error:
        found.refusal = str(error).strip().splitlines()[0]
    finally:
        for handle in handles:
            handle.remove()
    return found


def local_derivatives(node: Node) -> Gradients:
    """Return what the node itself makes of a gradient of ones, for each of its next_functions.

    Where each number of an operand goes into one of the result, or is repeated, these are the
    derivatives of the result's numbers.
    """
    metadata: Any = node._input_metadata  # torch declares it for subclasses only
    ones = torch.ones(metadata[0].shape, dtype=metadata[0].dtype)
    call: Any = node  # torch declares no way to call one
    with torch.no_grad():
        made = call(ones)
    return made if isinstance(made, tuple) else (made,)


def _keeping(kept: dict[Node, Gradients], node: Node) -> Callable[..., None]:
    def keep(gradients: Gradients, *_: object) -> None:
        kept[node] = gradients

    return keep
