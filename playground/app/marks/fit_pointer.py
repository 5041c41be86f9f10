"""What is under the pointer on a fit: a reading, and what the model says there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF
from PySide6.QtGui import QMouseEvent

from playground.app.numbers_text import short_text
from playground.app.plots import Plot
from playground.app.plots.readout import Readout
from playground.app.theme import Theme
from playground.core.pictures import FitPicture, Floats

REACH = 14  # pixels from a reading at which it is the one that is meant


class FitPointer(QObject):
    """Watches the mouse over a plot and reads out the fit below it."""

    def __init__(self, plot: Plot, fit: Callable[[], FitPicture | None]) -> None:
        super().__init__(plot)
        self._plot, self._fit = plot, fit
        self.readout = Readout(plot)
        self._place: QPointF | None = None
        plot.setMouseTracking(True)
        plot.viewport().setMouseTracking(True)
        plot.viewport().installEventFilter(self)

    def refresh(self) -> None:
        """Read out anew: the model has moved under a pointer that stands still."""
        fit = self._fit()
        if self._place is None or fit is None:
            self.readout.hide()
            return
        box = self._plot.getViewBox()
        scene = self._plot.mapToScene(self._place.toPoint())
        if not box.sceneBoundingRect().contains(scene):
            self.readout.hide()
            return
        here = box.mapSceneToView(scene)
        across, up = box.viewPixelSize()
        self.readout.show_at(
            self._place.toPoint(), text_at(fit, (here.x(), here.y()), (across, up))
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse."""
        if event.type() == QEvent.Type.Leave:
            self._place = None
            self.refresh()
        elif event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._place = event.position()
            self.refresh()
        return False

    def paint_with(self, theme: Theme) -> None:
        """Take the colours and sizes of a theme."""
        self.readout.paint_with(theme)


def text_at(fit: FitPicture, here: tuple[float, float], pixel: tuple[float, float]) -> str:
    """Return what to say at a place in data; pixel is the size of one, in data, across and up."""
    if fit.grid_axes is not None:
        return _of_classes(fit, here, pixel)
    curved = len(fit.curve_inputs) > 0
    across, up = (fit.inputs, fit.targets) if curved else (fit.targets, fit.predictions)
    row = _nearest(np.column_stack([across, up]), here, pixel)
    if row is not None:
        lines = [f"{fit.input_names[0]} = {short_text(fit.inputs[row])}"] if curved else []
        lines += [f"{fit.target_name} = {short_text(fit.targets[row])}", _model(fit, row)]
        return "\n".join(lines)
    if not curved:
        return f"{fit.target_name} = {short_text(here[0])}\npredicted {short_text(here[1])}"
    predicted = float(np.interp(here[0], fit.curve_inputs, fit.curve))
    return f"{fit.input_names[0]} = {short_text(here[0])}\nmodel {short_text(predicted)}"


def _of_classes(fit: FitPicture, here: tuple[float, float], pixel: tuple[float, float]) -> str:
    assert fit.grid_axes is not None
    row = _nearest(np.asarray(fit.inputs), here, pixel)
    place = here if row is None else tuple(float(value) for value in np.asarray(fit.inputs)[row])
    lines = [f"{name} = {short_text(at)}" for name, at in zip(fit.input_names, place, strict=True)]
    if row is not None:
        return "\n".join([*lines, f"{fit.target_name} = {short_text(fit.targets[row])}",
                          f"probability {short_text(fit.predictions[row])}"])  # fmt: skip
    column, line = (
        int(np.abs(axis - at).argmin()) for axis, at in zip(fit.grid_axes, here, strict=True)
    )
    return "\n".join([*lines, f"probability {short_text(float(fit.curve[line, column]), 2)}"])


def _model(fit: FitPicture, row: int) -> str:
    predicted, apart = fit.predictions[row], fit.predictions[row] - fit.targets[row]
    return f"model {short_text(predicted)}, off by {short_text(apart)}"


def _nearest(points: Floats, here: tuple[float, float], pixel: tuple[float, float]) -> int | None:
    """The row of the point within reach that is nearest on the screen, or None."""
    with np.errstate(invalid="ignore", over="ignore"):
        away = np.nan_to_num(np.hypot(*((points - here) / pixel).T), nan=np.inf)
    row = int(away.argmin())
    return row if away[row] <= REACH else None
