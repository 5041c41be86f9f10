"""Tables of numbers: the built-in ones, and what a person brings as a file or pasted text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from playground.assets import resource


@dataclass(frozen=True, eq=False)
class Table:
    """Named columns of finite numbers: `values` is (rows, columns), float64, never changed.

    `units` says in what unit a column is, where that is known beside its name.
    """

    name: str
    names: tuple[str, ...]
    values: NDArray[np.float64]
    units: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values.flags.writeable = False

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Table)
            and (self.name, self.names) == (other.name, other.names)
            and np.array_equal(self.values, other.values)
        )

    def __hash__(self) -> int:
        return hash((self.name, self.names, self.values.shape))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.values)

    def column(self, name: str) -> NDArray[np.float64]:
        """Return one column by its name, (rows,). Raises ValueError."""
        return self.values[:, self.names.index(name)]

    def title(self, name: str) -> str:
        """Return a column's name with its unit, for an axis: "t_c (°C)"."""
        unit = self.units.get(name, "")
        return f"{name} ({unit})" if unit else name


def shipped(name: str) -> Table:
    """Return a table that comes with the program: a CSV file with a header line."""
    with resource("datasets", f"{name}.csv").open(encoding="utf-8") as file:
        names = tuple(file.readline().strip().split(","))
        return Table(name, names, np.loadtxt(file, delimiter=",", ndmin=2))


# Eleven readings of one thermometer in °C and of another on an unknown scale.
_T_C = (0.5, 14.0, 15.0, 28.0, 11.0, 8.0, 3.0, -4.0, 6.0, 13.0, 21.0)
_T_U = (35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4)

# clouds: 40 points around (−1, −0.5), labelled 0, and 40 around (1, 0.5), labelled 1, each plus
# a standard normal draw of RandomState(1), so that no line parts them all.
# moons: two half circles of radius 1, each of 50 points at equal angles, around (0, 0) and, upside
# down, around (1, 0.5), plus 0.1 times a standard normal draw of RandomState(2).
DATASETS: dict[str, Table] = {
    table.name: table
    for table in (
        Table("line", ("x", "y"), np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0], [4.0, 8.0]])),
        Table(
            "thermometer",
            ("t_u", "t_c"),
            np.column_stack([_T_U, _T_C]),
            {"t_u": "unknown unit", "t_c": "°C"},
        ),
        shipped("clouds"),
        shipped("moons"),
    )
}
