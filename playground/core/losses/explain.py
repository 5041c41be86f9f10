"""Why a typed loss, or its gradient, is not a number at some theta."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from playground.core.losses.evaluate import OPERATIONS
from playground.core.losses.notation import plain
from playground.core.losses.reasons import reason, slope_reason
from playground.core.losses.tree import Call, Node, Number
from playground.core.tensors import filled

BOTH = "where() also computes the branch that it does not take, and there: "


def explain(root: Node, leaves: Mapping[str, Tensor], score: Callable[[Tensor], Tensor]) -> str:
    """Say why score(tree) or its gradient is no number; "" where numbers merely got too large.

    `leaves` maps parameters to tensors of shape () and columns to tensors of shape (rows,);
    `score` takes the tree's values, (rows,), to the loss.
    """
    if not all(leaf.isfinite().all() for leaf in leaves.values()):
        return ""
    walk = _Walk(leaves)
    values = walk.evaluate(root, torch.ones(walk.shape, dtype=torch.bool))
    if walk.overflowed or walk.cause:
        return walk.cause
    prediction = values.detach().requires_grad_()
    loss = score(prediction)
    if not loss.isfinite().all():
        return ""
    (upstream,) = torch.autograd.grad(loss.sum(), prediction)
    walk.descend(root, upstream)
    return walk.cause


class _Walk:
    """One pass up the tree for values, then one down for slopes, element by element."""

    def __init__(self, leaves: Mapping[str, Tensor]) -> None:
        # Columns have all one shape, parameters have none.
        self.shape = max((leaf.shape for leaf in leaves.values()), key=len)
        self.leaves = leaves
        self.cause = ""
        self.overflowed = False
        self._values: dict[Node, Tensor] = {}
        self._taken: dict[Node, Tensor] = {}  # where this value decides the result

    def evaluate(self, node: Node, taken: Tensor) -> Tensor:
        """Compute a node's values, and look for the first cause where they are taken."""
        self._taken[node] = taken
        if isinstance(node, Number):
            some = next(iter(self.leaves.values()))
            value = filled(some, self.shape, node.value)
        elif isinstance(node, Call):
            value = self._result(node, taken)
        else:
            value = self.leaves[node.name].detach().expand(self.shape)
        self._values[node] = value
        return value

    def _result(self, node: Call, taken: Tensor) -> Tensor:
        arguments: list[Tensor] = []
        for index, argument in enumerate(node.arguments):
            chosen = taken
            if node.function == "where" and index:
                chosen = taken & (arguments[0] if index == 1 else ~arguments[0])
            arguments.append(self.evaluate(argument, chosen))
        value = OPERATIONS[node.function](*arguments)
        if not (self.cause or self.overflowed):
            self._judge(node, arguments, taken & ~value.isfinite())
        return value

    def _judge(self, node: Call, arguments: list[Tensor], bad: Tensor) -> None:
        if bad.any():
            self.cause = reason(node.function, *self._at(node, arguments, bad))
            self.overflowed = not self.cause

    def descend(self, node: Node, upstream: Tensor) -> None:
        """Carry the slope of the loss down, and look for the first node that has none."""
        if self.cause or not isinstance(node, Call):
            return
        inputs = [self._values[argument].detach() for argument in node.arguments]
        slopes = [v.clone().requires_grad_() if v.is_floating_point() else v for v in inputs]
        numbers = [v for v in slopes if v.requires_grad]
        value = OPERATIONS[node.function](*slopes)
        if not value.requires_grad:
            return  # a comparison
        # Weighted and summed: grad_outputs would import a second of torch that is not needed.
        parts = iter(torch.autograd.grad((value * upstream).sum(), numbers))
        for argument, slope in zip(node.arguments, slopes, strict=True):
            if slope.requires_grad and not isinstance(argument, Number):
                self._follow(node, argument, inputs, next(parts))
            elif slope.requires_grad:
                next(parts)

    def _follow(self, node: Call, argument: Node, inputs: list[Tensor], slope: Tensor) -> None:
        bad = ~slope.isfinite()
        if not bad.any():
            self.descend(argument, slope)
        elif not self.cause:
            self.cause = self._slope_cause(node, inputs, bad)

    def _slope_cause(self, node: Call, inputs: list[Tensor], bad: Tensor) -> str:
        at = self._at(node, inputs, bad)
        undefined = bad & ~self._values[node].isfinite()
        if undefined.any():
            at = self._at(node, inputs, undefined)
            return BOTH + (reason(node.function, *at) or "the numbers get too large")
        why = slope_reason(node.function, *at)
        if why and not self._taken[node][bad].any():
            return BOTH + why
        return why

    def _at(
        self, node: Call, arguments: list[Tensor], where: Tensor
    ) -> tuple[list[float], list[str]]:
        """The arguments at the first place that is marked, as numbers and as formulas."""
        first = int(where.flatten().nonzero()[0]) if where.dim() else 0
        numbers = [float(argument.flatten()[first]) for argument in arguments]
        return numbers, [plain(argument) for argument in node.arguments]
