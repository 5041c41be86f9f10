"""Every panel of the window. To add one, write its file and name it in the two places below."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.app.panel import Panel

TITLES = {
    "landscape": "Landscape",
    "surface": "Surface",
    "map": "Map",
    "compare": "Compare",
    "numbers": "Numbers",
    "fit": "Fit",
    "sweep": "Sweep",
    "curvature": "Curvature",
    "optimizer": "Optimizer",
    "code": "Code",
    "graph": "Graph",
    "check": "Gradient check",
    "lesson": "Lesson",
    "precision": "Precision",
    "loss": "Loss",
    "parameters": "Parameters",
    "rate": "Learning rate",
    "runs": "Runs",
}


def panel_kinds() -> tuple[type[Panel], ...]:
    """Return the class of every panel.

    They are imported here, since that takes half a second for pyqtgraph, and the window with
    their frames is on screen before.
    """
    from playground.app.panels.check import CheckPanel
    from playground.app.panels.code import CodePanel
    from playground.app.panels.compare import ComparePanel
    from playground.app.panels.curvature import CurvaturePanel
    from playground.app.panels.fit import Fit
    from playground.app.panels.graph import GraphPanel
    from playground.app.panels.landscape import Landscape
    from playground.app.panels.lesson import LessonPanel
    from playground.app.panels.loss import LossPanel
    from playground.app.panels.map import MapPanel
    from playground.app.panels.numbers import NumbersPanel
    from playground.app.panels.optimizer import OptimizerPanel
    from playground.app.panels.parameters import ParametersPanel
    from playground.app.panels.precision import PrecisionPanel
    from playground.app.panels.rate import RatePanel
    from playground.app.panels.runs import RunsPanel
    from playground.app.panels.surface import Surface
    from playground.app.panels.sweep import SweepPanel

    return (
        Landscape,
        Surface,
        MapPanel,
        ComparePanel,
        NumbersPanel,
        Fit,
        SweepPanel,
        CurvaturePanel,
        OptimizerPanel,
        CodePanel,
        GraphPanel,
        CheckPanel,
        LessonPanel,
        PrecisionPanel,
        LossPanel,
        ParametersPanel,
        RatePanel,
        RunsPanel,
    )
