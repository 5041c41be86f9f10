"""The Parameters panel: where does every theta go?"""

from __future__ import annotations

import numpy as np

from playground.app.numbers_text import count_text, short_text
from playground.app.panel import THE_START
from playground.app.plots import Curve, StepsPlot, curves_of, free_colours, legend_of
from playground.app.plots.columns import Columns
from playground.app.session import Session
from playground.app.steps_panel import StepsPanel
from playground.app.view import Array, View

NAMED = 8  # curves with a colour and a name
DRAWN = 50  # curves at all


class ParametersPanel(StepsPanel):
    """Every theta against step; of many, those that move the most have colours and names."""

    name = "parameters"
    title = "Parameters"
    tells = THE_START

    def __init__(self, session: Session) -> None:
        super().__init__(session, StepsPlot(session, "Parameters against step", "θ", theta_of))
        self.step_switch = self.switch_steps()

    def draw(self, view: View) -> None:
        """Show the view."""
        count = len(view.parameters)
        named, rest = chosen(self.plot.columns(view), view, count)
        colours = self._colours(view, count)
        curves = [
            Curve(index, view.parameters[index], colours[slot]) for slot, index in enumerate(named)
        ]
        self.plot.left_title = view.parameters[0] if count == 1 else "θ"
        hidden = count - len(named)
        pinned = [one for one in curves_of(view, self._theme, named) if one.pinned.same_parameters]
        runs = legend_of(view, pinned, self._theme.text)
        # The run on screen is the parameters themselves, unless there is but one.
        shown = runs if runs and count == 1 else [*curves, *runs[1:]]
        self.plot.draw(view, curves, rest, self._levels(view), pinned)
        self.legend.show_curves(shown, f"and {hidden} more" if hidden else "")
        self.plot.summarize(summary(view, named))

    def _levels(self, view: View) -> list[tuple[float, str]]:
        """Where the minimum is that lies nearest to the newest theta, for one or two parameters."""
        newest = view.theta[-1]
        if len(newest) > 2 or not view.minima:
            return []
        known = np.asarray(view.minima, dtype=np.float64)
        with np.errstate(all="ignore"):  # what is too far away to be squared is near to none
            away = np.nan_to_num(np.square(known - newest).sum(1), nan=0.0, posinf=0.0)
        colours = self._colours(view, len(newest))
        return list(zip(known[away.argmin()].tolist(), colours, strict=False))

    def _colours(self, view: View, count: int) -> tuple[str, ...]:
        """The colours of the named curves; a lone one needs none to be told apart."""
        return (self._theme.text,) if count == 1 else tuple(free_colours(view, self._theme))


def theta_of(view: View) -> Array:
    """Return what is drawn, (rows, n)."""
    return view.theta


def chosen(columns: Columns, view: View, count: int) -> tuple[list[int], list[int]]:
    """Return which parameters are named and which are drawn without a name.

    Named are those that moved the most in the first 2ᵏ columns, k as large as the run allows: so
    the choice changes rarely while a run grows.
    """
    if count <= NAMED:
        return list(range(count)), []
    rows = len(columns.rows)
    if not view.finished:
        rows = 1 << (rows.bit_length() - 1)
    low, high = np.nan_to_num(columns.low[:rows]), np.nan_to_num(columns.high[:rows])
    most = np.argsort(low.min(0) - high.max(0), kind="stable")
    return sorted(most[:NAMED].tolist()), most[NAMED:DRAWN].tolist()


def summary(view: View, named: list[int]) -> str:
    """Return where the parameters are, in words."""
    row = view.playhead
    where = ", ".join(f"{view.parameters[i]} {short_text(view.theta[row, i])}" for i in named)
    return f"At step {count_text(row)} of {count_text(view.length - 1)}: {where}."
