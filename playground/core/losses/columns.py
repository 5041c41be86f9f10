"""How the columns of a table are typed in a model."""

from __future__ import annotations

import re

from playground.core.datasets import Table
from playground.core.losses.tokens import LETTERS, NAME, display_name
from playground.core.typed import quoted


def typed_columns(table: Table) -> dict[str, str]:
    """Return what may be typed for each column, as a map to the column's name.

    A column is typed as it is called. What a name cannot have becomes an underscore ("t (°C)" is
    typed t_C, "2020 sales" column_2020_sales), and θ₁, theta_1 and theta1 are one name, unless
    two columns would then be typed alike: those need their own name, or column_3 for the third.
    """
    typed = {name: name for name in table.names}
    for variant in (sanitized, lambda name: display_name(sanitized(name))):
        names = [variant(name) for name in table.names]
        once = (pair for pair in zip(names, table.names, strict=True) if names.count(pair[0]) == 1)
        typed = dict(once) | typed
    return {_numbered(name, table): name for name in table.names} | typed


def typed_name(column: str, table: Table) -> str:
    """Return what to type in a model for a column of the table."""
    typed = typed_columns(table)
    names = (column, sanitized(column), _numbered(column, table))
    return next(name for name in names if NAME.fullmatch(name) and typed.get(name) == column)


def _numbered(column: str, table: Table) -> str:
    name = f"column_{table.names.index(column) + 1}"
    while name in table.names:
        name += "_"
    return name


def sanitized(name: str) -> str:
    """Return the name with underscores for what no name in a formula can have."""
    kept = re.sub(rf"[^{LETTERS}0-9_₀-₉]+", "_", name).strip("_")
    return kept if re.match(rf"[{LETTERS}]", kept) else f"column_{kept}".rstrip("_")


def column_called(target: str, table: Table) -> str:
    """Return the column of that name, also if it is called as it is typed. Raises ValueError."""
    typed = typed_columns(table)
    column = typed.get(target) or typed.get(display_name(target))
    if column is None:
        names = ", ".join(" ".join(name.split()) for name in table.names[:20]) + (
            ", …" if len(table.names) > 20 else ""
        )
        raise ValueError(f"target must be one of the columns {names}, not {quoted(target)}")
    return column
