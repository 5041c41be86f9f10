"""Reading and saving files as jobs for the worker: a large table takes seconds."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from playground.core.experiment import Experiment
from playground.core.programs import notebook, program
from playground.core.table_file import MOST_MEGABYTES, parse_table, read_table
from playground.engine.first_look import first_look
from playground.engine.once import Once
from playground.engine.run import one_line
from playground.files import read, save, shown

if TYPE_CHECKING:
    from playground.core.lesson import Lesson, Scene


class Opening(Once):
    """A job, used once; when `finished`, either `experiment` or `failure` is there."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.experiment: Experiment | None = None

    def _do(self) -> None:
        """Read the file: an experiment, or a table to which a line is then fitted."""
        if self.path.suffix.lower() == ".json" or _looks_like_json(self.path):
            # Here, since pydantic takes 0.1 s to import and the first curve does without it.
            from playground.core.experiment_file import read_experiment

            self.experiment = read_experiment(self.path)
        else:
            self.experiment = first_look(read_table(self.path))


class Preparing(Once):
    """A job, used once: imports what the other jobs here do, for pydantic takes its time.

    Two threads that import it at the same time find half of it: it is imported in theirs alone.
    """

    def _do(self) -> None:
        # PySide reads each module as it is imported, and pydantic imports more when it is read:
        # if another thread imports meanwhile, that can meet a half of itself. The second time the
        # half is whole.
        with suppress(ImportError):
            import playground.core.lesson_file
        import playground.core.lesson_file  # noqa: F401 - what it imports is all that is wanted


class Pasting(Once):
    """A job, used once: a pasted table, to which a line is fitted; else `failure` says why not."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.experiment: Experiment | None = None

    def _do(self) -> None:
        self.experiment = first_look(parse_table(self._text, "pasted table"))


class Saving(Once):
    """A job, used once; when `finished`, the file is written or `failure` says why not."""

    experiment = None  # nothing to show afterwards

    def __init__(self, path: Path, experiment: Experiment) -> None:
        super().__init__()
        self.path = path
        self._saved = experiment

    def _do(self) -> None:
        # Here, since pydantic takes 0.1 s to import and the first curve does without it.
        from playground.core.experiment_file import save_experiment

        save_experiment(self.path, self._saved)


class OpeningLesson(Once):
    """A job, used once; when `finished`, either `lesson` or `failure` is there.

    `errors` has every mistake of the file, each in one line with the file's line and field.
    """

    experiment = None  # its steps have theirs

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.lesson: Lesson | None = None
        self.source = ""
        self.errors: tuple[str, ...] = ()

    def _do(self) -> None:
        # Here, since pydantic takes 0.1 s to import and the first curve does without it.
        from playground.core.lesson_file import MOST_MEGABYTES as MOST
        from playground.core.lesson_file import lesson_from

        self.source = read(self.path, MOST)
        self.lesson = lesson_from(self.source, shown(self.path))

    def fail(self, error: BaseException) -> None:
        """Keep what is wrong with the file."""
        self.errors = getattr(error, "errors", (one_line(error),))
        super().fail(error)


class SavingLesson(Once):
    """A job, used once; when `finished`, the new lesson is written or `failure` says why not."""

    experiment = None  # nothing to show afterwards

    def __init__(self, path: Path, title: str, scene: Scene) -> None:
        super().__init__()
        self.path = path
        self._content = (title, scene)

    def _do(self) -> None:
        # Here, since pydantic takes 0.1 s to import and the first curve does without it.
        from playground.core.lesson_text import lesson_text

        save(self.path, lesson_text(*self._content))


class SavingProgram(Once):
    """A job, used once; when `finished`, the program is written or `failure` says why not."""

    experiment = None  # nothing to show afterwards

    def __init__(self, path: Path, experiment: Experiment, dialect: str) -> None:
        super().__init__()
        self.path = path
        self._content = (experiment, dialect)

    def _do(self) -> None:
        """Save the program: as a notebook, if the file's name says so."""
        write = notebook if self.path.suffix.lower() == ".ipynb" else program
        save(self.path, write(*self._content))


def _looks_like_json(path: Path) -> bool:
    """Whether a file without a suffix begins as an experiment does, and no table."""
    return not path.suffix and read(path, MOST_MEGABYTES).lstrip().startswith("{")
