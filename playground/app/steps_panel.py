"""The base of the panels that draw curves against step."""

from __future__ import annotations

from playground.app.panel import Panel
from playground.app.plots import AxisSwitch, Legend, StepsPlot
from playground.app.session import Session
from playground.app.theme import Theme, current_theme


class StepsPanel(Panel):
    """A plot with its legend above it, and in the header the switches that choose its axes."""

    def __init__(self, session: Session, plot: StepsPlot) -> None:
        super().__init__(session)
        self.plot, self.legend = plot, Legend()
        self._values: AxisSwitch | None = None
        self._steps: AxisSwitch | None = None
        self.body.addWidget(self.legend)
        self.body.addWidget(self.plot)
        self._theme = current_theme()
        self.legend.paint_with(self._theme)

    def switch_values(self, axis: str, meaning: str) -> AxisSwitch:
        """Offer a logarithmic axis of values; return the switch."""
        self._values = self._offered(AxisSwitch(axis, meaning))
        return self._values

    def switch_steps(self) -> AxisSwitch:
        """Offer a logarithmic axis of steps; return the switch."""
        self._steps = self._offered(AxisSwitch("step", "Step"))
        return self._steps

    def _offered(self, switch: AxisSwitch) -> AxisSwitch:
        self.switch_row.addWidget(switch)
        switch.turned.connect(self._redraw)
        return switch

    def forget(self) -> None:
        """Say in words nothing of an earlier run any more."""
        self.plot.summarize("")

    def paint_with(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.legend.paint_with(theme)
        self.plot.paint_with(theme)
        self._redraw()

    def _redraw(self) -> None:
        self.plot.log_values = self._values is not None and self._values.log.isChecked()
        self.plot.log_steps = self._steps is not None and self._steps.log.isChecked()
        if self.session.view is not None:
            self.draw(self.session.view)
