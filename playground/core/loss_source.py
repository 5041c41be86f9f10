"""The text of a loss, and where in it something is computed: typed, or its own Python lines."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import CodeType, FrameType

from torch import Tensor

from playground.core.losses import CRITERIA, Loss
from playground.core.losses.columns import typed_columns
from playground.core.losses.evaluate import Code, Leaves
from playground.core.losses.formula import function_of
from playground.core.losses.grammar import parse
from playground.core.losses.model import predictor
from playground.core.losses.spans import Span, spans
from playground.core.losses.tree import Call, Column, Formula, Parameter
from playground.core.plain_operands import Numbers, typed_numbers, written_number

# the first and the last line, the first and the last column, as co_positions() has them
Positions = tuple[int | None, int | None, int | None, int | None]
_FARTHEST = 60  # frames from an operation to the line of the loss that called for it


@dataclass(frozen=True)
class Listing:
    """The lines of a function that compute: no decorator, docstring or comment.

    `starts` says where each line of the file begins in the whole source.
    """

    text: str
    starts: dict[int, int]  # line in the file to index in the text
    lines: dict[int, str]
    expressions: dict[Positions, ast.expr]

    def place(self, positions: Positions) -> Span | None:
        """Return the characters of what Python says is being run."""
        line, end_line, column, end_column = positions
        if line is None or end_line is None or column is None or end_column is None:
            return None  # Python was told to leave columns out
        return self.span(line, column, end_line, end_column)

    def span(self, line: int, column: int, end_line: int, end_column: int) -> Span | None:
        """Return the characters from a place in the file to another; columns count bytes."""
        first, last = self._index(line, column), self._index(end_line, end_column)
        return None if first is None or last is None else (first, last)

    def _index(self, line: int, column: int) -> int | None:
        if line not in self.starts:
            return None
        return self.starts[line] + len(self.lines[line].encode()[:column].decode())


class Source:
    """Where a loss or a typed function is computed, told while it runs.

    `text` is what the spans are in; `names` are the places of parameters and columns, all of
    theta's under "".
    """

    def __init__(self) -> None:
        self._running: list[tuple[Span, Numbers]] = []
        self._listings: dict[CodeType, Listing] = {}
        self.text = ""
        self.names: dict[str, tuple[Span, ...]] = {}

    def follow(self, loss: Loss) -> Loss:
        """Take the source from a loss; return the same loss, which tells its places."""
        entry = loss.entry
        if entry.typed:
            formula = parse(entry.typed, typed_columns(entry.table) if entry.table else None)
            told = self.typed(formula, entry.typed)
            if entry.model is None:
                entry = replace(entry, function=function_of(formula, told))
            else:
                entry = replace(entry, model=predictor(formula, told))
        else:
            self._list(entry.function or entry.model)
        if entry.criterion:
            self._list(CRITERIA[entry.criterion], {"target": entry.target})
        return replace(loss, entry=entry)

    def typed(self, formula: Formula, text: str) -> Callable[[Call, Code], Code]:
        """Take the source from typed text; return what tells the place of each operation."""
        self.text = text
        where = spans(formula, text)
        named = [node for node in where if isinstance(node, Parameter | Column)]
        self.names = {
            node.name: tuple(sorted(where[each] for each in named if each.name == node.name))
            for node in named
        }
        parameters = [where[node] for node in named if isinstance(node, Parameter)]
        self.names[""] = tuple(sorted(parameters))

        def told(node: Call, code: Code) -> Code:
            place = where[node], typed_numbers(node, where)

            def placed(leaves: Leaves) -> Tensor:
                self._running.append(place)
                try:
                    return code(leaves)
                finally:
                    self._running.pop()

            return placed

        return told

    def place(self) -> tuple[Span, ...]:
        """Return the characters that are being computed now; empty where that is nowhere."""
        if self._running:
            return (self._running[-1][0],)
        found = self._line()
        span = found and found[1].place(_positions(found[0]))
        return (span,) if span else ()

    def number(self, value: float) -> tuple[Span, ...]:
        """Return the characters of a plain number that what is computed now is applied to."""
        if self._running:
            numbers = self._running[-1][1]  # of which torch may have rounded one
            near = min(numbers, key=lambda number: abs(number[0] - value), default=None)
            return (near[1],) if near else ()
        found = self._line()
        if not found:
            return ()
        frame, listing = found
        expression = listing.expressions.get(_positions(frame))
        operand = written_number(expression, frame) if expression else None
        span = operand and listing.place(_around(operand))
        return (span,) if span else ()

    def _line(self) -> tuple[FrameType, Listing] | None:
        """The function of the loss that is running, with its lines."""
        frame: FrameType | None = sys._getframe(1)
        for _ in range(_FARTHEST):
            if frame is None:
                break
            listing = self._listings.get(frame.f_code)
            if listing is not None:
                return frame, listing
            frame = frame.f_back
        return None

    def _list(
        self, function: Callable[..., Tensor] | None, columns: Mapping[str, str] | None = None
    ) -> None:
        """Add the lines of a function to the text; `columns` are those that it calls otherwise."""
        assert function is not None  # a loss has a function or a model
        before = f"{self.text}\n\n" if self.text else ""
        try:
            listing, tree = listed(function, len(before))
        except OSError:  # an installation without its source files
            return
        self._listings[function.__code__] = listing
        self.text = before + listing.text
        for name, span in _named(tree, listing, columns or {}):
            self.names[name] = (*self.names.get(name, ()), span)


def listed(function: Callable[..., Tensor], offset: int = 0) -> tuple[Listing, ast.FunctionDef]:
    """Return the lines of a function and their tree; raises OSError without its source.

    `offset` is where they begin in a longer text.
    """
    lines, first = inspect.getsourcelines(function)
    tree = ast.parse("".join(lines)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    ast.increment_lineno(tree, first - 1)
    kept = {first + index: line.rstrip("\n") for index, line in enumerate(lines)}
    kept = {line: text for line, text in kept.items() if line >= tree.lineno}
    kept = {line: text for line, text in kept.items() if not text.lstrip().startswith("#")}
    if ast.get_docstring(tree) is not None:
        for line in range(tree.body[0].lineno, (tree.body[0].end_lineno or 0) + 1):
            kept.pop(line, None)
    starts = {}
    for line, text in kept.items():
        starts[line] = offset
        offset += len(text) + 1
    expressions = {_around(node): node for node in ast.walk(tree) if isinstance(node, ast.expr)}
    return Listing("\n".join(kept.values()), starts, kept, expressions), tree


def _positions(frame: FrameType) -> Positions:
    return list(frame.f_code.co_positions())[frame.f_lasti // 2]


def _around(node: ast.expr) -> Positions:
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset


def _named(
    tree: ast.FunctionDef, listing: Listing, columns: Mapping[str, str]
) -> list[tuple[str, Span]]:
    """The places of theta, under "", and of the columns of the data, such as columns["x"]."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "theta":
            name = ""
        elif isinstance(node, ast.Name) and node.id in columns:
            name = columns[node.id]
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            name = str(node.slice.value)
        else:
            continue
        span = listing.place(_around(node))
        if span is not None:
            found.append((name, span))
    return sorted(found)
