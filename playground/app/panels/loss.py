"""The Loss panel: is it getting better, and how fast?"""

from __future__ import annotations

import numpy as np

from playground.app.numbers_text import count_text, short_text
from playground.app.panel import THE_START
from playground.app.plots import Curve, StepsPlot, curves_of, legend_of
from playground.app.session import Session
from playground.app.steps_panel import StepsPanel
from playground.app.view import Array, View


class LossPanel(StepsPanel):
    """Loss against step, on linear or logarithmic axes."""

    name = "loss"
    title = "Loss"
    tells = THE_START
    eager = True

    def __init__(self, session: Session) -> None:
        super().__init__(session, StepsPlot(session, "Loss against step", "loss", loss_column))
        self.loss_switch = self.switch_values("loss", "Loss")
        self.step_switch = self.switch_steps()

    def draw(self, view: View) -> None:
        """Show the view."""
        self.plot.left_title = loss_title(view)
        pinned, colour = curves_of(view, self._theme), self._theme.text
        self.plot.draw(view, [Curve(0, "loss", colour)], pinned=pinned)
        self.legend.show_curves(legend_of(view, pinned, colour))
        self.plot.summarize(summary(view))


def loss_column(view: View) -> Array:
    """Return the loss as the one column of a table, (rows, 1)."""
    return view.loss[:, np.newaxis]


def loss_title(view: View) -> str:
    """Return what the loss is the loss of."""
    table, size = view.entry.table, view.experiment.batch_size
    partial = table is not None and 0 < size < table.rows
    return "loss of each minibatch" if partial else "loss"


def summary(view: View) -> str:
    """Return the curve in words."""
    last, row = view.length - 1, view.playhead
    return (
        f"{loss_title(view).capitalize()} from {short_text(view.loss[0])} at step 0 to "
        f"{short_text(view.loss[last])} at step {count_text(last)}; "
        f"now step {count_text(row)}: {short_text(view.loss[row])}."
    )
