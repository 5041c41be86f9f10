"""The graph of the loss follows the playhead, and stays where it is."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from playground.app.graph.lettering import LABEL
from playground.app.panels.graph import OWN, GraphPanel
from playground.app.session import Session
from playground.app.theme import DARK, LIGHT, ThemeKeeper, current_theme
from playground.core.experiment_file import save_experiment
from tests.app.graph.conftest import grad_of, leaf, pick, press, settle, show


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


def test_grad_is_called_so_on_theta_with_or_without_room_for_it_on_one_line(
    qtbot: QtBot, panel: GraphPanel
) -> None:
    sheet = show(qtbot, panel, loss="square", theta=(1.0,), learning_rate=0.2)
    for row, lines in ((0, [".grad = [2]"]), (20, [".grad =", "[7.3123×10⁻⁵]"])):
        panel.session.seek(row)
        settle(qtbot, panel)
        written = leaf(sheet).lines(zoom=1.0)
        assert [line.texts[0] for line in written if line.size is LABEL] == lines
    press(sheet, Qt.Key.Key_Home)
    for zoom in (0.42, 0.7, 1.4):  # as with larger text, and as usual
        said = "".join(line.texts[0] for line in leaf(sheet).lines(zoom) if line.size is LABEL)
        assert said.replace(" ", "") == ".grad=None"


def test_with_larger_text_what_mends_a_refused_backward_is_said_to_its_last_word(
    qtbot: QtBot, panel: GraphPanel, keeper: ThemeKeeper
) -> None:
    sheet = pick(qtbot, panel, "sin x on 100 points")
    panel.resize(420, 380)
    keeper.set_scale(1.5)
    panel.paint_with(current_theme())
    settle(qtbot, panel)
    assert sheet.remark.whole
    assert sheet.remark.text() == sheet.remark.whole


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
    assert sheet.remark.whole.startswith(f"{OWN}, without the mistakes")
    assert leaf(sheet).look.grad[0] == f".grad = {grad_of(sheet)}"
    show(qtbot, panel, loss="square", mistakes=("wrong-sign", "averaged"))
    assert sheet.remark.whole.startswith(f"{OWN}, without the other mistakes")


@pytest.mark.parametrize("subject", ["Function of x", "sin x on 100 points"])
def test_another_loss_brings_the_graph_back_to_the_run_and_an_edit_does_not(
    qtbot: QtBot, panel: GraphPanel, subject: str
) -> None:
    show(qtbot, panel, loss="square")
    pick(qtbot, panel, subject)
    assert panel.session.edit(learning_rate=0.3) == ""
    settle(qtbot, panel)
    assert panel.subjects.currentText() == subject
    sheet = show(qtbot, panel, loss="himmelblau", learning_rate=0.01)
    assert panel.subjects.currentText() == "Loss at playhead"
    assert sheet.stage.source.toPlainText().startswith("def himmelblau(")
    assert not sheet.function.isVisible()
    assert sheet.stage.steps.line.property("role") != "error"


def test_a_file_of_the_run_on_screen_brings_the_graph_back_to_it(
    qtbot: QtBot, panel: GraphPanel, tmp_path: Path
) -> None:
    show(qtbot, panel, loss="square")
    file = tmp_path / "run.json"
    save_experiment(file, panel.session.experiment)
    pick(qtbot, panel, "Function of x")
    with qtbot.waitSignal(panel.session.opened):
        panel.session.open(file)
    assert panel.subjects.currentText() == "Loss at playhead"


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
