"""A new lesson from what the window shows, as the text of a file for a teacher to go on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from textwrap import fill

from playground.core.datasets import Table
from playground.core.experiment import Edit, Experiment
from playground.core.lesson import HIDEABLE, LEVELS, PAGES, Scene
from playground.core.lesson_file import lesson_from
from playground.core.lesson_hints import hints
from playground.core.lesson_schema import LESSON_VERSION
from playground.core.refusals import refusal

_ALWAYS = ("loss", "theta", "learning_rate", "steps")
_SELDOM = (
    "optimizer", "schedule", "dataset", "model", "target", "normalise", "batch_size",
    "seed", "dtype", "gradient", "mistakes",
)  # fmt: skip
_WIDTH = 100  # characters of a list on one line
_BARE = re.compile("[A-Za-z0-9_-]+")


def lesson_text(title: str, scene: Scene) -> str:
    """Return a lesson of one step that shows this scene; what is read back is equal.

    Raises ValueError where that is too much for a lesson.
    """
    text = "\n".join(_lines(title, scene)) + "\n"
    lesson_from(text, "new lesson")  # raises, rather than a file that cannot be opened again
    return text


def _lines(title: str, scene: Scene) -> Iterator[str]:
    yield f"schema_version = {LESSON_VERSION}"
    yield f"title = {_value(title)}"
    yield f'level = "{LEVELS[0]}"  # {", ".join(LEVELS)}'
    yield "minutes = 10"
    yield "text = '''"
    yield "What this lesson is about. Mathematics stands between dollars: $L(\\theta) = \\theta^2$."
    yield "'''"
    yield ""
    yield "[[steps]]"
    yield f"title = {_value(title)}"
    yield from _step(scene)
    yield ""
    yield from _experiment("steps.experiment", scene.experiment)
    for run in scene.pinned:
        yield ""
        yield "[[steps.pinned]]"
        yield f"name = {_value(run.name)}"
        yield from _expects(run.experiment)
        yield ""
        yield from _experiment("steps.pinned.experiment", run.experiment)
    yield ""
    yield from hints()


def _step(scene: Scene) -> Iterator[str]:
    """Yield the fields of a step that are no tables."""
    yield "text = '''"
    yield "What there is to see here."
    yield "'''"
    yield 'after = ""  # told below the text; if the step has a prediction, once that is made'
    yield f"panels = {_value(scene.panels)}"
    shown = {name: page for name, page in scene.pages if page in PAGES.get(name, ())[1:]}
    if shown:
        known = "; ".join(", ".join(PAGES[name]) for name in shown)
        yield f"show = {_value(shown)}  # {known}"
    hidden = fill(f"hide = []  # of {', '.join(HIDEABLE)}", _WIDTH, subsequent_indent="# ")
    yield from hidden.split("\n")
    row, said = scene.playhead, "the row to stand at; the newest, if it is left out"
    yield f"# playhead = 0  # {said}" if row is None else f"playhead = {row}  # {said}"
    yield from _expects(scene.experiment)


def _expects(experiment: Experiment) -> Iterator[str]:
    """Yield what check-lesson has to be told of a run: that torch refuses it, and how."""
    words = refusal(experiment)
    if words:
        yield f"expects = [{_value({'quantity': 'refusal', 'is': words})}]"


def _experiment(where: str, experiment: Experiment) -> Iterator[str]:
    """Yield the experiment as tables; what is as in every new experiment is left out."""
    yield f"[{where}]"
    default = Experiment()
    for name in _ALWAYS:
        yield f"{name} = {_value(getattr(experiment, name))}"
    for name in _SELDOM:
        value = getattr(experiment, name)
        if value != getattr(default, name) and not isinstance(value, Table):
            yield f"{name} = {_value(value)}"
    if experiment.edits:
        yield "edits = ["
        yield from (f"  {_value(_edit(edit))}," for edit in experiment.edits)
        yield "]"
    if experiment.settings:
        yield from _table(f"{where}.settings", experiment.settings)
    table = experiment.dataset
    if isinstance(table, Table):
        yield from _table(f"{where}.table", {"name": table.name})
        columns = {name: table.column(name).tolist() for name in table.names}
        yield from _table(f"{where}.table.columns", columns)


def _edit(edit: Edit) -> dict[str, object]:
    parts = {"step": edit.step, "learning_rate": edit.learning_rate, "settings": edit.settings}
    return {name: part for name, part in parts.items() if part is not None and part != {}}


def _table(name: str, fields: Mapping[str, object]) -> Iterator[str]:
    yield ""
    yield f"[{name}]"
    yield from (f"{_key(key)} = {_value(value)}" for key, value in fields.items())


def _value(value: object) -> str:
    """Return a value as TOML; a long list over many lines."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_value(v)}" for key, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + fill(", ".join(map(_value, value)), _WIDTH, break_long_words=False) + "]"
    return repr(value)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    # JSON's escapes are TOML's; half of a surrogate pair can stand in no file.
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
