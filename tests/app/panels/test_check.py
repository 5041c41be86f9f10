"""The gradient check on screen: its numbers, its h, a typed derivative, the one by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from playground.app.check_words import EPSILON
from playground.app.panels.check import LOST, CheckPanel
from playground.app.session import Session
from playground.app.theme import DARK, LIGHT
from tests.app.live_panel import PATIENCE_MS, descend, live_panel, rest

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[CheckPanel]:
    for panel in live_panel(CheckPanel, qtbot, session, 640, 260):
        panel.paint_with(LIGHT)
        yield panel


def show(qtbot: QtBot, panel: CheckPanel, row: int = 0, **fields: object) -> None:
    """Show an experiment with the playhead on this row."""
    descend(qtbot, panel.session, **fields)
    panel.session.seek(row)
    rest(qtbot, panel.session)


def put(qtbot: QtBot, panel: CheckPanel, text: str) -> None:
    panel.field.setFocus()
    panel.field.selectAll()
    if text:
        qtbot.keyClicks(panel.field, text)
    else:
        qtbot.keyClick(panel.field, Qt.Key.Key_Delete)
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    rest(qtbot, panel.session)


def put_h(qtbot: QtBot, panel: CheckPanel, text: str) -> None:
    panel.entry.setFocus()
    panel.entry.selectAll()
    qtbot.keyClicks(panel.entry, text)
    qtbot.keyClick(panel.entry, Qt.Key.Key_Return)
    rest(qtbot, panel.session)


def table(panel: CheckPanel) -> dict[str, list[str]]:
    """The texts of the table by column."""
    model = panel.table.rows
    titles = ["component", *(column.title for column in model.columns)]
    rows = range(model.rowCount())
    return {
        title: [str(model.index(row, at).data()) for row in rows] for at, title in enumerate(titles)
    }


def wrong_rows(panel: CheckPanel, title: str) -> list[int]:
    model = panel.table.rows
    at = 1 + [column.title for column in model.columns].index(title)
    return [row for row in range(model.rowCount()) if model.is_wrong(row, at)]


def test_autograd_and_central_difference_stand_beside_each_other_with_their_difference(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    # ((1+h)³ − (1−h)³) / 2h = 3 + h²
    show(qtbot, panel, loss="x^3", theta=(1.0,), learning_rate=0.01, dtype="float64")
    put_h(qtbot, panel, "0.1")
    found = table(panel)
    assert list(found) == ["component", "autograd", "central", "difference"]
    assert found["component"] == ["∂/∂x"]
    assert float(found["autograd"][0]) == 3.0
    assert float(found["central"][0]) == pytest.approx(3.01)
    assert found["difference"] == ["0.01"]


def test_the_check_is_that_of_the_playhead(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2, steps=3)
    for row, theta in enumerate((1.0, 0.6, 0.36)):
        panel.session.seek(row)
        rest(qtbot, panel.session)
        assert float(table(panel)["autograd"][0]) == pytest.approx(2 * theta, rel=1e-5)


def test_a_typed_derivative_that_is_wrong_is_named_by_its_first_wrong_component(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="x^2 + 10*y^2", theta=(3.0, -1.0), learning_rate=0.01)
    put(qtbot, panel, "2x; 10y")
    assert [float(text.replace("−", "-")) for text in table(panel)["typed"]] == [6.0, -10.0]
    assert wrong_rows(panel, "typed") == [1]
    assert panel.words.text().startswith("Typed: ∂L/∂y is wrong: −10, where autograd has −20")
    put(qtbot, panel, "2x; 20y")
    assert wrong_rows(panel, "typed") == []
    assert "agrees with autograd" in panel.words.text()


def test_a_cross_in_the_colour_of_errors_marks_the_wrong_component(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="x^2 + 10*y^2", theta=(3.0, -1.0), learning_rate=0.01)
    put(qtbot, panel, "2x; 20y")
    right = reds(panel)
    put(qtbot, panel, "2x; 10y")
    assert right == 0
    assert reds(panel) > 20


def reds(panel: CheckPanel) -> int:
    image = panel.table.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.array(image.constBits()).reshape(image.height(), -1, 4)[..., :3].astype(int)
    wanted = [int(LIGHT.explodes[at : at + 2], 16) for at in (5, 3, 1)]  # blue, green, red
    return int((np.abs(pixels - wanted).sum(-1) < 30).sum())


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [("2x; 20z", 6, "Unknown name 'z'"), ("2x", 2, "1 derivative for 2 parameters")],
)
def test_what_is_no_derivative_is_pointed_at_and_what_stood_there_stays(
    qtbot: QtBot, panel: CheckPanel, text: str, position: int, words: str
) -> None:
    show(qtbot, panel, loss="x^2 + 10*y^2", theta=(3.0, -1.0), learning_rate=0.01)
    put(qtbot, panel, "2x; 20y")
    put(qtbot, panel, text)
    assert panel.field.wrong_at == position
    assert words in panel.complaint.text
    assert panel.complaint.isVisible()
    assert not panel.words.isVisible()  # it stands in their place
    assert "typed" in table(panel)


def test_a_number_for_each_row_is_refused_before_anything_is_computed(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="line", theta=(0.0,), learning_rate=0.01)
    put(qtbot, panel, "2*x*(w*x - y)")
    assert "put mean(…) or sum(…) around it" in panel.complaint.text
    put(qtbot, panel, "mean(2*x*(w*x - y))")
    assert panel.complaint.text == ""
    assert float(table(panel)["typed"][0].replace("−", "-")) == -30.0


def test_an_emptied_field_compares_nothing(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    put(qtbot, panel, "2*theta")
    assert "typed" in table(panel)
    put(qtbot, panel, "")
    assert "typed" not in table(panel)
    assert panel.field.text() == ""


def test_what_was_typed_is_dropped_with_its_loss_and_the_field_asks_for_the_new_one(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    put(qtbot, panel, "2*theta")
    show(qtbot, panel, loss="himmelblau", theta=(1.0, 2.0), learning_rate=0.001)
    assert panel.field.text() == ""
    assert "∂/∂x; ∂/∂y" in panel.field.placeholderText()
    assert "typed" not in table(panel)
    assert panel.words.text().startswith("Central difference")
    show(qtbot, panel, loss="line", theta=(0.0,), learning_rate=0.001)
    assert panel.field.placeholderText() == "type ∂/∂w, with mean(…)"


def test_slider_field_and_plot_choose_the_same_h(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="exp(x)", theta=(1.0,), learning_rate=0.01)
    put_h(qtbot, panel, "1e-5")
    assert panel.h == 1e-5
    assert panel.slider.scale.value(panel.slider.value()) == 1e-5
    panel.slider.setFocus()
    qtbot.keyClick(panel.slider, Qt.Key.Key_Right)
    assert panel.h == pytest.approx(1.06e-5)  # forty stops in a power of ten
    assert panel.entry.text() == "1.06e-5"
    (line,) = (one for one in panel.plot.uprights.lines if one.held)
    assert 10**line.place == pytest.approx(1.06e-5)


def test_the_line_of_h_is_dragged(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="exp(x)", theta=(1.0,), learning_rate=0.01)
    plot, port = panel.plot, panel.plot.viewport()

    def at(exponent: float) -> QPoint:
        return plot.widget_at(exponent, sum(plot.getViewBox().viewRange()[1]) / 2).toPoint()

    qtbot.mousePress(port, LEFT, pos=at(-3.0))
    qtbot.mouseMove(port, at(-5.0))
    assert np.log10(panel.h) == pytest.approx(-5.0, abs=0.1)
    qtbot.mouseMove(port, at(-6.0))
    qtbot.mouseRelease(port, LEFT, pos=at(-6.0))
    assert np.log10(panel.h) == pytest.approx(-6.0, abs=0.1)
    rest(qtbot, panel.session)
    assert panel.check is not None
    assert panel.check.h == panel.h


@pytest.mark.parametrize("text", ["0", "-1", "20", "1e-17", "wide"])
def test_an_h_that_is_no_width_is_refused_in_one_line(
    qtbot: QtBot, panel: CheckPanel, text: str
) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    put_h(qtbot, panel, text)
    assert panel.entry.is_wrong
    assert panel.complaint.text.startswith("h must be")
    assert panel.h == 1e-3


def test_the_curve_is_truncation_to_the_right_and_rounding_to_the_left(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    # (exp(h) − exp(−h)) / 2h = sinh(h)/h times the derivative
    show(qtbot, panel, loss="exp(x)", theta=(1.0,), learning_rate=0.01, dtype="float64")
    x, y = panel.plot.curve.getData()
    wide = x > -2.5
    h = 10.0 ** x[wide]
    np.testing.assert_allclose(10.0 ** y[wide], np.sinh(h) / h - 1, rtol=1e-3)
    assert (10.0 ** y[x < -12]).min() > 1e-6
    assert panel.plot.sides.named == ("rounding", "truncation")
    best = next(line for line in panel.plot.uprights.lines if line.name == "best")
    assert 0.1 < 10**best.place / EPSILON["float64"] ** (1 / 3) < 10
    put_h(qtbot, panel, "1")
    assert "too wide: truncation" in panel.words.text()
    put_h(qtbot, panel, "1e-14")
    assert "too narrow: rounding" in panel.words.text()


def test_a_parabola_has_no_truncation(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    assert panel.plot.sides.named == ("rounding",)
    put_h(qtbot, panel, "1")
    assert "no truncation" in panel.words.text()
    show(qtbot, panel, row=20, loss="square", theta=(1.0,), learning_rate=0.2)
    assert panel.plot.sides.named == ("rounding",)  # also where the gradient is next to nothing


def test_the_words_say_what_float64_would_change_and_the_button_does_it(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    # ε = 2⁻²³ and 2⁻⁵²: ε^⅓ is 0.0049 and 6.06e-6, ε^⅔ of float64 3.67e-11
    show(qtbot, panel, loss="exp(x)", theta=(1.0,), learning_rate=0.01)
    assert (
        "float32 rounds below h ≈ 0.005; float64 below 6×10⁻⁶ (error 4×10⁻¹¹)."
        in panel.words.toolTip()
    )
    assert panel.check is not None
    before = panel.check.errors.min()
    assert panel.other.text() == "Use float64"
    qtbot.mouseClick(panel.other, LEFT)
    rest(qtbot, panel.session)
    assert panel.session.experiment.dtype == "float64"
    assert panel.check.errors.min() < 1e-4 * before
    assert panel.other.text() == "Use float32"


def test_the_gradient_by_hand_is_four_times_too_large(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    assert not panel.both.isEnabled()
    qtbot.mouseClick(panel.preset, LEFT)
    rest(qtbot, panel.session)
    found = table(panel)
    assert [float(found[name][0].replace("−", "-")) for name in ("autograd", "by hand")] == [
        -30.0,
        -120.0,
    ]
    assert wrong_rows(panel, "by hand") == [0]
    assert "4 times autograd's: it sums over the 4 rows" in panel.words.toolTip().replace(
        "&#x27;", "'"
    )


def test_where_a_wrong_gradient_is_right_by_accident_the_words_name_another_theta(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    # y = 2x is fitted at w = 2, where every multiple of the gradient is 0.
    show(qtbot, panel, loss="line", theta=(2.0,), learning_rate=0.01, gradient="by-hand")
    found = table(panel)
    assert {float(found[name][0]) for name in ("autograd", "by hand")} == {0.0}
    assert wrong_rows(panel, "by hand") == []
    said = re.search(r"right here but wrong at w = ([\d.]+): (\S+), where autograd has (\S+?)\.$",
                     panel.words.toolTip().split(" Every ")[0])  # fmt: skip
    assert said is not None
    w, by_hand, autograd = (float(text.replace("−", "-")) for text in said.groups())
    # Mean of (wx − 2x)² over x = 1, 2, 3, 4: its derivative is 15·(w − 2).
    assert autograd == pytest.approx(15 * (w - 2), rel=2e-2)
    assert by_hand == pytest.approx(4 * autograd, rel=1e-3)


def test_both_run_side_by_side_and_leave_their_parts_of_the_error(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    session = panel.session
    show(qtbot, panel, loss="line", theta=(0.0,), learning_rate=0.01, steps=20)
    qtbot.mouseClick(panel.both, LEFT)
    qtbot.waitUntil(lambda: session.experiment.gradient == "by-hand", timeout=PATIENCE_MS)
    rest(qtbot, panel.session)
    (pin,) = session.pins.listed
    assert pin.run.experiment.gradient == "autograd"
    assert session.view is not None
    for view, factor in ((session.view, 0.4), (session.pins.view_of(pin), 0.85)):
        errors = view.theta[:5, 0].astype(np.float64) - 2.0  # y = 2x
        np.testing.assert_allclose(errors[1:] / errors[:-1], factor, rtol=1e-5)
    text = panel.words.toolTip()
    assert "leaves 0.4 of the error, with autograd 0.85" in text
    qtbot.mouseClick(panel.both, LEFT)  # both are there already
    qtbot.waitUntil(lambda: session.experiment.gradient == "by-hand", timeout=PATIENCE_MS)
    assert len(session.pins.listed) == 1


def test_where_theta_is_no_number_it_says_so(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, row=5000, loss="square", theta=(1.0,), learning_rate=50.0, steps=5000)
    assert panel.words.toolTip() == LOST
    assert len(panel.plot.curve.getData()[0]) == 0
    assert panel.table.rows.rowCount() == 0


def test_thirty_three_components_scroll_to_the_first_wrong_one(
    qtbot: QtBot, panel: CheckPanel
) -> None:
    show(qtbot, panel, loss="moons", steps=5)
    assert panel.table.rows.rowCount() == 33
    put_h(qtbot, panel, "1e-12")  # far below the gap of float32: all differences are 0
    (row,) = wrong_rows(panel, "central")
    assert panel.table.visualRect(panel.table.rows.index(row, 0)).intersects(
        panel.table.viewport().rect()
    )


def test_the_panel_takes_the_colours_of_a_theme(qtbot: QtBot, panel: CheckPanel) -> None:
    show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    panel.paint_with(DARK)
    assert panel.plot.curve.opts["pen"].color().name().upper() == DARK.text
    panel.paint_with(LIGHT)
