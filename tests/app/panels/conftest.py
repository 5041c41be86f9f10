"""Runs for panels to draw, and panels on screen."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from pytestqt.qtbot import QtBot

import playground
from playground.app.panel import Panel
from playground.app.session import Session
from playground.app.view import View

ViewOf = Callable[..., View]
_runs = count(1)


def view_of(
    experiment: playground.Experiment,
    playhead: int | None = None,
    length: int | None = None,
    run: int = 0,
) -> View:
    """The experiment run to its end; with a length, as it was when that many rows were there."""
    record = playground.run(experiment)
    rows = length or len(record.loss)
    return View(
        run=run or next(_runs),
        experiment=experiment,
        entry=experiment.loss_entry,
        parameters=experiment.parameters,
        minima=experiment.bound_loss().minima,
        theta=record.theta[:rows],
        loss=record.loss[:rows],
        gradient=record.gradient[:rows],
        learning_rate=record.learning_rate[: rows - 1],
        memory={name: kept[:rows] for name, kept in record.memory.items()},
        playhead=rows - 1 if playhead is None else playhead,
        finished=length is None,
        outcome=record.outcome if length is None else None,
    )


@pytest.fixture(name="view_of")
def _view_of() -> ViewOf:
    return view_of


@pytest.fixture
def still(qtbot: QtBot) -> Session:
    """A session that runs nothing: it has the view that a test gives it."""
    return Session()


@pytest.fixture
def on_screen(qtbot: QtBot, still: Session) -> Callable[[type[Panel], View], Panel]:
    """Put a panel of this kind on screen with this view."""

    def show(kind: type[Panel], view: View) -> Panel:
        panel = kind(still)
        qtbot.addWidget(panel)
        panel.resize(480, 320)
        still.view = view
        with qtbot.waitExposed(panel):
            panel.show()
        panel.draw(view)
        return panel

    return show
