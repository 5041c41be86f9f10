"""The Learning rate panel: which rate does each step use?"""

from __future__ import annotations

import numpy as np

from playground.app.numbers_text import count_text, short_text
from playground.app.plots import Curve, StepsPlot, curves_of, legend_of
from playground.app.session import Session
from playground.app.steps_panel import StepsPanel
from playground.app.view import Array, View


class RatePanel(StepsPanel):
    """Learning rate against step: that of the step which leaves each row."""

    name = "rate"
    title = "Learning rate"

    def __init__(self, session: Session) -> None:
        plot = StepsPlot(session, "Learning rate against step", "learning rate", rate_column)
        super().__init__(session, plot)
        self.rate_switch = self.switch_values("rate", "Learning rate")

    def draw(self, view: View) -> None:
        """Show the view."""
        pinned, colour = curves_of(view, self._theme), self._theme.text
        self.plot.draw(view, [Curve(0, "learning rate", colour)], pinned=pinned)
        self.legend.show_curves(legend_of(view, pinned, colour))
        self.plot.summarize(summary(view))


def rate_column(view: View) -> Array:
    """Return the learning rate as the one column of a table, (rows − 1, 1)."""
    return view.learning_rate[:, np.newaxis]


def summary(view: View) -> str:
    """Return the curve in words."""
    rate, row = view.learning_rate, view.playhead
    if not len(rate):
        return "No step has been made yet."
    now = f"step {count_text(row)}: {short_text(rate[row])}" if row < len(rate) else "at the end"
    return (
        f"Learning rate from {short_text(rate[0])} at step 0 to {short_text(rate[-1])} at step "
        f"{count_text(len(rate) - 1)}; now {now}."
    )
