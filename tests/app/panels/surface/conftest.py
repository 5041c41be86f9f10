"""The Surface panel on a real session."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

import playground
from playground.app.panels.surface import Surface
from playground.app.session import Session
from playground.app.surface.view import SurfaceView
from playground.app.theme import LIGHT
from playground.app.view import View
from tests.app.live_panel import PATIENCE_MS

NO_SCREEN = "no X server, so no OpenGL: install xvfb, and pytest-xvfb starts one"
needs_opengl = pytest.mark.skipif(not os.environ.get("DISPLAY"), reason=NO_SCREEN)


@pytest.fixture
def panel(qtbot: QtBot, session: Session) -> Iterator[Surface]:
    panel = Surface(session)
    qtbot.addWidget(panel)
    panel.paint_with(LIGHT)
    panel.resize(560, 360)
    panel.show()
    session.frame.connect(panel.draw)
    yield panel
    session.frame.disconnect(panel.draw)
    if panel.view is not None:
        panel.view.release()


def show(qtbot: QtBot, panel: Surface, **fields: object) -> tuple[View, SurfaceView]:
    """Wait until this experiment is on screen, with its whole picture."""
    session = panel.session
    session.restart(playground.Experiment(**fields))
    qtbot.waitUntil(lambda: at_rest(panel), timeout=PATIENCE_MS)
    assert session.view is not None
    assert panel.view is not None
    return session.view, panel.view


def at_rest(panel: Surface) -> bool:
    view, picture = panel.session.view, panel._picture
    assert panel._opening is None or not panel._opening.failure
    return bool(
        view is not None
        and view.run == panel.session.run_number
        and view.finished
        and panel.view is not None
        and picture is not None
        and picture.whole
        and not panel.session.ticking
    )
