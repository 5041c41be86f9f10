"""The Parameters panel shows where every theta goes, and of many which of them matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from playground import Experiment
from playground.app.panels.parameters import NAMED, ParametersPanel, chosen
from playground.app.plots.columns import Decimator
from playground.app.plots.marks import HALO
from playground.app.theme import LIGHT
from playground.app.view import View

ViewOf = Callable[..., View]
OnScreen = Callable[..., ParametersPanel]

THERMOMETER = Experiment(loss="thermometer", learning_rate=0.01, steps=50)


def many(view_of: ViewOf, rows: int = 64, parameters: int = 12) -> View:
    """A view in which parameter j moves from 0 to j, with a way there and back on the first."""
    theta = np.linspace(0, 1, rows)[:, np.newaxis] * np.arange(parameters)
    theta[rows // 2, 0] = 100.0
    experiment = Experiment(loss="square", theta=(0.0,) * parameters, steps=rows - 1)
    view = view_of(experiment)
    return replace(view, theta=theta.astype(np.float32))


def test_each_parameter_has_a_curve_a_colour_and_a_name(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    view = view_of(THERMOMETER)
    panel = on_screen(ParametersPanel, view)
    assert [curve.name for curve in panel.plot.shown] == ["w", "b"]
    assert panel.legend.isVisible()
    assert panel.legend.accessibleName() == "Curves: w, b"
    for at, line in enumerate(panel.plot.curves.lines[:2]):
        x, y = line.getData()
        assert (y == panel.plot.places.values.place(view.theta[:, at])).all()
        assert (x == np.arange(51)).all()
        assert line.opts["pen"].color().name().upper() == LIGHT.runs[at]


def test_one_parameter_needs_no_legend(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(ParametersPanel, view_of(Experiment()))
    assert not panel.legend.isVisible()
    assert panel.plot.left.title == "θ"


def test_a_known_minimum_is_a_dotted_line_for_each_parameter(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(ParametersPanel, view_of(Experiment(loss="booth", steps=10)))
    levels = [line.value() for line in panel.plot.curves.level_lines if line.isVisible()]
    scale = panel.plot.places.values
    # Booth's function is 0 at (1, 3) and nowhere else.
    assert levels == scale.place([1.0, 3.0]).tolist()
    assert 0 <= levels[0] < levels[1] <= 1


def test_of_many_parameters_those_that_move_the_most_have_names(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    view = many(view_of)
    panel = on_screen(ParametersPanel, view)
    # 5 to 11 move farthest, and the first, which came back.
    assert [curve.column for curve in panel.plot.shown] == [0, 5, 6, 7, 8, 9, 10, 11]
    assert len(panel.plot.shown) == NAMED
    quiet = panel.plot.curves.rest
    assert quiet.isVisible()
    ends = panel.plot.places.values.place([1.0, 2.0, 3.0, 4.0])
    assert sorted(quiet.getData()[1][63::64]) == ends.tolist()


def test_at_most_fifty_curves_are_drawn(view_of: ViewOf) -> None:
    view = many(view_of, parameters=80)
    columns = Decimator().columns(1, view.theta, view.steps, 400)
    named, rest = chosen(columns, view, 80)
    assert len(named) + len(rest) == 50
    assert not set(named) & set(rest)


def test_hovering_reads_out_every_named_parameter(
    qtbot: QtBot, view_of: ViewOf, on_screen: OnScreen
) -> None:
    view = view_of(THERMOMETER)
    panel = on_screen(ParametersPanel, view)
    box = panel.plot.getViewBox()
    place = box.mapViewToScene(QPointF(1, sum(box.viewRange()[1]) / 2))
    qtbot.mouseMove(panel.plot.viewport(), panel.plot.mapFromScene(place))
    readout = panel.plot.pointer.readout
    qtbot.waitUntil(readout.isVisible)
    # One step of optim.SGD from (1, 0): (1.7761, 0.1064).
    assert readout.text().splitlines()[0] == "step 1"
    assert readout.text().splitlines()[1].startswith("w = 1.776")
    assert readout.text().splitlines()[2] == "b = 0.106400"


@pytest.mark.parametrize("steps", [20, 2000])
def test_an_exploding_parameter_is_cut_where_it_leaves(
    view_of: ViewOf, on_screen: OnScreen, steps: int
) -> None:
    experiment = Experiment(theta=(1.0,), learning_rate=2.0, steps=steps)  # θ is (−3)ᵏ
    panel = on_screen(ParametersPanel, view_of(experiment))
    scale = panel.plot.places.values
    assert -2e6 < scale.low < scale.high < 2e6
    # 3¹² is 531,441 and 3¹³ is 1,594,323: the axis ends at a million times the start.
    assert panel.plot.marks.end_text.toPlainText().startswith("off the axis at step 13,\ndiverg")
    assert 12 < panel.plot.marks.end.pos().x() < 13


def test_a_screen_reader_is_told_where_the_parameters_are(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(ParametersPanel, view_of(THERMOMETER, playhead=1))
    assert panel.plot.accessibleDescription() == "At step 1 of 50: w 1.776, b 0.1064."


def test_a_start_that_overflows_when_squared_is_drawn_without_a_warning(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    start = (1e308, -1e308)
    far = Experiment(loss="himmelblau", theta=start, steps=5, dtype="float64")
    panel = on_screen(ParametersPanel, view_of(far))  # a warning is an error here
    assert len(panel.plot.shown) == 2


@pytest.mark.parametrize("width", [200, 280, 600])
@pytest.mark.parametrize("playhead", [0, 20])
def test_the_dot_is_whole_at_the_first_and_the_last_step_however_narrow_the_panel(
    on_screen: OnScreen, view_of: ViewOf, width: int, playhead: int
) -> None:
    view = view_of(Experiment(steps=20), playhead=playhead)
    panel = on_screen(ParametersPanel, view)
    panel.resize(width, 200)
    panel.draw(view)
    box = panel.plot.getViewBox()
    place = box.mapFromView(QPointF(playhead, 0.0)).x()
    assert HALO <= place <= box.width() - HALO
