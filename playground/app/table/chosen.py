"""Which rows of a table are chosen: a range, however long, is two numbers."""

from __future__ import annotations


class Chosen:
    """The rows from the one where the choice began to the one where it ends, both included.

    Qt's own selection asks a Python model about every cell of it: a hundred thousand rows would
    keep the window for seconds at every change.
    """

    def __init__(self) -> None:
        self._anchor = self._end = 0

    @property
    def rows(self) -> range:
        """The chosen rows, ascending; at least one."""
        first, last = sorted((self._anchor, self._end))
        return range(first, last + 1)

    def only(self, row: int) -> None:
        """Choose one row, from which a longer choice then begins."""
        self._anchor = self._end = row

    def up_to(self, row: int) -> None:
        """Choose from where the choice began to this row."""
        self._end = row

    def span(self, first: int, last: int) -> None:
        """Choose from the first to the last."""
        self._anchor, self._end = first, last
