"""The graphs of the source texts show on screen exactly what the texts state."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.app.panels.graph import GraphPanel
from tests.app.graph.conftest import (
    LEFT,
    REFUSED,
    flowing,
    leaf,
    node,
    pick,
    press,
    settle,
    show,
    value,
)


def test_theta_times_theta_has_grad_none_before_backward_and_two_after_it(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = pick(qtbot, panel, "θ·θ")
    assert value(sheet, "MulBackward0") == "[1]"
    assert leaf(sheet).look.grad[0] == ".grad = [2]"
    assert flowing(sheet) == ["[1]", "[1]"]
    press(sheet, Qt.Key.Key_Home)
    seen = []
    while sheet.stage.count < len(sheet.stage.answer.steps):  # type: ignore[union-attr]  # there is one
        seen.append(leaf(sheet).look.grad[0])
        press(sheet, Qt.Key.Key_Period)
    assert set(seen) == {".grad = None"}
    assert leaf(sheet).look.grad[0] == ".grad = [2]"
    assert sheet.stage.steps.line.whole == "θ.grad = [2]; until now it was None"


@pytest.mark.parametrize(
    ("title", "name", "result"),
    [
        ("An addition", "AddBackward0", "[[6, 7], [8, 9]]"),
        ("An exponential", "ExpBackward0", "[[2.7183, 7.3891], [20.0855, 54.5982]]"),
    ],
)
def test_the_pictures_of_the_text_show_its_values(
    qtbot: QtBot, panel: GraphPanel, title: str, name: str, result: str
) -> None:
    sheet = pick(qtbot, panel, title)
    assert value(sheet, name) == result
    assert value(sheet, "AccumulateGrad") == "[[1, 2], [3, 4]]"


@pytest.mark.parametrize("size", [(567, 294), (900, 620)], ids=["small window", "large"])
def test_every_stated_value_of_the_exponential_is_written_in_its_box(
    qtbot: QtBot, panel: GraphPanel, size: tuple[int, int]
) -> None:
    panel.resize(*size)
    sheet = pick(qtbot, panel, "An exponential")
    zoom = sheet.stage.canvas.zoom
    written = [line.texts[0] for line in node(sheet, "ExpBackward0").lines(zoom)]
    assert written[-2:] == ["[[2.7183, 7.3891],", " [20.0855, 54.5982]]"]
    assert " [3, 4]]" in [line.texts[0] for line in leaf(sheet).lines(zoom)]


def test_the_gradient_of_twice_the_dot_product_is_four_x(qtbot: QtBot, panel: GraphPanel) -> None:
    assert leaf(pick(qtbot, panel, "2·x·x")).look.grad[0] == ".grad = [0, 4, 8, 12]"


def test_a_vector_is_refused_in_torchs_words_and_both_remedies_give_the_same_gradient(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = pick(qtbot, panel, "sin x on 100 points")
    assert sheet.stage.steps.line.whole == REFUSED
    assert sheet.stage.steps.line.property("role") == "error"
    assert "one number" in sheet.remark.whole
    assert not sheet.plot.derivative.isVisible()
    found = []
    for remedy in ("sum", "ones"):
        QTest.mouseClick(sheet.remedies.buttons[remedy], LEFT)
        settle(qtbot, panel)
        assert sheet.remedies.buttons[remedy].isChecked()
        grad = sheet.stage.answer.graph.grad  # type: ignore[union-attr]  # there is one
        found.append(grad.array)
        assert sheet.plot.derivative.isVisible()
    np.testing.assert_array_equal(*found)
    assert found[0][[0, 10, 50]].tolist() == pytest.approx([-1, -0.80527026, 0.99949654], abs=5e-9)
    QTest.mouseClick(sheet.remedies.buttons["ones"], LEFT)  # without a remedy again
    settle(qtbot, panel)
    assert sheet.stage.steps.line.whole == REFUSED


def test_the_gradients_that_the_text_prints_are_read_out_under_the_mouse_and_by_keys(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = pick(qtbot, panel, "sin x on 100 points")
    plot = sheet.plot
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Home)
    assert plot.pointer.readout.text().endswith("f′(x) = grad[0] = None")
    QTest.mouseClick(sheet.remedies.buttons["sum"], LEFT)
    settle(qtbot, panel)
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Home)
    QTest.keyClick(plot, Qt.Key.Key_PageDown)
    said = plot.pointer.readout.text().split("\n")
    # x = −π + 10·2π/99, of which the cosine is the derivative of the sine.
    assert said[0].startswith("index 10, x = −2.50692")
    assert said[1].startswith("f(x) = −0.59290")
    assert said[2] == "f′(x) = grad[10] = −0.80527026"
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert not plot.pointer.readout.isVisible()
    at = plot.getViewBox().mapViewToScene(QPointF(plot.places[50], 0.0))
    QTest.mouseMove(plot.viewport(), plot.mapFromScene(at))
    qtbot.waitUntil(plot.pointer.readout.isVisible)
    assert plot.pointer.readout.text().endswith("grad[50] = 0.99949654")


def test_the_start_on_raw_thermometer_data_has_the_stated_gradient(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    show(qtbot, panel, loss="thermometer", settings={"input_scale": 1.0}, learning_rate=1e-5)
    panel.session.seek(0)
    sheet = settle(qtbot, panel)
    assert leaf(sheet).look.grad[0] == ".grad = [4517.2969, 82.6]"
    assert "4517.2969" in sheet.stage.steps.line.whole
