"""The frame clock never stops before the end of a run is on screen."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from playground.app import pace
from playground.app.session import Session
from playground.engine.run import Run


def test_a_run_that_ends_while_a_frame_is_drawn_gets_one_more_frame(
    qtbot: QtBot, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(lambda: not session.ticking)
    # A run is drawn before it has ended, too.
    monkeypatch.setattr(pace.Pace, "too_early", property(lambda _: False))
    reads = []

    def finished(_: Run) -> bool:
        reads.append(True)
        return len(reads) > 1  # the worker ends the run right after the first look

    with monkeypatch.context() as late:
        late.setattr(Run, "finished", property(finished, lambda *_: None), raising=False)
        session._tick()
        assert session.view is not None
        assert not session.view.finished
        qtbot.waitUntil(lambda: not session.ticking)
    assert session.view.finished
