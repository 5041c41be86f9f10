"""The graph on screen has torch's own names and numbers, and is stepped, walked and unfolded."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.graph.node_item import NodeItem
from playground.app.graph.sheet import Sheet
from playground.app.panels.graph import OWN, GraphPanel
from playground.app.session import Session
from playground.app.theme import DARK, LIGHT

LEFT = Qt.MouseButton.LeftButton
CHAIN = "sin(" * 30 + "x" + ")" * 30
REFUSED = "grad can be implicitly created only for scalar outputs"


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[GraphPanel]:
    panel = GraphPanel(session)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.switches)
    panel.resize(900, 620)
    session.frame.connect(panel.draw)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    session.frame.disconnect(panel.draw)
    panel.close()


def settle(qtbot: QtBot, panel: GraphPanel) -> Sheet:
    """Wait until nothing is under way any more, and all there is has been drawn."""
    session = panel.session

    def still() -> bool:
        view = session.view
        there = view is not None and view.experiment is session.experiment and view.finished
        return there and not session.ticking

    qtbot.waitUntil(still, timeout=10_000)
    assert panel.sheet is not None
    return panel.sheet


def show(qtbot: QtBot, panel: GraphPanel, **fields: object) -> Sheet:
    from playground.core.experiment import Experiment

    panel.session.restart(Experiment(**fields))
    return settle(qtbot, panel)


def pick(qtbot: QtBot, panel: GraphPanel, title: str) -> Sheet:
    """Go down the list of subjects with the keys until it is there."""
    settle(qtbot, panel)
    panel.subjects.setFocus()
    QTest.keyClick(panel.subjects, Qt.Key.Key_Home)
    while panel.subjects.currentText() != title:
        assert panel.subjects.currentIndex() < panel.subjects.count() - 1, f"{title} not offered"
        QTest.keyClick(panel.subjects, Qt.Key.Key_Down)
    return settle(qtbot, panel)


def press(sheet: Sheet, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(sheet.stage.canvas, key)


def node(sheet: Sheet, name: str) -> NodeItem:
    (found,) = (one for one in sheet.stage.canvas.picture.nodes if one.look.name == name)
    return found


def value(sheet: Sheet, name: str) -> str:
    return node(sheet, name).look.values[0]


def leaf(sheet: Sheet) -> NodeItem:
    return node(sheet, "AccumulateGrad")


def flowing(sheet: Sheet) -> list[str]:
    """The gradients on the edges, as far as they have passed."""
    looks = [edge.look for edge in sheet.stage.canvas.picture.edges]
    return [gradient.text for look in looks for gradient in look.gradients]


def place(sheet: Sheet, item: NodeItem) -> QPoint:
    return sheet.stage.canvas.mapFromScene(item.box.center())


def click(sheet: Sheet, item: NodeItem) -> None:
    QTest.mouseClick(sheet.stage.canvas.viewport(), LEFT, pos=place(sheet, item))


# -- the source texts ----------------------------------------------------------------------


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


def test_the_start_on_raw_thermometer_data_has_the_stated_gradient(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    show(qtbot, panel, loss="thermometer", settings={"input_scale": 1.0}, learning_rate=1e-5)
    panel.session.seek(0)
    sheet = settle(qtbot, panel)
    assert leaf(sheet).look.grad[0] == ".grad = [4517.2969, 82.6]"
    assert "4517.2969" in sheet.stage.steps.line.whole


# -- the loss at the playhead --------------------------------------------------------------


def test_the_graph_follows_the_playhead_and_stays_where_it_is(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    # θ² from 1 with rate 0.2: θ is 0.6ᵏ after k steps, its gradient twice that.
    sheet = show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    before = list(sheet.stage.canvas.picture.nodes)
    sheet.stage.canvas.zoom_by(1.5)
    zoom = sheet.stage.canvas.zoom
    for row, grad in ((0, ".grad = [2]"), (1, ".grad = [1.2]"), (2, ".grad = [0.72]")):
        panel.session.seek(row)
        settle(qtbot, panel)
        assert leaf(sheet).look.grad[0] == grad
    assert sheet.stage.canvas.picture.nodes == before
    assert sheet.stage.canvas.zoom == zoom


def test_a_step_that_was_chosen_is_kept_while_the_playhead_moves(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss="square")
    press(sheet, Qt.Key.Key_Home, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    panel.session.seek(1)
    settle(qtbot, panel)
    assert sheet.stage.count == 2
    assert sheet.stage.steps.line.whole == "θ · θ = [0.36], with θ = [0.6]"
    press(sheet, Qt.Key.Key_PageUp)
    assert sheet.stage.steps.line.whole == "θ = [0.6]"


def test_a_drag_of_the_playhead_never_waits_for_the_graph_and_ends_with_the_newest(
    qtbot: QtBot, panel: GraphPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.engine import derivations

    threads = []
    answer = derivations.run_answer

    def noting(*asked: object) -> object:
        threads.append(threading.current_thread().name)
        return answer(*asked)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(derivations, "run_answer", noting)
    sheet = show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2, steps=100)
    for row in range(100, -1, -1):
        panel.session.seek(row)
    settle(qtbot, panel)
    assert set(threads) == {"derived"}
    assert leaf(sheet).look.values[0] == "[1]"


def test_the_graph_says_that_it_is_autograds_where_the_descent_goes_by_something_else(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss="square")
    assert not sheet.remark.isVisible()
    show(qtbot, panel, loss="line", gradient="by-hand")
    assert sheet.remark.whole.startswith(OWN)
    show(qtbot, panel, loss="square", mistakes=("wrong-sign",))
    assert sheet.remark.whole.startswith(OWN)
    assert leaf(sheet).look.grad[0] == f".grad = {grad_of(sheet)}"


def grad_of(sheet: Sheet) -> str:
    # d(θ²)/dθ = 2θ, whatever the sign that the update gives it.
    assert sheet.stage.answer is not None
    theta = sheet.stage.answer.graph.nodes[0].value.array
    return f"[{float(2 * theta[0]):.4f}".rstrip("0").rstrip(".") + "]"


def test_nothing_is_built_or_asked_for_before_the_panel_is_seen(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(session, "derive", asked.append)
    panel = GraphPanel(session)
    qtbot.addWidget(panel)
    qtbot.addWidget(panel.switches)
    panel.paint_with(DARK)
    panel.paint_with(LIGHT)
    assert panel.sheet is None
    assert not asked


# -- stepping and selecting ----------------------------------------------------------------


def test_values_are_hidden_until_they_are_computed(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="himmelblau")
    QTest.mouseClick(sheet.stage.steps.first, LEFT)
    shown = [item for item in sheet.stage.canvas.picture.nodes if item.look.kind != "constant"]
    assert not any(item.look.values for item in shown)
    for count in range(1, len(shown) + 1):
        QTest.mouseClick(sheet.stage.steps.next, LEFT)
        assert sum(bool(item.look.values) for item in shown) == count
    assert not flowing(sheet)


def test_gradients_appear_edge_by_edge_with_the_chain_rule_in_words(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss="x^2 + 3*x", theta=(2.0,), steps=1)
    panel.session.seek(0)
    settle(qtbot, panel)
    answer = sheet.stage.answer
    assert answer is not None
    backward = [count for count, one in enumerate(answer.steps, 1) if one.kind == "edge"]
    said = []
    for place_, count in enumerate(backward, 1):
        sheet.stage.steps.slider.setValue(count)
        assert len(flowing(sheet)) == place_
        said.append(sheet.stage.steps.line.whole)
    # d(x²)/dx = 2x = 4 at 2, d(3x)/dx = 3: together 7.
    assert "∂out/∂x = 2·x = 4; 4 · 1 = 4" in said
    assert any(line.endswith("3 · 1 = 3") for line in said)
    QTest.mouseClick(sheet.stage.steps.last, LEFT)
    assert ".grad = 7" in leaf(sheet).look.grad[0].replace("[", "").replace("]", "")


def test_a_selected_node_shows_what_it_depends_on_and_its_place_in_the_source(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss="(x + 3)*(y - 1)", theta=(1.0, 2.0))
    click(sheet, node(sheet, "AddBackward0"))
    assert sheet.stage.source.marked == ("x + 3",)
    assert sheet.stage.steps.line.whole.startswith("AddBackward0: x + 3 = ")
    faded = {item.look.name for item in sheet.stage.canvas.picture.nodes if item.look.faded}
    assert {"MulBackward0", "SubBackward0"} <= faded
    assert not {"AccumulateGrad", "UnbindBackward0", "AddBackward0"} & faded
    press(sheet, Qt.Key.Key_Escape)
    assert not any(item.look.faded for item in sheet.stage.canvas.picture.nodes)


def test_a_loss_of_our_own_is_marked_in_its_lines_of_code(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="square")
    click(sheet, node(sheet, "MulBackward0"))
    assert sheet.stage.source.marked == ("theta * theta",)
    assert sheet.stage.source.toPlainText().startswith("def square(theta")


def test_a_click_beside_the_graph_selects_nothing(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="square")
    click(sheet, leaf(sheet))
    assert sheet.stage.selected >= 0
    QTest.mouseClick(sheet.stage.canvas.viewport(), LEFT, pos=QPoint(3, 3))
    assert sheet.stage.selected == -1


def test_the_arrows_walk_along_the_edges(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="square")
    names = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        press(sheet, key)
        names.append(sheet.stage.canvas.picture.nodes[sheet.stage.selected].look.name)
    assert names == ["AccumulateGrad", "MulBackward0", "SumBackward1", "MulBackward0"]


# -- folding -------------------------------------------------------------------------------


def test_a_long_chain_is_unfolded_by_enter_and_folded_again(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss=CHAIN)
    picture = sheet.stage.canvas.picture
    assert [item.look.kind for item in picture.nodes] == ["leaf", "folded"]
    press(sheet, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert len(picture.nodes) > 30
    assert not any(item.look.kind == "folded" for item in picture.nodes)
    assert picture.nodes[sheet.stage.selected].look.selected
    press(sheet, Qt.Key.Key_Return)
    assert len(picture.nodes) == 2


def test_a_double_click_unfolds(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss=CHAIN)
    at = QPointF(place(sheet, sheet.stage.canvas.picture.nodes[1]))
    kind, none = QEvent.Type.MouseButtonDblClick, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, at, at, LEFT, LEFT, none)
    QApplication.sendEvent(sheet.stage.canvas.viewport(), event)
    assert len(sheet.stage.canvas.picture.nodes) > 30


# -- zoom and drag -------------------------------------------------------------------------


def test_the_wheel_zooms_around_the_pointer(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="himmelblau")
    canvas = sheet.stage.canvas
    at = place(sheet, canvas.picture.nodes[-1])
    before, zoom = canvas.mapToScene(at), canvas.zoom
    event = QWheelEvent(
        QPointF(at), QPointF(canvas.mapToGlobal(at)), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas.viewport(), event)
    assert canvas.zoom > 1.2 * zoom
    after = canvas.mapToScene(at)
    assert (after - before).manhattanLength() < 4


def test_keys_zoom_and_fit(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="himmelblau")
    canvas = sheet.stage.canvas
    fitted = canvas.zoom
    press(sheet, Qt.Key.Key_Plus, Qt.Key.Key_Plus)
    assert canvas.zoom > fitted
    press(sheet, Qt.Key.Key_Minus, Qt.Key.Key_Minus, Qt.Key.Key_Minus)
    assert canvas.zoom < fitted
    press(sheet, Qt.Key.Key_0)
    assert canvas.zoom == pytest.approx(fitted)
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.picture.whole)


def test_the_graph_can_be_dragged(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = show(qtbot, panel, loss="square")
    surface, item = sheet.stage.canvas.viewport(), leaf(sheet)
    start, by = place(sheet, item), QPoint(60, -25)
    QTest.mousePress(surface, LEFT, pos=start)
    QTest.mouseMove(surface, start + by / 2)
    QTest.mouseMove(surface, start + by)
    QTest.mouseRelease(surface, LEFT, pos=start + by)
    assert (place(sheet, item) - start - by).manhattanLength() <= 2
    assert sheet.stage.selected == -1  # a drag is no click


# -- any function --------------------------------------------------------------------------


def enter(qtbot: QtBot, panel: GraphPanel, field: object, text: str) -> None:
    field.setFocus()  # type: ignore[attr-defined]  # a field of any kind
    field.selectAll()  # type: ignore[attr-defined]  # a field of any kind
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)
    settle(qtbot, panel)


def test_a_typed_function_is_drawn_with_its_derivative(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = pick(qtbot, panel, "Function of x")
    bar = sheet.function
    enter(qtbot, panel, bar.formula, "exp(2x)")
    enter(qtbot, panel, bar.from_field, "-1")
    enter(qtbot, panel, bar.to_field, "1")
    enter(qtbot, panel, bar.count_field, "51")
    QTest.mouseClick(sheet.remedies.buttons["sum"], LEFT)
    settle(qtbot, panel)
    answer = sheet.stage.answer
    assert answer is not None
    assert answer.curve is not None
    x = np.linspace(-1, 1, 51)
    np.testing.assert_allclose(answer.curve.points, x, atol=1e-15)
    # d exp(2x)/dx = 2·exp(2x), and the plot shows both on one scale.
    np.testing.assert_allclose(answer.curve.derivative, 2 * np.exp(2 * x), rtol=1e-12)
    function, derivative = sheet.plot.function.getData()[1], sheet.plot.derivative.getData()[1]
    rise = (derivative[-1] - derivative[0]) / (function[-1] - function[0])
    assert rise == pytest.approx(2.0)
    assert sheet.stage.source.toPlainText() == "exp(2x)"


def test_what_cannot_be_drawn_is_refused_beside_its_field(qtbot: QtBot, panel: GraphPanel) -> None:
    sheet = pick(qtbot, panel, "Function of x")
    bar = sheet.function
    enter(qtbot, panel, bar.to_field, "-5")
    assert bar.complaint.text == "To must be above -2, not -5"
    QTest.keyClick(bar.to_field, Qt.Key.Key_Escape)
    enter(qtbot, panel, bar.count_field, "1")
    assert bar.complaint.text == "Points must be from 2 to 1000, not 1"
    QTest.keyClick(bar.count_field, Qt.Key.Key_Escape)
    enter(qtbot, panel, bar.formula, "sni(x)")
    assert "sni" in bar.complaint.text
    enter(qtbot, panel, bar.formula, "x + y")
    assert "one name" in sheet.remark.whole
    assert sheet.remark.property("role") == "error"
    enter(qtbot, panel, bar.formula, "x^2")
    assert sheet.stage.steps.line.whole == REFUSED


@pytest.mark.parametrize("size", [(320, 240), (540, 320), (1400, 900)])
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_every_subject_can_be_painted_at_any_size(
    qtbot: QtBot, panel: GraphPanel, size: tuple[int, int], theme: object
) -> None:
    panel.resize(*size)
    for index in range(panel.subjects.count()):
        panel.subjects.setCurrentIndex(index)
        sheet = settle(qtbot, panel)
        panel.paint_with(theme)  # type: ignore[arg-type]  # parametrised
        assert not panel.grab().isNull()
        assert sheet.stage.canvas.height() >= 60
    panel.paint_with(LIGHT)
