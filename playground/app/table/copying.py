"""Rows of a table to the clipboard, without the window waiting for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication

from playground.app.numbers_text import count_text
from playground.app.session import Session
from playground.app.table.columns import Column, exact_rows
from playground.app.view import View

if TYPE_CHECKING:
    from playground.engine.gathering import Gathering

FEW = 5000  # cells that are put together at once, in some 10 ms
LOOK_MS = 30


class Copying(QObject):
    """Copies rows as tab-separated exact numbers, many of them in a worker."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Gathering | None = None
        self._done = ""  # what is said when it is on the clipboard
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_MS)
        self._clock.timeout.connect(self._look)

    def copy(self, view: View, columns: tuple[Column, ...], rows: range) -> None:
        """Put these rows on the clipboard, in place of those that are still on their way."""
        said = f"{count_text(len(rows))} {'row' if len(rows) == 1 else 'rows'}"
        self._done = f"Copied {said}."
        self._job = None
        self._clock.stop()
        blocks = exact_rows(view, columns, rows)
        if len(rows) * len(columns) <= FEW:
            self._put("\n".join(blocks))
            return
        self._job = self._session.gather(blocks)
        self._session.message.emit(f"Copying {said} …")
        self._clock.start()

    def _look(self) -> None:
        job = self._job
        if job is None or not job.finished:
            return
        self._job = None
        self._clock.stop()
        if job.failure:
            self._session.refused.emit(f"the rows could not be copied: {job.failure}")
        else:
            self._put(job.text)

    def _put(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._session.message.emit(self._done)
