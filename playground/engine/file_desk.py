"""Where files and tables are handed in and out, each read or written in a thread of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from playground.core.datasets import DATASETS, Table
from playground.core.experiment import Experiment
from playground.core.lesson import Scene
from playground.core.lesson_shelf import ShelvedLesson, shipped_lessons
from playground.engine.files import (
    Opening,
    OpeningLesson,
    Pasting,
    Preparing,
    Saving,
    SavingLesson,
    SavingProgram,
)
from playground.engine.first_look import first_look
from playground.engine.gathering import Gathering
from playground.engine.worker import Worker

MOST_SAVING_S = 10.0  # a disk that takes longer has failed


class FileDesk:
    """The part of the studio that reads and writes; who asks looks at what is returned."""

    def __init__(self) -> None:
        self._files = Worker("files")  # its own, so that no picture can push a save aside
        self._pasting = Worker("pasting")  # nor a paste

    def prepare_files(self) -> None:
        """Begin to import what reads and writes files: the first of them need not wait for it."""
        self._files.start(Preparing(), "prepare")

    def open(self, path: Path) -> Opening:
        """Begin to read this file, in place of one that is being read."""
        opening = Opening(path)
        self._files.start(opening)
        return opening

    def save(self, path: Path, experiment: Experiment) -> Saving:
        """Begin to save the experiment."""
        saving = Saving(path, experiment)
        self._files.start(saving)
        return saving

    def save_program(self, path: Path, experiment: Experiment, dialect: str) -> SavingProgram:
        """Begin to save the program of the experiment, as a notebook if it ends in .ipynb."""
        saving = SavingProgram(path, experiment, dialect)
        self._files.start(saving)
        return saving

    @property
    def lessons(self) -> tuple[ShelvedLesson, ...]:
        """The lessons that come with the program: titles and paths, to be opened."""
        return shipped_lessons()

    def open_lesson(self, path: Path) -> OpeningLesson:
        """Begin to read a lesson, in place of a file that is being read."""
        opening = OpeningLesson(path)
        self._files.start(opening)
        return opening

    def new_lesson(self, path: Path, title: str, scene: Scene) -> SavingLesson:
        """Begin to save a new lesson; see `lesson_text`."""
        saving = SavingLesson(path, title, scene)
        self._files.start(saving)
        return saving

    def paste(self, text: str) -> Pasting:
        """Begin to read a pasted table, in place of one that is being read."""
        pasting = Pasting(text)
        self._pasting.start(pasting)
        return pasting

    def gather(self, blocks: Iterator[str]) -> Gathering:
        """Begin to put blocks of lines together, in place of those under way."""
        gathering = Gathering(blocks)
        self._pasting.start(gathering, "copy")
        return gathering

    def first_look(self, table: str | Table) -> Experiment:
        """Return a line fitted to a table, or to the built-in one of that name.

        Raises ValueError for a table of one column.
        """
        if isinstance(table, Table):
            return first_look(table)
        return replace(first_look(DATASETS[table]), dataset=table)

    def _close_files(self) -> bool:
        """Complete a save under way, on any disk that works; whether the thread ended."""
        return self._files.close(MOST_SAVING_S, finish=True)
