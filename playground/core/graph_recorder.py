"""What torch computes while a loss is evaluated, operation by operation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from playground.core.graph_parts import MOST_KEPT, Numbers, figure
from playground.core.loss_source import Source
from playground.core.losses.spans import Span

_OPERANDS = ("self", "other", "exponent")  # what may be a plain number and still is an operand


@dataclass(frozen=True, eq=False)
class Recorded:
    """One operation: its operands, tensors and plain numbers, its results, and its place.

    `numbers` are the places of the plain numbers among the operands.
    """

    operands: tuple[Tensor | float, ...]
    outputs: tuple[Numbers, ...]
    spans: tuple[Span, ...]
    exponent: float | None  # of a power, if it is a plain number
    numbers: dict[float, tuple[Span, ...]]


@dataclass(frozen=True, eq=False)
class Constant:
    """A tensor that theta does not come into, or only as a condition."""

    tensor: Tensor
    value: Numbers
    label: str
    spans: tuple[Span, ...]


@dataclass
class Record:
    """Every operation by the number that autograd gave its node; constants by id."""

    operations: dict[int, Recorded] = field(default_factory=dict)
    constants: dict[int, Constant] = field(default_factory=dict)


class Recorder(TorchDispatchMode):
    """Keeps what each operation takes and gives, below autograd, where a call is a node.

    `source` tells which of its characters are being computed.
    """

    def __init__(self, source: Source) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # untyped in torch
        self.record = Record()
        self._source = source
        self._next = sequence_number()

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        return False  # else torch imports its compiler, which takes seconds

    def keep(
        self,
        columns: Mapping[str, Tensor],
        places: Mapping[str, tuple[Span, ...]],
        labels: Mapping[str, str],
    ) -> None:
        """Know columns of the data by their names, or by their labels."""
        for name, tensor in columns.items():
            self._keep(tensor, labels.get(name, name), places.get(name, ()))

    # Any: whatever operations of torch take and give
    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        # autograd has just made the node, if it made one
        made = sequence_number()
        result = func(*args, **(kwargs or {}))
        if made > self._next:
            self._next = made
            self.record.operations[made - 1] = self._recorded(func, args, result)
        elif isinstance(result, Tensor) and func.overloadpacket.__name__ != "detach":
            self._derive(func, args, result)
        return result

    def _recorded(self, func: Any, args: tuple[Any, ...], result: Any) -> Recorded:  # torch's own
        outputs = result if isinstance(result, list | tuple) else (result,)
        names = [argument.name for argument in func._schema.arguments]
        named = list(zip(names, args, strict=False))
        power = [value for name, value in named if name == "exponent"]
        exponent = power[0] if power and not isinstance(power[0], Tensor) else None
        operands = [
            value
            for name, value in named
            if isinstance(value, Tensor) or (_is_number(value) and name in _OPERANDS)
        ]
        if exponent is not None:
            operands.pop()
        return Recorded(
            tuple(operands),
            tuple(numbers(output) for output in outputs),
            self._source.place(),
            exponent,
            {each: self._source.number(each) for each in operands if _is_number(each)},
        )

    def _derive(self, func: Any, args: tuple[Any, ...], result: Tensor) -> None:  # torch's own
        """Keep a constant that was made from others, labelled by what it was typed as."""
        spans = self._source.place()
        label = self._source.text[slice(*spans[0])] if spans else ""
        first = self.record.constants.get(id(args[0])) if args else None
        if func.overloadpacket.__name__ == "transpose" and first is not None:
            label = f"{first.label}ᵀ"
        elif result.numel() == 1 and result.is_floating_point():
            label = figure(float(result))
        if func.overloadpacket.__name__ == "new_full":  # a number where torch wants a tensor
            spans = self._source.number(float(args[2])) or spans
        self._keep(result, label, spans)

    def _keep(self, tensor: Tensor, label: str, spans: tuple[Span, ...]) -> None:
        self.record.constants[id(tensor)] = Constant(tensor, numbers(tensor), label, spans)


def sequence_number() -> int:
    """The number that autograd will give the next node that this thread makes."""
    return int(torch.autograd._get_sequence_nr())  # type: ignore[attr-defined]  # not declared


def numbers(tensor: Tensor) -> Numbers:
    """Return a tensor's numbers, without the far end of a long one."""
    kept = tensor.detach()
    if kept.numel() > MOST_KEPT:
        kept = kept.reshape(-1)[:MOST_KEPT]
    array = kept.to(torch.float64).numpy().copy()  # a copy: what shares its memory may change
    return Numbers(tuple(tensor.shape), array)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
