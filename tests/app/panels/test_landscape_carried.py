"""The landscape shows what the optimizer carries on into the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.app.panels.landscape import Landscape
from playground.app.session import Session
from playground.app.view import View
from tests.app.live_panel import live_panel

Go = Callable[..., None]


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[Landscape]:
    yield from live_panel(Landscape, qtbot, session, 560, 420)


def at_row(session: Session, go: Go, row: int, **fields: object) -> View:
    """Show the run of an experiment at this row."""
    go(**fields)
    session.seek(row)
    assert session.view is not None
    assert session.view.playhead == row
    return session.view


def test_adams_momentum_and_sizes_are_those_of_the_next_update(
    panel: Landscape, session: Session, go: Go
) -> None:
    view = at_row(session, go, 4, loss="himmelblau", optimizer="adam", learning_rate=0.1)
    marks = panel.stage.descent.marks
    np.testing.assert_allclose(marks.carried, -view.memory["exp_avg"][5])
    np.testing.assert_allclose(marks.sizes, np.sqrt(view.memory["exp_avg_sq"][5]), rtol=1e-6)
    assert "momentum" in panel.stage.key.text()
    assert "gradient size" in panel.stage.key.text()
    assert "Hollow arrow" in panel.stage.key.toolTip()


@pytest.mark.parametrize(
    ("optimizer", "settings", "momentum", "sizes"),
    [("sgd", {}, False, False), ("sgd", {"momentum": 0.9}, True, False),
     ("adagrad", {}, False, True), ("rprop", {}, False, False)],
)  # fmt: skip
def test_the_key_names_only_what_the_optimizer_has(
    panel: Landscape, session: Session, go: Go,
    optimizer: str, settings: dict[str, float], momentum: bool, sizes: bool,
) -> None:  # fmt: skip
    at_row(session, go, 3, loss="himmelblau", optimizer=optimizer, settings=settings)
    assert ("momentum" in panel.stage.key.text()) == momentum
    assert ("gradient size" in panel.stage.key.text()) == sizes


def test_rprop_shows_the_gradient_before_and_how_far_each_axis_steps(
    panel: Landscape, session: Session, go: Go
) -> None:
    view = at_row(session, go, 4, loss="himmelblau", optimizer="rprop", learning_rate=0.1)
    marks, key = panel.stage.descent.marks, panel.stage.key
    np.testing.assert_allclose(marks.carried, -view.gradient[3])
    np.testing.assert_allclose(marks.sizes, np.abs(view.theta[5] - view.theta[4]), rtol=1e-5)
    assert "⇨ last gradient" in key.text()
    assert "◌ step size" in key.text()
    assert "where the sign turns" in key.toolTip()


@pytest.mark.parametrize(
    ("optimizer", "settings", "name"),
    [
        ("asgd", {"t0": 0.0}, "to the average"),
        ("lbfgs", {}, "direction"),
        ("rmsprop", {"centered": True}, "mean gradient"),
        ("v = 0.9*v - lr*gradient; theta = theta + v", {}, "momentum"),
    ],
)
def test_whatever_direction_is_kept_has_its_arrow_and_its_name(
    panel: Landscape, session: Session, go: Go,
    optimizer: str, settings: dict[str, float], name: str,
) -> None:  # fmt: skip
    view = at_row(
        session, go, 2, loss="himmelblau", optimizer=optimizer, settings=settings,
        learning_rate=0.01, steps=10,
    )  # fmt: skip
    marks = panel.stage.descent.marks
    assert f"⇨ {name}" in panel.stage.key.text()
    assert np.isfinite(marks.carried).all()
    if optimizer.startswith(("lbfgs", "v =")):  # without a line search it is the step's own way
        step = view.theta[3] - view.theta[2]
        np.testing.assert_allclose(
            marks.carried / np.hypot(*marks.carried), step / np.hypot(*step), rtol=1e-4
        )


def test_a_typed_mean_of_squares_scales_the_axes(
    panel: Landscape, session: Session, go: Go
) -> None:
    rule = "s = 0.9*s + 0.1*gradient^2; theta = theta - lr*gradient/(sqrt(s) + 1e-8)"
    view = at_row(session, go, 4, loss="himmelblau", optimizer=rule, learning_rate=0.05)
    sizes = panel.stage.descent.marks.sizes
    np.testing.assert_allclose(sizes, np.sqrt(view.memory["s"][5]), rtol=1e-6)
    assert "◌ gradient size" in panel.stage.key.text()


def test_the_momentum_leads_the_way_and_has_only_grown_so_far(
    panel: Landscape, session: Session, go: Go
) -> None:
    # On x² + y² from (4, 0) every gradient, and so their sum, points along +x.
    go(loss="x^2 + y^2", theta=(4.0, 0.0), settings={"momentum": 0.9})
    at_row(session, go, 5, learning_rate=0.001)
    marks = panel.stage.descent.marks
    assert marks.carried[0] < 0
    assert marks.carried[1] == pytest.approx(0.0)
    assert marks.pull == pytest.approx(1.0)
