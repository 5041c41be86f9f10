"""What the graph says: numbers short enough for a box, and one line about a node."""

from __future__ import annotations

import math

from playground.app.numbers_text import short_text
from playground.core.graph_fold import Item
from playground.core.graph_parts import Edge, Graph, Node, Numbers, figure
from playground.core.graph_steps import Seen

GRAD = ".grad = "
_FIRST = 2  # numbers that stand for many
_DIGITS = 3  # of a number that has little room


def fitting(numbers: Numbers) -> tuple[str, ...]:
    """Return texts of the numbers, each shorter than the one before."""
    if numbers.size == 0:
        return (numbers.text,)
    flat = numbers.array.reshape(-1)[:_FIRST].tolist()
    texts = [numbers.text] if numbers.size <= 2 * _FIRST else []
    if numbers.size == 1:
        around = "[{}]" if numbers.shape else "{}"
        shorter = _shorter(flat[0])
        texts += [around.format(text) for text in shorter]
        return (*texts, shorter[-1]) if numbers.shape else tuple(texts)
    if numbers.size == len(flat):
        texts.append(f"[{', '.join(_brief(value) for value in flat)}]")
    else:
        texts.append(f"[{', '.join(_brief(value) for value in flat)}, …]")
    texts += [f"[{first}, …]" for first in _shorter(flat[0])]
    return (*texts, _shape(numbers.shape))


def rows_of(numbers: Numbers) -> tuple[str, ...]:
    """Return a small matrix as torch prints it, row by row; nothing for other numbers."""
    if len(numbers.shape) != 2 or not numbers.written or 0 in numbers.shape:
        return ()
    rows = [", ".join(figure(value) for value in row) for row in numbers.array.tolist()]
    first, *others = (f"[{row}]" for row in rows)
    *inner, last = (f"[{first}", *(f" {row}" for row in others))
    return (*(f"{row}," for row in inner), f"{last}]")


def flowing(numbers: Numbers) -> tuple[str, ...]:
    """Return texts of a gradient on an edge: brackets go before digits, which add up at a node."""
    longest, *shorter = fitting(numbers)
    if numbers.size != 1:
        # of so few numbers, how many there are says less than nothing at all
        return (longest, *shorter) if numbers.size > 2 * _FIRST else (longest, *shorter[:-1])
    return (longest, *(text.strip("[]") for text in (longest, *shorter)))


def _shorter(value: float) -> tuple[str, ...]:
    """A number with fewer and fewer digits, none of them before the point left out."""
    text = _brief(value)
    fewer = 1 if "×" in text else _DIGITS - 1 if abs(value) < 10 ** (_DIGITS - 1) else _DIGITS
    return text, _brief(value, fewer)


def _brief(value: float, digits: int = _DIGITS) -> str:
    return short_text(value, digits) if math.isfinite(value) else figure(value)


def _shape(shape: tuple[int, ...]) -> str:
    return f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"


def values_of(node: Node) -> tuple[str, ...]:
    """Return texts of a node's value, each shorter than the one before."""
    if len(node.outputs) == 1 or not node.outputs[0].label:
        return fitting(node.value)
    first, *others = node.outputs
    one = (f"{first.label} = {text}, …" for text in fitting(first.value))
    few = others if len(others) < _FIRST else others[:1]
    names = ", ".join(each.label for each in (first, *few))
    return (node.text, *one, names if few == others else f"{names}, …")


def labels_of(item: Item) -> tuple[str, ...]:
    """Return texts for what was folded, each shorter than the one before."""
    return item.label, item.label.replace("operations", "ops").replace(" times ", " × ")


def symbol_of(graph: Graph, node: Node) -> str:
    """Return what stands large in a node's box."""
    return node.symbol or node.name or "constant"


def symbols_of(graph: Graph, node: Node) -> tuple[str, ...]:
    """Return the same, and for a constant that is a number what is shorter."""
    symbol = symbol_of(graph, node)
    number = node.kind == "constant" and symbol == node.text
    return (symbol, *fitting(node.value)) if number else (symbol,)


def grad_texts(graph: Graph, known: bool) -> tuple[str, ...]:
    """Return texts of theta's .grad: None until backward has passed."""
    if not known or graph.grad is None:
        return (f"{GRAD}None",)
    return tuple(GRAD + text for text in fitting(graph.grad))


def about(graph: Graph, index: int, seen: Seen) -> str:
    """Return all that is known of a node, in one line."""
    node = graph.nodes[index]
    if node.kind == "constant":
        return f"{node.symbol} = {node.value.text}, a constant: autograd does not follow it"
    value = f" = {node.text}" if index in seen.values else ""
    said = f"{node.name}: {node.expression}{value}"
    if node.gradient is not None and index in seen.gradients:
        said += f"; the gradient that arrives is {node.gradient_text}"
    return said


def about_edge(graph: Graph, edge: Edge) -> str:
    """Return where an edge leads, and the chain rule along it."""
    start, end = graph.nodes[edge.start], graph.nodes[edge.end]
    way = f"{symbol_of(graph, start)} → {symbol_of(graph, end)}"
    return f"{way}: {edge.text}" if edge.text else way
