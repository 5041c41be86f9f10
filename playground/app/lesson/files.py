"""Asks a person which lesson to open, and where to save a new one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from playground.app.saving_place import ask_where
from playground.app.session import Session
from playground.core.lesson import PANELS, PinnedRun, Scene

FILES = "Lessons (*.toml);;All files (*)"


def ask_for_lesson(session: Session, parent: QWidget) -> None:
    """Open the lesson that a person chooses."""
    name, _ = QFileDialog.getOpenFileName(parent, "Open a lesson", "", FILES)
    if name and session.is_ready:
        session.classroom.open(Path(name))


def ask_for_place(session: Session, parent: QWidget, panels: Mapping[str, str]) -> None:
    """Save a lesson with the experiment, the pins and these panels at their pages."""
    path = ask_where(parent, "Save a new lesson", "lesson.toml", FILES, (".toml",))
    if path is None or not session.is_ready:
        return
    pinned = [PinnedRun(session.pins.name_of(p), p.run.experiment) for p in session.pins.listed]
    seen = {name: page for name, page in panels.items() if name in PANELS and name != "lesson"}
    scene = Scene(
        experiment=session.experiment,
        panels=tuple(seen),
        pages=tuple((name, page) for name, page in seen.items() if page),
        playhead=session.standing_at,
        pinned=tuple(pinned),
    )
    session.save_lesson(path, session.experiment.loss_entry.title, scene)
