"""The Optimizer panel draws what the rule remembers and writes its update at the playhead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.panel import Panel
from playground.app.panels.optimizer import OptimizerPanel
from playground.app.view import View
from playground.core.experiment import Experiment
from playground.core.optimizers import OPTIMIZERS

Show = Callable[[type[Panel], View], OptimizerPanel]
ViewOf = Callable[..., View]


def adam(steps: int = 20, **fields: object) -> Experiment:
    return Experiment("himmelblau", (0.5, -0.5), 0.1, steps, "adam", **fields)  # type: ignore[arg-type]  # any field


def drawn(panel: OptimizerPanel, view: View) -> np.ndarray:
    return np.asarray(panel.values_of(view))


def test_the_memory_comes_first_and_others_are_chosen_by_the_keys(
    on_screen: Show, view_of: ViewOf, qtbot: QtBot
) -> None:
    view = view_of(adam())
    panel = on_screen(OptimizerPanel, view)
    assert panel.chooser.currentData() == "exp_avg"
    np.testing.assert_array_equal(drawn(panel, view), view.memory["exp_avg"])
    assert [curve.name for curve in panel.plot.shown] == ["x", "y"]
    panel.chooser.setFocus()
    qtbot.keyClick(panel.chooser, Qt.Key.Key_Down)
    assert panel.chooser.currentData() == "exp_avg_sq"
    np.testing.assert_array_equal(drawn(panel, view), view.memory["exp_avg_sq"])
    assert panel.plot.left_title.startswith("mean square v")


def test_what_was_chosen_stays_where_the_next_optimizer_has_it_too(
    on_screen: Show, view_of: ViewOf, qtbot: QtBot
) -> None:
    view = view_of(adam())
    panel = on_screen(OptimizerPanel, view)
    panel.chooser.setFocus()
    qtbot.keyClick(panel.chooser, Qt.Key.Key_End)
    assert panel.chooser.currentData() == "effective-rate"
    panel.session.view = view_of(Experiment("himmelblau", optimizer="rprop", steps=5))
    panel.draw(panel.session.view)
    assert panel.chooser.currentData() == "effective-rate"
    qtbot.keyClick(panel.chooser, Qt.Key.Key_Home)
    assert panel.chooser.currentData() in ("step_size", "prev")


def test_values_far_apart_are_seen_by_their_powers_of_ten_unless_a_person_says_otherwise(
    on_screen: Show, view_of: ViewOf, qtbot: QtBot
) -> None:
    # The sum of squares of a steep start: from 4·10² on it only grows, and not far.
    flat = view_of(Experiment("square", (1.0,), 0.1, 30, "adam"))
    panel = on_screen(OptimizerPanel, flat)
    assert not panel.plot.log_values
    # v = ρv + (1 − ρ)g² with ρ = 0.5 halves at each step once g is gone: 2⁻⁴⁰ after forty.
    settings = {"alpha": 0.5}
    steep = view_of(
        Experiment("square", (1.0,), 1e-3, 40, "rmsprop", settings={**settings, "momentum": 0.0})
    )
    wide = replace(steep, memory={"square_avg": np.float64(0.5) ** np.arange(41)[:, None]})
    panel.draw(wide)
    assert panel.plot.log_values
    qtbot.mouseClick(panel.values_switch.linear, Qt.MouseButton.LeftButton)
    panel.draw(wide)
    assert not panel.plot.log_values


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_each_optimizer_has_its_update_written_and_every_quantity_drawn(
    on_screen: Show, view_of: ViewOf, qtbot: QtBot, optimizer: str
) -> None:
    view = view_of(Experiment("himmelblau", (0.5, -0.5), 0.01, 6, optimizer), playhead=4)
    panel = on_screen(OptimizerPanel, view)
    text = panel.written.text()
    assert text.startswith("Here is update 4, at learning rate 0.01:")
    assert "\nx₄ = " in text
    assert "\ny₄ = " in text
    for _ in range(panel.chooser.count()):
        panel.chooser.setFocus()
        qtbot.keyClick(panel.chooser, Qt.Key.Key_Down)
        panel.draw(view)
        assert len(drawn(panel, view)) == 7


def test_at_the_start_the_next_update_is_written(on_screen: Show, view_of: ViewOf) -> None:
    view = view_of(Experiment("square", (1.0,), 0.2, 5), playhead=0)
    panel = on_screen(OptimizerPanel, view)
    assert panel.written.text().split("\n") == [
        "Next is update 1, at learning rate 0.2:",
        "",
        "θ: gradient g = 2",
        "θ₁ = θ₀ − lr · g = 1 − 0.2 · 2 = 0.6",
    ]


def test_where_the_gradient_is_not_zeroed_g_is_called_the_sum_that_it_is(
    on_screen: Show, view_of: ViewOf
) -> None:
    # θ² from 1: gradient 2 leads to 0.6, whose own is 1.2; nobody zeroed, so .grad is 3.2.
    view = view_of(Experiment("square", (1.0,), 0.2, 5, mistakes=("not-zeroed",)), playhead=2)
    panel = on_screen(OptimizerPanel, view)
    written = panel.written.text().split("\n")
    assert "g = .grad, the sum of all gradients so far: it is not zeroed." in written
    assert "θ: sum g = 3.2" in written


def test_a_line_without_room_breaks_before_its_equals_signs(
    on_screen: Show, view_of: ViewOf
) -> None:
    view = view_of(adam(), playhead=3)
    panel = on_screen(OptimizerPanel, view)
    panel.resize(300, 200)
    panel.draw(view)
    lines = panel.written.text().split("\n")
    assert any(line.startswith("      = ") for line in lines)
    panel.resize(2000, 900)
    panel.draw(view)
    assert not any(line.startswith("      = ") for line in panel.written.text().split("\n"))


def test_a_typed_rule_shows_what_it_remembers_by_its_own_name(
    on_screen: Show, view_of: ViewOf
) -> None:
    rule = "trail = 0.5*trail + gradient; theta = theta - lr*trail"
    view = view_of(Experiment("square", (1.0,), 0.1, 5, rule, dtype="float64"), playhead=2)
    panel = on_screen(OptimizerPanel, view)
    assert panel.chooser.currentData() == "trail"
    # By hand: 2, then 0.5·2 + 1.6.
    assert drawn(panel, view)[1:3, 0].tolist() == pytest.approx([2.0, 2.6])
    assert "trail₂ = 0.5 · trail₁ + g = 0.5 · 2 + 1.6 = 2.6" in panel.written.text()


def test_many_parameters_are_drawn_and_a_few_are_written(on_screen: Show, view_of: ViewOf) -> None:
    view = view_of(Experiment("square", tuple(range(1, 21)), 0.1, 5, "adam"), playhead=2)
    panel = on_screen(OptimizerPanel, view)
    assert len(panel.plot.shown) == 8
    assert panel.written.text().endswith("16 more parameters are updated likewise.")


def test_a_run_without_a_step_says_so(on_screen: Show, view_of: ViewOf) -> None:
    panel = on_screen(OptimizerPanel, view_of(adam(), length=1))
    assert panel.written.text() == "No step has been made yet."


def test_a_velocity_that_begins_at_nothing_does_not_leave_its_axis_at_once(
    on_screen: Show, view_of: ViewOf
) -> None:
    # The first gradient is −1.4·10¹, and the buffer before it 0: thousands are not far from that.
    settings = {"momentum": 0.9}
    view = view_of(Experiment("himmelblau", (0.0, 0.0), 0.01, 30, settings=settings))
    wild = replace(view, memory={"velocity": 14.0 * np.arange(31.0)[:, None] ** 3 * np.ones(2)})
    panel = on_screen(OptimizerPanel, wild)
    panel.draw(wild)
    assert panel.plot.places.values.shows(14.0 * 30.0**3)
