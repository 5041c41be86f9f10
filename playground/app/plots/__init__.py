"""The plots that all panels share: the gate for arrays, axes in our style, curves over steps."""

from playground.app.plots.arrays import LARGEST as LARGEST
from playground.app.plots.arrays import Floats as Floats
from playground.app.plots.arrays import decimate as decimate
from playground.app.plots.arrays import plot_arrays as plot_arrays
from playground.app.plots.base import Plot as Plot
from playground.app.plots.curves import Curve as Curve
from playground.app.plots.legend import Legend as Legend
from playground.app.plots.pinned import PinnedCurve as PinnedCurve
from playground.app.plots.pinned import curves_of as curves_of
from playground.app.plots.pinned import free_colours as free_colours
from playground.app.plots.pinned import legend_of as legend_of
from playground.app.plots.steps_plot import StepsPlot as StepsPlot
from playground.app.plots.switch import AxisSwitch as AxisSwitch
