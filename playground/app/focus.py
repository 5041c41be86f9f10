"""Who gets the keys: after a click they still play and step; Tab reaches every control."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


def by_tab(widget: AnyWidget) -> AnyWidget:
    """Let the widget have the focus by Tab only, not by a click or the wheel; return it."""
    widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return widget
