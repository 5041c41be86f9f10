"""The menu's Undo and Redo, which stand still while a prediction is open.

Where a lesson hides a control, undo returns to nothing from before the step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from playground.app.concealing import PREDICT_FIRST
from playground.app.session import Session


def undo_actions(session: Session, parent: QWidget) -> tuple[QAction, QAction]:
    """Return the actions Undo and Redo, which name what they would change."""
    history = session.history
    undo = _guarded(session, history.createUndoAction(parent, "Undo"), lambda: _undo(session))
    redo = _guarded(session, history.createRedoAction(parent, "Redo"), history.redo)
    undo.setShortcut("Ctrl+Z")
    redo.setShortcut("Ctrl+Shift+Z")
    return undo, redo


def _undo(session: Session) -> None:
    kept = session.kept_back(session.history.index())
    if kept:
        session.refused.emit(kept)
    else:
        session.history.undo()


def _guarded(session: Session, action: QAction, change: Callable[[], None]) -> QAction:
    def act() -> None:
        if session.concealed:
            session.refused.emit(PREDICT_FIRST)  # another run would answer what is asked
        else:
            change()

    action.triggered.disconnect()  # from the history, which asks nobody
    action.triggered.connect(act)
    return action
