"""Space between widgets in units of the design, so that one factor scales all of it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QLayout, QWidget

from playground.app.palette import Theme

_KEY = "designed space"
AnyLayout = TypeVar("AnyLayout", bound=QLayout)


def spaced(
    layout: AnyLayout, theme: Theme, gap: int, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> AnyLayout:
    """Give the layout its gap and its margins (left, top, right, bottom), and return it."""
    layout.setProperty(_KEY, [gap, *margins])
    _apply(layout, theme)
    return layout


def respace(root: QWidget, theme: Theme) -> None:
    """Space every layout below the widget anew, for a theme of another scale."""
    for layout in root.findChildren(QLayout):
        if layout.property(_KEY) is not None:
            _apply(layout, theme)


def _apply(layout: QLayout, theme: Theme) -> None:
    gap, *margins = (theme.px(size) for size in layout.property(_KEY))
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
