"""The fit shows data and model, says when there are none, and stays still while the model moves."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.panels.fit import NO_DATA, Fit, probability_colours
from playground.app.session import Session
from playground.app.theme import DARK, LIGHT
from playground.core.pictures import FitPicture
from tests.app.live_panel import live_panel, rest, show


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[Fit]:
    yield from live_panel(Fit, qtbot, session, 620, 420)


def test_a_loss_without_data_says_so(qtbot: QtBot, panel: Fit) -> None:
    assert not panel.suits(show(qtbot, panel))
    assert panel.none.isVisible()
    assert panel.none.text() == NO_DATA
    assert not panel.plot.isVisible()


def test_a_line_and_its_residuals_follow_the_playhead(qtbot: QtBot, panel: Fit) -> None:
    view = show(qtbot, panel, loss="line", steps=30)
    for row in (0, 7, 30):
        panel.session.seek(row)
        rest(qtbot, panel.session)
        w = float(view.theta[row, 0])
        np.testing.assert_allclose(
            panel.marks._curve[:, 1], w * panel.marks._curve[:, 0], rtol=1e-6, atol=1e-12
        )
        np.testing.assert_allclose(panel.marks._points, [[1, 2], [2, 4], [3, 6], [4, 8]])
        np.testing.assert_allclose(panel.marks._ends[:, 1], w * np.arange(1, 5), rtol=1e-6)
    assert (panel.plot.bottom.title, panel.plot.left.title) == ("x", "y")


def test_a_screen_reader_hears_what_is_predicted(qtbot: QtBot, panel: Fit) -> None:
    show(qtbot, panel, loss="thermometer", steps=10)
    assert panel.plot.accessibleName() == "Fit"
    assert panel.plot.accessibleDescription().startswith("t_c predicted from t_u")
    assert panel.plot.left.title == "t_c (°C)"


def test_the_view_is_that_of_the_data_however_wild_the_model(qtbot: QtBot, panel: Fit) -> None:
    show(qtbot, panel, loss="line", steps=5)
    before = panel.plot.getViewBox().viewRange()
    show(qtbot, panel, loss="line", steps=2000, learning_rate=0.9)
    for row in (3, 20, 40):
        panel.session.seek(row)
        rest(qtbot, panel.session)
        assert not panel.grab().isNull()
    assert panel.plot.getViewBox().viewRange() == before


def test_two_classes_have_their_own_shapes_and_a_border(qtbot: QtBot, panel: Fit) -> None:
    show(qtbot, panel, loss="logistic", steps=20)
    assert panel.marks._second is not None
    assert 0 < panel.marks._second.sum() < len(panel.marks._points)
    for theme in (DARK, LIGHT):
        panel.paint_with(theme)
        assert f'<span style="color: {theme.oscillates}">●</span> label = 0' in panel.key.text()
        assert f'<span style="color: {theme.too_slow}">■</span> label = 1' in panel.key.text()
    assert panel.key.accessibleName().startswith("label = 0; label = 1")
    assert not panel.grab().isNull()
    panel.paint_with(DARK)
    panel.paint_with(LIGHT)


def test_the_rows_of_the_step_are_ringed(qtbot: QtBot, panel: Fit) -> None:
    from playground.core.minibatch import batches

    show(qtbot, panel, loss="thermometer", steps=40, batch_size=4, seed=3)
    walked = batches(11, 4, seed=3)
    assert walked is not None
    expected = [next(walked).tolist() for _ in range(41)]
    for row in (40, 17, 2):
        panel.session.seek(row)
        rest(qtbot, panel.session)
        wanted = panel.marks._points[sorted(expected[row])]
        np.testing.assert_array_equal(panel.marks._batch, wanted)
        assert f"the batch of step {row}" in panel.key.text()


def test_a_drag_of_the_playhead_never_waits_for_the_model_and_ends_with_the_newest(
    qtbot: QtBot, panel: Fit, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.engine.fitting import Fitting

    threads = []
    at = Fitting.at

    def noting(fitting: Fitting, theta: object, step: int) -> FitPicture:
        threads.append(threading.current_thread().name)
        return at(fitting, theta, step)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(Fitting, "at", noting)
    view = show(qtbot, panel, loss="moons", steps=200)
    drawn = panel.field._places.copy()
    for row in range(200, 0, -1):
        panel.session.seek(row)
        assert panel.plot.isVisible()  # with what was there before
    rest(qtbot, panel.session)
    assert set(threads) == {"derived"}
    newest = panel.session.fit(replace(view, playhead=1))
    assert newest is not None
    assert newest.result.step == 1
    assert not np.array_equal(panel.field._places, drawn)


def test_a_fit_that_cannot_be_worked_out_says_why(
    qtbot: QtBot, panel: Fit, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.engine.fitting import Fitting

    def refuse(*_: object) -> FitPicture:
        raise ValueError("no such model")

    monkeypatch.setattr(Fitting, "at", refuse)
    show(qtbot, panel, loss="line", steps=7, seed=5)
    assert panel.none.text() == "no such model"
    assert panel.none.isVisible()


def test_three_inputs_are_shown_as_predictions_against_targets(qtbot: QtBot, panel: Fit) -> None:
    from playground.core.datasets import Table

    columns = np.random.RandomState(0).normal(size=(30, 3))
    target = columns @ [1.0, -2.0, 0.5]
    table = Table("three", ("a", "b", "c", "y"), np.column_stack([columns, target]))
    view = show(
        qtbot,
        panel,
        dataset=table,
        model="u*a + v*b + w*c",
        target="y",
        steps=500,
        learning_rate=0.1,
    )
    assert view.theta[-1] == pytest.approx([1.0, -2.0, 0.5], abs=1e-3)
    np.testing.assert_allclose(panel.marks._points[:, 0], target)
    np.testing.assert_allclose(panel.marks._points[:, 1], target, atol=0.01)
    assert panel.plot.left.title == "y predicted"


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_two_sides_of_the_border_differ_in_more_than_hue(theme: object) -> None:
    # Rec. 709 weights: what a black-and-white projector shows of the surest bands.
    colours = probability_colours(theme).astype(float) @ [0.2126, 0.7152, 0.0722]  # type: ignore[arg-type]  # parametrised
    assert abs(colours[0] - colours[4]) > 20
    assert abs(colours[-1] - colours[5]) > 20


def test_the_prediction_for_the_next_input_is_read_off_the_key(qtbot: QtBot, panel: Fit) -> None:
    show(qtbot, panel, loss="line", theta=(0.0,), learning_rate=0.01, steps=100)
    qtbot.waitUntil(lambda: "prediction at x = 5: 10.000" in panel.key.accessibleName())
    panel.session.seek(0)
    qtbot.waitUntil(lambda: "prediction at x = 5: 0.0000" in panel.key.accessibleName())


def hover(panel: Fit, x: float, y: float) -> str:
    box = panel.plot.getViewBox()
    place = panel.plot.mapFromScene(box.mapViewToScene(QPointF(x, y)))
    QTest.mouseMove(panel.plot.viewport(), place + QPoint(1, 0))
    QTest.mouseMove(panel.plot.viewport(), place)
    return panel.pointer.readout.text() if panel.pointer.readout.isVisible() else ""


def test_hovering_reads_out_a_reading_or_the_model(qtbot: QtBot, panel: Fit) -> None:
    show(qtbot, panel, loss="line", theta=(3.0,), learning_rate=1e-9, steps=1)
    panel.session.seek(0)
    qtbot.waitUntil(lambda: not panel.session.ticking)
    # w = 3 where the data say 2.
    assert hover(panel, 2.0, 4.0).split("\n") == ["x = 2", "y = 4", "model 6, off by 2"]
    read = hover(panel, 2.5, 2.0).split("\n")
    assert read[0].startswith("x = 2.5") or read[0].startswith("x = 2.4")
    assert float(read[1].removeprefix("model ")) == pytest.approx(7.5, abs=0.1)


def test_hovering_over_two_classes_reads_out_the_probability(qtbot: QtBot, panel: Fit) -> None:
    view = show(qtbot, panel, loss="logistic", steps=5)
    table = view.entry.table
    assert table is not None
    x, y = (float(table.column(name)[0]) for name in table.names[:2])
    read = hover(panel, x, y)
    assert "label = " in read
    assert "probability 0." in read
