"""The session: the last change wins, wrong values change nothing, nothing is drawn after stop."""

from __future__ import annotations

import math
import random
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.app.session import Session
from playground.app.view import View
from playground.core.experiment import Experiment


def finished(session: Session) -> bool:
    view = session.view
    return view is not None and view.finished and view.run == session.run_number


def test_the_default_run_is_the_closed_form_of_s0(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: finished(session))
    assert session.view is not None
    np.testing.assert_allclose(session.view.theta[:, 0], 0.6 ** np.arange(21), rtol=1e-5)


def test_after_a_thousand_rapid_changes_only_the_last_one_is_on_screen(
    session: Session, qtbot: QtBot
) -> None:
    rates = [random.Random(0).uniform(0.01, 0.9) for _ in range(999)] + [0.25]
    for rate in rates:
        assert session.edit(learning_rate=rate, steps=5000) == ""
    seen: list[View] = []
    session.frame.connect(seen.append)
    qtbot.waitUntil(lambda: finished(session))
    session.frame.disconnect(seen.append)
    assert {view.experiment.learning_rate for view in seen} == {0.25}
    assert seen[-1].theta[3, 0] == pytest.approx(0.5**3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"learning_rate": -1.0}, "learning_rate"),
        ({"learning_rate": math.nan}, "learning_rate"),
        ({"learning_rate": math.inf}, "learning_rate"),
        ({"theta": (math.nan,)}, "theta"),
        ({"steps": 0}, "steps"),
        ({"steps": 100_001}, "steps"),
        ({"optimizer": "sdg"}, "optimizer"),
        ({"dtype": "int8"}, "dtype"),
        ({"batch_size": 3}, "batch_size"),
        ({"settings": {"momentum": -7.0}}, "momentum"),
    ],
)
def test_a_wrong_value_is_told_in_one_line_and_the_run_stays(
    session: Session, changes: dict[str, object], field: str
) -> None:
    before = session.experiment
    error = session.edit(**changes)
    assert field in error
    assert "\n" not in error
    assert session.experiment is before


def test_another_loss_brings_its_own_theta_and_learning_rate(session: Session) -> None:
    assert session.edit(loss="rosenbrock") == ""
    assert len(session.experiment.theta) == 2
    assert session.experiment.learning_rate == session.catalogue.losses["rosenbrock"].learning_rate


def test_another_optimizer_drops_the_settings_it_does_not_have(session: Session) -> None:
    assert session.edit(settings={"momentum": 0.9}) == ""
    assert session.edit(optimizer="adam") == ""
    assert "momentum" not in session.experiment.settings


def test_pausing_and_stepping_never_restart_the_run(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: finished(session))
    run = session.run
    session.pause()
    session.seek(3)
    session.step(1)
    assert session.view is not None
    assert session.view.playhead == 4
    session.step(-100)
    assert session.view.playhead == 0
    session.step(1000)
    assert session.view.playhead == 20
    assert session.run is run


def test_a_failing_descent_reaches_the_banner_in_one_line(
    session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Experiment) -> None:
        raise RuntimeError("out of luck\non two lines")

    monkeypatch.setattr("playground.engine.run.record", fail)
    with qtbot.waitSignal(session.failed) as told:
        session.edit(learning_rate=0.3)
    assert "out of luck on two lines" in told.args[0]
    monkeypatch.undo()
    assert session.edit(learning_rate=0.4) == ""
    qtbot.waitUntil(lambda: finished(session))


def test_an_idle_session_has_no_timer_running(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: finished(session))
    qtbot.waitUntil(lambda: not session.ticking)


def test_closing_in_the_middle_of_a_long_run_ends_every_thread(qtbot: QtBot) -> None:
    before = set(threading.enumerate())
    own = Session()
    with qtbot.waitSignal(own.experiment_changed):
        own.load()
    own.edit(steps=100_000)
    qtbot.waitUntil(lambda: own.run.length > 10)
    assert own.close()
    assert set(threading.enumerate()) <= before
    frames: list[object] = []
    own.frame.connect(frames.append)
    QApplication.processEvents()
    assert not own.ticking  # so nothing can come any more
    assert frames == []


def test_a_file_that_is_not_there_leaves_the_run_and_says_so(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    before = session.experiment
    with qtbot.waitSignal(session.refused, check_params_cb=lambda line: "no such file" in line):
        session.open(tmp_path / "absent.json")
    assert session.experiment == before


def test_a_saved_experiment_opens_as_the_same_experiment(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    session.edit(learning_rate=0.123, optimizer="adam", steps=33)
    saved = session.experiment
    with qtbot.waitSignal(session.message, check_params_cb=lambda line: line.startswith("Saved")):
        session.save(tmp_path / "one.json")
    session.edit(learning_rate=0.5)
    session.open(tmp_path / "one.json")
    qtbot.waitUntil(lambda: session.experiment == saved)


def test_a_table_opens_with_a_straight_line_through_its_columns(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "plants.csv").write_text("water,height\n1,2\n2,4\n3,6\n", encoding="utf-8")
    session.open(tmp_path / "plants.csv")
    qtbot.waitUntil(lambda: session.experiment.target == "height")
    assert session.experiment.model == "w*water + b"


def test_undo_takes_a_whole_drag_back_and_redo_brings_it_again(session: Session) -> None:
    session.history.clear()
    before = session.experiment
    for rate in (0.3, 0.4, 0.5):
        session.edit(learning_rate=rate)
    session.edit(steps=50)
    session.history.undo()
    assert (session.experiment.learning_rate, session.experiment.steps) == (0.5, 20)
    session.history.undo()
    assert session.experiment == before
    session.history.redo()
    assert session.experiment.learning_rate == 0.5


def test_undo_after_another_loss_returns_to_the_whole_experiment(session: Session) -> None:
    session.history.clear()
    session.edit(learning_rate=0.3)
    before = session.experiment
    session.edit(loss="himmelblau")
    session.history.undo()
    assert session.experiment == before


def test_a_save_that_fails_says_so_in_one_line_with_the_files_name(
    session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(session.refused, check_params_cb=lambda line: "absent" in line) as told:
        session.save(tmp_path / "absent" / "one.json")
        qtbot.waitUntil(lambda: not session.ticking)
    assert "\n" not in told.args[0]


def test_after_closing_no_change_begins_a_run(qtbot: QtBot) -> None:
    own = Session()
    with qtbot.waitSignal(own.experiment_changed):
        own.load()
    assert own.close()
    runs = own.run_number
    own.edit(learning_rate=0.3)
    assert own.run_number == runs
    assert not own.ticking
