"""How a session opens and saves files: in a worker, looked at by the frame clock."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from playground.app.asking import Asking
from playground.app.pace import FRAME_MS
from playground.files import shown

if TYPE_CHECKING:
    from playground.core.experiment import Experiment
    from playground.core.lesson import Scene
    from playground.core.lesson_shelf import ShelvedLesson
    from playground.engine.files import (
        Opening,
        OpeningLesson,
        Saving,
        SavingLesson,
        SavingProgram,
    )


class Filing(Asking):
    """The part of a session that reads and writes files.

    message: one line to be told; "" when it no longer holds.
    refused: one line on what is wrong with what was asked for.
    opened: a preset or a file has come on screen, also where it was there already.
    """

    message = Signal(str)
    refused = Signal(str)
    opened = Signal()

    _file_job: Opening | Saving | SavingLesson | SavingProgram | None = None

    def open(self, path: Path) -> None:
        """Open an experiment or a table; the run follows, or `refused` says what is wrong."""
        self._begin(self._working.open(path), f"Opening {shown(path)} …")

    def save(self, path: Path) -> None:
        """Save the experiment; `message` says when it is done, `refused` what went wrong."""
        self._begin(self._working.save(path, self.experiment), f"Saving {shown(path)} …")

    def save_program(self, path: Path, experiment: Experiment, dialect: str) -> None:
        """Save the program of an experiment as `save` does; a name in .ipynb makes a notebook."""
        saving = self._working.save_program(path, experiment, dialect)
        self._begin(saving, f"Saving {shown(path)} …")

    @property
    def lessons(self) -> tuple[ShelvedLesson, ...]:
        """The lessons that come with the program; only once `ready`."""
        return self._working.lessons

    def open_lesson(self, path: Path) -> OpeningLesson:
        """Begin to read a lesson; who asks looks at what is returned."""
        return self._working.open_lesson(path)

    def save_lesson(self, path: Path, title: str, scene: Scene) -> None:
        """Save a new lesson that shows this; `message` or `refused` says how it went."""
        self._begin(self._working.new_lesson(path, title, scene), f"Saving {shown(path)} …")

    def _begin(self, job: Opening | Saving | SavingLesson | SavingProgram, line: str) -> None:
        self._file_job = job
        self.message.emit(line)
        self._clock.start(FRAME_MS)

    def _look_at_file(self) -> None:
        job = self._file_job
        if job is None or not job.finished:
            return
        self._file_job = None
        if job.failure:
            self.refused.emit(job.failure)
        elif job.experiment is not None:
            if self.show(job.experiment):
                self.opened.emit()
        else:
            self.message.emit(f"Saved {shown(job.path)}.")

    def show(self, experiment: Experiment, fields: frozenset[str] = frozenset()) -> bool:
        """Descend this experiment from its start; undo returns to the one before."""
        raise NotImplementedError
