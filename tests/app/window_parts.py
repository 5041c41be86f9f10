"""What a person looks for in a window, and whether it shows the whole run by now."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from playground.app.session import Session
from playground.app.window import Window


def row(window: Window) -> int:
    """The row of the playhead."""
    assert window.session.view is not None
    return window.session.view.playhead


def preset(window: Window, title: str) -> QPushButton:
    """The button of a source experiment."""
    buttons = window.top_bar.findChildren(QPushButton)
    return next(button for button in buttons if button.text() == title)


def shows_whole_run(session: Session) -> bool:
    """Whether the newest run has ended, and all of it is shown."""
    view = session.view
    shown = view is not None and view.finished and view.run == session.run_number
    return shown and session.run.finished
