"""The Code panel shows, copies and saves the program of the run on the screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog
from pytestqt.qtbot import QtBot

from playground.app.panels.code import CodePanel
from playground.app.session import Session
from playground.core.datasets import Table
from playground.core.experiment import Experiment
from playground.core.programs import notebook, program

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
Go = Callable[..., None]


@pytest.fixture
def panel(qtbot: QtBot, session: Session, go: Go) -> Iterator[CodePanel]:
    made = CodePanel(session)
    qtbot.addWidget(made)
    qtbot.addWidget(made.switches)
    made.resize(640, 320)
    with qtbot.waitExposed(made):
        made.show()
    with qtbot.waitExposed(made.switches):
        made.switches.show()
    session.frame.connect(made.draw)
    assert session.view is not None
    made.draw(session.view)
    shows(qtbot, made, session.experiment, "loop")
    yield made
    session.frame.disconnect(made.draw)


def shows(qtbot: QtBot, panel: CodePanel, experiment: Experiment, dialect: str) -> None:
    """Wait until the program of this experiment is shown."""
    wanted = program(experiment, dialect)
    qtbot.waitUntil(lambda: panel.written is not None and panel.written.program == wanted)
    assert panel.written is not None
    lines = "\n".join(line.text for line in panel.written.lines)
    assert panel.view.toPlainText() == lines


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_the_program_follows_the_experiment_with_the_changed_line_marked(
    panel: CodePanel, session: Session, go: Go, qtbot: QtBot
) -> None:
    go(learning_rate=0.3)
    shows(qtbot, panel, session.experiment, "loop")
    marked = [panel.view.document().findBlockByNumber(n).text() for n in panel.view.changed]
    assert marked == ["learning_rate = 0.3"]
    assert panel.view.accessibleDescription().startswith("Changed: line ")
    session.history.undo()
    shows(qtbot, panel, session.experiment, "loop")
    marked = [panel.view.document().findBlockByNumber(n).text() for n in panel.view.changed]
    assert marked == ["learning_rate = 0.2"]


def test_the_switch_turns_the_dialect_by_mouse_and_keys(
    panel: CodePanel, session: Session, qtbot: QtBot
) -> None:
    loop, optim = panel.buttons.buttons()
    click(optim)
    shows(qtbot, panel, session.experiment, "optim")
    optim.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(optim, Qt.Key.Key_Left)
    assert loop.isChecked()
    shows(qtbot, panel, session.experiment, "loop")


def test_copy_copies_the_whole_program(
    panel: CodePanel, session: Session, go: Go, qtbot: QtBot
) -> None:
    session.restart(Experiment("logistic", dataset="moons", model="a*x+b*y", target="label"))
    go()
    shows(qtbot, panel, session.experiment, "loop")
    assert "100 numbers in all" in panel.view.toPlainText()
    said: list[str] = []
    session.message.connect(said.append)
    click(panel.buttons.copy)
    session.message.disconnect(said.append)
    assert QGuiApplication.clipboard().text() == program(session.experiment, "loop")
    assert said == ["Copied the program."]


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("run.py", "Python programs (*.py)", "run.py"),
        ("run.ipynb", "Python programs (*.py)", "run.ipynb"),
        ("run", "Python programs (*.py)", "run.py"),
        ("run", "Notebooks (*.ipynb)", "run.ipynb"),
    ],
)
def test_save_writes_the_program_or_a_notebook_by_the_suffix(
    panel: CodePanel,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    kind: str,
    name: str,
) -> None:
    chosen = (str(tmp_path / typed), kind)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    with qtbot.waitSignal(session.message, check_params_cb=lambda m: m == f"Saved {name}."):
        click(panel.buttons.save)
    saved = (tmp_path / name).read_text(encoding="utf-8")
    write = notebook if name.endswith(".ipynb") else program
    assert saved == write(session.experiment, "loop")
    assert name.endswith(".py") or json.loads(saved)["nbformat"] == 4


def test_a_program_that_cannot_be_saved_is_said_in_one_line(
    panel: CodePanel,
    session: Session,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chosen = (str(tmp_path / "no folder" / "run.py"), "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: chosen)
    with qtbot.waitSignal(session.refused) as refused:
        click(panel.buttons.save)
    assert "there is no folder" in refused.args[0]


def test_the_command_can_be_copied_and_says_where_a_pasted_table_must_be(
    panel: CodePanel, session: Session, go: Go, qtbot: QtBot
) -> None:
    table = Table("pasted table", ("x", "y"), np.array([[1.0, 2.0], [2.0, 3.0], [3.0, 5.0]]))
    session.restart(Experiment("mse", dataset=table, model="w*x", target="y"))
    go()
    shows(qtbot, panel, session.experiment, "loop")
    said: list[str] = []
    session.message.connect(said.append)
    click(panel.buttons.command)
    session.message.disconnect(said.append)
    command = QGuiApplication.clipboard().text()
    assert command.startswith("learning-rate-playground run --loss mse ")
    assert "'pasted table.csv'" in command
    (line,) = said
    assert "pasted table.csv in the folder where it is run" in line


def test_it_is_said_when_there_is_no_program_or_only_one(
    panel: CodePanel, session: Session, go: Go, qtbot: QtBot
) -> None:
    assert not panel.line.isVisible()
    # Not LBFGS, which is in one dialect only as well: its first run imports all of torch's
    # compiler, which takes seconds where many tests run at once.
    go(optimizer="theta = theta - lr*gradient")
    qtbot.waitUntil(lambda: "torch.optim has no rule that was typed" in panel.line.text())
    table = Table("big", ("x", "y"), np.ones((10_001, 2)))
    session.restart(Experiment("mse", dataset=table, model="w*x", target="y", steps=2))
    go()
    qtbot.waitUntil(lambda: "at most 20,000 numbers" in panel.line.text())
    assert not panel.view.isVisible()
    assert not panel.buttons.copy.isEnabled()
    assert not panel.buttons.save.isEnabled()
    assert panel.buttons.command.isEnabled()
    session.restart(Experiment())
    go()
    shows(qtbot, panel, session.experiment, "loop")
    assert panel.view.isVisible()
    assert not panel.line.isVisible()
