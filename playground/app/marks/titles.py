"""Titles of a plot's axes that change with what is shown."""

from __future__ import annotations

from playground.app.escape import escaped
from playground.app.plots import Plot


def name_axes(plot: Plot, bottom: str, left: str) -> None:
    """Set both titles, which may hold any text."""
    for axis, title in ((plot.bottom, bottom), (plot.left, left)):
        if title != axis.title:
            axis.title = title
            axis.setLabel(escaped(title), **axis.labelStyle)
            axis.resizeEvent()  # the title's place depends on its length
