"""Tables of numbers: the built-in ones, and what a person brings as a file or pasted text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Table:
    """Named columns of finite numbers: `values` is (rows, columns), float64, never changed."""

    name: str
    names: tuple[str, ...]
    values: NDArray[np.float64]

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


DATASETS: dict[str, Table] = {}
