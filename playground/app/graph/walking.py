"""Where the arrow keys lead: along the edges, or to the box above or below."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QRectF, Qt

from playground.core.graph_fold import Folded
from playground.core.graph_groups import Key

ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


def next_item(folded: Folded, boxes: Sequence[QRectF], item: int, key: Qt.Key) -> int:
    """Return the item that an arrow key leads to; the same where there is none that way."""
    here = boxes[item].center()
    if key == Qt.Key.Key_Right:
        there = {link.end for link in folded.links if link.start == item}
    elif key == Qt.Key.Key_Left:
        there = {link.start for link in folded.links if link.end == item}
    else:
        way = -1 if key == Qt.Key.Key_Up else 1
        column = (index for index, box in enumerate(boxes) if abs(box.center().x() - here.x()) < 1)
        there = {index for index in column if way * (boxes[index].center().y() - here.y()) > 1}
    return min(there, key=lambda one: abs(boxes[one].center().y() - here.y()), default=item)


def turned_over(folded: Folded, item: int, opened: Collection[Key]) -> set[Key]:
    """Return the opened keys after an item was unfolded, or folded again into its own."""
    chosen = folded.items[item]
    if len(chosen.whole) > 1:
        return {*opened, chosen.whole}
    around = [key for key in opened if chosen.end in key]
    if not around:
        return set(opened)
    inner = set(sorted(around, key=len)[0])
    # what was opened within it is closed with it
    return {key for key in opened if not inner.issuperset(key)}
