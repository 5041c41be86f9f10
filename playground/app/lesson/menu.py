"""The button that opens lessons: those that come with the program, others, and a new one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton

from playground.app.icons import IconButton
from playground.app.session import Session


class LessonsButton(IconButton):
    """Lists the lessons when it is opened.

    open_asked: a person wants to choose a file. new_asked: … to write a lesson. back_asked: … to
    see the lesson that is open, or was closed last.
    """

    open_asked = Signal()
    new_asked = Signal()
    back_asked = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__("lesson", "Open a lesson, or begin a new one")
        self._session = session
        self.setText("Lessons")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill)
        self.setEnabled(False)
        session.ready.connect(lambda: self.setEnabled(True))

    def _fill(self) -> None:
        menu, classroom = self.menu(), self._session.classroom
        menu.clear()
        for shelved in self._session.lessons:
            line = f"{plain(shelved.title)}\t{shelved.level}, {shelved.minutes} min"
            action = menu.addAction(line, partial(self._open, shelved.path))
            action.setCheckable(True)
            action.setChecked(shelved.path == classroom.path)
        menu.addSeparator()
        menu.addAction("Open a lesson …", self.open_asked.emit)
        menu.addAction("New lesson from the current state …", self.new_asked.emit)
        menu.addSeparator()
        back = menu.addAction("Back to the lesson", self.back_asked.emit)
        back.setEnabled(classroom.can_go_on)
        close = menu.addAction("Close the lesson", classroom.leave)
        close.setEnabled(classroom.lesson is not None)

    def _open(self, path: Path) -> None:
        self._session.classroom.open(path)


def plain(title: str) -> str:
    """Return a title for a menu or a button: an ampersand would mark a key in it."""
    return title.replace("&", "&&").replace("\t", " ")
