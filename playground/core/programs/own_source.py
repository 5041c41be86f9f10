"""The source of one of our own losses, as a function that stands on its own."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence

from torch import Tensor

from playground.core.programs.folding import WIDTH
from playground.core.settings import Value


def own_source(
    function: Callable[..., Tensor],
    name: str,
    arguments: Sequence[str],
    settings: Mapping[str, Value],
) -> list[str]:
    """Return the lines of a loss or a model under another name.

    Its decorator, annotations and comments go, of its docstring the first paragraph stays;
    settings become defaults, columns["x"] becomes x, constants of its module become numbers, and
    theta is unpacked as it is, since there is one of it and no batch.
    """
    source = textwrap.dedent(inspect.getsource(function)).splitlines()
    tree = ast.parse("\n".join(source)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    first, *_ = tree.body
    after = first.end_lineno or first.lineno
    # Its comments say why we wrote it so, in a file where it also works on batches.
    body = [line for line in source[after:] if not line.lstrip().startswith("#")]
    text = re.sub(r"(\w+): Tensor =", r"\1 =", "\n".join([*_words(function), *body]))
    text = re.sub(r'columns\["(\w+)"\]', r"\1", text)
    text = re.sub(
        r"theta(\.unsqueeze\(-1\)\.unbind\(-2\)|\.unbind\(-1\))$", "theta", text, flags=re.M
    )
    for constant, number in _constants(function, tree).items():
        text = re.sub(rf"\b{constant}\b", repr(number), text)
    defaults = [f"{key}={value!r}" for key, value in settings.items()]
    return [f"def {name}({', '.join([*arguments, *defaults])}):", *text.splitlines()]


def _words(function: Callable[..., Tensor]) -> list[str]:
    """The first paragraph of its docstring, in lines that are not too long."""
    words = " ".join((inspect.getdoc(function) or "").split("\n\n")[0].split())
    quoted = f'"""{words}"""'
    return textwrap.wrap(quoted, WIDTH, initial_indent="    ", subsequent_indent="    ")


def _constants(function: Callable[..., Tensor], tree: ast.FunctionDef) -> dict[str, float]:
    """The numbers of its module that a function uses."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    known = getattr(function, "__globals__", {})
    values = {name: known[name] for name in names if name in known}
    return {name: value for name, value in values.items() if isinstance(value, int | float)}
