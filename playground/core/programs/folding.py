"""Templates of code: branches on settings that never change are taken, the others are left."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from playground.core.settings import Value


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


def indented(lines: list[str], by: int = 4) -> list[str]:
    """Return the lines, moved to the right."""
    return [" " * by + line if line else line for line in lines]


def uses(lines: list[str], name: str) -> bool:
    """Whether a name stands anywhere in the lines."""
    return any(re.search(rf"\b{name}\b", line) for line in lines)


def renamed(lines: list[str], old: str, new: str) -> list[str]:
    """Return the lines with one name in place of another."""
    return [re.sub(rf"\b{old}\b", new, line) for line in lines]
