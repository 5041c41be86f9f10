"""Pinned runs on the other panels: in their colours, at the same playhead, and painted once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.panel import Panel
from playground.app.panels.landscape import Landscape
from playground.app.panels.loss import LossPanel
from playground.app.panels.optimizer import OptimizerPanel
from playground.app.panels.parameters import ParametersPanel
from playground.app.panels.rate import RatePanel
from playground.app.plots.curves import DASHES
from playground.app.plots.pinned import dashed
from playground.app.session import Session
from playground.app.theme import current_theme
from playground.app.view import Pinned, View
from playground.core.experiment import Experiment

ViewOf = Callable[..., View]
Show = Callable[[type[Panel], View], Panel]

SQUARE = Experiment(steps=30)
BOOTH = Experiment("booth", (0.0, 0.0), 0.01, 30)


def beside(view: View, *others: View) -> View:
    """The view with others pinned in the colours 3, 4, …"""
    pinned = [
        Pinned(
            key, f"run {key}", key + 2,
            replace(other, run=-key, playhead=min(view.playhead, other.length - 1)),
            other.loss_key == view.loss_key, other.parameters == view.parameters,
        )
        for key, other in enumerate(others, 1)
    ]  # fmt: skip
    return replace(view, name="now", pinned=tuple(pinned))


@pytest.mark.parametrize("kind", [LossPanel, RatePanel, ParametersPanel])
def test_the_axes_have_room_for_every_pinned_run(
    kind: type[LossPanel | RatePanel | ParametersPanel], view_of: ViewOf, on_screen: Show
) -> None:
    longer = view_of(replace(SQUARE, steps=90, theta=(-7.0,), learning_rate=0.4))
    view = beside(view_of(SQUARE), longer)
    panel = on_screen(kind, view)
    assert isinstance(panel, kind)
    assert panel.plot.places.steps.steps == 90
    values = panel.plot.values_of(longer)
    assert panel.plot.places.values.shows(float(values[0, 0]))
    assert panel.legend.isVisible()
    assert panel.legend.accessibleName() == "Curves: now, run 1"
    panel.draw(replace(view, pinned=()))
    assert panel.plot.places.steps.steps == 30
    assert not panel.legend.isVisible()


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("kind", [LossPanel, ParametersPanel, RatePanel])
def test_a_pinned_run_of_another_loss_widens_no_axis_and_it_is_said_that_it_is_cut(
    kind: type[LossPanel | RatePanel | ParametersPanel],
    view_of: ViewOf,
    on_screen: Show,
    qtbot: QtBot,
    log: bool,
) -> None:
    other = Experiment("x**2 * 900", theta=(9.0,), learning_rate=1e-5, steps=90)
    view = view_of(SQUARE)
    panel = on_screen(kind, view)
    assert isinstance(panel, kind)
    if log and not isinstance(panel, ParametersPanel):
        switch = panel.loss_switch if isinstance(panel, LossPanel) else panel.rate_switch
        qtbot.mouseClick(switch.log, Qt.MouseButton.LeftButton)
    panel.draw(view)
    alone = panel.plot.places
    panel.draw(beside(view, replace(view_of(other), parameters=view.parameters)))
    assert panel.plot.places == alone
    assert panel.plot.left.title.endswith("another loss cut off")
    panel.grab()
    panel.draw(view)
    same = view_of(replace(SQUARE, learning_rate=0.1, theta=(9.0,)))
    panel.draw(beside(view, same))
    assert "cut off" not in panel.plot.left.title


def test_each_pinned_run_has_a_dot_in_its_colour_where_it_is_now(
    view_of: ViewOf, on_screen: Show
) -> None:
    shorter = view_of(replace(SQUARE, steps=10, learning_rate=0.1))
    panel = on_screen(LossPanel, beside(view_of(SQUARE, playhead=20), shorter))
    assert isinstance(panel, LossPanel)
    (dot,) = [dot for dot in panel.plot.marks.pinned_dots if dot.isVisible()]
    assert dot.colour.name() == current_theme().runs[3].lower()
    assert dot.pos().x() == 10
    # On θ² each step multiplies theta by 0.8, so the loss after 10 is 0.8²⁰.
    place = panel.plot.places.values.place(0.8**20)
    assert dot.pos().y() == pytest.approx(float(place), rel=1e-5)


def test_scrubbing_paints_the_pinned_curves_no_second_time(
    view_of: ViewOf, on_screen: Show, qtbot: QtBot
) -> None:
    long = replace(SQUARE, steps=2_000, learning_rate=1e-4)
    view = beside(view_of(long), *(view_of(replace(long, learning_rate=r)) for r in (2e-4, 3e-4)))
    panel = on_screen(LossPanel, view)
    assert isinstance(panel, LossPanel)
    lines = panel.plot.pinned_lines
    panel.grab()
    painted = lines.painted
    assert painted > 0
    for playhead in (0, 500, 1_900):
        panel.draw(replace(view, playhead=playhead))
        panel.grab()
    assert lines.painted == painted
    panel.draw(replace(view, pinned=view.pinned[:1]))
    panel.grab()
    assert lines.painted > painted


@pytest.mark.parametrize("kind", [ParametersPanel, OptimizerPanel])
def test_colours_of_parameters_are_not_those_of_pinned_runs(
    view_of: ViewOf, on_screen: Show, kind: type[ParametersPanel | OptimizerPanel]
) -> None:
    others = [view_of(replace(BOOTH, learning_rate=rate)) for rate in (0.02, 0.03)]
    view = beside(view_of(BOOTH), *others)
    first = [replace(pinned, slot=slot) for slot, pinned in enumerate(view.pinned)]
    panel = on_screen(kind, replace(view, pinned=tuple(first)))
    assert isinstance(panel, ParametersPanel | OptimizerPanel)
    theirs = {current_theme().runs[slot] for slot in (0, 1)}
    own = {curve.colour for curve in panel.plot.shown}
    assert len(own) == 2
    assert not theirs & own


def test_runs_of_another_loss_stay_off_the_landscape_and_off_the_parameters(
    view_of: ViewOf, on_screen: Show, still: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Session, "experiment", property(lambda self: self.view.experiment))
    monkeypatch.setattr(still, "picture", lambda request: None)
    same = view_of(replace(BOOTH, learning_rate=0.02), playhead=30)
    view = beside(view_of(BOOTH, playhead=4), same, view_of(SQUARE))
    landscape = on_screen(Landscape, view)
    assert isinstance(landscape, Landscape)
    (path,) = landscape.stage.pinned.paths
    np.testing.assert_array_equal(path.path, same.theta)
    assert (path.playhead, path.slot) == (4, 3)
    landscape.grab()
    parameters = on_screen(ParametersPanel, view)
    assert isinstance(parameters, ParametersPanel)
    assert [one.pinned.key for one in parameters.plot.pinned] == [1]


@pytest.mark.parametrize("slot", range(1, 8))
def test_a_long_line_shows_as_much_of_its_dash_as_a_short_one(slot: int) -> None:
    # A straight line of one-pixel pieces: the share that is painted is that of the pattern.
    points = np.column_stack([np.arange(0.0, 20_000.0), np.zeros(20_000)])
    dash = DASHES[slot]
    assert dashed(points, dash, 2.0).mean() == pytest.approx(sum(dash[::2]) / sum(dash), abs=0.02)


def test_a_pinned_run_without_a_finite_value_breaks_nothing(
    view_of: ViewOf, on_screen: Show
) -> None:
    wild = view_of(replace(SQUARE, learning_rate=1e30, steps=8))
    for kind in (LossPanel, RatePanel, ParametersPanel):
        panel = on_screen(kind, beside(view_of(SQUARE), wild))
        panel.grab()
        panel.draw(beside(view_of(SQUARE, playhead=0), wild))
        panel.grab()
