"""Templates of code: branches on settings that never change are taken, lines are kept short."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Mapping

from playground.core.settings import Value

WIDTH = 79  # letters of a line, as PEP 8 has it


def folded(template: str, constants: Mapping[str, Value]) -> list[str]:
    """Return the lines of a template, each `if` on a constant replaced by what it leads to."""
    tree = _Folding(constants).visit(ast.parse(template))
    return ast.unparse(tree).splitlines()


class _Folding(ast.NodeTransformer):
    def __init__(self, constants: Mapping[str, Value]) -> None:
        self._constants = constants

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        name = node.test.id if isinstance(node.test, ast.Name) else ""
        self.generic_visit(node)
        if name not in self._constants:
            return node
        return node.body if self._constants[name] else node.orelse

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        name = node.test.id if isinstance(node.test, ast.Name) else ""
        self.generic_visit(node)
        if name not in self._constants:
            return node
        return node.body if self._constants[name] else node.orelse


def broken(line: str) -> list[str]:
    """Return a call or a definition as one line, or, if it is too long, its arguments below it."""
    if len(line) <= WIDTH:
        return [line]
    start, end = line.index("(") + 1, line.rindex(")")
    inside = textwrap.wrap(line[start:end] + ",", WIDTH - 4, break_on_hyphens=False)
    return [line[:start], *(f"    {part}" for part in inside), line[end:]]


def remarked(line: str, words: str) -> str:
    """Return a line with a comment behind it, unless there is no room for that."""
    with_words = f"{line}  # {words}"
    return with_words if words and len(with_words) <= WIDTH else line


def indented(lines: list[str], by: int = 4) -> list[str]:
    """Return the lines, moved to the right."""
    return [" " * by + line if line else line for line in lines]


def uses(lines: list[str], name: str) -> bool:
    """Whether a name stands anywhere in the lines."""
    return any(re.search(rf"\b{name}\b", line) for line in lines)


def renamed(lines: list[str], old: str, new: str) -> list[str]:
    """Return the lines with one name in place of another."""
    return [re.sub(rf"\b{old}\b", new, line) for line in lines]
