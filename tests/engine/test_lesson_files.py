"""Lessons are read and written by the worker for files, and failures come as one line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Protocol

from playground.core.experiment import Experiment
from playground.core.lesson import Scene
from playground.core.lesson_file import read_lesson
from playground.core.lesson_text import lesson_text
from playground.engine.files import OpeningLesson, SavingLesson
from playground.engine.studio import Studio
from playground.engine.worker import Job


class Hand(Protocol):
    """Drives jobs; see conftest."""

    def start(self, job: Job) -> None: ...
    def finish(self) -> None: ...


def test_a_shipped_lesson_is_opened_by_its_path(hand: Hand) -> None:
    studio = Studio()
    try:
        first = studio.lessons[0]
        opening = OpeningLesson(first.path)
        hand.start(opening)
        hand.finish()
    finally:
        studio.close()
    assert (opening.finished, opening.failure, opening.experiment) == (True, "", None)
    assert opening.lesson is not None
    assert opening.lesson.title == first.title


def test_a_lesson_with_mistakes_tells_the_first_and_keeps_them_all(
    hand: Hand, tmp_path: Path
) -> None:
    path = tmp_path / "a.toml"
    path.write_text('schema_version = 1\ntitle = 1\nlevel = "hard"\nminutes = 5\nsteps = []\n')
    opening = OpeningLesson(path)
    hand.start(opening)
    hand.finish()
    assert opening.finished
    assert opening.lesson is None
    assert opening.failure == "a.toml: line 2: title: must be text, not 1 (and 2 more)"
    assert [error.split(":")[1] for error in opening.errors] == [" line 2", " line 3", " line 5"]


def test_a_file_that_is_not_there_fails_in_one_line(hand: Hand, tmp_path: Path) -> None:
    opening = OpeningLesson(tmp_path / "none.toml")
    hand.start(opening)
    hand.finish()
    assert opening.failure == "none.toml: there is no such file"
    assert opening.errors == (opening.failure,)


def test_a_new_lesson_is_saved_before_the_studio_closes(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    scene = Scene(experiment=Experiment(learning_rate=0.9), panels=("loss",))
    studio = Studio()
    saving = studio.new_lesson(path, "Too large?", scene)
    assert studio.close()
    assert (saving.finished, saving.failure) == (True, "")
    (step,) = read_lesson(path).steps
    assert (step.experiment, step.panels) == (scene.experiment, scene.panels)


def test_where_nothing_can_be_saved_the_old_file_stays(hand: Hand, tmp_path: Path) -> None:
    path = tmp_path / "old.toml"
    path.write_text("old")
    scene = Scene(experiment=Experiment(), panels=("loss",))
    saving = SavingLesson(path, "A lesson", replace(scene, panels=("no panel",)))
    hand.start(saving)
    hand.finish()
    written = lesson_text("A lesson", scene).splitlines()
    line = written.index('panels = ["loss"]') + 1
    start = f"new lesson: line {line}: steps[0].panels[0]: there is no panel 'no panel'; "
    assert saving.failure.startswith(start)
    assert path.read_text() == "old"
    elsewhere = SavingLesson(tmp_path / "none" / "a.toml", "A lesson", scene)
    hand.start(elsewhere)
    hand.finish()
    assert elsewhere.failure == "a.toml: not saved: there is no folder none"
