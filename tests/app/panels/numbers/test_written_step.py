"""The step at the playhead is written out above the table, and is never cut within a number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from playground import Experiment
from playground.app.panels.numbers import NumbersPanel
from playground.app.step_lines import step_equations, step_lines
from playground.core.written_out.numbers import at_step
from tests.app.panels.numbers.conftest import SQUARE, OnScreen, ViewOf


def test_the_current_step_is_written_out_above(view_of: ViewOf, on_screen: OnScreen) -> None:
    view = view_of(SQUARE, playhead=0)
    panel = on_screen(NumbersPanel, view)
    panel.resize(900, 320)
    first = "θ₁ = θ₀ − lr · g = 1 − 0.2 · 2 = 0.6"
    assert panel.written.text() == f"start: θ₀ = 1, loss 1, gradient 2\nnext: {first}"
    high = panel.written.height()
    panel.draw(replace(view, playhead=1))
    assert panel.written.text() == f"{first}\nnow: loss 0.36, gradient 1.2"
    assert panel.written.height() == high  # the table does not move
    panel.draw(replace(view, playhead=2))
    assert panel.written.text().startswith("θ₂ = θ₁ − lr · g = 0.6 − 0.2 · 1.2 = 0.36\n")


def test_before_the_first_step_there_is_a_start(view_of: ViewOf, on_screen: OnScreen) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE, length=1))
    panel.resize(900, 320)
    assert panel.written.text().split("\n") == [
        "start: θ₀ = 1, loss 1, gradient 2",
        "No step has been made yet.",
    ]


def test_the_step_is_broken_into_lines_where_it_would_not_fit(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(NumbersPanel, view_of(SQUARE, playhead=1))
    panel.resize(400, 320)
    assert panel.written.text().split("\n") == [
        "θ₁ = θ₀ − lr · g",
        "      = 1 − 0.2 · 2 = 0.6",
        "now: loss 0.36, gradient 1.2",
    ]
    panel.resize(260, 320)
    assert panel.written.text().split("\n") == [
        "θ₁ = θ₀ − lr · g",
        "      = 1 − 0.2 · 2",
        "      = 0.6",
        "now: loss 0.36, gradient 1.2",
    ]


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rmsprop"])
@pytest.mark.parametrize("width", [240, 300, 420, 575])
@pytest.mark.parametrize("rate", [0.1, 60.0])  # the second explodes: the numbers become long
def test_whatever_the_width_the_written_step_is_whole(
    view_of: ViewOf, on_screen: OnScreen, optimizer: str, width: int, rate: float
) -> None:
    experiment = Experiment("square", learning_rate=rate, steps=12, optimizer=optimizer)
    view = view_of(experiment)
    panel = on_screen(NumbersPanel, view)
    panel.resize(width, 330)
    metrics = panel.written.fontMetrics()
    lines = panel.written.text().split("\n")
    assert all(metrics.horizontalAdvance(line) <= panel.written.width() for line in lines)
    shown = " ".join(" ".join(lines).split())
    whole = " ".join(" ".join(step_lines(view, step_equations(view), 99)).split())
    assert shown.replace("remembered: ", "") == whole.replace("remembered: ", "")


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rmsprop"])
@pytest.mark.parametrize("width", [300, 420, 575])
def test_in_a_low_panel_no_line_of_the_written_step_ends_in_the_middle_of_a_number(
    view_of: ViewOf, on_screen: OnScreen, optimizer: str, width: int
) -> None:
    view = view_of(Experiment("moons", steps=12, optimizer=optimizer), playhead=12)
    panel = on_screen(NumbersPanel, view)
    panel.resize(width, 150)
    equations = step_equations(view)
    rooms = (step_lines(view, equations, room) for room in range(99))
    whole = {word for lines in rooms for line in lines for word in line.split()}
    left = {str(number) for number in range(33)}  # of parameters, for which there is no room
    assert set(panel.written.text().split()) <= whole | left | {"…"}


def test_a_gradient_in_some_of_the_parameters_says_in_which(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(NumbersPanel, view_of(Experiment("moons", steps=3), playhead=3))
    panel.resize(575, 205)
    assert ", ∂/∂u₁ " in panel.written.text()
    assert "gradient" not in panel.written.text()


@pytest.mark.parametrize("width", [575, 1000])
def test_a_low_panel_keeps_two_rows_of_the_table_in_sight(
    view_of: ViewOf, on_screen: OnScreen, qtbot: QtBot, width: int
) -> None:
    panel = on_screen(NumbersPanel, view_of(Experiment("dot", (0.0, 1.0, 2.0, 3.0))))
    panel.resize(width, 190)
    rows = panel.table.viewport()
    qtbot.waitUntil(lambda: rows.height() >= 2 * panel.table.rowHeight(0))
    assert panel.written.text()


def test_of_many_parameters_the_first_four_are_written_out(
    view_of: ViewOf, on_screen: OnScreen
) -> None:
    panel = on_screen(NumbersPanel, view_of(Experiment(theta=(1.0,) * 9, steps=3)))
    panel.resize(900, 320)
    lines = panel.written.text().split("\n")
    assert len(lines) == 6
    assert lines[4].startswith("now: loss ")
    assert lines[-1] == "5 more parameters: see the table."


@pytest.mark.parametrize("width", [260, 575, 900])
@pytest.mark.parametrize("playhead", [0, 2])
def test_of_every_parameter_that_is_not_written_out_there_is_a_word(
    view_of: ViewOf, on_screen: OnScreen, width: int, playhead: int
) -> None:
    view = view_of(Experiment("dot", (0.0, 1.0, 2.0, 3.0)), playhead=playhead)
    panel = on_screen(NumbersPanel, view)
    for height in range(110, 420, 10):
        panel.resize(width, height)
        lines = panel.written.text().split("\n")
        row = max(playhead, 1)
        written = [name for name in view.parameters if f"{at_step(name, row)} =" in "".join(lines)]
        left = 4 - len(written)
        plural = "" if left == 1 else "s"
        hint = [f"{left} more parameter{plural}: see the table."] if left else []
        assert lines[-1:] == hint or (not hint and "see the table" not in lines[-1])
