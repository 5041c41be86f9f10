"""How high the rows of a gradient check are, so that none of them is cut."""

from __future__ import annotations

_LOWEST = 0.9  # of the usual height, which its text still has room for


def row_height(usual: int, room: int, rows: int) -> int:
    """Return the height of a row: more rows than there is room for share the room, as whole ones.

    Heights in pixels. One that is scrolled to the end would else be cut at the top.
    """
    if room < usual or rows * usual <= room:
        return usual
    whole = room // usual
    if (whole + 1) * _LOWEST * usual <= room:
        whole += 1
    return room // whole
