"""A panel on screen that follows a real session, and the wait until both are at rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from pytestqt.qtbot import QtBot

from playground.app.panel import Panel
from playground.app.session import Session
from playground.app.view import View

PATIENCE_MS = 60_000  # a machine with much else to do may need it

AnyPanel = TypeVar("AnyPanel", bound=Panel)


def live_panel(
    kind: Callable[[Session], AnyPanel], qtbot: QtBot, session: Session, width: int, height: int
) -> Iterator[AnyPanel]:
    """Yield a panel of this kind and size on screen, drawn at each frame of the session."""
    panel = kind(session)
    qtbot.addWidget(panel)
    panel.resize(width, height)
    session.frame.connect(panel.draw)
    with qtbot.waitExposed(panel):
        panel.show()
    yield panel
    session.frame.disconnect(panel.draw)
    panel.close()


def rest(qtbot: QtBot, session: Session) -> View:
    """Wait until nothing is under way any more, and all there is has been drawn."""

    def still() -> bool:
        view = session.view
        there = view is not None and view.run == session.run_number and view.finished
        return there and not session.ticking

    qtbot.waitUntil(still, timeout=PATIENCE_MS)
    assert session.view is not None
    return session.view


def descend(qtbot: QtBot, session: Session, *fields: object, **more: object) -> View:
    """Descend an experiment of these fields, and wait for all that is asked of it."""
    # Here, so that tests without a session do not wait for torch.
    from playground.core.experiment import Experiment

    session.restart(Experiment(*fields, **more))  # type: ignore[arg-type]  # any field
    return rest(qtbot, session)


def show(qtbot: QtBot, panel: Panel, **fields: object) -> View:
    """Do as `descend` does, for a panel on screen."""
    return descend(qtbot, panel.session, **fields)
