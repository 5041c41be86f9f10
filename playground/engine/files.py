"""Reading and saving files as jobs for the worker: a large table takes seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playground.core.datasets import Table
from playground.core.experiment import Experiment
from playground.core.losses.columns import typed_columns, typed_name
from playground.core.programs import notebook, program
from playground.core.table_file import MOST_MEGABYTES, parse_table, read_table
from playground.engine.run import one_line
from playground.files import read, save

if TYPE_CHECKING:
    from playground.core.lesson import Lesson, PinnedRun


class Opening:
    """A job, used once; when `finished`, either `experiment` or `failure` is there."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.experiment: Experiment | None = None
        self.failure = ""  # one line
        self.finished = False

    def work(self) -> Iterator[object]:
        """Read the file: an experiment, or a table to which a line is then fitted."""
        if self.path.suffix.lower() == ".json" or _looks_like_json(self.path):
            # Here, since pydantic takes 0.1 s to import and the first curve does without it.
            from playground.core.experiment_file import read_experiment

            self.experiment = read_experiment(self.path)
        else:
            self.experiment = first_look(read_table(self.path))
        self.finished = True
        yield self

    def fail(self, error: BaseException) -> None:
        """Keep what is wrong with the file."""
        self.failure = one_line(error)
        self.finished = True


class Pasting:
    """A job, used once: a pasted table, to which a line is fitted; else `failure` says why not."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.experiment: Experiment | None = None
        self.failure = ""  # one line
        self.finished = False

    def work(self) -> Iterator[object]:
        """Read the table."""
        self.experiment = first_look(parse_table(self._text, "pasted table"))
        self.finished = True
        yield self

    def fail(self, error: BaseException) -> None:
        """Keep what is wrong with the table."""
        self.failure = one_line(error)
        self.finished = True


class Saving:
    """A job, used once; when `finished`, the file is written or `failure` says why not."""

    experiment = None  # nothing to show afterwards

    def __init__(self, path: Path, experiment: Experiment) -> None:
        self.path = path
        self._saved = experiment
        self.failure = ""  # one line
        self.finished = False

    def work(self) -> Iterator[object]:
        """Save the experiment."""
        # Here, since pydantic takes 0.1 s to import and the first curve does without it.
        from playground.core.experiment_file import save_experiment

        save_experiment(self.path, self._saved)
        self.finished = True
        yield self

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong."""
        self.failure = one_line(error)
        self.finished = True


class OpeningLesson:
    """A job, used once; when `finished`, either `lesson` or `failure` is there.

    `errors` has every mistake of the file, each in one line with the file's line and field.
    """

    experiment = None  # its steps have theirs

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lesson: Lesson | None = None
        self.failure = ""  # one line
        self.errors: tuple[str, ...] = ()
        self.finished = False

    def work(self) -> Iterator[object]:
        """Read the lesson."""
        # Here, since pydantic takes 0.1 s to import and the first curve does without it.
        from playground.core.lesson_file import read_lesson

        self.lesson = read_lesson(self.path)
        self.finished = True
        yield self

    def fail(self, error: BaseException) -> None:
        """Keep what is wrong with the file."""
        self.failure = one_line(error)
        self.errors = getattr(error, "errors", (self.failure,))
        self.finished = True


class SavingLesson:
    """A job, used once; when `finished`, the new lesson is written or `failure` says why not."""

    experiment = None  # nothing to show afterwards

    def __init__(
        self,
        path: Path,
        experiment: Experiment,
        panels: Sequence[str],
        title: str,
        pinned: Sequence[PinnedRun] = (),
    ) -> None:
        self.path = path
        self._content = (experiment, tuple(panels), title, tuple(pinned))
        self.failure = ""  # one line
        self.finished = False

    def work(self) -> Iterator[object]:
        """Write the lesson and save it."""
        # Here, since pydantic takes 0.1 s to import and the first curve does without it.
        from playground.core.lesson_text import lesson_text

        save(self.path, lesson_text(*self._content))
        self.finished = True
        yield self

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong."""
        self.failure = one_line(error)
        self.finished = True


class SavingProgram:
    """A job, used once; when `finished`, the program is written or `failure` says why not."""

    experiment = None  # nothing to show afterwards

    def __init__(self, path: Path, experiment: Experiment, dialect: str) -> None:
        self.path = path
        self._content = (experiment, dialect)
        self.failure = ""  # one line
        self.finished = False

    def work(self) -> Iterator[object]:
        """Save the program: as a notebook, if the file's name says so."""
        write = notebook if self.path.suffix.lower() == ".ipynb" else program
        save(self.path, write(*self._content))
        self.finished = True
        yield self

    def fail(self, error: BaseException) -> None:
        """Keep what went wrong."""
        self.failure = one_line(error)
        self.finished = True


def _looks_like_json(path: Path) -> bool:
    """Whether a file without a suffix begins as an experiment does, and no table."""
    return not path.suffix and read(path, MOST_MEGABYTES).lstrip().startswith("{")


def first_look(table: Table) -> Experiment:
    """Return a straight line from the table's first column to its last: somewhere to begin.

    Raises ValueError for a table of one column.
    """
    if len(table.names) < 2:
        raise ValueError(f"{table.name}: a table needs two columns, not only {table.names[0]!r}")
    column, target = typed_name(table.names[0], table), table.names[-1]
    slope, offset = (_free(name, table) for name in ("w", "b"))
    model = f"{slope}*{column} + {offset}"
    return Experiment("mse", dataset=table, model=model, target=target, steps=100)


def _free(name: str, table: Table) -> str:
    """A name for a parameter that no column has."""
    taken = {*table.names, *typed_columns(table)}
    names = (name, *(f"{name}{number}" for number in range(len(taken) + 1)))
    return next(other for other in names if other not in taken)
