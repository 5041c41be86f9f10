"""The landscape shows the loss itself, and survives any run."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.app.panels.landscape import Landscape
from playground.app.plots.ends import end_text
from playground.app.theme import DARK, LIGHT
from tests.app.panels.landscape.conftest import at, settle, show


def test_the_field_is_the_loss_at_the_points_of_its_axes(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="rosenbrock")
    picture = panel.ground.picture
    assert picture is not None
    x, y = np.meshgrid(*picture.axes)
    np.testing.assert_allclose(picture.loss, (1 - x) ** 2 + 100 * (y - x * x) ** 2, rtol=1e-12)
    (left, right), (bottom, top) = panel.stage.extents
    assert picture.axes[0][0] <= left < right <= picture.axes[0][-1]
    assert picture.axes[1][0] <= bottom < top <= picture.axes[1][-1]


def test_the_curve_is_the_loss_over_the_one_parameter(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="double-well")
    picture = panel.ground.picture
    assert picture is not None
    theta = picture.axes[0]
    np.testing.assert_allclose(picture.loss, theta**4 / 4 - theta**2 / 2, atol=1e-12)
    minima = panel.stage.descent.marks.minima
    np.testing.assert_allclose(minima, [[-1, -0.25], [1, -0.25]], atol=1e-4)


def test_the_principal_plane_holds_a_straight_path_wholly(qtbot: QtBot, panel: Landscape) -> None:
    # On 2·x·x every component shrinks alike: the path is a line through the minimum.
    view = show(qtbot, panel, loss="dot", steps=30)
    panel.choice.principal.click()
    settle(qtbot, panel)
    assert "100 %" in panel.stage.bottom.title
    path = panel.stage.descent.marks.path
    np.testing.assert_allclose(path[0], 0.0, atol=1e-6)
    travelled = float(np.linalg.norm(view.theta[-1].astype(float) - view.theta[0]))
    np.testing.assert_allclose(np.abs(path[-1]), [travelled, 0.0], atol=1e-5)
    panel.choice.principal.click()


@pytest.mark.parametrize(
    "fields",
    [
        {"learning_rate": 1.5, "steps": 500},
        {"learning_rate": 1e30, "steps": 3},
        {"loss": "himmelblau", "theta": (1.0, 3.0), "learning_rate": 0.5, "steps": 100},
        {"loss": "himmelblau", "theta": (1.0, 3.0), "learning_rate": 0.5, "dtype": "float64"},
    ],
)
def test_a_diverging_run_leaves_the_view_where_it_was(
    qtbot: QtBot, panel: Landscape, fields: dict[str, object]
) -> None:
    calm = {key: value for key, value in fields.items() if key != "learning_rate"}
    show(qtbot, panel, **calm, learning_rate=1e-4)
    before = panel.stage.extents
    view = show(qtbot, panel, **fields)
    panel.grab()
    assert view.outcome is not None
    assert view.outcome.kind == "diverged"
    assert panel.stage.descent.marks.ended == end_text(view)
    assert panel.stage.descent.marks.ended.startswith("diverg")
    assert panel.stage.extents == before


def test_a_formula_without_value_on_one_side_breaks_nothing(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="log(x)", theta=(0.5,), learning_rate=0.01)
    panel.grab()
    assert [gap[1] < 0 for gap in panel.stage.curve._gaps] == [True]
    show(qtbot, panel, loss="log(x) + y^2", theta=(0.5, 1.0), learning_rate=0.01)
    picture = panel.grab().toImage()
    assert not picture.isNull()
    assert panel.ground.picture is not None
    assert np.isnan(panel.ground.picture.loss).any()
    assert np.isfinite(panel.ground.picture.loss).any()


@pytest.mark.parametrize("loss", ["1e300*x", "exp(x^2*100)", "0*x", "1e300*x + y", "exp(x*y*200)"])
def test_losses_of_any_size_are_drawn(qtbot: QtBot, panel: Landscape, loss: str) -> None:
    theta = (1.0, 1.0) if "y" in loss else (1.0,)
    show(qtbot, panel, loss=loss, theta=theta, learning_rate=1e-3, dtype="float64")
    assert not panel.grab().isNull()
    assert np.isfinite(panel.stage.extents).all()


def test_a_start_outside_the_usual_view_is_brought_into_it(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, theta=(1.0,), learning_rate=0.1)
    show(qtbot, panel, theta=(5.0,), learning_rate=0.1)
    (left, right), (bottom, top) = panel.stage.extents
    assert left == -2.0
    assert right > 5.0
    assert bottom <= 0.0 < 25.0 < top


def test_the_view_stays_while_the_learning_rate_changes(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="rosenbrock", steps=200)
    panel.stage.show_extents((-1.5, 0.0), (0.0, 1.5))
    for learning_rate in (1e-4, 1e-3, 2e-3):
        assert panel.session.edit(learning_rate=learning_rate) == ""
        settle(qtbot, panel)
        np.testing.assert_allclose(panel.stage.extents, [(-1.5, 0.0), (0.0, 1.5)])


def test_another_theme_recolours_the_bands(qtbot: QtBot, panel: Landscape) -> None:
    show(qtbot, panel, loss="himmelblau")
    panel.paint_with(LIGHT)
    light = panel.stage.grab().toImage().pixelColor(at(panel.stage, -5.0, 0.0))
    panel.paint_with(DARK)
    dark = panel.stage.grab().toImage().pixelColor(at(panel.stage, -5.0, 0.0))
    assert light.lightness() > 128 > dark.lightness()


def test_a_screen_reader_hears_where_the_path_leads(qtbot: QtBot, panel: Landscape) -> None:
    view = show(qtbot, panel, loss="himmelblau")
    assert panel.stage.accessibleName() == "Landscape"
    assert "over x and y" in panel.stage.accessibleDescription()
    assert view.outcome is not None
    assert view.outcome.message in panel.stage.accessibleDescription()
