"""How the columns of a table are typed in a model."""

from __future__ import annotations

import re

from playground.core.datasets import Table
from playground.core.losses.tokens import LETTERS, display_name


def typed_columns(table: Table) -> dict[str, str]:
    """Return what may be typed for each column, as a map to the column's name.

    A column is typed as it is called. What a name cannot have becomes an underscore ("t (°C)" is
    typed t_C, "2020 sales" column_2020_sales), and θ₁, theta_1 and theta1 are one name, unless
    two columns would then be typed alike: those need their own name, or column_3 for the third.
    """
    typed: dict[str, str] = {}
    for variant in (sanitized, lambda name: display_name(sanitized(name))):
        names = [variant(name) for name in table.names]
        typed = {
            short: name
            for short, name in zip(names, table.names, strict=True)
            if names.count(short) == 1
        } | typed
    numbered = {f"column_{index + 1}": name for index, name in enumerate(table.names)}
    exact = {name: name for name in table.names}
    return numbered | typed | exact


def typed_name(column: str, table: Table) -> str:
    """Return what to type in a model for a column of the table."""
    typed = typed_columns(table)
    names = (column, sanitized(column), f"column_{table.names.index(column) + 1}")
    return next(name for name in names if sanitized(name) == name and typed.get(name) == column)


def sanitized(name: str) -> str:
    """Return the name with underscores for what no name in a formula can have."""
    kept = re.sub(rf"[^{LETTERS}0-9_₀-₉]+", "_", name).strip("_")
    return kept if re.match(rf"[{LETTERS}]", kept) else f"column_{kept}".rstrip("_")


def column_called(target: str, table: Table) -> str:
    """Return the column of that name, also if it is called as it is typed. Raises ValueError."""
    column = target if target in table.names else typed_columns(table).get(target)
    if column is None:
        names = ", ".join(" ".join(name.split()) for name in table.names[:20]) + (
            ", …" if len(table.names) > 20 else ""
        )
        raise ValueError(f"target must be one of the columns {names}, not {target!r}")
    return column
