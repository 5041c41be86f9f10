"""The map says what it waits for, can be cancelled, and rests when nobody looks."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from playground.app.panels.map import MapPanel
from tests.app.panels.map.conftest import LEFT, PATIENCE_MS, settle, show, wheel


@pytest.mark.parametrize(
    "changes", [{"learning_rate": 0.02}, {"steps": 30}, {"optimizer": "adam"}, {"dtype": "float64"}]
)
def test_a_map_of_the_earlier_experiment_is_faint_and_says_so_until_the_new_one_is_there(
    qtbot: QtBot, panel: MapPanel, changes: dict[str, object]
) -> None:
    from playground.core.experiment import Experiment

    fields: dict[str, object] = {"loss": "himmelblau", "learning_rate": 0.01, "steps": 20}
    sight = show(qtbot, panel, **fields)
    plot, session = panel.plot, panel.session
    assert not plot.picture.faint
    # Any field: the test's own table names them.
    session.restart(Experiment(**(fields | changes)))  # type: ignore[arg-type]
    assert session.view is not None
    panel.draw(session.view)
    assert panel.sheet.sight is sight
    assert plot.picture.faint
    assert plot.marks.notice == "of the earlier experiment"
    assert not plot.marks.marks
    assert "of the earlier experiment" in plot.accessibleDescription()
    settle(qtbot, panel)
    assert not plot.picture.faint
    assert not plot.marks.notice
    assert plot.marks.marks


def test_a_map_that_suits_again_is_faint_no_more(qtbot: QtBot, panel: MapPanel) -> None:
    from playground.core.experiment import Experiment

    fields: dict[str, object] = {"loss": "himmelblau", "steps": 20}
    show(qtbot, panel, **fields)
    session = panel.session
    for steps, faint in ((5_000, True), (20, False)):
        session.restart(Experiment(**(fields | {"steps": steps})))  # type: ignore[arg-type]  # known
        assert session.view is not None
        panel.draw(session.view)
        assert panel.plot.picture.faint is faint
    settle(qtbot, panel)


def test_nothing_is_asked_for_once_the_panel_is_not_on_screen(
    qtbot: QtBot, panel: MapPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from playground.core.experiment import Experiment

    session = panel.session
    show(qtbot, panel, loss="himmelblau", steps=20)
    asked: list[object] = []
    derive = session.derive
    monkeypatch.setattr(session, "derive", lambda ask: asked.append(ask) or derive(ask))
    wheel(panel, 1.0, 1.0)  # what is then on screen would be asked for in a moment
    session.frame.disconnect(panel.draw)  # as the window does with what is covered
    panel.hide()
    session.restart(Experiment("himmelblau", steps=30))
    qtbot.waitUntil(lambda: not session.ticking and not panel.part.settling.isActive())
    assert asked == []
    session.frame.connect(panel.draw)


def test_a_map_under_way_stops_when_the_panel_is_hidden_and_begins_anew_when_it_is_seen(
    qtbot: QtBot, panel: MapPanel
) -> None:
    from playground.core.experiment import Experiment

    session = panel.session
    show(qtbot, panel, loss="himmelblau", steps=20)
    session.restart(Experiment("himmelblau", steps=20_000))
    qtbot.waitUntil(lambda: panel._working, timeout=PATIENCE_MS)
    session.frame.disconnect(panel.draw)
    panel.hide()
    assert not panel._working
    session.restart(Experiment("himmelblau", steps=25))
    qtbot.waitUntil(lambda: not session.ticking, timeout=PATIENCE_MS)
    session.frame.connect(panel.draw)
    with qtbot.waitExposed(panel):
        panel.show()
    assert session.view is not None
    panel.draw(session.view)
    settle(qtbot, panel)


def test_a_long_map_shows_its_progress_can_be_cancelled_and_goes_on(
    qtbot: QtBot, panel: MapPanel
) -> None:
    from playground.core.experiment import Experiment

    show(qtbot, panel, loss="himmelblau", steps=20)
    panel.session.restart(Experiment("himmelblau", steps=5_000))
    button = panel.work.button
    qtbot.waitUntil(button.isVisible, timeout=PATIENCE_MS)
    assert panel.work.bar.isVisible()
    assert button.text() == "Cancel"
    qtbot.mouseClick(button, LEFT)
    assert panel.work.label.text().startswith("Stopped")
    assert not panel.work.bar.isVisible()
    qtbot.waitUntil(lambda: not panel.session.ticking, timeout=PATIENCE_MS)
    qtbot.mouseClick(button, LEFT)
    assert panel._working
    panel.session.restart(Experiment("himmelblau", steps=20))
    settle(qtbot, panel)


def test_what_is_known_stays_on_screen_when_a_finer_part_is_cancelled_and_goes_with_its_experiment(
    qtbot: QtBot, panel: MapPanel
) -> None:
    from playground.core.experiment import Experiment

    sight = show(qtbot, panel, loss="himmelblau", steps=200)
    wheel(panel, 1.0, 1.0)
    qtbot.waitUntil(lambda: panel._working, timeout=PATIENCE_MS)
    panel.work.cancel_asked.emit()
    assert panel.sheet.sight is not None
    assert panel.plot.picture.image is not None
    assert sight.suits(panel.session.experiment)
    assert not sight.suits(Experiment("himmelblau", learning_rate=0.002, steps=200))
    show(qtbot, panel, loss="himmelblau", steps=20)
