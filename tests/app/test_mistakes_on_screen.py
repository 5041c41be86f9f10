"""With a mistake on, the window says which, and goes on working where torch refuses to."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.panels import TITLES
from playground.app.panels.numbers import NumbersPanel
from playground.app.table.columns import cell_text, columns_of
from playground.app.window import Window
from playground.core.mistakes import MISTAKES
from tests.app.window_parts import shows_whole_run

REFUSED = {
    "outside-no-grad": "a leaf Variable that requires grad is being used in an in-place operation",
    "detached": "element 0 of tensors does not require grad and does not have a grad_fn",
    "integer-theta": "Only Tensors of floating point and complex dtype can require gradients",
}


@pytest.fixture
def make(window: Window, rest: Callable[[Window], None], qtbot: QtBot) -> Callable[..., None]:
    """Change the experiment, and wait until it is shown, finished or failed."""

    def change(**changes: object) -> None:
        session = window.session
        assert session.edit(**changes) == ""
        qtbot.waitUntil(lambda: shows_whole_run(session))

    return change


def test_the_window_says_which_mistakes_are_on_whatever_else_it_says(
    window: Window, make: Callable[..., None]
) -> None:
    badge = window.outcome.badge
    assert not badge.isVisible()
    make(mistakes=("not-zeroed",))
    assert badge.isVisible()
    assert badge.text() == "Mistake on: the gradient is not zeroed"
    window.outcome.announce("saved")
    assert badge.isVisible()
    assert window.outcome.banner.isVisible()
    assert not badge.geometry().intersects(window.outcome.banner.geometry())
    make(mistakes=("not-zeroed", "wrong-sign"))
    assert badge.text() == "2 mistakes on: the gradient is not zeroed, the wrong sign"
    make(mistakes=())
    assert not badge.isVisible()


def test_a_click_on_the_sign_shows_the_mistake_in_the_controls(
    window: Window, make: Callable[..., None], qtbot: QtBot
) -> None:
    make(mistakes=("wrong-sign",))
    qtbot.mouseClick(window.outcome.badge, Qt.MouseButton.LeftButton)
    row = window.controls.mistakes.switches["wrong-sign"]
    qtbot.waitUntil(lambda: not row.visibleRegion().isEmpty())
    assert row.words.isVisible()


@pytest.mark.parametrize("loss", ["square", "himmelblau", "thermometer"])
@pytest.mark.parametrize("mistake", REFUSED)
def test_what_torch_refuses_is_told_in_its_words_and_no_curve_is_left(
    window: Window, make: Callable[..., None], qtbot: QtBot, loss: str, mistake: str
) -> None:
    make(loss=loss)
    session = window.session
    make(mistakes=(mistake,))
    said = window.outcome.sentence.whole
    assert REFUSED[mistake] in said
    assert said.endswith(MISTAKES[mistake].explanation)
    assert session.view is not None
    assert session.view.length == 1
    assert np.array_equal(session.view.theta[0], np.float32(session.experiment.theta))
    for action in chain.from_iterable(window.docks.actions_to_show()):
        if not action.isChecked():  # some panels are shown on demand only
            action.trigger()
    for name in TITLES:
        window.docks.raise_panel(name)
        qtbot.waitUntil(lambda name=name: window.docks.panels[name] in window.docks.on_screen())
    qtbot.waitUntil(lambda: not session.ticking)
    make(mistakes=())
    assert session.view.length == session.experiment.steps + 1
    assert "efuses" not in window.outcome.sentence.whole


@pytest.mark.parametrize(
    ("mistake", "start", "loss", "cells"),
    [
        # 1² is a number like any other: it is the way back from it that is cut.
        ("detached", "start: θ₀ = 1, loss 1, no gradient", "loss = 1.000", ("1", "none")),
        ("integer-theta", "start: θ₀ = 1, no loss, no gradient", "loss = none", ("none", "none")),
        ("outside-no-grad", "start: θ₀ = 1, loss 1, gradient 2", "loss = 1.000", ("1", "2")),
    ],
)
def test_what_torch_had_computed_before_it_refused_is_shown_and_nothing_else(
    window: Window,
    make: Callable[..., None],
    qtbot: QtBot,
    mistake: str,
    start: str,
    loss: str,
    cells: tuple[str, str],
) -> None:
    make(loss="square", theta=(1.0,), mistakes=(mistake,))
    qtbot.waitUntil(lambda: not window.session.ticking)
    view = window.session.view
    assert view is not None
    assert np.isnan(view.loss[0]) == (mistake == "integer-theta")
    window.docks.raise_panel("numbers")
    panel = window.docks.panels["numbers"]
    assert isinstance(panel, NumbersPanel)
    qtbot.waitUntil(lambda: panel.written.text().startswith(start))
    assert loss in window.transport.values.text()
    shown = [cell_text(view, column, 0) for column in columns_of(view)[2:4]]
    assert tuple(shown) == cells
    make(mistakes=())
    assert "none" not in window.transport.values.text()
