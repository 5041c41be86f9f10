"""The Curvature panel may be drawn again at any moment, as when its window is resized."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from playground import Experiment
from playground.app.panels.curvature import CurvaturePanel
from playground.app.session import Session
from playground.core.asks import SharpnessAsk
from playground.engine.studio import Studio
from tests.app.live_panel import PATIENCE_MS


def test_what_is_known_of_a_whole_run_is_not_drawn_over_the_part_that_is_in_view(
    qtbot: QtBot, session: Session
) -> None:
    panel = CurvaturePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    session.restart(Experiment(steps=20_000))
    seen = lambda: session.view is not None and session.view.run == session.run_number  # noqa: E731
    qtbot.waitUntil(seen, timeout=PATIENCE_MS)
    part = session.view
    assert part is not None
    assert not part.finished
    session._clock.stop()  # no other frame comes, as in a drag of the window's edge
    studio = session._studio
    assert studio is not None
    qtbot.waitUntil(lambda: _known(studio, session), timeout=PATIENCE_MS)
    session._clock.stop()
    panel.resize(300, 200)
    panel.draw(part)
    assert panel.plot.shown == ()  # rather than curves of rows that are not in view
    session.frame.connect(panel.draw)
    session._tick()
    qtbot.waitUntil(lambda: bool(panel.plot.shown), timeout=PATIENCE_MS)
    session.frame.disconnect(panel.draw)


def _known(studio: Studio, session: Session) -> bool:
    """Whether the sharpness of the run is worked out, of which no frame has told."""
    return session.run.finished and studio.derive(session.run, SharpnessAsk(400)).finished
